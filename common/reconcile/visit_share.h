// One participant's part in their visits: what is settled for them and what waits. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_VISIT_SHARE_H_
#define WIJKBOEK_COMMON_RECONCILE_VISIT_SHARE_H_

#include <vector>

#include "common/ids.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/records.h"
#include "common/reconcile/rules_by_day.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {

struct VisitShares {
  // By resident and day.
  std::vector<VisitShareDay> days;
  // Everything settled, each instant once: what is cut out of presence.
  Intervals settled;
  // Everything else that somebody said of them, each instant once.
  Intervals waiting;
  // two_visits_at_once, as if nobody had settled them
  std::vector<Discrepancy> discrepancies;
};

VisitShares ShareVisits(const Id& person, const std::vector<VisitRecord>& visits,
                        const RulesByDay& rules, const Settlements& settlements);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VISIT_SHARE_H_
