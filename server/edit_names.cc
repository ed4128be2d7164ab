#include "server/edit_names.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

std::string KeyOf(const Id& id) { return absl::StrCat("#", id.hex()); }

// Whose enrolment in this cohort is meant: the one that begins that day, else any. Nullopt: nobody
// of them was enrolled there.
std::optional<Id> EnrolledOf(const std::vector<Id>& registrations, const Id& cohort,
                             const std::string& first_day, const OfficeRecord& record) {
  const absl::StatusOr<CivilDay> day = ParseDay(first_day);
  std::optional<Id> any;
  for (const auto& [id, said] : record.enrolments) {
    const OfficeEnrolment& enrolment = said.thing;
    const bool is_theirs = std::find(registrations.begin(), registrations.end(),
                                     enrolment.participant) != registrations.end();
    if (!is_theirs || enrolment.cohort != cohort) continue;
    if (day.ok() && enrolment.first_day == *day) return enrolment.participant;
    // The record has no order of its own.
    if (!any || enrolment.participant < *any) any = enrolment.participant;
  }
  return any;
}

}  // namespace

Id RegistrationOnRecord(const Id& person, const OfficeRecord& record, const Reference& reference) {
  if (record.persons.contains(person)) return person;
  const std::vector<Id> group = reference.GroupOf(reference.StandsFor(person));
  const auto found = std::find_if(group.begin(), group.end(),
                                  [&](const Id& id) { return record.persons.contains(id); });
  return found == group.end() ? person : *found;
}

void NameRegistrations(const OfficeRecord& record, const Reference& reference,
                       const SecretKey& lookup_key, v1::OfficeFacts& facts) {
  const auto on_record = [&](const std::string& key) {
    const std::optional<Id> id = IdInKey(key);
    return id ? KeyOf(RegistrationOnRecord(*id, record, reference)) : key;
  };
  for (v1::ParticipantFact& fact : *facts.mutable_participants()) {
    fact.set_key(on_record(fact.key()));
  }
  for (v1::BadgeFact& fact : *facts.mutable_badges()) fact.set_person(on_record(fact.person()));
  for (v1::EnrolmentFact& fact : *facts.mutable_enrolments()) {
    const std::optional<Id> id = IdInKey(fact.participant());
    if (!id) continue;
    const std::vector<Id> group = reference.GroupOf(reference.StandsFor(*id));
    const std::optional<Id> enrolled =
        EnrolledOf(group, OfficeId(lookup_key, "cohort", fact.cohort()), fact.first_day(), record);
    fact.set_participant(enrolled ? KeyOf(*enrolled) : on_record(fact.participant()));
  }
}

}  // namespace wijkboek
