// What somebody at the office is about: everything, or a part of it. Whoever answers a question
// asks the remit what may be in the answer.
#ifndef WIJKBOEK_SERVER_REMIT_H_
#define WIJKBOEK_SERVER_REMIT_H_

#include <set>
#include <string>

#include "common/ids.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// An enrolment is within it when it fits every list that is not empty.
struct Remit {
  std::set<Id> centres;
  // "GM" and four digits: the enrolment's, else its centre's.
  std::set<std::string> municipalities;
  std::set<Id> programmes;

  bool IsAll() const { return centres.empty() && municipalities.empty() && programmes.empty(); }
  // Of what happens at a centre and names nobody.
  bool TakesCentre(const Id& centre) const;
  bool TakesEnrolment(const Enrolment& enrolment, const Reference& reference) const;

  friend bool operator==(const Remit&, const Remit&) = default;
};

// "GM" and four digits: the enrolment's own, else its centre's; empty: neither is known.
std::string MunicipalityOf(const Enrolment& enrolment, const Reference& reference);

// Where an enrolment of the remit is or was, or that it names.
std::set<Id> CentresOf(const Remit& remit, const Reference& reference);
// In which an enrolment of the remit is or was. Of everything: all there are.
std::set<Id> CohortsOf(const Remit& remit, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REMIT_H_
