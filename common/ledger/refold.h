// Folds one partition: reads its events from the log, calls the pure function that answers for it,
// and encodes what comes out.
#ifndef WIJKBOEK_COMMON_LEDGER_REFOLD_H_
#define WIJKBOEK_COMMON_LEDGER_REFOLD_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/event_index.h"
#include "common/ledger/event_log.h"
#include "common/ledger/partition_table.h"
#include "common/ledger/record_table.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/routing.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

// The facts of a partition and the events they point to.
struct PartitionFacts {
  std::deque<v1::Event> events;
  std::vector<Fact> facts;
};

// Events that left the log are left out. `event`s have their badges resolved.
absl::StatusOr<PartitionFacts> ReadFacts(const std::vector<std::uint64_t>& positions,
                                         const EventLog& log, EventIndex& index,
                                         const Reference& reference);

struct Refolded {
  std::vector<EncodedRecord> records;
  // Of a household: whoever takes part in its visits, sorted.
  std::vector<Id> visitors;
  Hash fingerprint;
};

Refolded Refold(const PartitionKey& partition, const PartitionFacts& facts,
                const std::vector<VisitRecord>& visits, const Reference& reference,
                const Rules& rules, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_REFOLD_H_
