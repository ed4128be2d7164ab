// Statuses and hours kept added up by day, cohort and centre. Each participant's share is kept too,
// by enrolment: so one who is folded again changes only the days that came out differently, and the
// sums of enrolments need no record read. Owns the tables tally and tally_share.
#ifndef WIJKBOEK_COMMON_LEDGER_TALLY_TABLE_H_
#define WIJKBOEK_COMMON_LEDGER_TALLY_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/ledger/partition_table.h"
#include "common/reconcile/tally.h"
#include "common/sqlite/database.h"

namespace wijkboek {

// Not thread-safe; writes within a transaction. Errors are the derived file's.
class TallyTable {
 public:
  explicit TallyTable(Database& database);

  // The participant's share is this now; sorted as PartsOf gives it.
  absl::Status Replace(PartitionNo participant, const std::vector<TallyPart>& share);

  // Of these days; by day, cohort, centre. `by`: summed over days (day 0), or not.
  absl::StatusOr<std::vector<DayTally>> Read(DayRange days, TallyBy by);
  // Of everybody, or of one; by enrolment. Those that have nothing in these days are left out.
  absl::StatusOr<std::vector<EnrolmentTally>> ReadEnrolments(DayRange days);
  absl::StatusOr<std::vector<EnrolmentTally>> ReadEnrolmentsOf(PartitionNo participant,
                                                               DayRange days);

 private:
  absl::StatusOr<std::string> ShareOf(PartitionNo participant);
  absl::Status Add(const DayTally& tally);

  Statement share_, all_shares_, set_share_, drop_share_, add_, drop_empty_, by_day_, by_cohort_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_TALLY_TABLE_H_
