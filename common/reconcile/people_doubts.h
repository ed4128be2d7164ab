// What is doubtful about who somebody is: edits of their details by people who had not seen each
// other's, groupings that differ, one badge in two hands. docs/rules.md, "People". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_
#define WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_

#include <vector>

#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {

// Of somebody who stands for themselves and whoever is one with them.
std::vector<Discrepancy> PeopleDoubts(const Id& person, const Reference& reference);

// Days on which it is doubtful whether somebody was expected, or whose act it was that their badge
// did.
struct DoubtfulDays {
  // Zero: of any.
  Id enrolment;
  CivilDay first = 0;
  CivilDay last = 0;

  bool Touch(const Id& of_enrolment, CivilDay day) const {
    return (enrolment.IsZero() || enrolment == of_enrolment) && first <= day && day <= last;
  }
};
// Those that nobody has settled.
std::vector<DoubtfulDays> DoubtfulDaysOf(const Id& person, const Reference& reference,
                                         const Settlements& settlements);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_
