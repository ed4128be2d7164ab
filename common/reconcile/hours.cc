#include "common/reconcile/hours.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace wijkboek {
namespace {

// A minute belongs to the enrolment whose session it is; else to the one that began first.
class HoursCount {
 public:
  HoursCount(const Id& person, const Reference& reference,
             const std::vector<ExpectedSession>& sessions)
      : person_(person),
        reference_(reference),
        sessions_(sessions),
        enrolments_(reference.EnrolmentsOf(person)) {
    std::sort(enrolments_.begin(), enrolments_.end(), [](const Enrolment& a, const Enrolment& b) {
      return std::tie(a.first_day, a.id) < std::tie(b.first_day, b.id);
    });
  }

  // Settled minutes go first: what waits takes no minute from them.
  void Add(const std::map<Id, Intervals>& presence, const Intervals& visits,
           std::int64_t HoursDay::*part) {
    for (const Enrolment& enrolment : enrolments_) {
      Intervals claim;
      for (const ExpectedSession& session : sessions_) {
        if (session.enrolment != enrolment.id) continue;
        auto take = [&](const Intervals& set) {
          for (const Interval& part : Within(set, session.expected)) claim.push_back(part);
        };
        auto there = presence.find(session.session.centre);
        if (there != presence.end()) take(there->second);
        CivilDay day = DayOf(session.session.span.start_ms);
        if (reference_.RulesOf(session.programme, day).visits_count) take(visits);
      }
      Give(enrolment, std::move(claim), part);
    }
    for (const Enrolment& enrolment : enrolments_) {
      auto there = presence.find(enrolment.centre);
      if (there == presence.end()) continue;
      Give(enrolment,
           OnDays(there->second, enrolment,
                  [&](CivilDay day) {
                    return RulesOf(enrolment, day).hours_from == HoursFrom::kPresence;
                  }),
           part);
    }
    for (const Enrolment& enrolment : enrolments_) {
      Give(enrolment, OnDays(visits, enrolment, [](CivilDay) { return true; }), part);
    }
  }

  std::vector<HoursDay> Finish() {
    std::vector<HoursDay> result;
    result.reserve(days_.size());
    for (auto& [key, day] : days_) result.push_back(day);
    return result;
  }

 private:
  const Rules& RulesOf(const Enrolment& enrolment, CivilDay day) const {
    const Cohort* cohort = reference_.FindCohort(enrolment.cohort);
    return reference_.RulesOf(cohort == nullptr ? Id() : cohort->programme, day);
  }

  // What falls on days on which the enrolment runs and that count.
  static Intervals OnDays(const Intervals& set, const Enrolment& enrolment,
                          absl::FunctionRef<bool(CivilDay)> counts) {
    Intervals parts;
    for (const Interval& each : set) {
      for (std::int64_t start_ms = each.start_ms; start_ms < each.end_ms;) {
        CivilDay day = DayOf(start_ms);
        std::int64_t end_ms = std::min(each.end_ms, StartOfDay(day + 1));
        if (enrolment.RunsOn(day) && counts(day)) parts.push_back({start_ms, end_ms});
        start_ms = end_ms;
      }
    }
    return parts;
  }

  // What of the claim is nobody's yet.
  void Give(const Enrolment& enrolment, Intervals claim, std::int64_t HoursDay::*part) {
    Intervals own = Subtract(Union(std::move(claim)), taken_);
    for (const Interval& each : own) {
      SplitByDay(each, [&](CivilDay day, std::int64_t ms) {
        HoursDay& found = days_[{day, enrolment.id}];
        found.person = person_;
        found.enrolment = enrolment.id;
        found.day = day;
        found.*part += ms;
      });
    }
    taken_ = Union(taken_, own);
  }

  Id person_;
  const Reference& reference_;
  const std::vector<ExpectedSession>& sessions_;
  std::vector<Enrolment> enrolments_;
  Intervals taken_;
  std::map<std::pair<CivilDay, Id>, HoursDay> days_;
};

}  // namespace

std::vector<HoursDay> CountHours(const Id& person, const Reference& reference,
                                 const std::vector<ExpectedSession>& sessions,
                                 const std::vector<PresenceRecord>& presences,
                                 const Intervals& visits_settled, const Intervals& visits_waiting) {
  std::map<Id, Intervals> settled, waiting;
  for (const PresenceRecord& presence : presences) {
    Intervals& one = settled[presence.centre];
    one.insert(one.end(), presence.settled.begin(), presence.settled.end());
    Intervals& other = waiting[presence.centre];
    other.insert(other.end(), presence.to_confirm.begin(), presence.to_confirm.end());
  }
  for (auto& [centre, set] : settled) set = Union(std::move(set));
  for (auto& [centre, set] : waiting) set = Union(std::move(set));
  HoursCount count(person, reference, sessions);
  count.Add(settled, visits_settled, &HoursDay::settled_ms);
  count.Add(waiting, visits_waiting, &HoursDay::to_confirm_ms);
  return count.Finish();
}

}  // namespace wijkboek
