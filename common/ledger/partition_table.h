// Partitions: which events belong to which, and which must be folded again. Owns the tables
// partition, member, dirty and at_centre.
#ifndef WIJKBOEK_COMMON_LEDGER_PARTITION_TABLE_H_
#define WIJKBOEK_COMMON_LEDGER_PARTITION_TABLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/routing.h"
#include "common/sqlite/database.h"

namespace wijkboek {

using PartitionNo = std::int64_t;

class PartitionTable {
 public:
  explicit PartitionTable(Database& database);

  absl::StatusOr<PartitionNo> NumberOf(const PartitionKey& key);
  // nullopt if there was never such a partition.
  absl::StatusOr<std::optional<PartitionNo>> Find(const PartitionKey& key);
  absl::StatusOr<PartitionKey> KeyOf(PartitionNo no);

  // Sorted.
  absl::StatusOr<std::vector<PartitionNo>> PartitionsOf(std::uint64_t position);
  // Sorted.
  absl::StatusOr<std::vector<std::uint64_t>> Members(PartitionNo no);
  // Those with a fact that names this person, ascending.
  absl::StatusOr<std::vector<PartitionNo>> Naming(const Id& person);
  absl::Status AddMember(PartitionNo no, std::uint64_t position);
  absl::Status RemoveMember(PartitionNo no, std::uint64_t position);

  absl::Status MarkDirty(PartitionNo no);
  absl::Status MarkDirtyWith(std::uint64_t position);
  absl::Status MarkAllDirty();
  // Those with a fact that names this person.
  absl::Status MarkDirtyNaming(const Id& person);
  // Those whose result does not hold at this moment.
  absl::Status MarkDirtyAt(std::int64_t now_ms);
  absl::StatusOr<bool> AnyDueAt(std::int64_t now_ms);
  absl::Status NoteCentre(const Id& centre, PartitionNo no);
  absl::Status MarkDirtyAtCentre(const Id& centre);
  // At most `limit` of the earliest stage that has any; they are no longer dirty.
  absl::StatusOr<std::vector<PartitionNo>> TakeDirty(std::size_t limit);

  struct Folded {
    std::optional<Hash> fingerprint;
    std::int64_t holds_after_ms = Moment::kAlways;
    std::int64_t holds_until_ms = Moment::kNever;
  };
  absl::StatusOr<std::optional<Hash>> FingerprintOf(PartitionNo no);
  absl::Status SetFolded(PartitionNo no, const Folded& folded);
  // By name, without empty ones.
  absl::StatusOr<std::vector<PartitionFingerprint>> Fingerprints();

 private:
  absl::Status MarkAll(Statement& select);

  Statement insert_, find_, name_, partitions_of_, members_, add_, remove_, mark_, unmark_;
  Statement due_, early_, next_stage_, take_, fingerprint_, folded_, fingerprints_;
  Statement note_centre_, at_centre_, all_, naming_;
  // Names are looked up for every event; the cache is emptied when it grows too large.
  absl::flat_hash_map<std::string, PartitionNo> numbers_;
  absl::flat_hash_map<PartitionNo, PartitionType> types_;
  absl::flat_hash_set<PartitionNo> marked_;
  absl::flat_hash_set<std::pair<Id, PartitionNo>> centres_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_PARTITION_TABLE_H_
