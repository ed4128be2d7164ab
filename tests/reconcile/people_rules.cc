#include <utility>

#include "absl/algorithm/container.h"
#include "tests/reconcile/rule_list.h"

namespace wijkboek {
namespace {

void AddCases(RuleList& list) {
  using C = CaseRecord;
  constexpr auto kAll = &LedgerView::cases;
  list.AddEach("case", kAll, &C::stage);
  list.Add("case: the client manager must be told", kAll,
           [](const C& each) { return each.retraction_open; });
  list.Add("case: retracted, and nobody need be told", kAll, [](const C& each) {
    return each.stage == CaseStage::kRetracted && !each.retraction_open;
  });
  list.Add("case: a sanction undone", kAll, [](const C& each) { return each.sanction_undone; });
  list.Add("case: with an interpreter", kAll, [](const C& each) { return each.interpreter; });
  const std::pair<v1::CaseResult, const char*> results[] = {{v1::CASE_RESULT_ACCEPTED, "accepted"},
                                                            {v1::CASE_RESULT_OTHER, "other"},
                                                            {v1::CASE_RESULT_WARNING, "warning"},
                                                            {v1::CASE_RESULT_SANCTION, "sanction"}};
  for (const auto& [result, word] : results) {
    list.Add(absl::StrCat("case: accounted as ", word), kAll,
             [result = result](const C& each) { return each.result == result; });
  }
  list.AddRule("case: lateness weighs", [](const LedgerView& view) {
    return Any(view.cases, [&](const C& each) {
      return Any(view.attendance, [&](const AttendanceRecord& record) {
        return record.late && record.person == each.person &&
               absl::c_linear_search(each.sessions, record.session);
      });
    });
  });
  list.Add("case: of two sessions of one day", kAll, [](const C& each) {
    return each.stage == CaseStage::kOpen && each.days.size() == 1 && each.sessions.size() == 2;
  });
  list.Add("case: an act that makes no sense", &LedgerView::set_aside,
           [](const SetAsideFact& each) {
             return each.reason == SetAsideReason::kMakesNoSense && each.kind == "case_heard";
           });
}

void AddPath(RuleList& list) {
  using R = PathRecord;
  constexpr auto kAll = &LedgerView::path;
  list.AddEach("path", kAll, &R::type);
  constexpr std::pair<PathType, const char*> kStates[] = {{PathType::kInvitation, "sent"},
                                                          {PathType::kInvitation, "came"},
                                                          {PathType::kInvitation, "excused"},
                                                          {PathType::kInvitation, "did not come"},
                                                          {PathType::kInvitation, "not known yet"},
                                                          {PathType::kGoal, "set"},
                                                          {PathType::kGoal, "met"},
                                                          {PathType::kGoal, "unmet"},
                                                          {PathType::kPlacement, "running"},
                                                          {PathType::kPlacement, "ends"},
                                                          {PathType::kPlacement, "ended"},
                                                          {PathType::kPhase, "running"},
                                                          {PathType::kPhase, "ends"},
                                                          {PathType::kPhase, "ended"}};
  for (const auto& [type, state] : kStates) {
    list.Add(absl::StrCat("path: ", WordOf(type), " ", state), kAll,
             [type = type, state = std::string(state)](const R& each) {
               return each.type == type && each.state == state;
             });
  }
  list.Add("path: reviews are counted", kAll, [](const R& each) { return each.reviews > 1; });
  list.Add("path: a referral inward", kAll, [](const R& each) { return each.inward; });
  list.Add("path: of no enrolment", kAll, [](const R& each) { return each.enrolment.IsZero(); });
  list.Add("path: a word about what is not here waits", &LedgerView::set_aside,
           [](const SetAsideFact& each) { return each.kind == "goal_met"; });
}

void AddPeople(RuleList& list) {
  list.AddRule("people: several registrations are one",
               [](const LedgerView& view) { return !view.ledger.reference().Groups().empty(); });
  list.AddRule("people: separated again", [](const LedgerView& view) {
    return view.ledger.reference().Groups().empty() &&
           Any(view.events,
               [](const StoredEvent& event) { return event.event.has_people_grouped(); });
  });
  list.AddRule("people: a badge finds its owner later", [](const LedgerView& view) {
    return Any(view.presences, [&](const PresenceRecord& each) {
      return Any(view.events, [&](const StoredEvent& event) {
        return !event.event.badge_hash().empty() && RestsOn(each, event.key.hash);
      });
    });
  });
}

}  // namespace

void AddPeopleRules(RuleList& list) {
  AddCases(list);
  AddPath(list);
  AddPeople(list);
}

}  // namespace wijkboek
