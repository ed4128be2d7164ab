#include "server/office_record.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto.h"
#include "server/history_identity.h"

namespace wijkboek {
namespace {

std::optional<CivilDay> LastDay(const v1::CivilDays& days) {
  if (!days.has_last_day()) return std::nullopt;
  return days.last_day();
}

Id FirstPerson(const v1::Event& event) {
  return event.persons().empty() ? Id() : Id::FromBytesOrZero(event.persons(0).person_id());
}

OfficeFiling FilingOf(const StoredEvent& stored) {
  const v1::ReportFiled& body = stored.event.report_filed();
  OfficeFiling filing{.generation = body.generation(),
                      .position = body.position(),
                      .now_ms = body.now_ms(),
                      .fingerprint = Hash::FromBytesOrZero(body.fingerprint()),
                      .author = Id::FromBytesOrZero(stored.event.actor().person_id()),
                      .filed_ms = stored.event.captured().wall_ms(),
                      .event = stored.key.hash};
  // What a newer program filed may not be understood here; then it is no report.
  if (!filing.request.ParseFromString(body.request())) filing.request.Clear();
  return filing;
}

OfficeCentre CentreOf(const v1::CentreDescribed& body) {
  OfficeCentre centre{.name = body.name(), .municipality = body.municipality()};
  for (const v1::OpeningHours& hours : body.opening_hours()) {
    centre.opening_hours.push_back({.weekday = hours.weekday(),
                                    .opens = hours.opens_second_of_day(),
                                    .closes = hours.closes_second_of_day()});
  }
  return centre;
}

}  // namespace

Id NameDigest(const SecretKey& lookup_key, const v1::SealedName& name) {
  // Lengths keep ("ab", "c") and ("a", "bc") apart.
  return KeyedHash(lookup_key,
                   absl::StrCat("wijkboek name v1:", name.given().size(), ":", name.given(), ":",
                                name.family().size(), ":", name.family(), ":", name.called()));
}

Id BirthDateDigest(const SecretKey& lookup_key, CivilDay day) {
  return KeyedHash(lookup_key, absl::StrCat("wijkboek birth date v1:", day));
}

void OfficeRecordBuilder::Apply(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  if (!IsKnownKind(event)) return;
  switch (event.kind()) {
    case v1::EVENT_KIND_PROGRAMME_DESCRIBED:
      return ApplyProgramme(stored);
    case v1::EVENT_KIND_PROGRAMME_RULE_SET:
      return ApplyRule(stored);
    case v1::EVENT_KIND_KIOSK_DESCRIBED:
      record_.carried[Id::FromBytesOrZero(event.kiosk_described().kiosk_id())] = {
          event.kiosk_described().carried(), stored.key.hash};
      return;
    case v1::EVENT_KIND_REPORT_FILED:
      record_.filings.emplace(event.report_filed().report(), FilingOf(stored));
      return;
    case v1::EVENT_KIND_CENTRE_DESCRIBED:
      record_.centres[Id::FromBytesOrZero(event.centre_id())] = {CentreOf(event.centre_described()),
                                                                 stored.key.hash};
      return;
    case v1::EVENT_KIND_COHORT_OPENED: {
      const v1::CohortOpened& body = event.cohort_opened();
      record_.cohorts[Id::FromBytesOrZero(body.cohort_id())] = {
          {.programme = Id::FromBytesOrZero(body.programme_id()),
           .name = body.name(),
           .first_day = body.days().first_day(),
           .last_day = LastDay(body.days())},
          stored.key.hash};
      return;
    }
    case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
    case v1::EVENT_KIND_RESIDENT_REGISTERED:
    case v1::EVENT_KIND_COACH_REGISTERED:
    case v1::EVENT_KIND_DETAIL_CHANGED:
      return ApplyPerson(stored);
    case v1::EVENT_KIND_ENROLMENT_STARTED:
    case v1::EVENT_KIND_ENROLMENT_CHANGED:
      return ApplyEnrolment(stored);
    case v1::EVENT_KIND_SESSION_PLANNED:
    case v1::EVENT_KIND_SESSION_MOVED:
    case v1::EVENT_KIND_SESSION_CANCELLED:
      return ApplySession(stored);
    case v1::EVENT_KIND_BADGE_ASSIGNED:
    case v1::EVENT_KIND_BADGE_WITHDRAWN:
      return ApplyBadge(stored);
    case v1::EVENT_KIND_PRESENCE_CORRECTED:
    case v1::EVENT_KIND_VISIT_LOGGED:
    case v1::EVENT_KIND_BUDDY_HELP_LOGGED:
      if (event.actor().method() == v1::METHOD_IMPORT) {
        ++record_.imported_rows[RowIdentity(event)];
      }
      return;
    default:
      return;
  }
}

void OfficeRecordBuilder::ApplyProgramme(const StoredEvent& stored) {
  const v1::ProgrammeDescribed& body = stored.event.programme_described();
  OfficeProgramme programme{.name = body.name(), .target_minutes = body.target_minutes()};
  for (const v1::ProgrammePhase& phase : body.phases()) {
    programme.phases.push_back({.id = Id::FromBytesOrZero(phase.phase_id()),
                                .name = phase.name(),
                                .type = phase.type(),
                                .weeks = phase.weeks(),
                                .minutes_per_week = phase.minutes_per_week()});
  }
  record_.programmes[Id::FromBytesOrZero(body.programme_id())] = {std::move(programme),
                                                                  stored.key.hash};
}

void OfficeRecordBuilder::ApplyRule(const StoredEvent& stored) {
  const v1::ProgrammeRuleSet& body = stored.event.programme_rule_set();
  const RuleKey key(Id::FromBytesOrZero(body.programme_id()), body.rule(), body.days().first_day());
  record_.rules[key] = {
      {.number = body.number(), .text = body.text(), .last_day = LastDay(body.days())},
      stored.key.hash};
}

void OfficeRecordBuilder::ApplyPerson(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  const Id id = FirstPerson(event);
  Said<OfficePerson>& said = record_.persons[id];
  said.event = stored.key.hash;
  OfficePerson& person = said.thing;
  if (event.kind() != v1::EVENT_KIND_DETAIL_CHANGED) person.role = event.persons(0).role();
  const std::string& language = event.kind() == v1::EVENT_KIND_DETAIL_CHANGED
                                    ? event.detail_changed().language()
                                    : event.participant_registered().language();
  if (!language.empty()) person.language = language;
  if (event.kind() == v1::EVENT_KIND_COACH_REGISTERED) {
    person.duty = event.coach_registered().duty();
  }
  const Id household = Id::FromBytesOrZero(event.kind() == v1::EVENT_KIND_DETAIL_CHANGED
                                               ? event.detail_changed().household_id()
                                               : event.resident_registered().household_id());
  if (person.role == v1::PERSON_ROLE_RESIDENT && !event.centre_id().empty()) {
    person.centre = Id::FromBytesOrZero(event.centre_id());
  }
  const auto& areas = event.kind() == v1::EVENT_KIND_DETAIL_CHANGED
                          ? event.detail_changed().areas()
                          : event.resident_registered().areas();
  if (!areas.empty()) {
    person.area = areas[0].code();
    person.area_year = areas[0].boundary_year();
  }
  // A resident's own id says that they are a household of their own.
  if (!household.IsZero()) person.household = household == id ? Id() : household;
  if (auto name = FindSealed<v1::SealedName>(event, v1::SEALED_FIELD_NAME, id, keys_)) {
    person.name_digest = NameDigest(lookup_key_, *name);
  }
  if (auto date = FindSealed<v1::SealedBirthDate>(event, v1::SEALED_FIELD_BIRTH_DATE, id, keys_)) {
    person.birth_date_digest = BirthDateDigest(lookup_key_, date->day());
  }
}

void OfficeRecordBuilder::ApplyEnrolment(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  const bool started = event.kind() == v1::EVENT_KIND_ENROLMENT_STARTED;
  const Id id = Id::FromBytesOrZero(started ? event.enrolment_started().enrolment_id()
                                            : event.enrolment_changed().enrolment_id());
  Said<OfficeEnrolment>& said = record_.enrolments[id];
  said.event = stored.key.hash;
  OfficeEnrolment& enrolment = said.thing;
  const auto take = [&](const auto& body) {
    enrolment.cohort = Id::FromBytesOrZero(body.cohort_id());
    enrolment.municipality = body.municipality();
    enrolment.first_day = body.days().first_day();
    enrolment.last_day = LastDay(body.days());
    enrolment.target_minutes = body.target_minutes();
    enrolment.own_times.clear();
    for (const v1::OwnTimes& times : body.own_times()) {
      enrolment.own_times.push_back(FromProto(times));
    }
  };
  enrolment.participant = FirstPerson(event);
  enrolment.centre = Id::FromBytesOrZero(event.centre_id());
  if (started) {
    take(event.enrolment_started());
  } else {
    take(event.enrolment_changed());
  }
}

void OfficeRecordBuilder::ApplySession(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  Said<OfficeSession>& said = record_.sessions[Id::FromBytesOrZero(event.session_id())];
  said.event = stored.key.hash;
  OfficeSession& session = said.thing;
  session.cancelled = event.kind() == v1::EVENT_KIND_SESSION_CANCELLED;
  if (session.cancelled) return;
  session.centre = Id::FromBytesOrZero(event.centre_id());
  session.start_ms = InstantOf(event.stated_start());
  session.end_ms = InstantOf(event.stated_end());
  if (event.kind() != v1::EVENT_KIND_SESSION_PLANNED) return;
  session.title = event.session_planned().title();
  session.cohorts.clear();
  for (const std::string& cohort : event.session_planned().cohort_ids()) {
    session.cohorts.push_back(Id::FromBytesOrZero(cohort));
  }
  std::sort(session.cohorts.begin(), session.cohorts.end());
}

// The same reading of assignments and withdrawals as the fold's (Reference): a withdrawal ends what
// began before it, and what began with it but was said earlier; of several that hold, the one that
// began last counts.
void OfficeRecordBuilder::ApplyBadge(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  BadgeAct act;
  Id badge;
  act.span.person = FirstPerson(event);
  if (event.kind() == v1::EVENT_KIND_BADGE_ASSIGNED) {
    const v1::BadgeAssigned& body = event.badge_assigned();
    badge = Id::FromBytesOrZero(body.badge_hash());
    act.span.from_ms = body.valid_from_ms();
    if (body.has_valid_until_ms()) act.span.until_ms = body.valid_until_ms();
  } else {
    badge = Id::FromBytesOrZero(event.badge_withdrawn().badge_hash());
    act.withdrawn = true;
    act.span.from_ms = event.badge_withdrawn().from_ms();
  }
  std::vector<BadgeAct>& acts = badge_acts_[badge];
  acts.push_back(act);

  std::vector<BadgeSpan> held;
  std::set<std::int64_t> edges;
  for (std::size_t i = 0; i < acts.size(); ++i) {
    if (acts[i].withdrawn) continue;
    BadgeSpan span = acts[i].span;
    for (std::size_t j = 0; j < acts.size(); ++j) {
      const std::int64_t from_ms = acts[j].span.from_ms;
      if (!acts[j].withdrawn || from_ms < span.from_ms || (from_ms == span.from_ms && j < i))
        continue;
      span.until_ms = std::min(span.until_ms.value_or(from_ms), from_ms);
    }
    held.push_back(span);
    edges.insert(span.from_ms);
    if (span.until_ms) edges.insert(*span.until_ms);
  }

  Said<OfficeBadge>& said = record_.badges[badge];
  if (act.withdrawn) said.thing.withdrawn_ms.push_back(act.span.from_ms);
  std::vector<BadgeSpan>& spans = said.thing.spans;
  said.event = stored.key.hash;
  spans.clear();
  for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
    const BadgeSpan* owner = nullptr;
    for (const BadgeSpan& span : held) {
      if (*edge < span.from_ms || (span.until_ms && *edge >= *span.until_ms)) continue;
      if (owner == nullptr || span.from_ms >= owner->from_ms) owner = &span;
    }
    if (owner == nullptr) continue;
    const auto next = std::next(edge);
    const std::optional<std::int64_t> until =
        next == edges.end() ? std::nullopt : std::optional(*next);
    if (!spans.empty() && spans.back().person == owner->person && spans.back().until_ms == *edge) {
      spans.back().until_ms = until;
    } else {
      spans.push_back({.person = owner->person, .from_ms = *edge, .until_ms = until});
    }
  }
}

}  // namespace wijkboek
