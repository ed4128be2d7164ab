#include "common/reconcile/reference.h"

#include <algorithm>
#include <utility>

#include "common/reconcile/disputes.h"
#include "common/reconcile/edit_log.h"
#include "common/reconcile/enrolment_book.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/grouping.h"
#include "common/reconcile/people_book.h"
#include "common/reconcile/rule_book.h"
#include "common/reconcile/session_disputes.h"
#include "common/reconcile/timetable.h"

namespace wijkboek {
namespace {

template <typename Map>
auto* FindIn(const Map& map, const Id& id) {
  auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

template <typename T, typename Range>
void Append(std::vector<T>& to, const Range& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

struct Reference::Data {
  EditLog edits;
  Grouping grouping;
  Disputes disputes;
  PeopleBook people;
  EnrolmentBook enrolments;
  Timetable timetable{enrolments};
  SessionDisputes session_disputes{timetable};
  RuleBook rules;
  // Of each grouping that was ever heard of: its hash.
  absl::flat_hash_map<Id, Hash> groupings;

  Id StandsFor(const Id& person) const { return grouping.StandsFor(person); }
  void Derive(const EditedThing& subject, Touched& touched);
  void DeriveSession(const Id& id, const Edits& own, Touched& touched);
  void DeriveCohort(const Id& id, const Edits& own, Touched& touched);
  void DeriveEnrolment(const Id& id, const Edits& own, Touched& touched);
  void DerivePerson(const Id& id, const Edits& own, Touched& touched);
  void DeriveBadge(const Id& id, const Edits& own, Touched& touched);
  void DeriveGrouping(const Id& id, const Edits& own, Touched& touched);
  void SetDisputes(const EditedThing& subject, std::vector<Dispute> found, Touched& touched);
};

void Reference::Data::Derive(const EditedThing& subject, Touched& touched) {
  const auto& [thing, id] = subject;
  const Edits own = edits.Of(subject);
  switch (thing) {
    case Thing::kCentre:
      people.SetCentre(id, own);
      touched.centres.push_back(id);
      return;
    case Thing::kPerson:
      DerivePerson(id, own, touched);
      return SetDisputes(subject, DetailDisputes(id, own), touched);
    case Thing::kBadge:
      return DeriveBadge(id, own, touched);
    case Thing::kProgramme:
      // Its name and target are shown beside figures and change none.
      enrolments.SetProgramme(id, own);
      return;
    case Thing::kRules:
      rules.Set(id, own);
      touched.programmes.push_back(id);
      return;
    case Thing::kEnrolment:
      return DeriveEnrolment(id, own, touched);
    case Thing::kCohort:
      return DeriveCohort(id, own, touched);
    case Thing::kSession:
      return DeriveSession(id, own, touched);
    case Thing::kGrouping:
      return DeriveGrouping(id, own, touched);
  }
}

void Reference::Data::SetDisputes(const EditedThing& subject, std::vector<Dispute> found,
                                  Touched& touched) {
  const std::vector<Hash> changed = disputes.Set(subject, std::move(found), grouping);
  Append(touched.disputed, changed);
}

// Whoever stands for others is what is known of all of them.
void Reference::Data::DerivePerson(const Id& id, const Edits& own, Touched& touched) {
  const Id stands = StandsFor(id);
  const Grouping::Group group = grouping.GroupOf(stands);
  Edits all = own;
  for (const Id& member : group) {
    if (member != id) Append(all, edits.Of({Thing::kPerson, member}));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Edit& a, const Edit& b) { return a.stamp < b.stamp; });
  touched.persons.push_back(stands);
  if (people.SetPerson(stands, all)) Append(touched.moved, group);
}

void Reference::Data::DeriveBadge(const Id& id, const Edits& own, Touched& touched) {
  touched.badges.push_back(id);
  Append(touched.persons, people.SetBadge(id, own));
  SetDisputes({Thing::kBadge, id}, BadgeDisputes(people.BadgeTerms(id), grouping), touched);
}

void Reference::Data::DeriveGrouping(const Id& id, const Edits& own, Touched& touched) {
  if (!own.empty()) groupings[id] = own.back().hash();
  const std::vector<Id> concerned = grouping.Set(groupings[id], own);
  Append(touched.persons, concerned);
  Append(touched.moved, concerned);
  Append(touched.regrouped, concerned);
  for (const Id& person : concerned) {
    const EditedThing subject(Thing::kPerson, person);
    const Edits details = edits.Of(subject);
    SetDisputes(subject, DetailDisputes(person, details), touched);
    if (StandsFor(person) == person) {
      DerivePerson(person, details, touched);
    } else {
      people.SetPerson(person, {});
    }
    // Before, too, one of those concerned stood for the others: all enrolments are found.
    const IdIndex::Ids enrolled = enrolments.OfPerson(person);
    for (const Id& enrolment : enrolled) {
      DeriveEnrolment(enrolment, edits.Of({Thing::kEnrolment, enrolment}), touched);
    }
    for (const Id& badge : people.BadgesOf(person)) {
      touched.badges.push_back(badge);
      SetDisputes({Thing::kBadge, badge}, BadgeDisputes(people.BadgeTerms(badge), grouping),
                  touched);
    }
  }
  SetDisputes({Thing::kGrouping, Id()}, GroupingDisputes(grouping), touched);
}

// Everybody expected before and after.
void Reference::Data::DeriveSession(const Id& id, const Edits& own, Touched& touched) {
  auto touch = [&] {
    const Session* session = timetable.Find(id);
    if (session != nullptr) Append(touched.persons, timetable.ExpectedAt(*session));
  };
  touch();
  Append(touched.disputed, session_disputes.Disputed());
  timetable.SetSession(id, own);
  session_disputes.Set(id, own);
  Append(touched.disputed, session_disputes.Disputed());
  touch();
}

void Reference::Data::DeriveCohort(const Id& id, const Edits& own, Touched& touched) {
  const Id before = enrolments.ProgrammeOf(id);
  enrolments.SetCohort(id, own);
  if (enrolments.ProgrammeOf(id) == before) return;
  for (const Id& enrolment : enrolments.InCohort(id)) {
    touched.persons.push_back(enrolments.Find(enrolment)->participant);
  }
}

void Reference::Data::DeriveEnrolment(const Id& id, const Edits& own, Touched& touched) {
  auto touch = [&] {
    const Enrolment* enrolment = enrolments.Find(id);
    if (enrolment != nullptr) touched.persons.push_back(enrolment->participant);
  };
  touch();
  enrolments.SetEnrolment(id, own, grouping);
  touch();
  const Enrolment* enrolment = enrolments.Find(id);
  std::vector<Dispute> found;
  if (enrolment != nullptr) found = DetailDisputes(enrolment->participant, own);
  for (Dispute& each : found) each.enrolment = id;
  SetDisputes({Thing::kEnrolment, id}, std::move(found), touched);
  // Who is expected there may be others than before.
  Append(touched.disputed, session_disputes.Disputed());
}

Reference::Reference() : data_(std::make_unique<Data>()) {}
Reference::~Reference() = default;
Reference::Reference(Reference&&) noexcept = default;
Reference& Reference::operator=(Reference&&) noexcept = default;

bool Reference::IsReferenceKind(v1::EventKind kind) { return IsEditKind(kind); }

Reference::Touched Reference::Apply(const StoredEvent& event) {
  Touched touched;
  for (const EditedThing& subject : data_->edits.Add(event)) data_->Derive(subject, touched);
  return touched;
}

// ---- who are one

Id Reference::StandsFor(const Id& person) const { return data_->StandsFor(person); }

std::vector<Id> Reference::GroupOf(const Id& person) const {
  return data_->grouping.GroupOf(person);
}

std::vector<std::vector<Id>> Reference::Groups() const {
  std::vector<std::vector<Id>> result;
  for (const auto& [stands_for, group] : data_->grouping.groups()) result.push_back(group);
  return result;
}

std::vector<Hash> Reference::GroupingsOf(absl::Span<const Id> persons) const {
  return data_->grouping.Holding(persons);
}

std::vector<std::vector<Id>> Reference::GroupsIn(const Hash& grouping) const {
  return data_->grouping.GroupsIn(grouping);
}

std::vector<Dispute> Reference::DisputesOf(const Id& person) const {
  std::vector<Dispute> disputes = data_->disputes.Of(StandsFor(person));
  Append(disputes, data_->session_disputes.Of(StandsFor(person)));
  SortUnique(disputes);
  return disputes;
}

std::vector<Id> Reference::DisputedFor(const Hash& edit) const {
  std::vector<Id> people = data_->disputes.PeopleOf(edit);
  Append(people, data_->session_disputes.PeopleOf(edit));
  SortUnique(people);
  return people;
}

std::vector<Id> Reference::BadgesOf(const Id& person) const {
  std::vector<Id> badges;
  for (const Id& member : GroupOf(person)) Append(badges, data_->people.BadgesOf(member));
  SortUnique(badges);
  return badges;
}

// ---- centres and people

const Centre* Reference::FindCentre(const Id& id) const {
  return FindIn(data_->people.centres(), id);
}

const Centre* Reference::FindCentreByText(absl::string_view id_or_name) const {
  if (absl::StatusOr<Id> id = Id::FromHex(id_or_name); id.ok()) {
    if (const Centre* centre = FindCentre(*id)) return centre;
  }
  const Centre* found = nullptr;
  for (const auto& [id, centre] : data_->people.centres()) {
    if (centre.name != id_or_name) continue;
    if (found != nullptr) return nullptr;
    found = &centre;
  }
  return found;
}

std::vector<Centre> Reference::Centres() const {
  std::vector<Centre> result;
  for (const auto& [id, centre] : data_->people.centres()) result.push_back(centre);
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

const Person* Reference::FindPerson(const Id& id) const {
  return FindIn(data_->people.persons(), StandsFor(id));
}

std::vector<Id> Reference::People(PersonType type) const {
  std::vector<Id> result;
  for (const auto& [id, person] : data_->people.persons()) {
    if (person.type == type) result.push_back(id);
  }
  return result;
}

std::optional<Id> Reference::BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const {
  const std::optional<Id> owner = data_->people.BadgeOwner(badge_hash, t_ms);
  return owner ? std::optional(StandsFor(*owner)) : std::nullopt;
}

std::vector<Id> Reference::BadgeOwners(const Id& badge_hash) const {
  std::vector<Id> owners = data_->people.BadgeOwners(badge_hash);
  for (Id& owner : owners) owner = StandsFor(owner);
  return owners;
}

std::vector<BadgeTerm> Reference::BadgeTerms(const Id& badge_hash) const {
  std::vector<BadgeTerm> terms = data_->people.BadgeTerms(badge_hash);
  for (BadgeTerm& term : terms) term.person = StandsFor(term.person);
  return terms;
}

std::vector<Id> Reference::MembersOf(const Id& household) const {
  const IdIndex::Ids& members = data_->people.MembersOf(household);
  return {members.begin(), members.end()};
}

// ---- programmes, cohorts, enrolments

std::vector<Enrolment> Reference::EnrolmentsOf(const Id& participant) const {
  std::vector<Enrolment> result;
  for (const Id& id : data_->enrolments.OfPerson(StandsFor(participant))) {
    result.push_back(*data_->enrolments.Find(id));
  }
  return result;
}

const Enrolment* Reference::FindEnrolment(const Id& id) const { return data_->enrolments.Find(id); }

bool Reference::EverEnrolled(const Id& participant) const {
  return !data_->enrolments.OfPerson(StandsFor(participant)).empty();
}

std::uint32_t Reference::TargetMinutesOf(const Enrolment& enrolment) const {
  if (enrolment.target_minutes != 0) return enrolment.target_minutes;
  const Programme* programme = FindProgramme(data_->enrolments.ProgrammeOf(enrolment.cohort));
  return programme == nullptr ? 0 : programme->target_minutes;
}

std::vector<Id> Reference::CohortIds() const {
  std::vector<Id> result;
  for (const auto& [id, cohort] : data_->enrolments.cohorts()) result.push_back(id);
  return result;
}

const Cohort* Reference::FindCohort(const Id& id) const {
  return FindIn(data_->enrolments.cohorts(), id);
}

const Programme* Reference::FindProgramme(const Id& id) const {
  return FindIn(data_->enrolments.programmes(), id);
}

std::vector<Programme> Reference::Programmes() const {
  std::vector<Programme> result;
  for (const auto& [id, programme] : data_->enrolments.programmes()) result.push_back(programme);
  return result;
}

std::vector<Id> Reference::ParticipantsOf(const Id& programme) const {
  return data_->enrolments.ParticipantsOf(programme);
}

std::vector<Id> Reference::ParticipantsDuring(const Id& centre, CivilDay first,
                                              CivilDay last) const {
  std::vector<Id> result;
  for (const Id& id : data_->enrolments.AtCentre(centre)) {
    const Enrolment& enrolment = *data_->enrolments.Find(id);
    bool runs =
        enrolment.first_day <= last && (!enrolment.last_day || *enrolment.last_day >= first);
    if (runs) result.push_back(enrolment.participant);
  }
  for (const Id& id : data_->people.WalkInsAt(centre)) {
    if (!EverEnrolled(id)) result.push_back(id);
  }
  SortUnique(result);
  return result;
}

std::vector<Id> Reference::EnrolledAt(const Id& centre) const {
  const EnrolmentBook& enrolments = data_->enrolments;
  std::vector<Id> result;
  for (const Id& id : enrolments.AtCentre(centre)) {
    result.push_back(enrolments.Find(id)->participant);
  }
  for (const Id& cohort : data_->timetable.CohortsAt(centre)) {
    for (const Id& id : enrolments.InCohort(cohort)) {
      result.push_back(enrolments.Find(id)->participant);
    }
  }
  SortUnique(result);
  return result;
}

const Rules& Reference::RulesOf(const Id& programme, CivilDay day) const {
  return data_->rules.Of(programme, day);
}

const Rules& Reference::RulesFor(absl::Span<const Id> persons, CivilDay day) const {
  if (!data_->rules.HasAnyOwn()) return RulesOf(Id(), day);
  std::vector<Id> standing;
  for (const Id& person : persons) standing.push_back(StandsFor(person));
  return RulesOf(data_->enrolments.CommonProgramme(standing, day), day);
}

// ---- sessions

const Session* Reference::FindSession(const Id& id) const { return data_->timetable.Find(id); }

std::vector<Session> Reference::SessionsBeginning(absl::string_view hex) const {
  return data_->timetable.Beginning(hex);
}

// What a later edit has seen is replaced by it.
std::vector<Hash> Reference::SessionEdits(const Id& session) const {
  std::vector<Hash> result;
  std::vector<Hash> seen;
  for (const Edit& edit : data_->edits.Of({Thing::kSession, session})) {
    result.push_back(edit.hash());
    Append(seen, SeenBy(edit.event));
  }
  SortUnique(result);
  SortUnique(seen);
  std::erase_if(
      result, [&](const Hash& hash) { return std::binary_search(seen.begin(), seen.end(), hash); });
  return result;
}

std::vector<ExpectedSession> Reference::ExpectedOf(const Id& participant) const {
  return data_->timetable.ExpectedOf(StandsFor(participant));
}

std::vector<Id> Reference::ExpectedAt(const Session& session) const {
  return data_->timetable.ExpectedAt(session);
}

std::vector<Session> Reference::SessionsOf(const Id& participant, const Id& centre,
                                           CivilDay day) const {
  return data_->timetable.SessionsOf(StandsFor(participant), centre, day);
}

std::vector<Session> Reference::SessionsAt(const Id& centre, CivilDay day) const {
  return data_->timetable.SessionsAt(centre, day);
}

std::vector<Session> Reference::CancelledAt(const Id& centre, CivilDay day) const {
  return data_->timetable.CancelledAt(centre, day);
}

}  // namespace wijkboek
