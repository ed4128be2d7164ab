// What was folded, as rows by partition. Owns the tables record and visit_person.
#ifndef WIJKBOEK_COMMON_LEDGER_RECORD_TABLE_H_
#define WIJKBOEK_COMMON_LEDGER_RECORD_TABLE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/partition_table.h"
#include "common/ledger/record_codec.h"
#include "common/reconcile/records.h"
#include "common/sqlite/database.h"

namespace wijkboek {

enum class RecordType : std::uint8_t {
  kPresence = 1,
  kPresenceDay = 2,
  kVisit = 3,
  kVisitShare = 4,
  kHelp = 5,
  kDiscrepancy = 6,
  kSetAside = 7,
  kAttendance = 8,
  kHours = 9,
  kSighting = 10,
  // Discrepancies that somebody settled.
  kSettled = 11,
  kCase = 12,
  kPath = 13,
  kPair = 14,
  // Those of the attendance that are not settled, once more: few among many.
  kOpenStatus = 15,
};

// Everything that one fold of one partition produced.
struct EncodedRecord {
  RecordType type = RecordType::kPresence;
  CivilDay first_day = 0;
  CivilDay last_day = 0;
  std::string body;
};

class RecordTable {
 public:
  explicit RecordTable(Database& database);

  absl::Status Replace(PartitionNo partition, const std::vector<EncodedRecord>& records);

  // All of one type that touch these days, or only those of one partition.
  template <typename Record>
  absl::StatusOr<std::vector<Record>> Read(RecordType type, DayRange days) {
    return ReadFrom<Record>(by_day_.Bind(static_cast<int>(type), days.first, days.last,
                                         EarliestStart(type, days.first)));
  }
  template <typename Record>
  absl::StatusOr<std::vector<Record>> ReadPartition(PartitionNo partition, RecordType type,
                                                    DayRange days) {
    return ReadFrom<Record>(
        by_partition_.Bind(partition, static_cast<int>(type), days.first, days.last));
  }

  // How many of one type begin on each of these days; days without any are left out.
  absl::StatusOr<std::vector<std::pair<CivilDay, std::uint32_t>>> CountByDay(RecordType type,
                                                                             DayRange days);

  // Who takes part in a household's visits; both sorted.
  absl::Status ReplaceVisitors(PartitionNo household, const std::vector<Id>& before,
                               const std::vector<Id>& after);
  absl::StatusOr<std::vector<PartitionNo>> HouseholdsVisitedBy(const Id& person);

 private:
  // A record of this type that touches a day may have begun so early.
  static CivilDay EarliestStart(RecordType type, CivilDay first);
  template <typename Record>
  absl::StatusOr<std::vector<Record>> ReadFrom(Statement& select) {
    std::vector<Record> result;
    while (true) {
      absl::StatusOr<bool> row = select.Step();
      if (!row.ok()) return row.status();
      if (!*row) return result;
      result.emplace_back();
      Decode(select.Bytes(0), result.back());
    }
  }

  Statement clear_, insert_, by_day_, count_by_day_, by_partition_;
  Statement households_, add_visitor_, remove_visitor_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_RECORD_TABLE_H_
