// Statuses and hours counted, so that a total over years need not look at every record. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_TALLY_H_
#define WIJKBOEK_COMMON_RECONCILE_TALLY_H_

#include <cstdint>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

struct StatusTally {
  // Participants expected, each once for each session: every status is one of the next seven.
  std::int64_t expected = 0;
  std::int64_t present = 0;
  std::int64_t excused = 0;
  std::int64_t absent_final = 0;
  std::int64_t absent_not_final = 0;
  std::int64_t pending = 0;
  std::int64_t unclear = 0;
  std::int64_t unknown = 0;
  // Among the present.
  std::int64_t late = 0;
  std::int64_t left_early = 0;
  // Present, and nothing but a tap on a name says so, or less.
  std::int64_t weak = 0;
  // Signed off by the instructor, and those of them that are otherwise since.
  std::int64_t confirmed = 0;
  std::int64_t changed = 0;

  void Add(const AttendanceRecord& record);
  std::int64_t known() const { return expected - pending - unclear - unknown; }
  // What a rate of attendance is taken of: those who were present or absent.
  std::int64_t rated() const { return known() - excused; }

  friend bool operator==(const StatusTally&, const StatusTally&) = default;
};

// What one cohort comes to at one centre on one civil day.
struct DayTally {
  CivilDay day = 0;
  // Zero: an enrolment without one.
  Id cohort;
  // Of statuses the session's, of hours the enrolment's.
  Id centre;
  StatusTally statuses;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  // Every number of it, in one order, for whoever adds, keeps or compares them.
  template <typename Tally, typename Visit>
  static void ForEachNumber(Tally& tally, Visit visit) {
    auto& s = tally.statuses;
    for (auto* number : {&s.expected, &s.present, &s.excused, &s.absent_final, &s.absent_not_final,
                         &s.pending, &s.unclear, &s.unknown, &s.late, &s.left_early, &s.weak,
                         &s.confirmed, &s.changed, &tally.settled_ms, &tally.to_confirm_ms}) {
      visit(*number);
    }
  }
  static constexpr int kNumbers = 15;

  friend bool operator==(const DayTally&, const DayTally&) = default;
};

// Of one participant; by day, cohort, centre.
std::vector<DayTally> TallyOf(const std::vector<AttendanceRecord>& attendance,
                              const std::vector<HoursDay>& hours, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_TALLY_H_
