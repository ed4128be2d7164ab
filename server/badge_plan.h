// What must be said about a badge so that somebody has it from then until then.
#ifndef WIJKBOEK_SERVER_BADGE_PLAN_H_
#define WIJKBOEK_SERVER_BADGE_PLAN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "server/office_record.h"

namespace wijkboek {

// One BadgeAssigned (from, until) or BadgeWithdrawn (from).
struct BadgeStep {
  bool withdrawn = false;
  BadgeSpan span;
};

// The steps from `badge` to one in which `wanted` holds, in order; none when it does. `badge` is
// changed as if they were said already. Whoever had it before keeps it until then. INVALID_ARGUMENT
// when it can't be said: a withdrawal holds for every assignment that begins before it, so that
// what was given later can't be taken back by an earlier date. Pure.
absl::StatusOr<std::vector<BadgeStep>> PlanBadgeSpan(const BadgeSpan& wanted, OfficeBadge& badge);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_BADGE_PLAN_H_
