#include "common/ledger/record_table.h"

#include <algorithm>
#include <limits>

#include "common/status.h"

namespace wijkboek {

RecordTable::RecordTable(Database& database)
    : clear_(database.Prepare("DELETE FROM record WHERE partition_no = ?")),
      insert_(database.Prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)")),
      // First which, from the index alone, then what, page after page: rows of one day lie far
      // apart.
      by_day_(database.Prepare(
          "WITH chosen AS MATERIALIZED (SELECT partition_no, ordinal FROM record WHERE type = ?1 "
          "AND first_day BETWEEN ?4 AND ?3 AND last_day >= ?2 ORDER BY partition_no, ordinal) "
          "SELECT body FROM chosen CROSS JOIN record ON record.partition_no = chosen.partition_no "
          "AND record.type = ?1 AND record.ordinal = chosen.ordinal")),
      count_by_day_(database.Prepare("SELECT first_day, count(*) FROM record WHERE type = ?1 "
                                     "AND first_day BETWEEN ?2 AND ?3 GROUP BY first_day")),
      by_partition_(
          database.Prepare("SELECT body FROM record WHERE partition_no = ?1 AND type = ?2 "
                           "AND first_day <= ?4 AND last_day >= ?3 ORDER BY ordinal")),
      households_(
          database.Prepare("SELECT partition_no FROM visit_person WHERE person = ? ORDER BY 1")),
      add_visitor_(database.Prepare("INSERT OR IGNORE INTO visit_person VALUES (?, ?)")),
      remove_visitor_(
          database.Prepare("DELETE FROM visit_person WHERE person = ? AND partition_no = ?")) {}

CivilDay RecordTable::EarliestStart(RecordType type, CivilDay first) {
  // What is captured lasts no longer than kSpanMaxMs; what is agreed may last for years.
  constexpr CivilDay kReach = 33;
  constexpr CivilDay kMin = std::numeric_limits<CivilDay>::min();
  switch (type) {
    case RecordType::kPresence:
    case RecordType::kVisit:
      return first < kMin + kReach ? kMin : first - kReach;
    case RecordType::kCase:
    case RecordType::kPath:
    case RecordType::kPair:
      return kMin;
    default:
      // Of one day each.
      return first;
  }
}

absl::Status RecordTable::Replace(PartitionNo partition,
                                  const std::vector<EncodedRecord>& records) {
  RETURN_IF_ERROR(clear_.Bind(partition).Run());
  int ordinal = 0;
  for (const EncodedRecord& record : records) {
    RETURN_IF_ERROR(insert_
                        .Bind(partition, static_cast<int>(record.type), ordinal++, record.first_day,
                              record.last_day, record.body)
                        .Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::pair<CivilDay, std::uint32_t>>> RecordTable::CountByDay(
    RecordType type, DayRange days) {
  std::vector<std::pair<CivilDay, std::uint32_t>> counts;
  count_by_day_.Bind(static_cast<int>(type), days.first, days.last);
  while (true) {
    ASSIGN_OR_RETURN(const bool row, count_by_day_.Step());
    if (!row) return counts;
    counts.emplace_back(static_cast<CivilDay>(count_by_day_.Int(0)),
                        static_cast<std::uint32_t>(count_by_day_.Int(1)));
  }
}

absl::Status RecordTable::ReplaceVisitors(PartitionNo household, const std::vector<Id>& before,
                                          const std::vector<Id>& after) {
  for (const Id& person : before) {
    if (std::binary_search(after.begin(), after.end(), person)) continue;
    RETURN_IF_ERROR(remove_visitor_.Bind(person.bytes(), household).Run());
  }
  for (const Id& person : after) {
    if (std::binary_search(before.begin(), before.end(), person)) continue;
    RETURN_IF_ERROR(add_visitor_.Bind(person.bytes(), household).Run());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PartitionNo>> RecordTable::HouseholdsVisitedBy(const Id& person) {
  std::vector<PartitionNo> result;
  households_.Bind(person.bytes());
  while (true) {
    ASSIGN_OR_RETURN(bool row, households_.Step());
    if (!row) return result;
    result.push_back(households_.Int(0));
  }
}

}  // namespace wijkboek
