#include "common/ledger/partition_table.h"

#include <algorithm>

#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kCacheMax = 100'000;

template <typename Cache>
void Bound(Cache& cache) {
  if (cache.size() > kCacheMax) cache.clear();
}

}  // namespace

PartitionTable::PartitionTable(Database& database)
    : insert_(database.Prepare("INSERT OR IGNORE INTO partition (name) VALUES (?)")),
      find_(database.Prepare("SELECT no FROM partition WHERE name = ?")),
      name_(database.Prepare("SELECT name FROM partition WHERE no = ?")),
      partitions_of_(database.Prepare(
          "SELECT partition_no FROM member WHERE position = ? ORDER BY partition_no")),
      members_(
          database.Prepare("SELECT position FROM member WHERE partition_no = ? ORDER BY position")),
      add_(database.Prepare("INSERT OR IGNORE INTO member VALUES (?, ?)")),
      remove_(database.Prepare("DELETE FROM member WHERE partition_no = ? AND position = ?")),
      mark_(database.Prepare("INSERT OR IGNORE INTO dirty VALUES (?, ?)")),
      unmark_(database.Prepare("DELETE FROM dirty WHERE stage = ? AND partition_no = ?")),
      due_(database.Prepare("SELECT no FROM partition WHERE holds_until_ms < ?")),
      early_(database.Prepare("SELECT no FROM partition WHERE holds_after_ms >= ?")),
      next_stage_(database.Prepare("SELECT min(stage) FROM dirty")),
      take_(database.Prepare("SELECT partition_no FROM dirty WHERE stage = ? LIMIT ?")),
      fingerprint_(database.Prepare("SELECT fingerprint FROM partition WHERE no = ?")),
      folded_(database.Prepare("UPDATE partition SET fingerprint = ?2, holds_after_ms = ?3, "
                               "holds_until_ms = ?4 WHERE no = ?1")),
      fingerprints_(database.Prepare("SELECT name, fingerprint FROM partition "
                                     "WHERE fingerprint IS NOT NULL ORDER BY name")),
      note_centre_(database.Prepare("INSERT OR IGNORE INTO at_centre VALUES (?, ?)")),
      at_centre_(database.Prepare("SELECT partition_no FROM at_centre WHERE centre = ?")),
      all_(database.Prepare("SELECT no FROM partition")),
      naming_(database.Prepare(
          "SELECT DISTINCT partition_no FROM person_event JOIN member USING (position) "
          "WHERE person = ?")) {}

absl::StatusOr<PartitionNo> PartitionTable::NumberOf(const PartitionKey& key) {
  ASSIGN_OR_RETURN(std::optional<PartitionNo> known, Find(key));
  if (known) return *known;
  RETURN_IF_ERROR(insert_.Bind(Statement::Text(key.Name())).Run());
  ASSIGN_OR_RETURN(known, Find(key));
  if (!known) return absl::InternalError("partition vanished");
  return *known;
}

absl::StatusOr<std::optional<PartitionNo>> PartitionTable::Find(const PartitionKey& key) {
  std::string name = key.Name();
  if (auto it = numbers_.find(name); it != numbers_.end()) return it->second;
  ASSIGN_OR_RETURN(bool found, find_.Bind(Statement::Text(name)).Step());
  if (!found) return std::nullopt;
  PartitionNo no = find_.Int(0);
  find_.Reset();
  Bound(numbers_);
  Bound(types_);
  numbers_[std::move(name)] = no;
  types_[no] = key.type;
  return no;
}

absl::StatusOr<PartitionKey> PartitionTable::KeyOf(PartitionNo no) {
  ASSIGN_OR_RETURN(bool found, name_.Bind(no).Step());
  if (!found) return absl::InternalError("unknown partition");
  std::optional<PartitionKey> key = ParsePartitionName(name_.Bytes(0));
  name_.Reset();
  if (!key) return absl::DataLossError("a partition's name is damaged");
  return *key;
}

absl::StatusOr<std::vector<PartitionNo>> PartitionTable::PartitionsOf(std::uint64_t position) {
  std::vector<PartitionNo> result;
  partitions_of_.Bind(position);
  while (true) {
    ASSIGN_OR_RETURN(bool row, partitions_of_.Step());
    if (!row) return result;
    result.push_back(partitions_of_.Int(0));
  }
}

absl::StatusOr<std::vector<std::uint64_t>> PartitionTable::Members(PartitionNo no) {
  std::vector<std::uint64_t> result;
  members_.Bind(no);
  while (true) {
    ASSIGN_OR_RETURN(bool row, members_.Step());
    if (!row) return result;
    result.push_back(members_.Uint(0));
  }
}

absl::StatusOr<std::vector<PartitionNo>> PartitionTable::Naming(const Id& person) {
  std::vector<PartitionNo> result;
  naming_.Bind(person.bytes());
  while (true) {
    ASSIGN_OR_RETURN(bool row, naming_.Step());
    if (!row) break;
    result.push_back(naming_.Int(0));
  }
  std::sort(result.begin(), result.end());
  return result;
}

absl::Status PartitionTable::AddMember(PartitionNo no, std::uint64_t position) {
  RETURN_IF_ERROR(add_.Bind(no, position).Run());
  return MarkDirty(no);
}

absl::Status PartitionTable::RemoveMember(PartitionNo no, std::uint64_t position) {
  RETURN_IF_ERROR(remove_.Bind(no, position).Run());
  return MarkDirty(no);
}

absl::Status PartitionTable::MarkDirty(PartitionNo no) {
  if (marked_.contains(no)) return absl::OkStatus();
  auto type = types_.find(no);
  if (type == types_.end()) {
    ASSIGN_OR_RETURN(PartitionKey key, KeyOf(no));
    Bound(types_);
    type = types_.emplace(no, key.type).first;
  }
  RETURN_IF_ERROR(mark_.Bind(type->second == PartitionType::kPerson ? 1 : 0, no).Run());
  Bound(marked_);
  marked_.insert(no);
  return absl::OkStatus();
}

absl::Status PartitionTable::MarkDirtyWith(std::uint64_t position) {
  ASSIGN_OR_RETURN(std::vector<PartitionNo> partitions, PartitionsOf(position));
  for (PartitionNo no : partitions) RETURN_IF_ERROR(MarkDirty(no));
  return absl::OkStatus();
}

absl::Status PartitionTable::MarkAllDirty() { return MarkAll(all_); }

absl::Status PartitionTable::MarkDirtyNaming(const Id& person) {
  return MarkAll(naming_.Bind(person.bytes()));
}

absl::Status PartitionTable::MarkAll(Statement& select) {
  std::vector<PartitionNo> found;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) break;
    found.push_back(select.Int(0));
  }
  for (PartitionNo no : found) RETURN_IF_ERROR(MarkDirty(no));
  return absl::OkStatus();
}

absl::Status PartitionTable::MarkDirtyAt(std::int64_t now_ms) {
  RETURN_IF_ERROR(MarkAll(due_.Bind(now_ms)));
  return MarkAll(early_.Bind(now_ms));
}

absl::StatusOr<bool> PartitionTable::AnyDueAt(std::int64_t now_ms) {
  for (Statement* select : {&due_, &early_}) {
    ASSIGN_OR_RETURN(bool found, select->Bind(now_ms).Step());
    if (!found) continue;
    select->Reset();
    return true;
  }
  return false;
}

absl::Status PartitionTable::NoteCentre(const Id& centre, PartitionNo no) {
  Bound(centres_);
  if (!centres_.emplace(centre, no).second) return absl::OkStatus();
  return note_centre_.Bind(centre.bytes(), no).Run();
}

absl::Status PartitionTable::MarkDirtyAtCentre(const Id& centre) {
  return MarkAll(at_centre_.Bind(centre.bytes()));
}

absl::StatusOr<std::vector<PartitionNo>> PartitionTable::TakeDirty(std::size_t limit) {
  std::vector<PartitionNo> taken;
  ASSIGN_OR_RETURN(bool row, next_stage_.Step());
  bool any = row && !next_stage_.IsNull(0);
  std::int64_t stage = any ? next_stage_.Int(0) : 0;
  next_stage_.Reset();
  if (!any) return taken;
  take_.Bind(stage, static_cast<std::uint64_t>(limit));
  while (true) {
    ASSIGN_OR_RETURN(row, take_.Step());
    if (!row) break;
    taken.push_back(take_.Int(0));
  }
  for (PartitionNo no : taken) {
    RETURN_IF_ERROR(unmark_.Bind(stage, no).Run());
    marked_.erase(no);
  }
  return taken;
}

absl::StatusOr<std::optional<Hash>> PartitionTable::FingerprintOf(PartitionNo no) {
  ASSIGN_OR_RETURN(bool found, fingerprint_.Bind(no).Step());
  if (!found) return std::nullopt;
  std::optional<Hash> result;
  if (!fingerprint_.IsNull(0)) result = Hash::FromBytesOrZero(fingerprint_.Bytes(0));
  fingerprint_.Reset();
  return result;
}

absl::Status PartitionTable::SetFolded(PartitionNo no, const Folded& folded) {
  // Never and always are null: no moment needs another look.
  auto run = [&](const auto& fingerprint) {
    bool until = folded.holds_until_ms != Moment::kNever;
    bool after = folded.holds_after_ms != Moment::kAlways;
    if (after && until) {
      return folded_.Bind(no, fingerprint, folded.holds_after_ms, folded.holds_until_ms).Run();
    }
    if (after) return folded_.Bind(no, fingerprint, folded.holds_after_ms, nullptr).Run();
    if (until) return folded_.Bind(no, fingerprint, nullptr, folded.holds_until_ms).Run();
    return folded_.Bind(no, fingerprint, nullptr, nullptr).Run();
  };
  return folded.fingerprint ? run(folded.fingerprint->bytes()) : run(nullptr);
}

absl::StatusOr<std::vector<PartitionFingerprint>> PartitionTable::Fingerprints() {
  std::vector<PartitionFingerprint> result;
  while (true) {
    ASSIGN_OR_RETURN(bool row, fingerprints_.Step());
    if (!row) return result;
    result.push_back({.partition = fingerprints_.String(0),
                      .fingerprint = Hash::FromBytesOrZero(fingerprints_.Bytes(1))});
  }
}

}  // namespace wijkboek
