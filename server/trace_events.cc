#include "server/trace_events.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/words/kind_words.h"

namespace wijkboek {
namespace {

// Enough to find it again; any beginning is taken.
constexpr std::size_t kHashShown = 12;
// Beyond it a bound is no bound.
constexpr std::int64_t kFarAheadMs = 100'000 * 24 * kHourMs;

std::string Seconds(std::int64_t t_ms) { return FormatTime(t_ms - t_ms % 1000); }

std::string CapturedText(const TracedEvent& traced) {
  if (traced.time.captured_ms) return Seconds(*traced.time.captured_ms);
  const std::int64_t until_ms =
      std::min(traced.time.bounds.end_ms, traced.received_ms.value_or(kFarAheadMs));
  const bool has_start = traced.time.bounds.start_ms > 0;
  const bool has_end = until_ms < kFarAheadMs;
  if (has_start && has_end) {
    return absl::StrCat("between ", Seconds(traced.time.bounds.start_ms), " and ",
                        Seconds(until_ms));
  }
  if (has_start) return absl::StrCat("after ", Seconds(traced.time.bounds.start_ms));
  return has_end ? absl::StrCat("before ", Seconds(until_ms)) : "not known";
}

std::string StatedText(const v1::Event& event) {
  const std::optional<std::int64_t> start_ms = StatedStart(event);
  const std::optional<std::int64_t> end_ms = StatedEnd(event);
  if (!start_ms) return end_ms ? absl::StrCat("until ", Seconds(*end_ms)) : "";
  return end_ms ? absl::StrCat(Seconds(*start_ms), " – ", Seconds(*end_ms)) : Seconds(*start_ms);
}

std::string MethodText(v1::Method method) {
  switch (method) {
    case v1::METHOD_OWN_BADGE:
      return "own badge";
    case v1::METHOD_OWN_QR:
      return "own QR code";
    case v1::METHOD_OWN_PIN:
      return "own PIN";
    case v1::METHOD_NAME_TILE:
      return "name tile";
    case v1::METHOD_COACH_PIN:
      return "coach's PIN";
    case v1::METHOD_OFFICE:
      return "office";
    case v1::METHOD_IMPORT:
      return "import";
    case v1::METHOD_DEVICE:
      return "the device itself";
    default:
      return "";
  }
}

bool IsCorrection(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_PRESENCE_CORRECTED || kind == v1::EVENT_KIND_VISIT_CORRECTED ||
         kind == v1::EVENT_KIND_VISIT_LOGGED;
}

bool IsWordOnSession(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_SESSION_MARKED || kind == v1::EVENT_KIND_DISCREPANCY_SETTLED;
}

class Writer {
 public:
  Writer(const TraceReading& reading, const KnownNames& names)
      : reading_(reading), names_(names), facts_(FactsOf(reading)), standing_(facts_) {}

  v1::TraceEvent Write(const TracedEvent& traced) const {
    const v1::Event& event = traced.stored.event;
    const EventKey& key = traced.stored.key;
    v1::TraceEvent out;
    out.set_hash(key.hash.hex());
    out.set_device(NameIn(names_.devices, key.device));
    out.set_device_id(key.device.hex());
    out.set_epoch(absl::StrCat(absl::Hex(key.epoch, absl::kZeroPad16)));
    out.set_seq(key.seq);
    out.set_position(traced.position);
    out.set_kind(KindText(KindName(event.kind())));
    out.set_captured(CapturedText(traced));
    out.set_stated(StatedText(event));
    if (traced.received_ms) out.set_received(Seconds(*traced.received_ms));
    const Id author = AuthorOf(event);
    out.set_who(author.IsZero() ? "the device" : NameIn(names_.people, author));
    out.set_method(MethodText(event.actor().method()));
    out.set_strength(static_cast<std::uint32_t>(StrengthOf(event)));
    out.set_state(StateOf(traced));
    for (const Hash& seen : SeenBy(event)) out.add_seen(seen.hex());
    for (const Hash& by : traced.named_by) out.add_named_by(by.hex());
    return out;
  }

 private:
  static std::vector<Fact> FactsOf(const TraceReading& reading) {
    std::vector<Fact> facts;
    for (const auto& [hash, traced] : reading.events) {
      facts.push_back({.event = &traced.stored.event,
                       .key = traced.stored.key,
                       .captured_ms = traced.time.captured_ms,
                       .received_ms = traced.received_ms});
    }
    return facts;
  }

  static std::string NameIn(const absl::flat_hash_map<Id, std::string>& names, const Id& id) {
    const auto found = names.find(id);
    return found == names.end() ? id.hex().substr(0, 8) : found->second;
  }

  // Edits that name it, stand themselves, and are of such a kind: "by 12ab…".
  template <typename Takes>
  std::string By(const TracedEvent& traced, Takes takes) const {
    std::vector<std::string> by;
    for (const Hash& hash : traced.named_by) {
      const auto found = reading_.events.find(hash);
      if (found == reading_.events.end() || found->second.stored.event.practice()) continue;
      if (standing_.IsVoided(hash) || !takes(found->second.stored.event.kind())) continue;
      by.push_back(hash.hex().substr(0, kHashShown));
    }
    return by.empty() ? "" : absl::StrCat(" by ", absl::StrJoin(by, ", "));
  }

  std::string StateOf(const TracedEvent& traced) const {
    const Hash& hash = traced.stored.key.hash;
    if (traced.stored.event.practice()) return "practice";
    if (standing_.IsVoided(hash)) {
      return absl::StrCat("voided", By(traced, [](v1::EventKind kind) {
                            return kind == v1::EVENT_KIND_EVENT_VOIDED;
                          }));
    }
    const auto aside = reading_.set_aside.find(hash);
    if (aside != reading_.set_aside.end()) {
      return absl::StrCat("set aside: ", DoubtText(ReasonCode(aside->second.reason)),
                          aside->second.detail.empty() ? "" : ", ", aside->second.detail);
    }
    if (standing_.IsConsumed(hash)) return absl::StrCat("corrected", By(traced, IsCorrection));
    if (IsWordOnSession(traced.stored.event.kind())) {
      const std::string by = By(traced, IsWordOnSession);
      if (!by.empty()) return absl::StrCat("replaced", by);
    }
    return "counts";
  }

  const TraceReading& reading_;
  const KnownNames& names_;
  const std::vector<Fact> facts_;
  const Standing standing_;
};

}  // namespace

std::vector<v1::TraceEvent> TraceEvents(const TraceReading& reading, const KnownNames& names) {
  std::vector<const TracedEvent*> shown;
  for (const Hash& hash : reading.shown) shown.push_back(&reading.events.at(hash));
  std::sort(shown.begin(), shown.end(), [](const TracedEvent* a, const TracedEvent* b) {
    const auto order = [](const TracedEvent& traced) {
      return std::tuple(traced.time.captured_ms.value_or(traced.time.bounds.start_ms),
                        traced.position);
    };
    return order(*a) < order(*b);
  });
  const Writer writer(reading, names);
  std::vector<v1::TraceEvent> events;
  for (const TracedEvent* traced : shown) events.push_back(writer.Write(*traced));
  return events;
}

}  // namespace wijkboek
