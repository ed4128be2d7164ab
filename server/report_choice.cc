#include "server/report_choice.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/find_thing.h"

namespace wijkboek {
namespace {

std::vector<Cohort> Cohorts(const Reference& reference, const Remit& remit) {
  std::vector<Cohort> cohorts;
  for (const Id& id : CohortsOf(remit, reference)) {
    const Cohort* cohort = reference.FindCohort(id);
    if (cohort != nullptr) cohorts.push_back(*cohort);
  }
  return cohorts;
}

std::vector<Centre> Centres(const Reference& reference, const Remit& remit) {
  std::vector<Centre> centres = reference.Centres();
  if (remit.IsAll()) return centres;
  const std::set<Id> own = CentresOf(remit, reference);
  std::erase_if(centres, [&](const Centre& centre) { return !own.contains(centre.id); });
  return centres;
}

std::vector<Programme> Programmes(const Reference& reference, const Remit& remit) {
  std::vector<Programme> programmes = reference.Programmes();
  if (remit.IsAll()) return programmes;
  std::set<Id> own;
  for (const Cohort& cohort : Cohorts(reference, remit)) own.insert(cohort.programme);
  std::erase_if(programmes, [&](const Programme& programme) {
    return !own.contains(programme.id) ||
           (!remit.programmes.empty() && !remit.programmes.contains(programme.id));
  });
  return programmes;
}

}  // namespace

absl::StatusOr<ReportChoice> ChooseForReport(const v1::GetReportRequest& request,
                                             const Reference& reference,
                                             const SecretKey& lookup_key, const Remit& remit) {
  ReportChoice choice{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
  if (!request.centre().empty()) {
    const absl::StatusOr<Centre> centre =
        FindThing(Centres(reference, remit), "centre", request.centre(), lookup_key);
    if (!centre.ok()) return WithContext(centre.status(), "centre");
    choice.centre = centre->id;
    choice.words = absl::StrCat("centre ", centre->name);
  }
  if (!request.cohort().empty()) {
    const absl::StatusOr<Cohort> cohort =
        FindThing(Cohorts(reference, remit), "cohort", request.cohort(), lookup_key);
    if (!cohort.ok()) return WithContext(cohort.status(), "cohort");
    choice.cohort = cohort->id;
    absl::StrAppend(&choice.words, choice.words.empty() ? "" : ", ", "cohort ", cohort->name);
  }
  if (!request.programme().empty()) {
    const absl::StatusOr<Programme> programme =
        FindThing(Programmes(reference, remit), "programme", request.programme(), lookup_key);
    if (!programme.ok()) return WithContext(programme.status(), "programme");
    choice.remit.programmes = {programme->id};
    absl::StrAppend(&choice.words, choice.words.empty() ? "" : ", ", "programme ", programme->name);
  }
  return choice;
}

ReportChoice AnyPlace(const ReportChoice& choice) {
  ReportChoice rest{.centre = {}, .cohort = choice.cohort, .remit = choice.remit, .words = {}};
  rest.remit.centres.clear();
  return rest;
}

bool TakesRecordOf(const AttendanceRecord& record, const ReportChoice& choice,
                   const Reference& reference) {
  if (!choice.TakesCentre(record.centre)) return false;
  const ReportChoice rest = AnyPlace(choice);
  if (rest.IsAll()) return true;
  const Enrolment* enrolment = reference.FindEnrolment(record.enrolment);
  return enrolment != nullptr && rest.TakesEnrolment(*enrolment, reference);
}

bool TakesEnrolmentOf(const CaseRecord& record, const ReportChoice& choice,
                      const Reference& reference) {
  if (choice.IsAll()) return true;
  const Enrolment* enrolment = reference.FindEnrolment(record.enrolment);
  return enrolment != nullptr && choice.TakesEnrolment(*enrolment, reference);
}

bool TakesPerson(const ReportChoice& choice, const Reference& reference, const Id& person,
                 CivilDay day) {
  if (choice.IsAll()) return true;
  const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(person);
  if (enrolments.empty()) {
    const Person* found = reference.FindPerson(person);
    return found != nullptr && !choice.cohort && choice.remit.TakesCentre(found->centre) &&
           choice.TakesCentre(found->centre);
  }
  return std::any_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& enrolment) {
    return enrolment.RunsOn(day) && choice.TakesEnrolment(enrolment, reference);
  });
}

bool KnowsPerson(const ReportChoice& choice, const Reference& reference, const Id& person) {
  const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(reference.StandsFor(person));
  if (enrolments.empty()) return TakesPerson(choice, reference, person, 0);
  return std::any_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& enrolment) {
    return choice.TakesEnrolment(enrolment, reference);
  });
}

std::vector<EnrolmentLine> EnrolmentLinesOf(const Id& person, const DayRange& days,
                                            const ReportChoice& choice,
                                            const Reference& reference) {
  std::vector<EnrolmentLine> lines;
  for (const Enrolment& enrolment : reference.EnrolmentsOf(person)) {
    if (enrolment.first_day > days.last ||
        (enrolment.last_day && *enrolment.last_day < days.first) ||
        !choice.TakesEnrolment(enrolment, reference)) {
      continue;
    }
    lines.push_back({.enrolment = enrolment.id,
                     .person = person,
                     .cohort = enrolment.cohort,
                     .centre = enrolment.centre,
                     .first_day = enrolment.first_day,
                     .last_day = enrolment.last_day,
                     .target_minutes = reference.TargetMinutesOf(enrolment)});
  }
  return lines;
}

bool TakesAny(const ReportChoice& choice, const Reference& reference, absl::Span<const Id> persons,
              CivilDay day) {
  return std::any_of(persons.begin(), persons.end(),
                     [&](const Id& person) { return TakesPerson(choice, reference, person, day); });
}

}  // namespace wijkboek
