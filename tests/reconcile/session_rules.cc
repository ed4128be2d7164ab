#include "tests/reconcile/rule_list.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

void AddSigns(RuleList& list) {
  for (const char* sign :
       {"elsewhere", "unowned_check_in", "unknown_badge", "unknown_kind", "clock_uncertain",
        "check_out_without_check_in", "visit_end_without_start", "practice", "contest",
        "concurrent_session"}) {
    list.Add(absl::StrCat("sign: ", sign), &LedgerView::attendance,
             [name = std::string(sign)](const AttendanceRecord& each) {
               return std::find(each.signs.begin(), each.signs.end(), name) != each.signs.end();
             });
  }
}

void AddStatuses(RuleList& list) {
  using A = AttendanceRecord;
  using enum AttendanceStatus;
  constexpr auto kAll = &LedgerView::attendance;
  list.AddEach("session", kAll, &A::status);
  list.Add("session 1: attended", kAll, [](const A& each) {
    return each.status == kPresent && each.attended_ms > 0 && !each.to_confirm;
  });
  list.Add("session 1: late", kAll, [](const A& each) { return each.late && !each.by_mark; });
  list.Add("session 1: left early", kAll, [](const A& each) { return each.left_early; });
  list.Add("session 1: attended, to confirm", kAll, [](const A& each) {
    return each.status == kPresent && each.to_confirm && each.attended_ms > 0;
  });
  list.Add("session 2: seen without a presence", kAll, [](const A& each) {
    return each.status == kPresent && each.to_confirm && each.attended_ms == 0 && !each.by_mark;
  });
  list.Add("session 4: present by mark", kAll,
           [](const A& each) { return each.status == kPresent && each.by_mark; });
  list.Add("session 4: late by mark", kAll,
           [](const A& each) { return each.late && each.by_mark; });
  list.Add("session 4: excused by mark", kAll,
           [](const A& each) { return each.status == kExcused && each.by_mark; });
  list.Add("session 3: excused by an excuse", kAll,
           [](const A& each) { return each.status == kExcused && !each.by_mark; });
  list.Add("session 4: absent by mark", kAll,
           [](const A& each) { return each.status == kAbsent && each.by_mark; });
  list.AddRule("session 4: absent by mark against a sign", [](const LedgerView& view) {
    return Any(view.attendance, [&](const A& each) {
      return each.status == kUnclear && Any(view.events, [&](const StoredEvent& event) {
               return event.event.session_marked().status() == v1::MARK_STATUS_ABSENT &&
                      RestsOn(each, event.key.hash);
             });
    });
  });
  list.Add("session 5: a kiosk is waited for", kAll,
           [](const A& each) { return each.status == kPending && !each.waited_for.empty(); });
  list.Add("session 7: a kiosk is lost", kAll,
           [](const A& each) { return each.status == kUnknown && !each.lost.empty(); });
  list.Add("session 7: nothing could have told", kAll,
           [](const A& each) { return each.status == kUnknown && each.lost.empty(); });
  list.Add("session 8: absent for good", kAll,
           [](const A& each) { return each.status == kAbsent && each.is_final; });
  list.Add("session 8: absent, not for good", kAll,
           [](const A& each) { return each.status == kAbsent && !each.is_final; });
  list.Add("session: contested", kAll, [](const A& each) { return each.contested; });
  list.Add("session: signed off", kAll,
           [](const A& each) { return each.signed_off && !each.changed_since_sign_off; });
  list.Add("session: changed since sign-off", kAll,
           [](const A& each) { return each.changed_since_sign_off; });
}

void AddSessions(RuleList& list) {
  using A = AttendanceRecord;
  constexpr auto kAll = &LedgerView::attendance;
  list.AddRule("session: within own times", [](const LedgerView& view) {
    return Any(view.attendance, [&](const A& each) {
      const Session* session = view.ledger.reference().FindSession(each.session);
      return session != nullptr && session->span != each.expected;
    });
  });
  list.Add("session: of a night", kAll, [](const A& each) {
    return DayOf(each.expected.start_ms) < DayOf(each.expected.end_ms);
  });
  list.Add("session: moved", kAll, [](const A& each) {
    return each.centre == IdNamed("D") && each.expected.length_ms() == 2 * kHourMs;
  });
  list.AddRule("session: a cancelled one has no status", [](const LedgerView& view) {
    return Any(view.events, [&](const StoredEvent& event) {
      const Id session = Id::FromBytesOrZero(event.event.session_id());
      return event.event.has_session_cancelled() &&
             !Any(view.attendance, [&](const A& each) { return each.session == session; });
    });
  });
  list.AddRule("session: a visit during it is attendance", [](const LedgerView& view) {
    return Any(view.attendance, [&](const A& each) {
      return each.attended_ms > 0 && !Any(view.presences, [&](const PresenceRecord& presence) {
               return presence.person == each.person && DayOf(presence.span.start_ms) == each.day;
             });
    });
  });
  list.AddRule("session 4: a mark before it began says nothing", [](const LedgerView& view) {
    return Any(view.attendance, [&](const A& each) {
      return each.status != AttendanceStatus::kPending && !each.by_mark &&
             Any(view.events, [&](const StoredEvent& event) {
               return event.event.session_marked().status() == v1::MARK_STATUS_ABSENT &&
                      event.event.session_id() == each.session.bytes() &&
                      event.event.hybrid().wall_ms() < each.expected.start_ms;
             });
    });
  });
  list.AddRule("session 3: an excuse after its end says nothing", [](const LedgerView& view) {
    return Any(view.attendance, [&](const A& each) {
      return each.status == AttendanceStatus::kAbsent &&
             Any(view.events, [&](const StoredEvent& event) {
               return event.event.excuse_given().sessions().session_ids_size() == 1 &&
                      event.event.excuse_given().sessions().session_ids(0) == each.session.bytes();
             });
    });
  });
  list.AddRule("hours: outside of sessions", [](const LedgerView& view) {
    return Any(view.hours, [&](const HoursDay& hours) {
      std::int64_t attended_ms = 0;
      for (const A& each : view.attendance) {
        if (each.person == hours.person && each.day == hours.day) attended_ms += each.attended_ms;
      }
      return hours.settled_ms > attended_ms;
    });
  });
  list.Add("hours: settled", &LedgerView::hours,
           [](const HoursDay& each) { return each.settled_ms > 0; });
  list.Add("hours: to confirm", &LedgerView::hours,
           [](const HoursDay& each) { return each.to_confirm_ms > 0; });
  list.Add("sighting: those that count", &LedgerView::sightings,
           [](const SightingDay& each) { return !each.seen_ms.empty(); });
  list.Add("sighting: the goal is reached", &LedgerView::sightings, [](const SightingDay& each) {
    return static_cast<int>(each.seen_ms.size()) >= each.goal;
  });
  list.Add("sighting: one is missing", &LedgerView::sightings, [](const SightingDay& each) {
    return static_cast<int>(each.seen_ms.size()) < each.goal;
  });
  list.AddEach("set aside", &LedgerView::set_aside, &SetAsideFact::reason);
}

}  // namespace

void AddSessionRules(RuleList& list) {
  AddSigns(list);
  AddStatuses(list);
  AddSessions(list);
}

}  // namespace wijkboek
