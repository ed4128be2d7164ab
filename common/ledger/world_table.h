// What folds look at beside the facts of their own partition, and who must be folded again when it
// changes: devices and how far they were heard, facts that could be anybody's. Owns the tables
// heard, lifecycle, waiting and loose_fact, and keeps them in memory too.
#ifndef WIJKBOEK_COMMON_LEDGER_WORLD_TABLE_H_
#define WIJKBOEK_COMMON_LEDGER_WORLD_TABLE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/ledger/partition_table.h"
#include "common/reconcile/devices.h"
#include "common/reconcile/loose_facts.h"
#include "common/sqlite/database.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

class WorldTable {
 public:
  explicit WorldTable(Database& database);

  // What is kept of notices and loose facts. Events about devices are the caller's to apply.
  absl::Status Load();

  Devices& devices() { return devices_; }
  const Devices& devices() const { return devices_; }
  const LooseFacts& loose() const { return loose_; }

  // A notice of the log.
  absl::StatusOr<Devices::Touched> Apply(const v1::LogEntry& notice);

  // Whom this partition waits for (sorted), in place of what it waited for before.
  absl::Status SetWaits(PartitionNo partition,
                        const std::vector<std::pair<Id, std::int64_t>>& waits);
  // Who waits until this device is heard beyond a time before this one.
  absl::StatusOr<std::vector<PartitionNo>> WaitingFor(const Id& device, std::int64_t through_ms);

  // What this fact, captured by this device, is now (nullopt: nobody's doubt). Returns what was and
  // what is, if that differs.
  absl::StatusOr<std::vector<LooseFact>> SetLoose(const Hash& event, const Id& device,
                                                  const std::optional<LooseFact>& fact);
  // Facts of this device that lie between known times of it, which may have moved. Sorted.
  std::vector<Hash> UncertainOf(const Id& device) const;

 private:
  absl::Status NoteHeard(const v1::HeardThrough& heard);
  void Keep(const LooseFact& fact, const Id& device);
  void Forget(const Hash& event);

  Statement last_heard_day_, note_heard_, thin_heard_, heard_, note_lifecycle_, lifecycle_;
  Statement clear_waits_, add_wait_, waiting_;
  Statement put_loose_, remove_loose_, loose_facts_;
  Devices devices_;
  LooseFacts loose_;
  struct Kept {
    LooseFact fact;
    Id device;
  };
  absl::flat_hash_map<Hash, Kept> kept_;
  absl::flat_hash_map<Id, std::set<Hash>> uncertain_of_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_WORLD_TABLE_H_
