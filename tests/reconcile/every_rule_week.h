// Generated weeks that between them reach every rule: a few stories of week_pieces.h told over one
// another, kiosks that are away, lost, parked unsent, carried and silent, forked, or whose clock is
// wrong; and then coaches who settle what they see, now and then without having seen all of it, or
// against each other. The same seed, the same week. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_EVERY_RULE_WEEK_H_
#define WIJKBOEK_TESTS_RECONCILE_EVERY_RULE_WEEK_H_

#include <cstdint>
#include <vector>

#include "tests/reconcile/attendance_week.h"

namespace wijkboek {

// Numbers from here on are those of the other branch of a kiosk that forked.
inline constexpr std::uint64_t kOtherBranch = 900;

struct EveryRuleWeek {
  // In the order in which they arrive.
  std::vector<Arrival> arrivals;
  // Moments at which somebody looks, ascending; by the last one everything has arrived.
  std::vector<std::int64_t> looks;
};

EveryRuleWeek GenerateEveryRuleWeek(std::uint64_t seed);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_EVERY_RULE_WEEK_H_
