// What of one visit counts and what waits: by its logs, and by what people settled. Pure.
// docs/rules.md, "Visits".
#ifndef WIJKBOEK_COMMON_RECONCILE_VISIT_WEIGH_H_
#define WIJKBOEK_COMMON_RECONCILE_VISIT_WEIGH_H_

#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/visit_log.h"

namespace wijkboek {

// One visit as its witnesses have it.
struct WitnessedVisit {
  Id household;
  // In fact order; at least one.
  std::vector<const VisitLog*> logs;
  // Of a resident or carer who says that it did not happen so.
  std::vector<const Fact*> denials;
};

struct WeighedVisit {
  VisitRecord record;
  // As if nobody had settled them.
  std::vector<Discrepancy> discrepancies;
};

WeighedVisit WeighVisit(const WitnessedVisit& visit, const Reference& reference,
                        Settlements& settlements, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VISIT_WEIGH_H_
