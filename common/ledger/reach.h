// Whom a change reaches that is no fact of their own: reference data, rules, kiosks, and facts that
// could be anybody's. Marks their partitions to be folded again.
#ifndef WIJKBOEK_COMMON_LEDGER_REACH_H_
#define WIJKBOEK_COMMON_LEDGER_REACH_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/event_index.h"
#include "common/ledger/partition_table.h"
#include "common/ledger/world_table.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Not thread-safe; within a transaction. Errors are the derived file's.
class Reach {
 public:
  // All of it outlives this.
  Reach(const Reference& reference, EventIndex& index, PartitionTable& partitions,
        WorldTable& world)
      : reference_(reference), index_(index), partitions_(partitions), world_(world) {}

  // Returns the positions of events that may belong to other partitions now.
  absl::StatusOr<std::vector<std::uint64_t>> OfReference(Reference::Touched touched);
  // Of these programmes (a zero id: of every one), and whoever may have moved between programmes.
  absl::Status OfRules(std::vector<Id> programmes, std::vector<Id> persons);
  absl::Status OfDevices(Devices::Touched touched);
  // Facts without a certain time that these devices captured: what is known around them may have
  // moved.
  absl::Status OfUncertain(std::vector<Id> devices);
  absl::Status OfLoose(const LooseFact& fact);

 private:
  absl::StatusOr<std::vector<std::uint64_t>> OfRegrouped(const Id& person);
  absl::Status MarkPeople(const std::vector<Id>& persons);

  const Reference& reference_;
  EventIndex& index_;
  PartitionTable& partitions_;
  WorldTable& world_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_REACH_H_
