#include "server/remit.h"

namespace wijkboek {

bool Remit::TakesCentre(const Id& centre) const {
  return municipalities.empty() && programmes.empty() &&
         (centres.empty() || centres.contains(centre));
}

bool Remit::TakesEnrolment(const Enrolment& enrolment, const Reference& reference) const {
  if (!centres.empty() && !centres.contains(enrolment.centre)) return false;
  if (!municipalities.empty() && !municipalities.contains(MunicipalityOf(enrolment, reference))) {
    return false;
  }
  if (programmes.empty()) return true;
  const Cohort* cohort = reference.FindCohort(enrolment.cohort);
  return cohort != nullptr && programmes.contains(cohort->programme);
}

std::string MunicipalityOf(const Enrolment& enrolment, const Reference& reference) {
  if (!enrolment.municipality.empty()) return enrolment.municipality;
  const Centre* centre = reference.FindCentre(enrolment.centre);
  return centre == nullptr ? "" : centre->municipality;
}

namespace {

template <typename Visit>
void ForEachEnrolment(const Remit& remit, const Reference& reference, Visit visit) {
  for (const Id& person : reference.People(PersonType::kParticipant)) {
    for (const Enrolment& enrolment : reference.EnrolmentsOf(person)) {
      if (remit.TakesEnrolment(enrolment, reference)) visit(enrolment);
    }
  }
}

}  // namespace

std::set<Id> CentresOf(const Remit& remit, const Reference& reference) {
  std::set<Id> centres = remit.centres;
  if (remit.IsAll()) {
    for (const Centre& centre : reference.Centres()) centres.insert(centre.id);
  } else if (!remit.municipalities.empty() || !remit.programmes.empty()) {
    ForEachEnrolment(remit, reference,
                     [&](const Enrolment& enrolment) { centres.insert(enrolment.centre); });
  }
  return centres;
}

std::set<Id> CohortsOf(const Remit& remit, const Reference& reference) {
  std::set<Id> cohorts;
  if (remit.IsAll()) {
    for (const Id& id : reference.CohortIds()) cohorts.insert(id);
  } else {
    ForEachEnrolment(remit, reference,
                     [&](const Enrolment& enrolment) { cohorts.insert(enrolment.cohort); });
  }
  return cohorts;
}

}  // namespace wijkboek
