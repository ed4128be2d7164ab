// Opens what was done at visits.
#ifndef WIJKBOEK_SERVER_VISIT_TASKS_H_
#define WIJKBOEK_SERVER_VISIT_TASKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"
#include "server/key_vault.h"
#include "server/report_tasks.h"

namespace wijkboek {

// A visit and where its events stand in the log.
struct PlacedVisit {
  std::vector<std::uint64_t> positions;
  // Where the household lives, as it was registered; empty: not said.
  std::string area;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;
};

// Where its events stand and what it comes to; events that are not in the log are left out.
absl::StatusOr<PlacedVisit> PlaceVisit(const VisitRecord& visit, const Ledger& ledger);

// In the order of `visits`: reads each visit's events and no others. Tasks stand sealed for
// everybody whom the visit is about; one key that is left opens them. Errors of the log and the
// vault are returned.
absl::StatusOr<std::vector<VisitTasks>> OpenVisitTasks(absl::Span<const PlacedVisit> visits,
                                                       const EventLog& log, const KeyVault& keys);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_VISIT_TASKS_H_
