#include "server/path_details.h"

#include <algorithm>
#include <utility>

#include "common/drafts/path_item.h"
#include "common/event.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<PlacedStep> PlaceStep(const Ledger& ledger, PathRecord record) {
  PlacedStep step{.item = PathItemOf(record, ledger.reference())};
  for (const Hash& event : record.events) {
    ASSIGN_OR_RETURN(const std::uint64_t position, ledger.PositionOf(event));
    step.positions.push_back(position);
  }
  std::sort(step.positions.rbegin(), step.positions.rend());
  const Enrolment* enrolment = ledger.reference().FindEnrolment(record.enrolment);
  if (enrolment != nullptr) step.cohort = enrolment->cohort;
  step.record = std::move(record);
  return step;
}

absl::StatusOr<std::vector<OpenedStep>> OpenSteps(absl::Span<const PlacedStep> steps,
                                                  const EventLog& log, const KeySource& keys) {
  std::vector<OpenedStep> opened;
  opened.reserve(steps.size());
  for (const PlacedStep& step : steps) {
    OpenedStep& result = opened.emplace_back();
    result.record = step.record;
    result.item = step.item;
    result.cohort = step.cohort;
    for (const std::uint64_t position : step.positions) {
      ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
      ASSIGN_OR_RETURN(const StoredEvent stored, ReadEvent(std::move(entry.bytes), entry.previous));
      result.item.add_events(stored.key.hash.hex());
      if (!OpenInto(stored.event, keys, *result.item.mutable_step())) {
        result.unreadable = true;
      }
    }
  }
  return opened;
}

}  // namespace wijkboek
