#include "common/reconcile/people_book.h"

#include <algorithm>
#include <utility>

namespace wijkboek {
namespace {

Id FirstPerson(const v1::Event& event) {
  return event.persons().empty() ? Id() : Id::FromBytesOrZero(event.persons(0).person_id());
}

void SetLanguage(const std::string& language, Person& person) {
  if (!language.empty()) person.language = language;
}

template <typename Body>
void SetResident(const Body& body, v1::ResidentState state, Person& person) {
  if (!body.areas().empty()) person.areas.clear();
  for (const v1::AreaCode& area : body.areas()) person.areas.push_back(area.code());
  const Id household = Id::FromBytesOrZero(body.household_id());
  if (!household.IsZero()) person.household = household;
  if (state != v1::RESIDENT_STATE_UNSPECIFIED) person.resident_state = state;
}

// What one edit says about a person; what it leaves open stays as it was. False when it only
// changes somebody who was registered.
bool Take(const v1::Event& event, Person& person) {
  switch (event.kind()) {
    case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
      person.type = PersonType::kParticipant;
      person.walk_in = event.participant_registered().walk_in();
      person.centre = person.walk_in ? Id::FromBytesOrZero(event.centre_id()) : Id();
      SetLanguage(event.participant_registered().language(), person);
      return true;
    case v1::EVENT_KIND_RESIDENT_REGISTERED:
      person.type = PersonType::kResident;
      person.centre = Id::FromBytesOrZero(event.centre_id());
      SetResident(event.resident_registered(), event.resident_registered().state(), person);
      return true;
    case v1::EVENT_KIND_COACH_REGISTERED:
      person.type = PersonType::kCoach;
      if (event.coach_registered().duty() != v1::COACH_DUTY_UNSPECIFIED) {
        person.duty = event.coach_registered().duty();
      }
      return true;
    default:
      SetLanguage(event.detail_changed().language(), person);
      SetResident(event.detail_changed(), event.detail_changed().resident_state(), person);
      // Of the office's words alone: a kiosk's bear its own centre, whoever they are about.
      if (person.type == PersonType::kResident && !event.centre_id().empty() &&
          event.actor().method() == v1::METHOD_OFFICE) {
        person.centre = Id::FromBytesOrZero(event.centre_id());
      }
      return false;
  }
}

}  // namespace

void PeopleBook::SetCentre(const Id& id, const Edits& edits) {
  centres_.erase(id);
  if (edits.empty()) return;
  const v1::CentreDescribed& body = edits.back().event.centre_described();
  centres_[id] = {.id = id,
                  .name = body.name(),
                  .municipality = body.municipality(),
                  .opening_hours = {body.opening_hours().begin(), body.opening_hours().end()}};
}

Id PeopleBook::HouseholdOf(const Id& person) const {
  auto found = persons_.find(person);
  return found == persons_.end() || found->second.household.IsZero() ? person
                                                                     : found->second.household;
}

void PeopleBook::Remove(const Id& person) {
  auto found = persons_.find(person);
  if (found == persons_.end()) return;
  if (found->second.walk_in) walk_ins_.Remove(found->second.centre, person);
  members_.Remove(found->second.household, person);
  persons_.erase(found);
}

bool PeopleBook::SetPerson(const Id& id, const Edits& edits) {
  const Id household_before = HouseholdOf(id);
  Remove(id);
  Person person{.id = id};
  bool registered = false;
  for (const Edit& edit : edits) {
    person.detail_events.push_back(edit.hash());
    registered |= Take(edit.event, person);
  }
  // A change of somebody who is not registered yet waits for the registration.
  if (!registered) return HouseholdOf(id) != household_before;
  std::reverse(person.detail_events.begin(), person.detail_events.end());
  if (person.type == PersonType::kResident) {
    if (person.household.IsZero()) person.household = id;
    members_.Add(person.household, id);
  } else {
    person.household = Id();
  }
  if (person.walk_in) walk_ins_.Add(person.centre, id);
  persons_[id] = std::move(person);
  return HouseholdOf(id) != household_before;
}

std::vector<Id> PeopleBook::SetBadge(const Id& hash, const Edits& edits) {
  std::vector<Id> touched;
  for (const BadgeTerm& before : badges_[hash]) {
    touched.push_back(before.person);
    badges_of_.Remove(before.person, hash);
  }
  std::vector<BadgeTerm> assignments;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const v1::Event& event = edits[i].event;
    if (event.kind() != v1::EVENT_KIND_BADGE_ASSIGNED) continue;
    const v1::BadgeAssigned& body = event.badge_assigned();
    BadgeTerm assignment{.from_ms = body.valid_from_ms(),
                         .person = FirstPerson(event),
                         .assigned_by = edits[i].hash()};
    if (assignment.person.IsZero()) continue;
    if (body.has_valid_until_ms()) assignment.until_ms = body.valid_until_ms();
    for (std::size_t j = 0; j < edits.size(); ++j) {
      if (edits[j].event.kind() != v1::EVENT_KIND_BADGE_WITHDRAWN) continue;
      const std::int64_t from_ms = edits[j].event.badge_withdrawn().from_ms();
      // Of a withdrawal from the same moment on, the later edit holds.
      if (from_ms > assignment.from_ms || (from_ms == assignment.from_ms && i < j)) {
        assignment.until_ms = std::min(assignment.until_ms.value_or(from_ms), from_ms);
      }
    }
    touched.push_back(assignment.person);
    badges_of_.Add(assignment.person, hash);
    assignments.push_back(assignment);
  }
  badges_[hash] = std::move(assignments);
  return touched;
}

std::optional<Id> PeopleBook::BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const {
  auto assignments = badges_.find(badge_hash);
  if (assignments == badges_.end()) return std::nullopt;
  const BadgeTerm* best = nullptr;
  for (const BadgeTerm& assignment : assignments->second) {
    if (t_ms < assignment.from_ms || (assignment.until_ms && t_ms >= *assignment.until_ms)) {
      continue;
    }
    // In hybrid order, so the later edit wins among equals.
    if (best == nullptr || assignment.from_ms >= best->from_ms) best = &assignment;
  }
  return best == nullptr ? std::nullopt : std::optional(best->person);
}

std::vector<Id> PeopleBook::BadgeOwners(const Id& badge_hash) const {
  std::vector<Id> owners;
  auto assignments = badges_.find(badge_hash);
  if (assignments == badges_.end()) return owners;
  for (const BadgeTerm& assignment : assignments->second) owners.push_back(assignment.person);
  return owners;
}

std::vector<BadgeTerm> PeopleBook::BadgeTerms(const Id& badge_hash) const {
  auto terms = badges_.find(badge_hash);
  return terms == badges_.end() ? std::vector<BadgeTerm>() : terms->second;
}

}  // namespace wijkboek
