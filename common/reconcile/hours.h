// What counts towards the target of an enrolment: each minute once, for one enrolment. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_HOURS_H_
#define WIJKBOEK_COMMON_RECONCILE_HOURS_H_

#include <vector>

#include "common/ids.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// `presences` as they were published. `visits_settled` and `visits_waiting`: the participant's part
// in their visits, each instant once. By day, then enrolment.
std::vector<HoursDay> CountHours(const Id& person, const Reference& reference,
                                 const std::vector<ExpectedSession>& sessions,
                                 const std::vector<PresenceRecord>& presences,
                                 const Intervals& visits_settled, const Intervals& visits_waiting);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_HOURS_H_
