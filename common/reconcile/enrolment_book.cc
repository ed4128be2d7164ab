#include "common/reconcile/enrolment_book.h"

#include <algorithm>
#include <utility>

#include "common/reconcile/fact.h"
#include "common/reconcile/intervals.h"

namespace wijkboek {
namespace {

// Far outside every plausible year, and far inside what calendar arithmetic bears.
constexpr CivilDay kDayMax = 100 * 366;

constexpr std::uint32_t kDaySeconds = 86400;

CivilDay Bounded(CivilDay day) { return std::clamp(day, -kDayMax, kDayMax); }

template <typename Dated>
void SetDays(const v1::CivilDays& days, Dated& dated) {
  dated.first_day = Bounded(days.first_day());
  dated.last_day = std::nullopt;
  if (days.has_last_day()) dated.last_day = Bounded(days.last_day());
}

template <typename Body>
void SetDetails(const Body& body, Enrolment& enrolment) {
  enrolment.municipality = body.municipality();
  enrolment.target_minutes = body.target_minutes();
  enrolment.own_times = {body.own_times().begin(), body.own_times().end()};
}

void Take(const v1::Event& event, Enrolment& enrolment) {
  if (event.kind() == v1::EVENT_KIND_ENROLMENT_ENDED) {
    enrolment.last_day = Bounded(event.enrolment_ended().last_day());
    return;
  }
  const Id centre = CentreOf(event);
  if (event.kind() == v1::EVENT_KIND_ENROLMENT_STARTED) {
    const v1::EnrolmentStarted& body = event.enrolment_started();
    enrolment.participant =
        event.persons().empty() ? Id() : Id::FromBytesOrZero(event.persons(0).person_id());
    enrolment.centre = centre;
    enrolment.cohort = Id::FromBytesOrZero(body.cohort_id());
    SetDetails(body, enrolment);
    SetDays(body.days(), enrolment);
    return;
  }
  const v1::EnrolmentChanged& body = event.enrolment_changed();
  const Id cohort = Id::FromBytesOrZero(body.cohort_id());
  if (!cohort.IsZero()) enrolment.cohort = cohort;
  if (!centre.IsZero()) enrolment.centre = centre;
  SetDetails(body, enrolment);
  if (body.has_days()) SetDays(body.days(), enrolment);
}

bool HoldOn(const v1::OwnTimes& times, CivilDay day) {
  const v1::CivilDays& days = times.days();
  if (day < days.first_day() || (days.has_last_day() && day > days.last_day())) return false;
  const auto& weekdays = times.weekdays();
  return weekdays.empty() ||
         std::find(weekdays.begin(), weekdays.end(), static_cast<std::uint32_t>(WeekdayOf(day))) !=
             weekdays.end();
}

}  // namespace

std::optional<Interval> ExpectedTimes(const Enrolment& enrolment, const Session& session) {
  const CivilDay day = DayOf(session.span.start_ms);
  const std::vector<Id>& cohorts = session.cohorts;
  if (session.cancelled || !enrolment.RunsOn(day) ||
      std::find(cohorts.begin(), cohorts.end(), enrolment.cohort) == cohorts.end()) {
    return std::nullopt;
  }
  bool has_own = false;
  std::optional<Interval> expected;
  for (const v1::OwnTimes& times : enrolment.own_times) {
    if (!HoldOn(times, day) || times.end_second_of_day() > kDaySeconds ||
        times.start_second_of_day() >= times.end_second_of_day()) {
      continue;
    }
    has_own = true;
    // Of a night, those after midnight too.
    for (CivilDay on = day; on <= DayOf(session.span.end_ms - 1); ++on) {
      const Interval own = Overlap(
          {InstantOf(on, times.start_second_of_day()), InstantOf(on, times.end_second_of_day())},
          session.span);
      if (own.length_ms() == 0) continue;
      if (!expected) expected = own;
      expected->start_ms = std::min(expected->start_ms, own.start_ms);
      expected->end_ms = std::max(expected->end_ms, own.end_ms);
    }
  }
  return has_own ? expected : session.span;
}

void EnrolmentBook::SetProgramme(const Id& id, const Edits& edits) {
  programmes_.erase(id);
  if (edits.empty()) return;
  const v1::ProgrammeDescribed& body = edits.back().event.programme_described();
  programmes_[id] = {.id = id,
                     .name = body.name(),
                     .target_minutes = body.target_minutes(),
                     .phases = {body.phases().begin(), body.phases().end()}};
}

void EnrolmentBook::SetCohort(const Id& id, const Edits& edits) {
  cohorts_.erase(id);
  if (edits.empty()) return;
  const v1::CohortOpened& body = edits.back().event.cohort_opened();
  Cohort cohort{
      .id = id, .programme = Id::FromBytesOrZero(body.programme_id()), .name = body.name()};
  SetDays(body.days(), cohort);
  cohorts_[id] = std::move(cohort);
}

void EnrolmentBook::Remove(const Id& enrolment) {
  const Enrolment* found = Find(enrolment);
  if (found == nullptr) return;
  of_person_.Remove(found->participant, enrolment);
  in_cohort_.Remove(found->cohort, enrolment);
  at_centre_.Remove(found->centre, enrolment);
  enrolments_.erase(enrolment);
}

void EnrolmentBook::SetEnrolment(const Id& id, const Edits& edits, const Grouping& grouping) {
  Remove(id);
  std::vector<Version> versions;
  Enrolment enrolment{.id = id};
  for (const Edit& edit : edits) {
    Take(edit.event, enrolment);
    // Changes and ends that arrive before the start wait for it.
    if (enrolment.participant.IsZero()) continue;
    enrolment.participant = grouping.StandsFor(enrolment.participant);
    versions.push_back({.recorded_ms = edit.recorded_ms(), .enrolment = enrolment});
  }
  if (versions.empty()) return;
  of_person_.Add(enrolment.participant, id);
  in_cohort_.Add(enrolment.cohort, id);
  at_centre_.Add(enrolment.centre, id);
  versions.shrink_to_fit();
  enrolments_[id] = std::move(versions);
}

const Enrolment* EnrolmentBook::Find(const Id& enrolment) const {
  auto found = enrolments_.find(enrolment);
  return found == enrolments_.end() ? nullptr : &found->second.back().enrolment;
}

Id EnrolmentBook::ProgrammeOf(const Id& cohort) const {
  auto found = cohorts_.find(cohort);
  return found == cohorts_.end() ? Id() : found->second.programme;
}

Id EnrolmentBook::CommonProgramme(absl::Span<const Id> persons, CivilDay day) const {
  Id common;
  for (const Id& person : persons) {
    for (const Id& id : OfPerson(person)) {
      const Enrolment& enrolment = *Find(id);
      if (!enrolment.RunsOn(day)) continue;
      const Id programme = ProgrammeOf(enrolment.cohort);
      if (programme.IsZero() || programme == common) continue;
      if (!common.IsZero()) return Id();
      common = programme;
    }
  }
  return common;
}

std::vector<Id> EnrolmentBook::ParticipantsOf(const Id& programme) const {
  std::vector<Id> result;
  if (programme.IsZero()) {
    for (const auto& [id, versions] : enrolments_) {
      result.push_back(versions.back().enrolment.participant);
    }
  } else {
    for (const auto& [id, cohort] : cohorts_) {
      if (cohort.programme != programme) continue;
      for (const Id& enrolment : InCohort(id)) result.push_back(Find(enrolment)->participant);
    }
  }
  SortUnique(result);
  return result;
}

std::int64_t EnrolmentBook::ExpectedSince(const Id& enrolment, const Session& session) const {
  const std::vector<Version>& versions = enrolments_.at(enrolment);
  auto since = versions.rbegin();
  const std::optional<Interval> now = ExpectedTimes(since->enrolment, session);
  for (auto earlier = std::next(since); earlier != versions.rend(); ++earlier) {
    if (ExpectedTimes(earlier->enrolment, session) != now) break;
    since = earlier;
  }
  return since->recorded_ms;
}

}  // namespace wijkboek
