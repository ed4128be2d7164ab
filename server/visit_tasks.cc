#include "server/visit_tasks.h"

#include <set>
#include <string>
#include <utility>

#include "common/event.h"
#include "common/seal.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Adds the tasks that one event names, or says why they can't be read.
absl::Status AddTasks(const v1::Event& event, const KeyVault& keys, std::set<v1::VisitTask>& tasks,
                      VisitTasks& result) {
  std::vector<Id> missing;
  for (const v1::SealedPart& part : event.sealed()) {
    if (part.field() != v1::SEALED_FIELD_TASKS) continue;
    const absl::StatusOr<std::string> plaintext = OpenSealedPart(event, part, keys);
    v1::SealedTasks sealed;
    if (!plaintext.ok() || !sealed.ParseFromString(*plaintext)) {
      missing.push_back(Id::FromBytesOrZero(part.key_id()));
      continue;
    }
    for (const int task : sealed.tasks()) {
      if (task != v1::VISIT_TASK_UNSPECIFIED) tasks.insert(static_cast<v1::VisitTask>(task));
    }
    return absl::OkStatus();
  }
  if (missing.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Id> destroyed, keys.DestroyedAmong(missing));
  (destroyed.empty() ? result.without_key : result.erased) = true;
  return absl::OkStatus();
}

// The most precise that anybody of the household was registered with.
std::string AreaOf(const VisitRecord& visit, const Reference& reference) {
  std::string best;
  for (const Id& member : reference.MembersOf(visit.household)) {
    const Person* person = reference.FindPerson(member);
    if (person == nullptr) continue;
    for (const std::string& area : person->areas) {
      if (area.size() > best.size()) best = area;
    }
  }
  return best;
}

}  // namespace

absl::StatusOr<PlacedVisit> PlaceVisit(const VisitRecord& visit, const Ledger& ledger) {
  PlacedVisit placed;
  placed.area = AreaOf(visit, ledger.reference());
  for (const Interval& part : visit.settled) placed.settled_ms += part.length_ms();
  for (const Interval& part : visit.to_confirm) placed.to_confirm_ms += part.length_ms();
  for (const Hash& event : visit.events) {
    const absl::StatusOr<std::uint64_t> position = ledger.PositionOf(event);
    if (absl::IsNotFound(position.status())) continue;
    RETURN_IF_ERROR(position.status());
    placed.positions.push_back(*position);
  }
  return placed;
}

absl::StatusOr<std::vector<VisitTasks>> OpenVisitTasks(absl::Span<const PlacedVisit> visits,
                                                       const EventLog& log, const KeyVault& keys) {
  std::vector<VisitTasks> opened;
  opened.reserve(visits.size());
  for (const PlacedVisit& visit : visits) {
    VisitTasks& result = opened.emplace_back();
    result.area = visit.area;
    result.settled_ms = visit.settled_ms;
    result.to_confirm_ms = visit.to_confirm_ms;
    std::set<v1::VisitTask> tasks;
    for (const std::uint64_t position : visit.positions) {
      ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
      ASSIGN_OR_RETURN(const StoredEvent stored, ReadEvent(std::move(entry.bytes), entry.previous));
      RETURN_IF_ERROR(AddTasks(stored.event, keys, tasks, result));
    }
    result.tasks.assign(tasks.begin(), tasks.end());
  }
  return opened;
}

}  // namespace wijkboek
