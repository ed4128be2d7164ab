// What is doubtful about who somebody is: edits of their details by people who had not seen each
// other's, groupings that differ, one badge in two hands. docs/rules.md, "People". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_
#define WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_

#include <vector>

#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Of somebody who stands for themselves and whoever is one with them.
std::vector<Discrepancy> PeopleDoubts(const Id& person, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PEOPLE_DOUBTS_H_
