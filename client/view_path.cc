// One participant's path, as this kiosk knows it.
#include <algorithm>
#include <limits>
#include <utility>

#include "client/view.h"
#include "common/drafts/path_item.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KnownPath> View::PathOf(const Id& participant) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  ASSIGN_OR_RETURN(std::vector<PathRecord> path, ledger_->PathOf(participant, {}));
  return KnownPathOf(participant, ledger_->reference(), std::move(path));
}

absl::StatusOr<std::vector<v1::PathItem>> View::PathItems(const Id& participant) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  ASSIGN_OR_RETURN(const std::vector<PathRecord> path, ledger_->PathOf(participant, {}));
  const std::string name = KnownOrNot(participant).name;
  std::vector<v1::PathItem> items;
  for (const PathRecord& record : path) {
    v1::PathItem& item = items.emplace_back(PathItemOf(record, ledger_->reference()));
    item.mutable_participant()->set_name(name);
    item.set_who(KnownOrNot(record.author).name);
    std::vector<std::uint64_t> positions;
    for (const Hash& event : record.events) {
      ASSIGN_OR_RETURN(const std::uint64_t position, ledger_->PositionOf(event));
      positions.push_back(position);
    }
    std::sort(positions.rbegin(), positions.rend());
    for (const std::uint64_t position : positions) {
      absl::StatusOr<LogEvent> entry = log_.Read(position);
      // Its bytes may have been deleted since.
      if (absl::IsNotFound(entry.status())) continue;
      RETURN_IF_ERROR(entry.status());
      ASSIGN_OR_RETURN(const StoredEvent stored,
                       ReadEvent(std::move(entry->bytes), entry->previous));
      item.add_events(stored.key.hash.hex());
      OpenInto(stored.event, params_.keys, *item.mutable_step());
    }
  }
  return items;
}

}  // namespace wijkboek
