#include "server/person_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace wijkboek {
namespace {

struct CheckedPerson {
  Id id;
  OfficePerson person;
  v1::SealedName name;
  std::optional<CivilDay> birth_date;
};

struct DutyWord {
  absl::string_view word;
  v1::CoachDuty duty;
};

constexpr DutyWord kDuties[] = {{"coach", v1::COACH_DUTY_COACH},
                                {"coordinator", v1::COACH_DUTY_COORDINATOR},
                                {"instructor", v1::COACH_DUTY_INSTRUCTOR},
                                {"workplace_supervisor", v1::COACH_DUTY_WORKPLACE_SUPERVISOR}};

// As far as BCP 47 is needed: letters first, then parts of letters and digits.
bool IsLanguageTag(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts[0].size() < 2 || parts[0].size() > 3) return false;
  return std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
    return !part.empty() && part.size() <= 8 &&
           std::all_of(part.begin(), part.end(),
                       [](unsigned char c) { return absl::ascii_isalnum(c); });
  });
}

CheckedPerson Check(absl::string_view type, const std::string& key, const v1::SealedName& name,
                    v1::PersonRole role, FactParts& parts) {
  FactFields& fields = parts.fields();
  CheckedPerson person{.id = parts.OwnId(type, key, parts.record().persons), .name = name};
  person.person.role = role;
  const auto* said = FindSaid(parts.record().persons, person.id);
  fields.ErrorIf(said != nullptr && said->thing.role != role, "key",
                 absl::StrCat("the person with this id is no ", type));
  fields.ErrorIf(absl::StripAsciiWhitespace(name.given()).empty() &&
                     absl::StripAsciiWhitespace(name.family()).empty(),
                 "name", "is missing: give at least a given or a family name");
  fields.CheckText("name.given", name.given(), /*required=*/false);
  fields.CheckText("name.family", name.family(), /*required=*/false);
  fields.CheckText("name.called", name.called(), /*required=*/false);
  person.person.name_digest = NameDigest(parts.lookup_key(), name);
  return person;
}

// Badges name participants and coaches alike by their keys. Whoever is on record stays correctable.
void CheckTwin(absl::string_view type, absl::string_view twin_type, const std::string& key,
               FactParts& parts) {
  if (IdInKey(key)) return;
  const Id twin = parts.IdOf(twin_type, key);
  if (const FactMark* described = parts.Described(twin); described != nullptr) {
    parts.fields().Error(
        "key", absl::StrCat("\"", key, "\" is the key of ", parts.fields().PlaceOf(*described),
                            " too; badges could not tell them apart"));
    return;
  }
  const auto& persons = parts.record().persons;
  if (!persons.contains(twin) || persons.contains(parts.IdOf(type, key))) return;
  parts.fields().Error(
      "key", absl::StrCat("\"", key, "\" is a ", twin_type,
                          "'s key on record; badges could not tell them apart: give the ", type,
                          " another key"));
}

constexpr std::uint32_t kAreaYearMin = 1995;
constexpr std::uint32_t kAreaYearMax = 2100;

// "GM0363", "WK036301" or "BU03630100".
bool IsAreaCode(absl::string_view code) {
  const std::size_t digits = absl::ConsumePrefix(&code, "GM")   ? 4
                             : absl::ConsumePrefix(&code, "WK") ? 6
                             : absl::ConsumePrefix(&code, "BU") ? 8
                                                                : 0;
  return digits > 0 && code.size() == digits &&
         std::all_of(code.begin(), code.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

void CheckArea(const v1::ResidentFact& fact, OfficePerson& person, FactFields& fields) {
  if (fact.area().empty()) {
    fields.ErrorIf(fact.area_year() != 0, "area_year", "is the year of no area: give the area too");
    return;
  }
  if (!IsAreaCode(fact.area())) {
    fields.Error("area", absl::StrCat("\"", fact.area(),
                                      "\" is no code of an area; write GM and four digits, WK and "
                                      "six, or BU and eight"));
  }
  if (fact.area_year() < kAreaYearMin || fact.area_year() > kAreaYearMax) {
    fields.Error("area_year",
                 "is missing: boundaries change, so give the year of this code, as 2025");
  }
  person.area = fact.area();
  person.area_year = fact.area_year();
}

template <typename Body>
void SetArea(const OfficePerson& person, Body& body) {
  v1::AreaCode& area = *body.add_areas();
  area.set_code(person.area);
  area.set_boundary_year(person.area_year);
}

void Seal(const CheckedPerson& checked, bool name, bool birth_date, EventDraft& draft) {
  if (name) AddSealed(draft, v1::SEALED_FIELD_NAME, checked.name, checked.id);
  if (birth_date && checked.birth_date) {
    v1::SealedBirthDate date;
    date.set_day(*checked.birth_date);
    AddSealed(draft, v1::SEALED_FIELD_BIRTH_DATE, date, checked.id);
  }
}

// `said`: an earlier registration, which this one replaces.
void Register(const CheckedPerson& checked, const Said<OfficePerson>* said, FactParts& parts) {
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_PARTICIPANT_REGISTERED, said);
  v1::Event& event = draft.event;
  AddPerson(event, checked.id, checked.person.role);
  switch (checked.person.role) {
    case v1::PERSON_ROLE_RESIDENT:
      event.set_kind(v1::EVENT_KIND_RESIDENT_REGISTERED);
      event.mutable_resident_registered()->set_state(v1::RESIDENT_STATE_ACTIVE);
      if (!checked.person.centre.IsZero()) event.set_centre_id(checked.person.centre.ToString());
      if (!checked.person.household.IsZero()) {
        event.mutable_resident_registered()->set_household_id(checked.person.household.ToString());
      }
      if (!checked.person.area.empty()) {
        SetArea(checked.person, *event.mutable_resident_registered());
      }
      break;
    case v1::PERSON_ROLE_COACH:
      event.set_kind(v1::EVENT_KIND_COACH_REGISTERED);
      event.mutable_coach_registered()->set_duty(checked.person.duty);
      break;
    default:
      event.mutable_participant_registered()->set_language(checked.person.language);
  }
  Seal(checked, /*name=*/true, /*birth_date=*/true, draft);
  parts.Send(std::move(draft));
}

void ChangeDetails(const CheckedPerson& checked, const Said<OfficePerson>& said, FactParts& parts) {
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_DETAIL_CHANGED, &said);
  v1::Event& event = draft.event;
  AddPerson(event, checked.id, checked.person.role);
  v1::DetailChanged& body = *event.mutable_detail_changed();
  if (checked.person.language != said.thing.language) body.set_language(checked.person.language);
  if (!checked.person.centre.IsZero() && checked.person.centre != said.thing.centre) {
    event.set_centre_id(checked.person.centre.ToString());
  }
  if (checked.person.household != said.thing.household) {
    // Out of a household: into one of their own.
    const Id& household = checked.person.household.IsZero() ? checked.id : checked.person.household;
    body.set_household_id(household.ToString());
  }
  if (std::tie(checked.person.area, checked.person.area_year) !=
      std::tie(said.thing.area, said.thing.area_year)) {
    SetArea(checked.person, body);
  }
  Seal(checked, checked.person.name_digest != said.thing.name_digest,
       checked.person.birth_date_digest != said.thing.birth_date_digest, draft);
  parts.Send(std::move(draft));
}

void Plan(CheckedPerson checked, FactParts& parts) {
  if (parts.fields().wrong()) return;
  const auto* said = FindSaid(parts.record().persons, checked.id);
  OfficePerson& person = checked.person;
  if (said != nullptr) {
    if (person.language.empty()) person.language = said->thing.language;
    if (person.centre.IsZero()) person.centre = said->thing.centre;
    if (person.area.empty()) {
      person.area = said->thing.area;
      person.area_year = said->thing.area_year;
    }
    if (!checked.birth_date) person.birth_date_digest = said->thing.birth_date_digest;
    if (person.duty == v1::COACH_DUTY_UNSPECIFIED) person.duty = said->thing.duty;
  } else if (person.role == v1::PERSON_ROLE_COACH && person.duty == v1::COACH_DUTY_UNSPECIFIED) {
    person.duty = v1::COACH_DUTY_COACH;
  }
  if (parts.Unchanged(said, person)) return;
  // A duty is no detail: it comes with a registration.
  if (said == nullptr || person.duty != said->thing.duty) {
    Register(checked, said, parts);
  } else {
    ChangeDetails(checked, *said, parts);
  }
}

}  // namespace

void TakeParticipant(const v1::ParticipantFact& fact, FactParts& parts) {
  FactFields& fields = parts.fields();
  CheckTwin("participant", "coach", fact.key(), parts);
  CheckedPerson person =
      Check("participant", fact.key(), fact.name(), v1::PERSON_ROLE_PARTICIPANT, parts);
  person.person.language = fact.language();
  if (!fact.language().empty() && !IsLanguageTag(fact.language())) {
    fields.Error("language", absl::StrCat("\"", fact.language(),
                                          "\" is no language tag; write nl, ti or pt-BR"));
  }
  person.birth_date = fields.OptionalDay("birth_date", fact.birth_date());
  if (person.birth_date) {
    fields.ErrorIf(*person.birth_date > DayOf(parts.now_ms()), "birth_date",
                   absl::StrCat(fact.birth_date(), " lies in the future"));
    person.person.birth_date_digest = BirthDateDigest(parts.lookup_key(), *person.birth_date);
  }
  Plan(std::move(person), parts);
}

void TakeResident(const v1::ResidentFact& fact, FactParts& parts) {
  CheckedPerson person =
      Check("resident", fact.key(), fact.name(), v1::PERSON_ROLE_RESIDENT, parts);
  if (!fact.household().empty()) {
    parts.fields().Ok("household", CheckOfficeKey(fact.household()));
    const Id household = parts.IdOf("household", fact.household());
    // Their own id is how a household of one is shown.
    if (household != person.id) person.person.household = household;
  }
  if (!fact.centre().empty()) {
    person.person.centre =
        parts.Reference("centre", "centre", fact.centre(), parts.record().centres);
  }
  CheckArea(fact, person.person, parts.fields());
  Plan(std::move(person), parts);
}

void TakeCoach(const v1::CoachFact& fact, FactParts& parts) {
  CheckTwin("coach", "participant", fact.key(), parts);
  CheckedPerson person = Check("coach", fact.key(), fact.name(), v1::PERSON_ROLE_COACH, parts);
  for (const DutyWord& one : kDuties) {
    if (one.word == fact.duty()) person.person.duty = one.duty;
  }
  if (!fact.duty().empty() && person.person.duty == v1::COACH_DUTY_UNSPECIFIED) {
    parts.fields().Error("duty", absl::StrCat("\"", fact.duty(),
                                              "\" is none; write coach, coordinator, instructor or "
                                              "workplace_supervisor"));
  }
  Plan(std::move(person), parts);
}

}  // namespace wijkboek
