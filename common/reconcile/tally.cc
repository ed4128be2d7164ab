#include "common/reconcile/tally.h"

#include <array>
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

void StatusTally::Add(const StatusTally& other) {
  std::array<std::int64_t, DayTally::kNumbers> more = {};
  auto from = more.begin();
  ForEachNumber(other, [&](const std::int64_t& number) { *from++ = number; });
  auto next = more.begin();
  ForEachNumber(*this, [&](std::int64_t& number) { number += *next++; });
}

void DayTally::Add(const DayTally& other) {
  statuses.Add(other.statuses);
  settled_ms += other.settled_ms;
  to_confirm_ms += other.to_confirm_ms;
}

void EnrolmentTally::Add(const DayTally& tally) {
  statuses.Add(tally.statuses);
  settled_ms += tally.settled_ms;
  to_confirm_ms += tally.to_confirm_ms;
}

std::vector<TallyPart> PartsOf(const std::vector<AttendanceRecord>& attendance,
                               const std::vector<HoursDay>& hours, const Reference& reference) {
  std::map<std::tuple<Id, Id, Id, CivilDay>, DayTally> parts;
  auto at = [&](const Id& enrolment, const Id& cohort, const Id& centre,
                CivilDay day) -> DayTally& {
    return parts[{enrolment, cohort, centre, day}];
  };
  for (const AttendanceRecord& record : attendance) {
    const Enrolment* enrolment = reference.FindEnrolment(record.enrolment);
    const Id cohort = enrolment == nullptr ? Id() : enrolment->cohort;
    at(record.enrolment, cohort, record.centre, record.day).statuses.Add(record);
  }
  for (const HoursDay& day : hours) {
    const Enrolment* enrolment = reference.FindEnrolment(day.enrolment);
    if (enrolment == nullptr) continue;
    DayTally& tally = at(day.enrolment, enrolment->cohort, enrolment->centre, day.day);
    tally.settled_ms += day.settled_ms;
    tally.to_confirm_ms += day.to_confirm_ms;
  }
  std::vector<TallyPart> result;
  result.reserve(parts.size());
  for (auto& [key, tally] : parts) {
    TallyPart& part = result.emplace_back();
    part.tally = tally;
    std::tie(part.enrolment, part.tally.cohort, part.tally.centre, part.tally.day) = key;
  }
  return result;
}

std::vector<DayTally> SumOf(const std::vector<TallyPart>& parts) {
  std::map<std::tuple<CivilDay, Id, Id>, DayTally> sums;
  for (const TallyPart& part : parts) {
    sums[{part.tally.day, part.tally.cohort, part.tally.centre}].Add(part.tally);
  }
  std::vector<DayTally> result;
  result.reserve(sums.size());
  for (auto& [key, sum] : sums) {
    DayTally& tally = result.emplace_back(sum);
    std::tie(tally.day, tally.cohort, tally.centre) = key;
  }
  return result;
}

std::vector<DayTally> TallyOf(const std::vector<AttendanceRecord>& attendance,
                              const std::vector<HoursDay>& hours, const Reference& reference) {
  return SumOf(PartsOf(attendance, hours, reference));
}

}  // namespace wijkboek
