// Opens what is sealed about steps on people's paths: outcomes, levels, what a goal says.
#ifndef WIJKBOEK_SERVER_PATH_DETAILS_H_
#define WIJKBOEK_SERVER_PATH_DETAILS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"
#include "common/seal.h"
#include "server/report_path.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// A step and where its events stand in the log, the latest first.
struct PlacedStep {
  PathRecord record;
  v1::PathItem item;
  // Of its enrolment; zero: none.
  Id cohort;
  std::vector<std::uint64_t> positions;
};

// With everything in it that is not sealed. NOT_FOUND when an event is not in the log.
absl::StatusOr<PlacedStep> PlaceStep(const Ledger& ledger, PathRecord record);

// In the order of `steps`; reads their events and no others. Errors of the log are returned.
absl::StatusOr<std::vector<OpenedStep>> OpenSteps(absl::Span<const PlacedStep> steps,
                                                  const EventLog& log, const KeySource& keys);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PATH_DETAILS_H_
