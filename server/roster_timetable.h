// A timetable becomes sessions: one for each date of each row, without the holidays, changed by the
// exceptions. What the office's log holds of a row and the row no longer does is cancelled.
#ifndef WIJKBOEK_SERVER_ROSTER_TIMETABLE_H_
#define WIJKBOEK_SERVER_ROSTER_TIMETABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "server/fact_errors.h"
#include "server/facts_pass.h"
#include "server/office_record.h"
#include "server/roster_basis.h"
#include "server/roster_reader.h"

namespace wijkboek {

// What becomes of sessions on record. Begun ones are among the others.
struct TimetableChanges {
  // Another time or centre, or a cohort less.
  std::uint32_t moved = 0;
  std::uint32_t begun_moved = 0;
  std::uint32_t cancelled = 0;
  std::uint32_t begun_cancelled = 0;

  void Add(const TimetableChanges& other) {
    moved += other.moved;
    begun_moved += other.begun_moved;
    cancelled += other.cancelled;
    begun_cancelled += other.begun_cancelled;
  }
};

// For one pass; holidays first, then exceptions, then the rows. References must outlive it.
class RosterTimetable {
 public:
  RosterTimetable(const RosterBasis& basis, FactErrors& errors, FactsPass& pass);

  // A centre that holidays may name, beside those on record.
  void KnowCentre(const std::string& key);
  void TakeHoliday(const RosterRow& row);
  void TakeException(const RosterRow& row);
  void TakeRow(const RosterRow& row);
  // What is wrong with exceptions that met no session.
  void Finish();

  std::uint32_t sessions() const { return sessions_; }
  const TimetableChanges& changes() const { return changes_; }

 private:
  struct Exception {
    Id timetable;
    std::uint32_t line = 0;
    bool cancel = false;
    bool met = false;
    std::optional<CivilDay> new_day;
    // Seconds of the day; absent: as the row says.
    std::optional<std::uint32_t> start;
    std::optional<std::uint32_t> end;
  };
  // Of a row's key.
  struct Place {
    std::uint32_t line = 0;
    // Something is wrong with the row: what its dates are nobody knows.
    bool wrong = false;
  };
  // A row whose days could be read. Weekdays as bits, 1 << 1 Monday … 1 << 7 Sunday.
  struct Course {
    std::string key;
    Id centre;
    unsigned weekdays = 0;
    CivilDay first_day = 0;
    CivilDay last_day = 0;
    v1::SessionFact fact;
  };

  std::optional<CivilDay> Day(const RosterRow& row, absl::string_view column);
  std::optional<std::uint32_t> Time(const RosterRow& row, absl::string_view column);
  // Absent where anything is wrong with the row.
  std::optional<Course> ReadCourse(const RosterRow& row);
  bool ReadDays(const RosterRow& row, Course& course);
  void CheckRest(const RosterRow& row, Course course);
  bool PlanDates(const RosterRow& row, const Course& course);
  unsigned Weekdays(const RosterRow& row);
  void CheckWeekdays(const RosterRow& row, const Course& course);
  void CheckMove(const RosterRow& row, CivilDay day, const Exception& exception);
  bool IsHoliday(const Id& centre, CivilDay day) const;
  // False when the row's later dates would only repeat what is wrong with this one. `changes` are
  // those of the row; those of an exception are counted for it.
  bool PlanDate(const RosterRow& row, const Course& course, CivilDay day,
                TimetableChanges& changes);
  bool Plan(const FactPlace& place, v1::SessionFact fact, CivilDay day, bool begun,
            TimetableChanges& changes);
  // An error where sessions that have begun may not change.
  void Count(const FactPlace& place, const TimetableChanges& changes);

  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  const std::int64_t now_ms_;
  const bool change_past_;
  FactErrors& errors_;
  FactsPass& pass_;
  // Days around those of all sessions on record: there a row may have left something.
  CivilDay record_first_ = 0;
  CivilDay record_last_ = -1;
  absl::flat_hash_set<Id> centres_;
  // Zero: every centre.
  absl::flat_hash_set<std::pair<Id, CivilDay>> holidays_;
  // By the id of the session that they change.
  absl::flat_hash_map<Id, Exception> exceptions_;
  // By the id of the row's key.
  absl::flat_hash_map<Id, Place> rows_;
  std::uint32_t sessions_ = 0;
  TimetableChanges changes_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_TIMETABLE_H_
