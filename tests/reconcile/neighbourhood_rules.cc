#include "absl/algorithm/container.h"
#include "tests/reconcile/rule_list.h"

namespace wijkboek {
namespace {

void AddNeighbourhood(RuleList& list) {
  using V = VisitRecord;
  constexpr auto kVisits = &LedgerView::visits;
  list.Add("visit: several logs are one", kVisits,
           [](const V& each) { return each.witnesses > 1; });
  list.Add("visit: goes on", kVisits, [](const V& each) { return each.open; });
  list.Add("visit: its end is estimated", kVisits,
           [](const V& each) { return each.estimated_end && !each.open; });
  list.Add("visit: whom only some name waits", kVisits,
           [](const V& each) { return !each.disputed.empty(); });
  list.Add("visit: part of it waits", kVisits,
           [](const V& each) { return !each.settled.empty() && !each.to_confirm.empty(); });
  list.Add("visit: several participants", kVisits,
           [](const V& each) { return each.participants.size() > 1; });
  list.Add("visit: without any minutes", kVisits, [](const V& each) {
    return !each.open && each.settled.empty() && each.to_confirm.empty();
  });
  list.AddRule("visit: said to be one", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      return event.event.has_visit_joined() && Any(view.visits, [&](const V& each) {
               return absl::c_all_of(event.event.seen(), [&](const std::string& hash) {
                 return RestsOn(each, Hash::FromBytesOrZero(hash));
               });
             });
    });
  });
  list.AddRule("visit: said to be two", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      return event.event.has_visit_split() && !Any(view.visits, [&](const V& each) {
               return absl::c_all_of(event.event.seen(), [&](const std::string& hash) {
                 return RestsOn(each, Hash::FromBytesOrZero(hash));
               });
             });
    });
  });
  list.AddRule("visit: corrected", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      return event.event.has_visit_corrected() &&
             Any(view.visits, [&](const V& each) { return RestsOn(each, event.key.hash); });
    });
  });
  // The programme's own, and the default.
  for (const int minutes : {60, 120}) {
    list.Add(absl::StrCat("visit: estimated at ", minutes, " minutes"), kVisits,
             [minutes](const V& each) {
               return each.estimated_end && each.span.length_ms() == minutes * kMinuteMs;
             });
  }
  using H = HelpRecord;
  list.Add("help: confirmed", &LedgerView::helps, [](const H& each) { return each.confirmed; });
  list.Add("help: claimed", &LedgerView::helps, [](const H& each) { return !each.confirmed; });
  list.Add("help: denied, and it stays", &LedgerView::helps,
           [](const H& each) { return each.denied && each.minutes > 0; });
  list.Add("help: rejected, without minutes", &LedgerView::helps,
           [](const H& each) { return each.minutes == 0; });
  using G = PairRecord;
  list.AddEach("pair", &LedgerView::pairs, &G::type);
  list.Add("pair: until further notice", &LedgerView::pairs,
           [](const G& each) { return each.running; });
  list.Add("pair: until a day", &LedgerView::pairs, [](const G& each) { return !each.running; });
  list.Add("pair: an end that makes no sense", &LedgerView::set_aside,
           [](const SetAsideFact& each) { return each.kind == "pair_ended"; });
}

}  // namespace

void AddNeighbourhoodRules(RuleList& list) { AddNeighbourhood(list); }

}  // namespace wijkboek
