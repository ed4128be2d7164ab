#include "server/report_choice.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

// `things` have an id and a name each.
template <typename Thing>
absl::StatusOr<Thing> FindThing(const std::vector<Thing>& things, absl::string_view type,
                                absl::string_view text, const SecretKey& lookup_key) {
  const absl::StatusOr<Id> by_id = Id::FromHex(text);
  const Id by_key = OfficeId(lookup_key, type, text);
  const Thing* named = nullptr;
  std::size_t count = 0;
  for (const Thing& thing : things) {
    if ((by_id.ok() && thing.id == *by_id) || thing.id == by_key) return thing;
    if (thing.name != text) continue;
    named = &thing;
    ++count;
  }
  if (count == 1) return *named;
  if (count > 1) {
    return absl::FailedPreconditionError(absl::StrCat("there are ", count, " with the name \"",
                                                      text, "\": give the office's key or the id"));
  }
  return absl::NotFoundError(absl::StrCat("none has the name, key or id \"", text, "\""));
}

std::vector<Cohort> Cohorts(const Reference& reference) {
  std::vector<Cohort> cohorts;
  for (const Id& id : reference.CohortIds()) {
    const Cohort* cohort = reference.FindCohort(id);
    if (cohort != nullptr) cohorts.push_back(*cohort);
  }
  return cohorts;
}

}  // namespace

absl::StatusOr<ReportChoice> ChooseForReport(const v1::GetReportRequest& request,
                                             const Reference& reference,
                                             const SecretKey& lookup_key) {
  ReportChoice choice;
  if (!request.centre().empty()) {
    const absl::StatusOr<Centre> centre =
        FindThing(reference.Centres(), "centre", request.centre(), lookup_key);
    if (!centre.ok()) return WithContext(centre.status(), "centre");
    choice.centre = centre->id;
    choice.words = absl::StrCat("centre ", centre->name);
  }
  if (!request.cohort().empty()) {
    const absl::StatusOr<Cohort> cohort =
        FindThing(Cohorts(reference), "cohort", request.cohort(), lookup_key);
    if (!cohort.ok()) return WithContext(cohort.status(), "cohort");
    choice.cohort = cohort->id;
    absl::StrAppend(&choice.words, choice.words.empty() ? "" : ", ", "cohort ", cohort->name);
  }
  return choice;
}

bool TakesPerson(const ReportChoice& choice, const Reference& reference, const Id& person,
                 CivilDay day) {
  if (choice.IsAll()) return true;
  const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(person);
  if (enrolments.empty()) {
    const Person* found = reference.FindPerson(person);
    return found != nullptr && !choice.cohort && choice.TakesCentre(found->centre);
  }
  return std::any_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& enrolment) {
    return enrolment.RunsOn(day) && choice.TakesCentre(enrolment.centre) &&
           choice.TakesCohort(enrolment.cohort);
  });
}

bool TakesAny(const ReportChoice& choice, const Reference& reference, absl::Span<const Id> persons,
              CivilDay day) {
  return std::any_of(persons.begin(), persons.end(),
                     [&](const Id& person) { return TakesPerson(choice, reference, person, day); });
}

}  // namespace wijkboek
