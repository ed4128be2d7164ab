#include <functional>
#include <optional>
#include <utility>

#include "tests/reconcile/every_rule_week.h"
#include "tests/reconcile/rule_list.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

bool IsKioskSo(const LedgerView& view, const std::function<bool(const KioskState&)>& is_so) {
  for (const char* kiosk : {"kiosk", "dk", "w", "x"}) {
    const std::optional<KioskState> state = view.ledger.devices().Find(IdNamed(kiosk));
    if (state && is_so(*state)) return true;
  }
  return false;
}

void AddKiosks(RuleList& list) {
  const std::pair<const char*, std::function<bool(const KioskState&)>> lives[] = {
      {"in use", [](const KioskState& each) { return each.whereabouts == Whereabouts::kInUse; }},
      {"parked", [](const KioskState& each) { return each.whereabouts == Whereabouts::kParked; }},
      {"lost", [](const KioskState& each) { return each.whereabouts == Whereabouts::kLost; }},
      {"parked itself with everything sent",
       [](const KioskState& each) { return each.closed_ms.has_value(); }},
      {"replaced", [](const KioskState& each) { return !each.replaced_by.IsZero(); }},
      {"carried", [](const KioskState& each) { return each.carried; }},
      {"heard", [](const KioskState& each) { return each.heard_ms.has_value(); }},
      {"never heard", [](const KioskState& each) { return !each.heard_ms; }}};
  for (const auto& [word, is_so] : lives) {
    list.AddRule(absl::StrCat("kiosk: ", word),
                 [is_so = is_so](const LedgerView& view) { return IsKioskSo(view, is_so); });
  }
  list.AddRule("kiosk: forked, and heard no further than before", [](const LedgerView& view) {
    const std::optional<KioskState> state = view.ledger.devices().Find(IdNamed("x"));
    return state && !state->heard_ms &&
           Any(view.events, [](const StoredEvent& event) { return event.key.seq >= kOtherBranch; });
  });
  list.AddRule("kiosk: found again", [](const LedgerView& view) {
    const std::optional<KioskState> state = view.ledger.devices().Find(IdNamed("x"));
    return state && state->whereabouts == Whereabouts::kInUse &&
           Any(view.events, [](const StoredEvent& event) { return event.event.has_kiosk_found(); });
  });
  list.AddRule("clock: a time that a sample corrected", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      const v1::CapturedTime& captured = event.event.captured();
      if (captured.quality() != v1::CLOCK_QUALITY_UNKNOWN) return false;
      const absl::StatusOr<EventTime> time = view.ledger.TimeOf(event.key.hash);
      return time.ok() && time->captured_ms && *time->captured_ms != captured.wall_ms();
    });
  });
}

}  // namespace

void AddKioskRules(RuleList& list) { AddKiosks(list); }

}  // namespace wijkboek
