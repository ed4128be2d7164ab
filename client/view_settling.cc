// What must be settled, as this kiosk knows it.
#include <set>
#include <utility>

#include "client/view.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KnownDiscrepancies> View::Discrepancies() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  KnownDiscrepancies known;
  ASSIGN_OR_RETURN(known.open, ledger_->Discrepancies());
  ASSIGN_OR_RETURN(known.settled, ledger_->SettledDiscrepancies(DayRange()));
  known.names = NamesIn(known.open, known.settled);
  return known;
}

absl::StatusOr<std::optional<std::int64_t>> View::ReceivedMs(const Hash& event) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  ASSIGN_OR_RETURN(const std::uint64_t position, ledger_->PositionOf(event));
  ASSIGN_OR_RETURN(const LogEvent entry, log_.Read(position));
  return entry.received_ms;
}

bool View::WasSaidInOffice(const Hash& hash) {
  absl::StatusOr<StoredEvent> event = absl::NotFoundError("");
  const absl::Status read = params_.store.Read([&](Connection& connection) {
    event = FindEvent(connection, hash);
    return absl::OkStatus();
  });
  return read.ok() && event.ok() && event->event.actor().method() == v1::METHOD_OFFICE;
}

KnownNames View::NamesIn(const std::vector<Discrepancy>& open,
                         const std::vector<Discrepancy>& settled) {
  KnownNames names;
  std::set<Id> people;
  const auto add_device = [&](const Testimony& said) {
    if (names.devices.contains(said.device)) return;
    names.devices.emplace(
        said.device, WasSaidInOffice(said.event) ? "the office" : notices_.Of(said.device).name);
  };
  for (const std::vector<Discrepancy>* list : {&open, &settled}) {
    for (const Discrepancy& each : *list) {
      AddPeople(each, people);
      for (const Testimony& said : each.said) add_device(said);
      for (const Settlement& settlement : each.settlements) add_device(settlement.said);
    }
  }
  for (const Id& person : people) {
    std::string name = KnownOrNot(person).name;
    if (!name.empty()) names.people.emplace(person, std::move(name));
  }
  for (const Centre& centre : ledger_->reference().Centres()) {
    names.centres.emplace(centre.id, centre.name);
  }
  for (const std::vector<Discrepancy>* list : {&open, &settled}) {
    AddSessions(*list, ledger_->reference(), names);
  }
  return names;
}

}  // namespace wijkboek
