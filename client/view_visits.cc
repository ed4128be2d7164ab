// Visits as View knows them: planned, open and done.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "client/view.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// An open visit has an end by rule long before.
constexpr CivilDay kLooksBackDays = 1;

template <typename Message>
std::optional<Message> OpenForAny(const v1::Event& event, v1::SealedField field,
                                  const KeySource& keys) {
  for (const v1::PersonRef& ref : event.persons()) {
    auto opened = FindSealed<Message>(event, field, Id::FromBytesOrZero(ref.person_id()), keys);
    if (opened) return opened;
  }
  return std::nullopt;
}

bool IsIn(const DayRange& days, CivilDay day) { return days.first <= day && day <= days.last; }

}  // namespace

absl::StatusOr<std::vector<StoredEvent>> View::SaidAbout(const Id& person) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, EventsOf(person));
  return StandingAmong(events);
}

absl::StatusOr<KnownVisit> View::VisitFrom(const VisitRecord& record) {
  KnownVisit visit{.span = record.span, .is_open = WaitsForItsEnd(record, params_.now_ms())};
  if (visit.is_open) visit.span.end_ms = visit.span.start_ms;
  for (const Id& id : record.participants) visit.participants.push_back(KnownOrNot(id));
  for (const Id& id : record.residents) visit.residents.push_back(KnownOrNot(id));
  std::vector<StoredEvent> events;
  for (const Hash& hash : record.events) {
    absl::StatusOr<StoredEvent> event = absl::NotFoundError("");
    RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) {
      event = FindEvent(connection, hash);
      return absl::OkStatus();
    }));
    // Its bytes may have been deleted since.
    if (absl::IsNotFound(event.status())) continue;
    RETURN_IF_ERROR(event.status());
    events.push_back(*std::move(event));
  }
  // What was said last holds.
  events = StandingAmong(events);
  for (const StoredEvent& event : events) {
    if (!event.event.visit_id().empty()) visit.id = Id::FromBytesOrZero(event.event.visit_id());
    visit.event = event.key.hash;
    if (const auto outcome =
            OpenForAny<v1::SealedOutcome>(event.event, v1::SEALED_FIELD_OUTCOME, params_.keys)) {
      visit.outcome = outcome->visit();
    }
    if (const auto tasks =
            OpenForAny<v1::SealedTasks>(event.event, v1::SEALED_FIELD_TASKS, params_.keys)) {
      visit.tasks.clear();
      for (const int task : tasks->tasks()) visit.tasks.push_back(static_cast<v1::VisitTask>(task));
    }
  }
  return visit;
}

absl::StatusOr<std::vector<StoredEvent>> View::PlansOf(const std::vector<Id>& people) const {
  std::vector<StoredEvent> plans;
  std::set<Hash> seen;
  for (const Id& person : people) {
    ASSIGN_OR_RETURN(std::vector<StoredEvent> events, EventsOf(person));
    for (StoredEvent& event : StandingAmong(events)) {
      if (event.event.kind() != v1::EVENT_KIND_VISIT_PLANNED) continue;
      if (seen.insert(event.key.hash).second) plans.push_back(std::move(event));
    }
  }
  return plans;
}

absl::StatusOr<std::vector<KnownVisit>> View::VisitsOf(const Id& participant, DayRange days) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Reference& reference = ledger_->reference();
  const bool of_all = participant.IsZero();
  ASSIGN_OR_RETURN(std::vector<VisitRecord> records,
                   ledger_->Visits({.first = days.first - kLooksBackDays, .last = days.last}));
  std::vector<KnownVisit> visits;
  std::set<Id> carried_out;
  for (const VisitRecord& record : records) {
    ASSIGN_OR_RETURN(KnownVisit visit, VisitFrom(record));
    carried_out.insert(visit.id);
    const bool is_theirs =
        of_all || std::binary_search(record.participants.begin(), record.participants.end(),
                                     reference.StandsFor(participant));
    if (is_theirs && (visit.is_open || IsIn(days, DayOf(record.span.start_ms)))) {
      visits.push_back(std::move(visit));
    }
  }
  // A plan names everybody it concerns; there are fewer residents than participants.
  const std::vector<Id> named =
      of_all ? reference.People(PersonType::kResident) : reference.GroupOf(participant);
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> plans, PlansOf(named));
  for (const StoredEvent& plan : plans) {
    const Id id = Id::FromBytesOrZero(plan.event.visit_id());
    const std::int64_t start_ms = InstantOf(plan.event.stated_start());
    if (carried_out.contains(id) || !IsIn(days, DayOf(start_ms))) continue;
    KnownVisit visit{.id = id,
                     .span = {start_ms, InstantOf(plan.event.stated_end())},
                     .is_planned = true,
                     .event = plan.key.hash};
    for (const v1::PersonRef& ref : plan.event.persons()) {
      const KnownPerson known = KnownOrNot(Id::FromBytesOrZero(ref.person_id()));
      (ref.role() == v1::PERSON_ROLE_RESIDENT ? visit.residents : visit.participants)
          .push_back(known);
    }
    visits.push_back(std::move(visit));
  }
  std::sort(visits.begin(), visits.end(), [](const KnownVisit& a, const KnownVisit& b) {
    return std::tie(a.span.start_ms, a.event) < std::tie(b.span.start_ms, b.event);
  });
  return visits;
}

}  // namespace wijkboek
