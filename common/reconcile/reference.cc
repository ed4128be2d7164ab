#include "common/reconcile/reference.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/voids.h"

namespace wijkboek {
namespace {

// Far outside every plausible year, and far inside what calendar arithmetic bears.
constexpr CivilDay kDayMax = 100 * 366;

enum class Thing { kCentre, kPerson, kBadge, kEnrolment, kCohort, kSession };

CivilDay Bounded(CivilDay day) { return std::clamp(day, -kDayMax, kDayMax); }

Id FirstPerson(const v1::Event& event) {
  return event.persons().empty() ? Id() : Id::FromBytesOrZero(event.persons(0).person_id());
}

std::optional<std::int64_t> StatedInstant(const v1::CivilTime& time) {
  if (time.day() < -kDayMax || time.day() > kDayMax || time.second_of_day() > 86400) {
    return std::nullopt;
  }
  return InstantOf(time);
}

// What the event is an edit of; nullopt when it does not say.
std::optional<std::pair<Thing, Id>> SubjectOf(const v1::Event& event) {
  std::pair<Thing, Id> subject;
  switch (event.kind()) {
    case v1::EVENT_KIND_CENTRE_DESCRIBED:
      subject = {Thing::kCentre, Id::FromBytesOrZero(event.centre_id())};
      break;
    case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
    case v1::EVENT_KIND_RESIDENT_REGISTERED:
    case v1::EVENT_KIND_COACH_REGISTERED:
    case v1::EVENT_KIND_DETAIL_CHANGED:
      subject = {Thing::kPerson, FirstPerson(event)};
      break;
    case v1::EVENT_KIND_BADGE_ASSIGNED:
      subject = {Thing::kBadge, Id::FromBytesOrZero(event.badge_assigned().badge_hash())};
      break;
    case v1::EVENT_KIND_BADGE_WITHDRAWN:
      subject = {Thing::kBadge, Id::FromBytesOrZero(event.badge_withdrawn().badge_hash())};
      break;
    case v1::EVENT_KIND_ENROLMENT_STARTED:
      subject = {Thing::kEnrolment, Id::FromBytesOrZero(event.enrolment_started().enrolment_id())};
      break;
    case v1::EVENT_KIND_ENROLMENT_CHANGED:
      subject = {Thing::kEnrolment, Id::FromBytesOrZero(event.enrolment_changed().enrolment_id())};
      break;
    case v1::EVENT_KIND_ENROLMENT_ENDED:
      subject = {Thing::kEnrolment, Id::FromBytesOrZero(event.enrolment_ended().enrolment_id())};
      break;
    case v1::EVENT_KIND_COHORT_OPENED:
      subject = {Thing::kCohort, Id::FromBytesOrZero(event.cohort_opened().cohort_id())};
      break;
    case v1::EVENT_KIND_SESSION_PLANNED:
    case v1::EVENT_KIND_SESSION_MOVED:
    case v1::EVENT_KIND_SESSION_CANCELLED:
      subject = {Thing::kSession, Id::FromBytesOrZero(event.session_id())};
      break;
    default:
      return std::nullopt;
  }
  if (subject.second.IsZero() || !IsKnownKind(event)) return std::nullopt;
  return subject;
}

struct Assignment {
  std::int64_t from_ms = 0;
  std::optional<std::int64_t> until_ms;
  EditStamp stamp;
  Id person;
};

template <typename Map, typename Key>
auto* FindIn(const Map& map, const Key& key) {
  auto it = map.find(key);
  return it == map.end() ? nullptr : &it->second;
}

}  // namespace

struct Reference::Data {
  std::map<std::pair<Thing, Id>, Edits> edits;
  absl::flat_hash_map<Hash, std::pair<Thing, Id>> subjects;
  Voids voids;

  // Derived from the edits above.
  std::map<Id, Centre> centres;
  std::map<Id, Person> persons;
  std::map<Id, Enrolment> enrolments;
  std::map<Id, Session> sessions;
  std::set<Id> cohorts;
  absl::flat_hash_map<Id, std::vector<Assignment>> badges;

  // Look-ups over what is derived.
  absl::flat_hash_map<Id, std::set<Id>> enrolments_of_person;
  absl::flat_hash_map<Id, std::set<Id>> enrolments_of_cohort;
  absl::flat_hash_map<Id, std::set<Id>> enrolments_of_centre;
  absl::flat_hash_map<Id, std::set<Id>> walk_ins_of_centre;
  absl::flat_hash_map<Id, std::set<Id>> members_of_household;
  std::map<std::pair<Id, CivilDay>, std::set<Id>> sessions_on;

  void Derive(const std::pair<Thing, Id>& subject, Touched& touched);
  void DeriveCentre(const Id& id, const Edits& own);
  void DerivePerson(const Id& id, const Edits& own, Touched& touched);
  void RegisterPerson(const Id& id, const Edits& own);
  void DeriveBadge(const Id& id, const Edits& own, Touched& touched);
  void DeriveEnrolment(const Id& id, const Edits& own, Touched& touched);
  void DeriveCohort(const Id& id, const Edits& own);
  void DeriveSession(const Id& id, const Edits& own, Touched& touched);
  void TouchCohorts(const std::vector<Id>& cohorts, Touched& touched) const;
};

void Reference::Data::Derive(const std::pair<Thing, Id>& subject, Touched& touched) {
  Edits live;
  for (const auto& [stamp, event] : edits[subject]) {
    if (!voids.IsVoided(stamp.key.hash)) live.emplace(stamp, event);
  }
  const Id& id = subject.second;
  switch (subject.first) {
    case Thing::kCentre:
      DeriveCentre(id, live);
      touched.centres.push_back(id);
      return;
    case Thing::kPerson:
      return DerivePerson(id, live, touched);
    case Thing::kBadge:
      return DeriveBadge(id, live, touched);
    case Thing::kEnrolment:
      return DeriveEnrolment(id, live, touched);
    case Thing::kCohort:
      return DeriveCohort(id, live);
    case Thing::kSession:
      return DeriveSession(id, live, touched);
  }
}

void Reference::Data::DeriveCentre(const Id& id, const Edits& own) {
  centres.erase(id);
  if (own.empty()) return;
  const v1::CentreDescribed& body = own.rbegin()->second.centre_described();
  centres[id] = {.id = id,
                 .name = body.name(),
                 .municipality = body.municipality(),
                 .opening_hours = {body.opening_hours().begin(), body.opening_hours().end()}};
}

void Reference::Data::DerivePerson(const Id& id, const Edits& own, Touched& touched) {
  touched.persons.push_back(id);
  auto household_of = [&] {
    auto it = persons.find(id);
    return it == persons.end() || it->second.household.IsZero() ? id : it->second.household;
  };
  Id household_before = household_of();
  RegisterPerson(id, own);
  if (household_of() != household_before) touched.moved.push_back(id);
}

void Reference::Data::RegisterPerson(const Id& id, const Edits& own) {
  if (auto it = persons.find(id); it != persons.end()) {
    walk_ins_of_centre[it->second.centre].erase(id);
    members_of_household[it->second.household].erase(id);
    persons.erase(it);
  }
  Person person{.id = id};
  bool registered = false;
  for (const auto& [stamp, event] : own) {
    person.detail_events.push_back(stamp.key.hash);
    switch (event.kind()) {
      case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
        registered = true;
        person.type = PersonType::kParticipant;
        person.walk_in = event.participant_registered().walk_in();
        person.centre = person.walk_in ? Id::FromBytesOrZero(event.centre_id()) : Id();
        person.language = event.participant_registered().language();
        break;
      case v1::EVENT_KIND_RESIDENT_REGISTERED:
        registered = true;
        person.type = PersonType::kResident;
        person.household = Id::FromBytesOrZero(event.resident_registered().household_id());
        break;
      case v1::EVENT_KIND_COACH_REGISTERED:
        registered = true;
        person.type = PersonType::kCoach;
        break;
      default: {
        const v1::DetailChanged& change = event.detail_changed();
        Id household = Id::FromBytesOrZero(change.household_id());
        if (!change.language().empty()) person.language = change.language();
        if (!household.IsZero()) person.household = household;
      }
    }
  }
  // A change of somebody who is not registered yet waits for the registration.
  if (!registered) return;
  std::reverse(person.detail_events.begin(), person.detail_events.end());
  if (person.type == PersonType::kResident) {
    if (person.household.IsZero()) person.household = id;
    members_of_household[person.household].insert(id);
  } else {
    person.household = Id();
  }
  if (person.walk_in) walk_ins_of_centre[person.centre].insert(id);
  persons[id] = std::move(person);
}

void Reference::Data::DeriveBadge(const Id& id, const Edits& own, Touched& touched) {
  touched.badges.push_back(id);
  std::vector<Assignment> assignments;
  for (const auto& [stamp, event] : own) {
    if (event.kind() != v1::EVENT_KIND_BADGE_ASSIGNED) continue;
    const v1::BadgeAssigned& body = event.badge_assigned();
    Assignment assignment{
        .from_ms = body.valid_from_ms(), .stamp = stamp, .person = FirstPerson(event)};
    if (body.has_valid_until_ms()) assignment.until_ms = body.valid_until_ms();
    for (const auto& [other_stamp, other] : own) {
      if (other.kind() != v1::EVENT_KIND_BADGE_WITHDRAWN) continue;
      std::int64_t from_ms = other.badge_withdrawn().from_ms();
      bool applies =
          from_ms > assignment.from_ms || (from_ms == assignment.from_ms && stamp < other_stamp);
      if (applies) {
        assignment.until_ms = std::min(assignment.until_ms.value_or(from_ms), from_ms);
      }
    }
    if (!assignment.person.IsZero()) {
      touched.persons.push_back(assignment.person);
      assignments.push_back(assignment);
    }
  }
  badges[id] = std::move(assignments);
}

void Reference::Data::DeriveEnrolment(const Id& id, const Edits& own, Touched& touched) {
  if (auto it = enrolments.find(id); it != enrolments.end()) {
    touched.persons.push_back(it->second.participant);
    enrolments_of_person[it->second.participant].erase(id);
    enrolments_of_cohort[it->second.cohort].erase(id);
    enrolments_of_centre[it->second.centre].erase(id);
    enrolments.erase(it);
  }
  Enrolment enrolment{.id = id};
  auto set_days = [&](const v1::CivilDays& days) {
    enrolment.first_day = Bounded(days.first_day());
    enrolment.last_day = std::nullopt;
    if (days.has_last_day()) enrolment.last_day = Bounded(days.last_day());
  };
  for (const auto& [stamp, event] : own) {
    if (event.kind() == v1::EVENT_KIND_ENROLMENT_STARTED) {
      const v1::EnrolmentStarted& body = event.enrolment_started();
      enrolment.participant = FirstPerson(event);
      enrolment.centre = Id::FromBytesOrZero(event.centre_id());
      enrolment.cohort = Id::FromBytesOrZero(body.cohort_id());
      enrolment.municipality = body.municipality();
      enrolment.target_minutes = body.target_minutes();
      set_days(body.days());
    } else if (event.kind() == v1::EVENT_KIND_ENROLMENT_CHANGED) {
      const v1::EnrolmentChanged& body = event.enrolment_changed();
      Id cohort = Id::FromBytesOrZero(body.cohort_id());
      Id centre = Id::FromBytesOrZero(event.centre_id());
      if (!cohort.IsZero()) enrolment.cohort = cohort;
      if (!centre.IsZero()) enrolment.centre = centre;
      enrolment.municipality = body.municipality();
      enrolment.target_minutes = body.target_minutes();
      if (body.has_days()) set_days(body.days());
    } else {
      enrolment.last_day = Bounded(event.enrolment_ended().last_day());
    }
  }
  // Changes and ends that arrive before the start wait for it.
  if (enrolment.participant.IsZero()) return;
  touched.persons.push_back(enrolment.participant);
  enrolments_of_person[enrolment.participant].insert(id);
  enrolments_of_cohort[enrolment.cohort].insert(id);
  enrolments_of_centre[enrolment.centre].insert(id);
  enrolments[id] = std::move(enrolment);
}

void Reference::Data::DeriveCohort(const Id& id, const Edits& own) {
  cohorts.erase(id);
  if (!own.empty()) cohorts.insert(id);
}

void Reference::Data::TouchCohorts(const std::vector<Id>& ids, Touched& touched) const {
  for (const Id& cohort : ids) {
    const std::set<Id>* members = FindIn(enrolments_of_cohort, cohort);
    if (members == nullptr) continue;
    for (const Id& id : *members) touched.persons.push_back(enrolments.at(id).participant);
  }
}

void Reference::Data::DeriveSession(const Id& id, const Edits& own, Touched& touched) {
  if (auto it = sessions.find(id); it != sessions.end()) {
    TouchCohorts(it->second.cohorts, touched);
    sessions_on[{it->second.centre, DayOf(it->second.span.start_ms)}].erase(id);
    sessions.erase(it);
  }
  Session session{.id = id};
  bool planned = false;
  bool timed = false;
  auto set_times = [&](const v1::Event& event) {
    std::optional<std::int64_t> start = StatedInstant(event.stated_start());
    std::optional<std::int64_t> end = StatedInstant(event.stated_end());
    if (!event.has_stated_start() || !event.has_stated_end() || !start || !end) return;
    session.span = {.start_ms = *start, .end_ms = *end};
    timed = true;
    Id centre = Id::FromBytesOrZero(event.centre_id());
    if (!centre.IsZero()) session.centre = centre;
  };
  for (const auto& [stamp, event] : own) {
    if (event.kind() == v1::EVENT_KIND_SESSION_CANCELLED) {
      session.cancelled = true;
      continue;
    }
    session.cancelled = false;
    set_times(event);
    if (event.kind() == v1::EVENT_KIND_SESSION_PLANNED) {
      planned = true;
      session.title = event.session_planned().title();
      session.cohorts.clear();
      for (const std::string& cohort : event.session_planned().cohort_ids()) {
        session.cohorts.push_back(Id::FromBytesOrZero(cohort));
      }
    }
  }
  if (!planned || !timed) return;
  TouchCohorts(session.cohorts, touched);
  sessions_on[{session.centre, DayOf(session.span.start_ms)}].insert(id);
  sessions[id] = std::move(session);
}

Reference::Reference() : data_(std::make_unique<Data>()) {}
Reference::~Reference() = default;
Reference::Reference(Reference&&) noexcept = default;
Reference& Reference::operator=(Reference&&) noexcept = default;

bool Reference::IsReferenceKind(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_CENTRE_DESCRIBED:
    case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
    case v1::EVENT_KIND_RESIDENT_REGISTERED:
    case v1::EVENT_KIND_COACH_REGISTERED:
    case v1::EVENT_KIND_DETAIL_CHANGED:
    case v1::EVENT_KIND_BADGE_ASSIGNED:
    case v1::EVENT_KIND_BADGE_WITHDRAWN:
    case v1::EVENT_KIND_ENROLMENT_STARTED:
    case v1::EVENT_KIND_ENROLMENT_CHANGED:
    case v1::EVENT_KIND_ENROLMENT_ENDED:
    case v1::EVENT_KIND_COHORT_OPENED:
    case v1::EVENT_KIND_SESSION_PLANNED:
    case v1::EVENT_KIND_SESSION_MOVED:
    case v1::EVENT_KIND_SESSION_CANCELLED:
      return true;
    default:
      return false;
  }
}

Reference::Touched Reference::Apply(const StoredEvent& stored) {
  Touched touched;
  const v1::Event& event = stored.event;
  if (event.practice()) return touched;
  if (event.kind() == v1::EVENT_KIND_EVENT_VOIDED) {
    for (const std::string& seen : event.seen()) {
      Hash target = Hash::FromBytesOrZero(seen);
      if (!data_->voids.Add(target, stored.key.hash)) continue;
      for (const Hash& reached : data_->voids.ReachedFrom(target)) {
        if (const auto* subject = FindIn(data_->subjects, reached)) {
          data_->Derive(*subject, touched);
        }
      }
    }
    return touched;
  }
  std::optional<std::pair<Thing, Id>> subject = SubjectOf(event);
  if (!subject) return touched;
  v1::Event kept = event;
  kept.clear_sealed();
  if (!data_->edits[*subject].emplace(StampOf(stored.key, event), std::move(kept)).second) {
    return touched;
  }
  data_->subjects[stored.key.hash] = *subject;
  data_->Derive(*subject, touched);
  return touched;
}

const Centre* Reference::FindCentre(const Id& id) const { return FindIn(data_->centres, id); }

const Centre* Reference::FindCentreByText(absl::string_view id_or_name) const {
  if (absl::StatusOr<Id> id = Id::FromHex(id_or_name); id.ok()) {
    if (const Centre* centre = FindCentre(*id)) return centre;
  }
  const Centre* found = nullptr;
  for (const auto& [id, centre] : data_->centres) {
    if (centre.name != id_or_name) continue;
    if (found != nullptr) return nullptr;
    found = &centre;
  }
  return found;
}

std::vector<Centre> Reference::Centres() const {
  std::vector<Centre> result;
  for (const auto& [id, centre] : data_->centres) result.push_back(centre);
  return result;
}

const Person* Reference::FindPerson(const Id& id) const { return FindIn(data_->persons, id); }

std::vector<Id> Reference::People(PersonType type) const {
  std::vector<Id> result;
  for (const auto& [id, person] : data_->persons) {
    if (person.type == type) result.push_back(id);
  }
  return result;
}

std::optional<Id> Reference::BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const {
  const std::vector<Assignment>* assignments = FindIn(data_->badges, badge_hash);
  if (assignments == nullptr) return std::nullopt;
  const Assignment* best = nullptr;
  for (const Assignment& assignment : *assignments) {
    if (t_ms < assignment.from_ms || (assignment.until_ms && t_ms >= *assignment.until_ms)) {
      continue;
    }
    // Assignments stand in hybrid order, so the later edit wins among equals.
    if (best == nullptr || assignment.from_ms >= best->from_ms) best = &assignment;
  }
  return best == nullptr ? std::nullopt : std::optional(best->person);
}

std::vector<Enrolment> Reference::EnrolmentsOf(const Id& participant) const {
  std::vector<Enrolment> result;
  if (const std::set<Id>* ids = FindIn(data_->enrolments_of_person, participant)) {
    for (const Id& id : *ids) result.push_back(data_->enrolments.at(id));
  }
  return result;
}

const Enrolment* Reference::FindEnrolment(const Id& id) const {
  return FindIn(data_->enrolments, id);
}

std::vector<Id> Reference::CohortIds() const {
  return {data_->cohorts.begin(), data_->cohorts.end()};
}

const Session* Reference::FindSession(const Id& id) const { return FindIn(data_->sessions, id); }

std::vector<Session> Reference::SessionsOf(const Id& participant, const Id& centre,
                                           CivilDay day) const {
  std::vector<Session> result = SessionsAt(centre, day);
  if (result.empty()) return result;
  std::vector<Enrolment> enrolments = EnrolmentsOf(participant);
  std::erase_if(result, [&](const Session& session) {
    return std::none_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& own) {
      return own.RunsOn(day) && std::find(session.cohorts.begin(), session.cohorts.end(),
                                          own.cohort) != session.cohorts.end();
    });
  });
  return result;
}

std::vector<Session> Reference::SessionsAt(const Id& centre, CivilDay day) const {
  std::vector<Session> result;
  const std::set<Id>* ids = FindIn(data_->sessions_on, std::pair(centre, day));
  if (ids == nullptr) return result;
  for (const Id& id : *ids) {
    const Session& session = data_->sessions.at(id);
    if (!session.cancelled) result.push_back(session);
  }
  std::sort(result.begin(), result.end(), [](const Session& a, const Session& b) {
    return std::tie(a.span, a.id) < std::tie(b.span, b.id);
  });
  return result;
}

std::optional<std::int64_t> Reference::ClosingTime(const Id& centre, CivilDay day) const {
  const Centre* found = FindCentre(centre);
  if (found == nullptr) return std::nullopt;
  std::optional<std::uint32_t> closes;
  for (const v1::OpeningHours& hours : found->opening_hours) {
    if (static_cast<int>(hours.weekday()) != WeekdayOf(day)) continue;
    closes = std::max(closes.value_or(0), std::min(hours.closes_second_of_day(), 86400u));
  }
  if (!closes) return std::nullopt;
  return InstantOf(day, *closes);
}

std::vector<Id> Reference::ParticipantsAt(const Id& centre, CivilDay day) const {
  std::set<Id> result;
  if (const std::set<Id>* ids = FindIn(data_->enrolments_of_centre, centre)) {
    for (const Id& id : *ids) {
      const Enrolment& enrolment = data_->enrolments.at(id);
      if (enrolment.RunsOn(day)) result.insert(enrolment.participant);
    }
  }
  if (const std::set<Id>* ids = FindIn(data_->walk_ins_of_centre, centre)) {
    for (const Id& id : *ids) {
      if (!EverEnrolled(id)) result.insert(id);
    }
  }
  return {result.begin(), result.end()};
}

std::vector<Id> Reference::MembersOf(const Id& household) const {
  const std::set<Id>* ids = FindIn(data_->members_of_household, household);
  return ids == nullptr ? std::vector<Id>() : std::vector<Id>(ids->begin(), ids->end());
}

bool Reference::EverEnrolled(const Id& participant) const {
  const std::set<Id>* ids = FindIn(data_->enrolments_of_person, participant);
  return ids != nullptr && !ids->empty();
}

}  // namespace wijkboek
