// Which registrations are one, as this kiosk knows it.
#include "client/view.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<Id> View::FindRegistration(absl::string_view hex_prefix) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return wijkboek::FindRegistration(hex_prefix, ledger_->reference());
}

absl::StatusOr<Id> View::StandsFor(const Id& person) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return ledger_->reference().StandsFor(person);
}

absl::StatusOr<EventDraft> View::DraftGroupingOf(const PeopleWord& word) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return DraftGrouping(word, ledger_->reference());
}

}  // namespace wijkboek
