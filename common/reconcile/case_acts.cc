#include "common/reconcile/case_acts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/reconcile/boot_clock.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

constexpr CivilDay kLastDay = static_cast<CivilDay>(kTimeMaxMs / (24 * kHourMs));

// Calls `read` with the body that says what became of a case.
template <typename Read>
auto WithBody(const v1::Event& event, Read read) {
  switch (event.kind()) {
    case v1::EVENT_KIND_CASE_HEARD:
      return read(event.case_heard());
    case v1::EVENT_KIND_CASE_SENT:
      return read(event.case_sent());
    case v1::EVENT_KIND_CASE_ACCOUNTED:
      return read(event.case_accounted());
    default:
      return read(event.case_retraction_acknowledged());
  }
}

Id EnrolmentOf(const Fact& act) {
  return WithBody(*act.event,
                  [](const auto& body) { return Id::FromBytesOrZero(body.enrolment_id()); });
}

int Severity(const Fact& accounted) {
  switch (accounted.event->case_accounted().result()) {
    case v1::CASE_RESULT_ACCEPTED:
      return 0;
    case v1::CASE_RESULT_OTHER:
      return 1;
    case v1::CASE_RESULT_WARNING:
      return 2;
    default:
      return 3;
  }
}

// Why it says nothing; empty when it does.
std::string WhyNot(const Id& person, const Fact& act, const Reference& reference) {
  // Whether it is somebody else's says nothing here: that one's enrolments are not folded with
  // these.
  const Id enrolment = EnrolmentOf(act);
  const std::vector<Enrolment> own = reference.EnrolmentsOf(person);
  if (std::none_of(own.begin(), own.end(),
                   [&](const Enrolment& each) { return each.id == enrolment; })) {
    return "it names no enrolment of theirs that is known";
  }
  const std::vector<CivilDay> days = DaysNamedBy(act);
  if (days.empty()) return "it names no days";
  if (days.front() < 0 || days.back() >= kLastDay) return "it names days that are none";
  const Id author = AuthorOf(*act.event);
  if (author == person) return "nobody decides on a case of their own";
  if (act.kind() == v1::EVENT_KIND_CASE_SENT && author.IsZero()) {
    return "it does not say who sent it";
  }
  const int result = act.event->case_accounted().result();
  if (act.kind() == v1::EVENT_KIND_CASE_ACCOUNTED &&
      (result <= v1::CASE_RESULT_UNSPECIFIED || result > v1::CASE_RESULT_OTHER)) {
    return "it does not say what came of it";
  }
  return "";
}

bool ShareDay(const std::vector<CivilDay>& a, const std::vector<CivilDay>& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

void Join(ActedCase more, ActedCase& acted) {
  acted.days.insert(acted.days.end(), more.days.begin(), more.days.end());
  SortUnique(acted.days);
  for (CaseFacts ActedCase::*list : {&ActedCase::heard, &ActedCase::sent, &ActedCase::accounted}) {
    CaseFacts& all = acted.*list;
    all.insert(all.end(), (more.*list).begin(), (more.*list).end());
  }
}

void Sort(CaseFacts& acts) {
  std::sort(acts.begin(), acts.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
}

void Add(const Fact& act, std::vector<ActedCase>& cases) {
  ActedCase joined{.enrolment = EnrolmentOf(act), .days = DaysNamedBy(act)};
  switch (act.kind()) {
    case v1::EVENT_KIND_CASE_HEARD:
      joined.heard.push_back(&act);
      break;
    case v1::EVENT_KIND_CASE_SENT:
      joined.sent.push_back(&act);
      break;
    default:
      joined.accounted.push_back(&act);
  }
  const auto first_apart = std::partition(cases.begin(), cases.end(), [&](const ActedCase& each) {
    return each.enrolment != joined.enrolment || !ShareDay(each.days, joined.days);
  });
  std::for_each(first_apart, cases.end(), [&](ActedCase& each) { Join(std::move(each), joined); });
  cases.erase(first_apart, cases.end());
  cases.push_back(std::move(joined));
}

}  // namespace

std::vector<CivilDay> DaysNamedBy(const Fact& act) {
  std::vector<CivilDay> days = WithBody(*act.event, [](const auto& body) {
    return std::vector<CivilDay>(body.days().begin(), body.days().end());
  });
  SortUnique(days);
  return days;
}

CaseFacts Unseen(const CaseFacts& acts, const CaseFacts& later) {
  absl::flat_hash_set<Hash> seen;
  for (const Fact* act : later) {
    for (const Hash& hash : SeenBy(*act->event)) seen.insert(hash);
  }
  CaseFacts unseen;
  std::copy_if(acts.begin(), acts.end(), std::back_inserter(unseen),
               [&](const Fact* act) { return !seen.contains(act->key.hash); });
  return unseen;
}

CaseFacts Unreplaced(const CaseFacts& acts) { return Unseen(acts, acts); }

const Fact* Mildest(const CaseFacts& accounted) {
  const auto found =
      std::min_element(accounted.begin(), accounted.end(),
                       [](const Fact* a, const Fact* b) { return Severity(*a) < Severity(*b); });
  return found == accounted.end() ? nullptr : *found;
}

std::vector<ActedCase> GatherActedCases(const Id& person, absl::Span<const Fact> facts,
                                        const Standing& standing, const Reference& reference,
                                        std::vector<SetAsideFact>& set_aside) {
  std::vector<ActedCase> cases;
  CaseFacts acknowledged;
  const auto make_no_sense = [&](const Fact& act, std::string why) {
    if (ListsFor(act, person)) {
      set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, act, std::move(why)));
    }
  };
  for (const Fact& fact : facts) {
    if (!IsCaseKind(fact.kind()) || !IsKnownKind(*fact.event) || !IsParticipant(fact, person)) {
      continue;
    }
    if (ListsFor(fact, person)) AddIfOut(fact, standing, set_aside);
    if (!standing.Stands(fact)) continue;
    const std::string why_not = WhyNot(person, fact, reference);
    if (!why_not.empty()) {
      make_no_sense(fact, why_not);
    } else if (fact.kind() == v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED) {
      acknowledged.push_back(&fact);
    } else {
      Add(fact, cases);
    }
  }
  for (const Fact* act : acknowledged) {
    bool is_about_any = false;
    for (ActedCase& each : cases) {
      if (each.enrolment != EnrolmentOf(*act) || !each.WasSent() ||
          !ShareDay(each.days, DaysNamedBy(*act))) {
        continue;
      }
      each.acknowledged.push_back(act);
      is_about_any = true;
    }
    if (!is_about_any) make_no_sense(*act, "nobody sent the case that it is about");
  }
  for (ActedCase& each : cases) {
    for (CaseFacts* list : {&each.heard, &each.sent, &each.accounted, &each.acknowledged}) {
      Sort(*list);
    }
  }
  std::sort(cases.begin(), cases.end(), [](const ActedCase& a, const ActedCase& b) {
    return std::tie(a.enrolment, a.days) < std::tie(b.enrolment, b.days);
  });
  return cases;
}

}  // namespace wijkboek
