// Visits of one household: the logs of several authors joined into visits, and what of them is
// settled. Pure. docs/rules.md, "Visits".
#ifndef WIJKBOEK_COMMON_RECONCILE_VISIT_H_
#define WIJKBOEK_COMMON_RECONCILE_VISIT_H_

#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

struct HouseholdResult {
  // By start. The span of an open visit is empty.
  std::vector<VisitRecord> visits;
  // Open ones, and those that somebody settled.
  std::vector<Discrepancy> discrepancies;
  std::vector<Discrepancy> settled;
  std::vector<SetAsideFact> set_aside;
};

// `facts`: all of the household's visit facts with the edits that name them, in any order.
HouseholdResult FoldHousehold(const Id& household, absl::Span<const Fact> facts,
                              const Reference& reference, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VISIT_H_
