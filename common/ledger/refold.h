// Folds one partition: reads its events from the log, calls the pure function that answers for it,
// and encodes what comes out.
#ifndef WIJKBOEK_COMMON_LEDGER_REFOLD_H_
#define WIJKBOEK_COMMON_LEDGER_REFOLD_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/event_index.h"
#include "common/ledger/event_log.h"
#include "common/ledger/partition_table.h"
#include "common/ledger/record_table.h"
#include "common/reconcile/completed_facts.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/routing.h"
#include "common/reconcile/tally.h"
#include "common/reconcile/world.h"

namespace wijkboek {

// The facts of a partition and the events they point to.
struct PartitionFacts {
  std::deque<v1::Event> events;
  std::vector<Fact> facts;
};

// Events that left the log are left out. The others are complete (completed_facts.h): their people
// and badges are resolved, and whose they are and when they were is as it was settled.
absl::StatusOr<PartitionFacts> ReadFacts(const std::vector<std::uint64_t>& positions,
                                         const EventLog& log, EventIndex& index,
                                         const Reference& reference, Owners owners);

struct Refolded {
  std::vector<EncodedRecord> records;
  // Of a household: whoever takes part in its visits, sorted.
  std::vector<Id> visitors;
  // Of a participant: devices whose word would change something, and the server time that they must
  // be heard through.
  std::vector<std::pair<Id, std::int64_t>> waits;
  // Of a participant.
  std::vector<TallyPart> tallies;
  // Of a single fact that could be anybody's.
  std::optional<LooseFact> loose;
  // That captured it.
  Id loose_device;
  Hash fingerprint;
};

// `visits`: of a participant. `bounds`: of a single fact, where it lies if its own time is not
// certain.
Refolded Refold(const PartitionKey& partition, const PartitionFacts& facts,
                const std::vector<VisitRecord>& visits, const Interval& bounds, const World& world,
                Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_REFOLD_H_
