// What was measured, agreed and reached on one participant's path: assessments, goals, placements,
// phases, milestones, exits. docs/rules.md, "The path". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PATH_H_
#define WIJKBOEK_COMMON_RECONCILE_PATH_H_

#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

struct PathResult {
  // By day, type, then events.
  std::vector<PathRecord> path;
  // Words about one goal by people who had not seen each other's.
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
};

// `attendance`: of every session that has begun (whether somebody came who was invited).
PathResult FoldPath(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                    const std::vector<AttendanceRecord>& attendance, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PATH_H_
