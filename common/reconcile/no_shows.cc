#include "common/reconcile/no_shows.h"

#include <algorithm>

#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

using EnrolmentDay = std::pair<Id, CivilDay>;

bool IsNoShow(const AttendanceRecord& record) {
  return record.status == AttendanceStatus::kAbsent && record.is_final && !record.contested;
}

class NoShowFold {
 public:
  NoShowFold(const Id& person, const World& world, Moment& moment)
      : person_(person), world_(world), moment_(moment) {}

  NoShows Run(const std::vector<AttendanceRecord>& attendance) {
    std::map<EnrolmentDay, std::vector<const AttendanceRecord*>> days;
    for (const AttendanceRecord& record : attendance) {
      days[{record.enrolment, record.day}].push_back(&record);
    }
    // A day is no no-show while a session of it is still to begin.
    std::map<EnrolmentDay, std::size_t> expected;
    for (const ExpectedSession& each : world_.reference.ExpectedOf(person_)) {
      ++expected[{each.enrolment, DayOf(each.session.span.start_ms)}];
      recorded_ms_[{each.enrolment, each.session.id}] = each.recorded_ms;
    }
    for (const auto& [key, records] : days) {
      const Rules& rules = RulesOf(key);
      const bool is_complete = records.size() >= expected[key];
      const NoShowDay day = rules.no_show_unit == NoShowUnit::kSession
                                ? WeighSessions(key.second, records, rules)
                                : WeighDay(key.second, records, rules, is_complete);
      if (day.weight > 0) result_.of[key.first].push_back(day);
    }
    SortUnique(result_.waits);
    return std::move(result_);
  }

 private:
  const Rules& RulesOf(const EnrolmentDay& key) const {
    const Enrolment* enrolment = world_.reference.FindEnrolment(key.first);
    const Cohort* cohort =
        enrolment == nullptr ? nullptr : world_.reference.FindCohort(enrolment->cohort);
    return world_.reference.RulesOf(cohort == nullptr ? Id() : cohort->programme, key.second);
  }

  // Somebody else may have seen them in time: one kiosk at least must have stood there from the
  // beginning, every one in use must have said so or not, and nobody may have come that day of whom
  // it is not known who it was. Nor is anybody late for what they could not know of.
  bool IsCertainlyLate(const AttendanceRecord& record, const Rules& rules) {
    if (rules.late_weight == 0 || record.status != AttendanceStatus::kPresent || !record.late ||
        record.to_confirm || !record.is_final || record.contested) {
      return false;
    }
    const Interval in_time{record.expected.start_ms,
                           record.expected.start_ms + rules.late_after_ms};
    const auto recorded = recorded_ms_.find({record.enrolment, record.session});
    if (recorded == recorded_ms_.end() || recorded->second > record.expected.start_ms ||
        !world_.devices.IsInUseThroughout(record.centre, in_time) ||
        !world_.loose.At(record.centre, DayOf(record.expected.start_ms)).empty()) {
      return false;
    }
    const Interval beginning{record.expected.start_ms - rules.session_margin_ms,
                             record.expected.start_ms + rules.late_after_ms};
    Coverage coverage =
        world_.devices.Over(CentresOf(record), beginning, rules.carried_silent_days, moment_);
    result_.waits.insert(result_.waits.end(), coverage.needed.begin(), coverage.needed.end());
    return coverage.waited_for.empty() && coverage.lost.empty();
  }

  // At which they may have been seen that day.
  std::vector<Id> CentresOf(const AttendanceRecord& record) const {
    std::vector<Id> centres = {record.centre};
    for (const Enrolment& enrolment : world_.reference.EnrolmentsOf(person_)) {
      if (enrolment.RunsOn(record.day)) centres.push_back(enrolment.centre);
    }
    SortUnique(centres);
    return centres;
  }

  static void Count(const AttendanceRecord& record, NoShowDay& day) {
    day.over_ms = std::max(day.over_ms, record.expected.end_ms);
    day.sessions.push_back(record.session);
    day.events.insert(day.events.end(), record.events.begin(), record.events.end());
    SortUnique(day.sessions);
    SortUnique(day.events);
  }

  NoShowDay WeighSessions(CivilDay civil_day, const std::vector<const AttendanceRecord*>& records,
                          const Rules& rules) {
    NoShowDay day{.day = civil_day};
    for (const AttendanceRecord* record : records) {
      const int weight = IsNoShow(*record)                 ? kOneNoShow
                         : IsCertainlyLate(*record, rules) ? rules.late_weight
                                                           : 0;
      if (weight == 0) continue;
      day.weight += weight;
      Count(*record, day);
    }
    return day;
  }

  // All of it, or else its lateness once, however often they were late.
  NoShowDay WeighDay(CivilDay civil_day, const std::vector<const AttendanceRecord*>& records,
                     const Rules& rules, bool is_complete) {
    NoShowDay day{.day = civil_day};
    const bool is_no_show =
        is_complete && std::all_of(records.begin(), records.end(),
                                   [](const AttendanceRecord* each) { return IsNoShow(*each); });
    for (const AttendanceRecord* record : records) {
      if (!is_no_show && !IsCertainlyLate(*record, rules)) continue;
      day.weight = is_no_show ? kOneNoShow : rules.late_weight;
      Count(*record, day);
    }
    return day;
  }

  const Id& person_;
  const World& world_;
  Moment& moment_;
  // By enrolment and session: when it was recorded that they are expected.
  std::map<std::pair<Id, Id>, std::int64_t> recorded_ms_;
  NoShows result_;
};

}  // namespace

NoShows FindNoShows(const Id& person, const std::vector<AttendanceRecord>& attendance,
                    const World& world, Moment& moment) {
  return NoShowFold(person, world, moment).Run(attendance);
}

Forming FormCase(absl::Span<const NoShowDay* const> days,
                 const std::function<const Rules&(CivilDay)>& rules_of, CivilDay opens_from) {
  Forming forming;
  for (const NoShowDay* day : days) {
    forming.days.push_back(day);
    forming.weight += day->weight;
    if (forming.formed_ms) continue;
    const Rules& rules = rules_of(day->day);
    while (day->day - forming.days.front()->day > rules.no_show_window_days) {
      forming.weight -= forming.days.front()->weight;
      forming.days.erase(forming.days.begin());
    }
    if (day->day >= opens_from && forming.weight >= rules.no_show_limit * kOneNoShow) {
      forming.formed_ms = day->over_ms;
    }
  }
  return forming;
}

}  // namespace wijkboek
