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
  void Add(const StatusTally& other);
  std::int64_t known() const { return expected - pending - unclear - unknown; }
  // What a rate of attendance is taken of: those who were present or absent.
  std::int64_t rated() const { return known() - excused; }

  // Every number of it, in one order.
  template <typename Tally, typename Visit>
  static void ForEachNumber(Tally& tally, Visit visit) {
    for (auto* number :
         {&tally.expected, &tally.present, &tally.excused, &tally.absent_final,
          &tally.absent_not_final, &tally.pending, &tally.unclear, &tally.unknown, &tally.late,
          &tally.left_early, &tally.weak, &tally.confirmed, &tally.changed}) {
      visit(*number);
    }
  }

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
    StatusTally::ForEachNumber(tally.statuses, visit);
    visit(tally.settled_ms);
    visit(tally.to_confirm_ms);
  }
  static constexpr int kNumbers = 15;

  void Add(const DayTally& other);

  friend bool operator==(const DayTally&, const DayTally&) = default;
};

// What one enrolment brings into a cohort's day. Statuses of an enrolment that nobody knows are
// kept under it all the same.
struct TallyPart {
  Id enrolment;
  DayTally tally;

  friend bool operator==(const TallyPart&, const TallyPart&) = default;
};

// What one enrolment comes to over some days, wherever its sessions were.
struct EnrolmentTally {
  Id enrolment;
  StatusTally statuses;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  void Add(const DayTally& tally);

  friend bool operator==(const EnrolmentTally&, const EnrolmentTally&) = default;
};

// By enrolment, cohort, centre, day.
std::vector<TallyPart> PartsOf(const std::vector<AttendanceRecord>& attendance,
                               const std::vector<HoursDay>& hours, const Reference& reference);
// Added up; by day, cohort, centre.
std::vector<DayTally> SumOf(const std::vector<TallyPart>& parts);
std::vector<DayTally> TallyOf(const std::vector<AttendanceRecord>& attendance,
                              const std::vector<HoursDay>& hours, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_TALLY_H_
