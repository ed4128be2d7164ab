// What of one participant's own facts is in doubt. docs/rules.md, "Signs". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_
#define WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_

#include <vector>

#include "common/ids.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Something of one participant that does not say enough, and between which moments it may lie.
struct Doubt {
  const char* sign = "";
  Hash event;
  Interval span;
};

// Of their own facts: unknown_kind, clock_uncertain, check_out_without_check_in,
// visit_end_without_start, practice.
std::vector<Doubt> GatherDoubts(const PersonFacts& person);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_
