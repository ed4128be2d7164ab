#include "common/reconcile/tally.h"

#include <map>
#include <tuple>

namespace wijkboek {

void StatusTally::Add(const AttendanceRecord& record) {
  ++expected;
  switch (record.status) {
    case AttendanceStatus::kPresent:
      ++present;
      late += record.late ? 1 : 0;
      left_early += record.left_early ? 1 : 0;
      weak += record.strength <= EvidenceStrength::kNameTile ? 1 : 0;
      break;
    case AttendanceStatus::kExcused:
      ++excused;
      break;
    case AttendanceStatus::kAbsent:
      ++(record.is_final ? absent_final : absent_not_final);
      break;
    case AttendanceStatus::kPending:
      ++pending;
      break;
    case AttendanceStatus::kUnclear:
      ++unclear;
      break;
    case AttendanceStatus::kUnknown:
      ++unknown;
      break;
  }
  confirmed += record.signed_off ? 1 : 0;
  changed += record.changed_since_sign_off ? 1 : 0;
}

std::vector<DayTally> TallyOf(const std::vector<AttendanceRecord>& attendance,
                              const std::vector<HoursDay>& hours, const Reference& reference) {
  std::map<std::tuple<CivilDay, Id, Id>, DayTally> tallies;
  auto at = [&](CivilDay day, const Id& cohort, const Id& centre) -> DayTally& {
    DayTally& tally = tallies[{day, cohort, centre}];
    tally.day = day;
    tally.cohort = cohort;
    tally.centre = centre;
    return tally;
  };
  for (const AttendanceRecord& record : attendance) {
    const Enrolment* enrolment = reference.FindEnrolment(record.enrolment);
    const Id cohort = enrolment == nullptr ? Id() : enrolment->cohort;
    at(record.day, cohort, record.centre).statuses.Add(record);
  }
  for (const HoursDay& day : hours) {
    const Enrolment* enrolment = reference.FindEnrolment(day.enrolment);
    if (enrolment == nullptr) continue;
    DayTally& tally = at(day.day, enrolment->cohort, enrolment->centre);
    tally.settled_ms += day.settled_ms;
    tally.to_confirm_ms += day.to_confirm_ms;
  }
  std::vector<DayTally> result;
  result.reserve(tallies.size());
  for (auto& [key, tally] : tallies) result.push_back(tally);
  return result;
}

}  // namespace wijkboek
