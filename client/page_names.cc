#include "client/page_names.h"

#include "common/civil_time.h"

namespace wijkboek {
namespace {

const char* RoleName(PersonType type) {
  switch (type) {
    case PersonType::kParticipant:
      return "participant";
    case PersonType::kResident:
      return "resident";
    case PersonType::kCoach:
      return "coach";
  }
  return "";
}

}  // namespace

v1::Companion CompanionOf(const KnownPerson& person) {
  v1::Companion companion;
  companion.set_person(person.id.hex());
  companion.set_name(person.called);
  return companion;
}

v1::Person PersonOf(const KnownPerson& person) {
  v1::Person row;
  row.set_person(person.id.hex());
  row.set_name(person.name);
  row.set_role(RoleName(person.type));
  row.set_language(person.language);
  return row;
}

v1::PlannedVisit PlannedVisitOf(const KnownVisit& visit) {
  v1::PlannedVisit planned;
  if (!visit.id.IsZero()) planned.set_visit(visit.id.hex());
  if (!visit.residents.empty()) planned.set_resident(visit.residents.front().id.hex());
  planned.set_day(FormatDay(DayOf(visit.span.start_ms)));
  planned.set_start(FormatTimeOfDay(visit.span.start_ms));
  if (!visit.is_open) planned.set_end(FormatTimeOfDay(visit.span.end_ms));
  planned.set_open(visit.is_open);
  return planned;
}

}  // namespace wijkboek
