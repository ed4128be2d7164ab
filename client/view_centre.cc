// What View knows of its centre: who learns together, its kiosks, who came without a badge.
#include <algorithm>
#include <utility>

#include "client/view.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<std::vector<KnownPerson>> View::CompanionsOf(const Id& participant) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Reference& reference = ledger_->reference();
  const CivilDay today = DayOf(params_.now_ms());
  const auto cohorts_of = [&](const Id& person) {
    std::vector<Id> cohorts;
    for (const Enrolment& enrolment : reference.EnrolmentsOf(person)) {
      if (enrolment.RunsOn(today)) cohorts.push_back(enrolment.cohort);
    }
    return cohorts;
  };
  const Id themselves = reference.StandsFor(participant);
  const std::vector<Id> own = cohorts_of(themselves);
  std::vector<KnownPerson> companions;
  for (const Person* person : Everybody({PersonType::kParticipant})) {
    if (person->id == themselves) continue;
    const std::vector<Id> theirs = cohorts_of(person->id);
    if (std::find_first_of(own.begin(), own.end(), theirs.begin(), theirs.end()) != own.end()) {
      companions.push_back(Known(*person));
    }
  }
  std::sort(companions.begin(), companions.end(), IsNamedBefore);
  return companions;
}

absl::StatusOr<std::vector<StoredEvent>> View::UnownedCheckIns() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  ASSIGN_OR_RETURN(const std::vector<SetAsideFact> set_aside, ledger_->SetAside());
  std::vector<StoredEvent> events;
  for (const SetAsideFact& fact : set_aside) {
    if (fact.reason != SetAsideReason::kUnownedCheckIn || fact.centre != params_.centre) continue;
    RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
      absl::StatusOr<StoredEvent> event = FindEvent(connection, fact.event);
      // Its bytes may have been deleted since.
      if (absl::IsNotFound(event.status())) return absl::OkStatus();
      RETURN_IF_ERROR(event.status());
      events.push_back(*std::move(event));
      return absl::OkStatus();
    }));
  }
  return StandingAmong(events);
}

absl::StatusOr<std::vector<KnownKiosk>> View::KiosksHere() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  std::vector<KnownKiosk> kiosks;
  for (const auto& [device, notice] : notices_.At(params_.centre)) {
    KnownKiosk kiosk{
        .device = device, .name = notice.name, .heard_ms = notice.heard_ms.value_or(0)};
    if (const std::optional<KioskState> state = ledger_->devices().Find(device)) {
      kiosk.whereabouts = state->whereabouts;
      kiosk.heard_ms = state->heard_ms.value_or(kiosk.heard_ms);
    }
    kiosks.push_back(std::move(kiosk));
  }
  std::stable_partition(kiosks.begin(), kiosks.end(),
                        [&](const KnownKiosk& kiosk) { return kiosk.device == params_.device; });
  return kiosks;
}

}  // namespace wijkboek
