#include "common/reconcile/sightings.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

absl::string_view WordFor(v1::CoachDuty duty) {
  switch (duty) {
    case v1::COACH_DUTY_COORDINATOR:
      return "coordinator";
    case v1::COACH_DUTY_INSTRUCTOR:
      return "instructor";
    case v1::COACH_DUTY_WORKPLACE_SUPERVISOR:
      return "workplace_supervisor";
    default:
      return "coach";
  }
}

bool IsWithin(std::int64_t t_ms, const Interval& span) {
  return span.start_ms <= t_ms && t_ms <= span.end_ms;
}

bool IsDuringVisit(std::int64_t t_ms, const std::vector<VisitRecord>& visits) {
  return std::any_of(visits.begin(), visits.end(),
                     [&](const VisitRecord& visit) { return IsWithin(t_ms, visit.reach()); });
}

}  // namespace

bool MaySee(const Rules& rules, v1::CoachDuty duty) {
  for (absl::string_view word : absl::StrSplit(rules.sighting_by, ' ', absl::SkipEmpty())) {
    if (word == WordFor(duty)) return true;
  }
  return false;
}

std::vector<Sighting> GatherSightings(const Id& person, absl::Span<const Fact> facts,
                                      const Standing& standing, const Reference& reference,
                                      std::vector<SetAsideFact>& set_aside) {
  std::vector<Sighting> sightings;
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_SIGHTED || !standing.Stands(fact)) continue;
    if (!IsParticipant(fact, person)) continue;
    std::optional<std::int64_t> t_ms = StartOf(fact);
    if (!t_ms) {
      if (ListsFor(fact, person)) {
        set_aside.push_back(
            fact.event->has_stated_start()
                ? SetAside(SetAsideReason::kMakesNoSense, fact, "its time is no time")
                : SetAside(SetAsideReason::kClockUncertain, fact));
      }
      continue;
    }
    const Person* author = reference.FindPerson(AuthorOf(*fact.event));
    if (author != nullptr && author->type != PersonType::kCoach) continue;
    sightings.push_back({.t_ms = *t_ms,
                         .centre = CentreOf(*fact.event),
                         .event = fact.key.hash,
                         .duty = author == nullptr || author->duty == v1::COACH_DUTY_UNSPECIFIED
                                     ? v1::COACH_DUTY_COACH
                                     : author->duty,
                         .by_phone = fact.event->sighted().by_phone()});
  }
  std::sort(sightings.begin(), sightings.end());
  return sightings;
}

std::vector<SightingDay> CountSightings(const Id& person, const std::vector<Sighting>& sightings,
                                        const std::vector<AttendedSession>& sessions,
                                        const std::vector<VisitRecord>& visits) {
  std::map<CivilDay, std::vector<const AttendedSession*>> by_day;
  for (const AttendedSession& session : sessions) by_day[session.day].push_back(&session);
  std::vector<SightingDay> days;
  for (const auto& [day, attended] : by_day) {
    const Rules& rules = *attended.front()->rules;
    SightingDay result{.person = person,
                       .centre = attended.front()->centre,
                       .day = day,
                       .goal = rules.sighting_goal};
    auto first =
        std::lower_bound(sightings.begin(), sightings.end(), StartOfDay(day),
                         [](const Sighting& each, std::int64_t t_ms) { return each.t_ms < t_ms; });
    for (auto each = first; each != sightings.end(); ++each) {
      // A session may go on over midnight.
      if (each->t_ms >= StartOfDay(day + 2)) break;
      if (!MaySee(rules, each->duty)) continue;
      bool counts =
          each->by_phone
              ? DayOf(each->t_ms) == day && IsDuringVisit(each->t_ms, visits)
              : std::any_of(attended.begin(), attended.end(), [&](const AttendedSession* session) {
                  return session->centre == each->centre && IsWithin(each->t_ms, session->expected);
                });
      if (!counts) continue;
      if (!result.seen_ms.empty() && each->t_ms - result.seen_ms.back() < rules.sighting_apart_ms) {
        continue;
      }
      result.seen_ms.push_back(each->t_ms);
    }
    days.push_back(std::move(result));
  }
  return days;
}

}  // namespace wijkboek
