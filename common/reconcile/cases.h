// No-show cases of one participant: which absences form one, and what became of it. docs/rules.md,
// "No-show cases". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_CASES_H_
#define WIJKBOEK_COMMON_RECONCILE_CASES_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/world.h"

namespace wijkboek {

struct CaseResult {
  // By enrolment, then first day.
  std::vector<CaseRecord> cases;
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
  // As PersonResult says.
  std::vector<std::pair<Id, std::int64_t>> waits;
};

// `attendance`: of every session that has begun, by expected start.
CaseResult FoldCases(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                     const std::vector<AttendanceRecord>& attendance, const World& world,
                     Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_CASES_H_
