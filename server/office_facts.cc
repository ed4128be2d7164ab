#include "server/office_facts.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/badge_plan.h"
#include "server/facts_check.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

class Planner {
 public:
  Planner(const OfficeRecord& record, const SecretKey& lookup_key, FactErrors& errors)
      : record_(record), lookup_key_(lookup_key), errors_(errors) {
    for (const auto& [id, said] : record.enrolments) {
      enrolments_[{said.thing.participant, said.thing.cohort}].push_back(id);
    }
  }

  FactsPlan Plan(const CheckedFacts& facts) {
    for (const auto& [id, centre] : facts.centres) PlanCentre(id, centre);
    for (const auto& [id, cohort] : facts.cohorts) PlanCohort(id, cohort);
    for (const CheckedPerson& person : facts.persons) PlanPerson(person);
    PlanEnrolments(facts.enrolments);
    for (const CheckedBadge& badge : facts.badges) PlanBadge(badge);
    for (const CheckedSession& session : facts.sessions) PlanSession(session);
    return std::move(plan_);
  }

 private:
  // `replaced` is the event that this one edits; null for something new.
  template <typename Thing>
  v1::Event& NewEvent(v1::EventKind kind, const Said<Thing>* replaced) {
    v1::Event& event = plan_.drafts.emplace_back().event;
    event.set_kind(kind);
    event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    if (replaced != nullptr) event.add_seen(replaced->event.ToString());
    return event;
  }

  template <typename Thing>
  static const Said<Thing>* Find(const SaidById<Thing>& said, const Id& id) {
    const auto found = said.find(id);
    return found == said.end() ? nullptr : &found->second;
  }

  template <typename Thing>
  bool Unchanged(const Said<Thing>* said, const Thing& thing) {
    const bool unchanged = said != nullptr && said->thing == thing;
    if (unchanged) ++plan_.unchanged;
    return unchanged;
  }

  static void SetDays(v1::CivilDays& days, CivilDay first, std::optional<CivilDay> last) {
    days.set_first_day(first);
    if (last) days.set_last_day(*last);
  }

  void PlanCentre(const Id& id, const OfficeCentre& centre) {
    const auto* said = Find(record_.centres, id);
    if (Unchanged(said, centre)) return;
    v1::Event& event = NewEvent(v1::EVENT_KIND_CENTRE_DESCRIBED, said);
    event.set_centre_id(id.ToString());
    v1::CentreDescribed& body = *event.mutable_centre_described();
    body.set_name(centre.name);
    body.set_municipality(centre.municipality);
    for (const OpeningSpan& span : centre.opening_hours) {
      v1::OpeningHours& hours = *body.add_opening_hours();
      hours.set_weekday(span.weekday);
      hours.set_opens_second_of_day(span.opens);
      hours.set_closes_second_of_day(span.closes);
    }
  }

  void PlanCohort(const Id& id, const OfficeCohort& cohort) {
    const auto* said = Find(record_.cohorts, id);
    if (Unchanged(said, cohort)) return;
    v1::CohortOpened& body = *NewEvent(v1::EVENT_KIND_COHORT_OPENED, said).mutable_cohort_opened();
    body.set_cohort_id(id.ToString());
    body.set_name(cohort.name);
    SetDays(*body.mutable_days(), cohort.first_day, cohort.last_day);
  }

  void PlanPerson(const CheckedPerson& checked) {
    const auto* said = Find(record_.persons, checked.id);
    // What the file leaves empty says nothing.
    OfficePerson wanted = checked.person;
    if (said != nullptr && wanted.language.empty()) wanted.language = said->thing.language;
    if (said != nullptr && wanted.centre.IsZero()) wanted.centre = said->thing.centre;
    if (said != nullptr && !checked.birth_date) {
      wanted.birth_date_digest = said->thing.birth_date_digest;
    }
    if (Unchanged(said, wanted)) return;
    if (said == nullptr) {
      Register(checked);
    } else {
      ChangeDetails(checked, *said);
    }
  }

  void Register(const CheckedPerson& checked) {
    v1::Event& event = NewEvent<OfficePerson>(v1::EVENT_KIND_PARTICIPANT_REGISTERED, nullptr);
    AddPerson(event, checked.id, checked.person.role);
    switch (checked.person.role) {
      case v1::PERSON_ROLE_RESIDENT:
        event.set_kind(v1::EVENT_KIND_RESIDENT_REGISTERED);
        event.mutable_resident_registered()->set_state(v1::RESIDENT_STATE_ACTIVE);
        if (!checked.person.centre.IsZero()) event.set_centre_id(checked.person.centre.ToString());
        if (!checked.person.household.IsZero()) {
          event.mutable_resident_registered()->set_household_id(
              checked.person.household.ToString());
        }
        break;
      case v1::PERSON_ROLE_COACH:
        event.set_kind(v1::EVENT_KIND_COACH_REGISTERED);
        event.mutable_coach_registered()->set_duty(v1::COACH_DUTY_COACH);
        break;
      default:
        event.mutable_participant_registered()->set_language(checked.person.language);
    }
    Seal(checked, /*name=*/true, /*birth_date=*/true);
  }

  void ChangeDetails(const CheckedPerson& checked, const Said<OfficePerson>& said) {
    v1::Event& event = NewEvent(v1::EVENT_KIND_DETAIL_CHANGED, &said);
    AddPerson(event, checked.id, checked.person.role);
    v1::DetailChanged& body = *event.mutable_detail_changed();
    if (checked.person.language != said.thing.language) body.set_language(checked.person.language);
    if (!checked.person.centre.IsZero() && checked.person.centre != said.thing.centre) {
      event.set_centre_id(checked.person.centre.ToString());
    }
    if (checked.person.household != said.thing.household) {
      // Out of a household: into one of their own.
      const Id& household =
          checked.person.household.IsZero() ? checked.id : checked.person.household;
      body.set_household_id(household.ToString());
    }
    Seal(checked, checked.person.name_digest != said.thing.name_digest,
         checked.person.birth_date_digest != said.thing.birth_date_digest);
  }

  void Seal(const CheckedPerson& checked, bool name, bool birth_date) {
    EventDraft& draft = plan_.drafts.back();
    if (name) AddSealed(draft, v1::SEALED_FIELD_NAME, checked.name, checked.id);
    if (birth_date && checked.birth_date) {
      v1::SealedBirthDate date;
      date.set_day(*checked.birth_date);
      AddSealed(draft, v1::SEALED_FIELD_BIRTH_DATE, date, checked.id);
    }
  }

  // An enrolment has no key. It is the one of that participant and cohort that began on the same
  // day; else the one that overlaps it, whose days were corrected; else a new one.
  void PlanEnrolments(const std::vector<CheckedEnrolment>& enrolments) {
    absl::flat_hash_set<Id> taken;
    std::vector<const CheckedEnrolment*> unmatched;
    for (const CheckedEnrolment& one : enrolments) {
      const std::vector<Id> same = Matches(one.enrolment, taken, /*same_start=*/true);
      if (same.empty()) {
        unmatched.push_back(&one);
        continue;
      }
      taken.insert(same.front());
      PlanEnrolment(same.front(), one.enrolment);
    }
    for (const CheckedEnrolment* one : unmatched) {
      const std::vector<Id> overlapping = Matches(one->enrolment, taken, /*same_start=*/false);
      if (overlapping.size() > 1) {
        errors_.Add(one->path,
                    "overlaps several earlier enrolments of this participant in this cohort: give "
                    "those in the file too, with the days that are right");
        continue;
      }
      const Id id =
          overlapping.empty() ? NewEnrolmentId(one->enrolment, taken) : overlapping.front();
      taken.insert(id);
      PlanEnrolment(id, one->enrolment);
    }
  }

  std::vector<Id> Matches(const OfficeEnrolment& wanted, const absl::flat_hash_set<Id>& taken,
                          bool same_start) const {
    std::vector<Id> matches;
    const auto held_ids = enrolments_.find({wanted.participant, wanted.cohort});
    if (held_ids == enrolments_.end()) return matches;
    for (const Id& id : held_ids->second) {
      if (taken.contains(id)) continue;
      const OfficeEnrolment& held = record_.enrolments.at(id).thing;
      const bool fits = same_start ? held.first_day == wanted.first_day : held.Overlaps(wanted);
      if (fits) matches.push_back(id);
    }
    std::sort(matches.begin(), matches.end());
    return matches;
  }

  Id NewEnrolmentId(const OfficeEnrolment& enrolment, const absl::flat_hash_set<Id>& taken) const {
    for (int copy = 1;; ++copy) {
      // The day alone may be taken by an enrolment whose days were corrected since.
      const Id id = OfficeId(lookup_key_, "enrolment",
                             absl::StrCat(enrolment.participant.hex(), ":", enrolment.cohort.hex(),
                                          ":", enrolment.first_day, ":", copy));
      if (!record_.enrolments.contains(id) && !taken.contains(id)) return id;
    }
  }

  void PlanEnrolment(const Id& id, const OfficeEnrolment& enrolment) {
    const auto* said = Find(record_.enrolments, id);
    if (Unchanged(said, enrolment)) return;
    const auto fill = [&](auto& body) {
      body.set_enrolment_id(id.ToString());
      body.set_cohort_id(enrolment.cohort.ToString());
      body.set_municipality(enrolment.municipality);
      body.set_target_minutes(enrolment.target_minutes);
      SetDays(*body.mutable_days(), enrolment.first_day, enrolment.last_day);
    };
    v1::Event& event = NewEvent(
        said == nullptr ? v1::EVENT_KIND_ENROLMENT_STARTED : v1::EVENT_KIND_ENROLMENT_CHANGED,
        said);
    AddPerson(event, enrolment.participant, v1::PERSON_ROLE_PARTICIPANT);
    event.set_centre_id(enrolment.centre.ToString());
    if (said == nullptr) {
      fill(*event.mutable_enrolment_started());
    } else {
      fill(*event.mutable_enrolment_changed());
    }
  }

  void PlanSession(const CheckedSession& checked) {
    const auto* said = Find(record_.sessions, checked.id);
    if (Unchanged(said, checked.session)) return;
    const bool moved_only = said != nullptr && !said->thing.cancelled &&
                            said->thing.title == checked.session.title &&
                            said->thing.cohorts == checked.session.cohorts;
    v1::Event& event =
        NewEvent(moved_only ? v1::EVENT_KIND_SESSION_MOVED : v1::EVENT_KIND_SESSION_PLANNED, said);
    event.set_session_id(checked.id.ToString());
    event.set_centre_id(checked.session.centre.ToString());
    *event.mutable_stated_start() = checked.start;
    *event.mutable_stated_end() = checked.end;
    if (moved_only) {
      event.mutable_session_moved();
      return;
    }
    v1::SessionPlanned& body = *event.mutable_session_planned();
    body.set_title(checked.session.title);
    for (const Id& cohort : checked.session.cohorts) body.add_cohort_ids(cohort.ToString());
  }

  void PlanBadge(const CheckedBadge& checked) {
    const auto* said = Find(record_.badges, checked.badge);
    const auto [badge, first] = badges_.try_emplace(checked.badge);
    if (first && said != nullptr) badge->second = said->thing;
    const absl::StatusOr<std::vector<BadgeStep>> steps = PlanBadgeSpan(checked.span, badge->second);
    if (!steps.ok()) return errors_.Add(checked.path, steps.status().message());
    if (steps->empty()) ++plan_.unchanged;
    for (const BadgeStep& step : *steps) {
      v1::Event& event = NewEvent(
          step.withdrawn ? v1::EVENT_KIND_BADGE_WITHDRAWN : v1::EVENT_KIND_BADGE_ASSIGNED, said);
      const auto* owner = Find(record_.persons, step.span.person);
      AddPerson(event, step.span.person, owner == nullptr ? checked.role : owner->thing.role);
      if (step.withdrawn) {
        event.mutable_badge_withdrawn()->set_badge_hash(checked.badge.ToString());
        event.mutable_badge_withdrawn()->set_from_ms(step.span.from_ms);
        continue;
      }
      v1::BadgeAssigned& body = *event.mutable_badge_assigned();
      body.set_badge_hash(checked.badge.ToString());
      body.set_type(checked.type);
      body.set_valid_from_ms(step.span.from_ms);
      if (step.span.until_ms) body.set_valid_until_ms(*step.span.until_ms);
    }
  }

  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  FactErrors& errors_;
  FactsPlan plan_;
  // Enrolments on record, by participant and cohort.
  absl::flat_hash_map<std::pair<Id, Id>, std::vector<Id>> enrolments_;
  // The record's badges, with what this plan has changed in them so far.
  absl::flat_hash_map<Id, OfficeBadge> badges_;
};

}  // namespace

absl::StatusOr<FactsPlan> PlanFacts(const v1::OfficeFacts& facts, const OfficeRecord& record,
                                    const SecretKey& lookup_key) {
  FactErrors errors;
  const CheckedFacts checked = CheckFacts(facts, record, lookup_key, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  FactsPlan plan = Planner(record, lookup_key, errors).Plan(checked);
  RETURN_IF_ERROR(errors.ToStatus());
  return plan;
}

}  // namespace wijkboek
