#include "server/enrolment_facts.h"

#include <algorithm>
#include <string>

namespace wijkboek {

void EnrolmentFacts::Take(const v1::CohortFact& fact) {
  FactFields& fields = parts_.fields();
  const Id id = parts_.OwnId("cohort", fact.key(), parts_.record().cohorts);
  OfficeCohort cohort{.name = fact.name()};
  fields.CheckText("name", fact.name(), /*required=*/true);
  if (!fact.programme().empty()) {
    cohort.programme =
        parts_.Reference("programme", "programme", fact.programme(), parts_.record().programmes);
  }
  cohort.first_day = fields.Day("first_day", fact.first_day());
  cohort.last_day = fields.OptionalDay("last_day", fact.last_day());
  fields.CheckDays("last_day", cohort.first_day, cohort.last_day);
  if (fields.wrong()) return;
  cohorts_[id] = {.programme = cohort.programme, .first_day = cohort.first_day};

  const auto* said = FindSaid(parts_.record().cohorts, id);
  if (parts_.Unchanged(said, cohort)) return;
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_COHORT_OPENED, said);
  v1::CohortOpened& body = *draft.event.mutable_cohort_opened();
  body.set_cohort_id(id.ToString());
  if (!cohort.programme.IsZero()) body.set_programme_id(cohort.programme.ToString());
  body.set_name(cohort.name);
  SetDays(*body.mutable_days(), cohort.first_day, cohort.last_day);
  parts_.Send(std::move(draft));
}

void EnrolmentFacts::Take(const v1::EnrolmentFact& fact) {
  FactFields& fields = parts_.fields();
  const OfficeRecord& record = parts_.record();
  OfficeEnrolment enrolment;
  enrolment.participant =
      parts_.Reference("participant", "participant", fact.participant(), record.persons);
  enrolment.cohort = parts_.Reference("cohort", "cohort", fact.cohort(), record.cohorts);
  enrolment.centre = parts_.Reference("centre", "centre", fact.centre(), record.centres);
  enrolment.municipality = fact.municipality();
  fields.CheckMunicipality(fact.municipality());
  enrolment.first_day = fields.Day("first_day", fact.first_day());
  enrolment.last_day = fields.OptionalDay("last_day", fact.last_day());
  fields.CheckDays("last_day", enrolment.first_day, enrolment.last_day);
  fields.CheckTargetHours(fact.target_hours());
  enrolment.target_minutes = fact.target_hours() * 60;
  absl::StatusOr<std::vector<OwnTimeSpan>> own_times = ParseOwnTimes(fact.own_times());
  if (fields.Ok("own_times", own_times.status())) enrolment.own_times = *std::move(own_times);
  if (fields.wrong()) return;
  checked_.push_back({.mark = fields.mark(), .enrolment = std::move(enrolment)});
}

void EnrolmentFacts::Finish() {
  if (checked_.empty()) return;
  for (const auto& [id, said] : parts_.record().enrolments) {
    on_record_[said.thing.participant].push_back(id);
  }
  // The record has no order of its own.
  for (auto& [participant, ids] : on_record_) std::sort(ids.begin(), ids.end());
  CheckTogether();
  Match();
  CheckCohorts();
  CheckAgainstRecord();
  for (const Checked& one : checked_) Plan(one);
}

void EnrolmentFacts::CheckTogether() {
  absl::flat_hash_map<Id, std::vector<const Checked*>> by_participant;
  for (const Checked& one : checked_) {
    std::vector<const Checked*>& others = by_participant[one.enrolment.participant];
    for (const Checked* other : others) {
      if (!one.enrolment.Overlaps(other->enrolment)) continue;
      const std::string place = parts_.fields().PlaceOf(other->mark);
      const Id programme = ProgrammeOf(one.enrolment.cohort);
      if (one.enrolment.cohort == other->enrolment.cohort) {
        parts_.fields().ErrorAt(
            one.mark, "",
            absl::StrCat("overlaps ", place, ": the same participant in the same cohort"));
      } else if (!programme.IsZero() && programme == ProgrammeOf(other->enrolment.cohort)) {
        parts_.fields().ErrorAt(one.mark, "",
                                absl::StrCat("overlapping enrolments: ", place,
                                             " has the same participant in another cohort of this "
                                             "programme at the same time"));
      }
    }
    others.push_back(&one);
  }
}

void EnrolmentFacts::Match() {
  for (Checked& one : checked_) {
    const std::vector<Id> same = Matches(one.enrolment, /*same_start=*/true);
    if (same.empty()) continue;
    one.id = same.front();
    taken_.insert(one.id);
  }
  for (Checked& one : checked_) {
    if (!one.id.IsZero()) continue;
    const std::vector<Id> overlapping = Matches(one.enrolment, /*same_start=*/false);
    if (overlapping.size() > 1) {
      parts_.fields().ErrorAt(
          one.mark, "",
          "overlaps several earlier enrolments of this participant in this cohort: give those in "
          "the file too, with the days that are right");
      continue;
    }
    one.id = overlapping.empty() ? NewId(one.enrolment) : overlapping.front();
    taken_.insert(one.id);
  }
}

std::vector<Id> EnrolmentFacts::Matches(const OfficeEnrolment& wanted, bool same_start) const {
  std::vector<Id> matches;
  const std::vector<Id>* held_ids = FindSaid(on_record_, wanted.participant);
  if (held_ids == nullptr) return matches;
  for (const Id& id : *held_ids) {
    const OfficeEnrolment& held = parts_.record().enrolments.at(id).thing;
    if (held.cohort != wanted.cohort || taken_.contains(id)) continue;
    const bool fits = same_start ? held.first_day == wanted.first_day : held.Overlaps(wanted);
    if (fits) matches.push_back(id);
  }
  return matches;
}

Id EnrolmentFacts::NewId(const OfficeEnrolment& enrolment) const {
  for (int copy = 1;; ++copy) {
    // The day alone may be taken by an enrolment whose days were corrected since.
    const Id id = parts_.IdOf(
        "enrolment", absl::StrCat(enrolment.participant.hex(), ":", enrolment.cohort.hex(), ":",
                                  enrolment.first_day, ":", copy));
    if (!parts_.record().enrolments.contains(id) && !taken_.contains(id)) return id;
  }
}

// What is on record so may stay: the cohort may have been put off since.
void EnrolmentFacts::CheckCohorts() {
  for (const Checked& one : checked_) {
    const std::optional<CivilDay> first_day = FirstDayOf(one.enrolment.cohort);
    if (!first_day || one.enrolment.first_day >= *first_day) continue;
    const auto* said = FindSaid(parts_.record().enrolments, one.id);
    if (said != nullptr && said->thing == one.enrolment) continue;
    parts_.fields().ErrorAt(one.mark, "first_day",
                            absl::StrCat("the cohort begins on ", FormatDay(*first_day), " only"));
  }
}

// Enrolments on record that this pass says nothing about stay as they are.
void EnrolmentFacts::CheckAgainstRecord() {
  for (const Checked& one : checked_) {
    const Id programme = ProgrammeOf(one.enrolment.cohort);
    const std::vector<Id>* held_ids = FindSaid(on_record_, one.enrolment.participant);
    if (programme.IsZero() || held_ids == nullptr) continue;
    const auto* said = FindSaid(parts_.record().enrolments, one.id);
    if (said != nullptr && said->thing == one.enrolment) continue;
    for (const Id& id : *held_ids) {
      const OfficeEnrolment& held = parts_.record().enrolments.at(id).thing;
      if (taken_.contains(id) || held.cohort == one.enrolment.cohort ||
          ProgrammeOf(held.cohort) != programme || !held.Overlaps(one.enrolment)) {
        continue;
      }
      parts_.fields().ErrorAt(
          one.mark, "first_day",
          absl::StrCat("overlapping enrolments: this participant is on record in another cohort of "
                       "this programme from ",
                       FormatDay(held.first_day),
                       held.last_day ? " to " + FormatDay(*held.last_day) : " on",
                       "; give that one in the file too, with its last day"));
    }
  }
}

void EnrolmentFacts::Plan(const Checked& checked) {
  const OfficeEnrolment& enrolment = checked.enrolment;
  const auto* said = FindSaid(parts_.record().enrolments, checked.id);
  if (checked.id.IsZero() || parts_.Unchanged(said, enrolment)) return;
  const auto fill = [&](auto& body) {
    body.set_enrolment_id(checked.id.ToString());
    body.set_cohort_id(enrolment.cohort.ToString());
    body.set_municipality(enrolment.municipality);
    body.set_target_minutes(enrolment.target_minutes);
    SetDays(*body.mutable_days(), enrolment.first_day, enrolment.last_day);
    for (const OwnTimeSpan& span : enrolment.own_times) *body.add_own_times() = ToProto(span);
  };
  EventDraft draft = FactParts::NewEvent(
      said == nullptr ? v1::EVENT_KIND_ENROLMENT_STARTED : v1::EVENT_KIND_ENROLMENT_CHANGED, said);
  AddPerson(draft.event, enrolment.participant, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.set_centre_id(enrolment.centre.ToString());
  if (said == nullptr) {
    fill(*draft.event.mutable_enrolment_started());
  } else {
    fill(*draft.event.mutable_enrolment_changed());
  }
  parts_.Send(std::move(draft));
}

Id EnrolmentFacts::ProgrammeOf(const Id& cohort) const {
  if (const Cohort* here = FindSaid(cohorts_, cohort)) return here->programme;
  const auto* said = FindSaid(parts_.record().cohorts, cohort);
  return said == nullptr ? Id() : said->thing.programme;
}

std::optional<CivilDay> EnrolmentFacts::FirstDayOf(const Id& cohort) const {
  if (const Cohort* here = FindSaid(cohorts_, cohort)) return here->first_day;
  const auto* said = FindSaid(parts_.record().cohorts, cohort);
  if (said == nullptr) return std::nullopt;
  return said->thing.first_day;
}

}  // namespace wijkboek
