#include "tests/reconcile/rule_list.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

void AddPresence(RuleList& list) {
  using P = PresenceRecord;
  constexpr auto kAll = &LedgerView::presences;
  list.AddEach("presence", kAll, &P::end);
  list.AddEach("presence", kAll, &P::strength);
  list.Add("presence: waits to be confirmed", kAll,
           [](const P& each) { return !each.to_confirm.empty(); });
  list.Add("presence: taps that are only evidence", kAll, [](const P& each) {
    return each.end == PresenceEnd::kCheckOut && each.events.size() > 2;
  });
  list.Add("presence: over midnight", kAll, [](const P& each) {
    return each.end != PresenceEnd::kOpen && DayOf(each.span.start_ms) < DayOf(each.span.end_ms);
  });
  list.Add("presence: a visit is cut out of it", kAll,
           [](const P& each) { return each.settled.size() > 1; });
  list.Add("presence: closes at the check-in where the hours are not known", kAll,
           [](const P& each) {
             return each.centre == IdNamed("E") && each.end == PresenceEnd::kByRule &&
                    each.span.length_ms() == 0;
           });
  list.AddRule("presence: the own badge that ended a visit opens one", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      return event.event.has_visit_ended() &&
             Any(view.presences, [&](const P& each) { return RestsOn(each, event.key.hash); });
    });
  });
  list.AddRule("presence: said not to have happened", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      if (!event.event.presence_corrected().did_not_happen() || event.event.seen().empty()) {
        return false;
      }
      const Hash denied = Hash::FromBytesOrZero(event.event.seen(0));
      return !Any(view.presences, [&](const P& each) { return RestsOn(each, denied); });
    });
  });
  list.AddRule("presence: given back by the void of a void", [](const LedgerView& view) {
    return Any(view.presences, [&](const P& each) {
      return Any(view.events, [&](const StoredEvent& event) {
        return event.event.has_event_voided() && !event.event.seen().empty() &&
               RestsOn(each, Hash::FromBytesOrZero(event.event.seen(0)));
      });
    });
  });
  list.Add("presence: a correction that makes no sense", &LedgerView::set_aside,
           [](const SetAsideFact& each) {
             return each.reason == SetAsideReason::kMakesNoSense &&
                    each.kind == "presence_corrected";
           });
  list.Add("presence: never enrolled, shown apart", &LedgerView::presence_days,
           [](const PresenceDay& each) { return each.never_enrolled; });
  list.AddRule("presence: none of who has only aftercare", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      if (!event.event.has_checked_in() || event.event.persons().empty()) return false;
      const Id who = Id::FromBytesOrZero(event.event.persons(0).person_id());
      const CivilDay day = DayOf(event.event.hybrid().wall_ms());
      const std::vector<Enrolment> all = view.ledger.reference().EnrolmentsOf(who);
      const bool has_ended = !all.empty() && !Any(all, [&](const Enrolment& each) {
        return each.first_day > day || each.RunsOn(day);
      });
      return has_ended && !Any(view.presences, [&](const P& each) {
               return each.person == who && DayOf(each.span.start_ms) == day;
             });
    });
  });
}

}  // namespace

void AddPresenceRules(RuleList& list) { AddPresence(list); }

}  // namespace wijkboek
