// Arithmetic on half-open intervals. A set of intervals is sorted, disjoint and without empty ones.
#ifndef WIJKBOEK_COMMON_RECONCILE_INTERVALS_H_
#define WIJKBOEK_COMMON_RECONCILE_INTERVALS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/civil_time.h"
#include "common/reconcile/records.h"

namespace wijkboek {

using Intervals = std::vector<Interval>;

// The same points as a set.
Intervals Union(Intervals parts);
Intervals Union(const Intervals& a, const Intervals& b);
// Both must be sets.
Intervals Subtract(const Intervals& from, const Intervals& cuts);
Interval Overlap(const Interval& a, const Interval& b);
// What of the set lies within the span.
Intervals Within(const Intervals& set, const Interval& span);
std::int64_t Length(const Intervals& set);
// Calls `visit` with each civil day and the milliseconds of the interval that fall on it.
void SplitByDay(const Interval& interval,
                absl::FunctionRef<void(CivilDay day, std::int64_t ms)> visit);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_INTERVALS_H_
