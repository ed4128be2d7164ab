// What of one participant's own facts is in doubt. docs/rules.md, "Signs". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_
#define WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_

#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

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

// A presence or visit of which nobody said when it ended, and how long it may have lasted: who says
// so may find that they were at a session.
struct OpenEnd {
  Interval span;
  // Of the presence or visit, which outlives this.
  absl::Span<const Hash> events;
};
std::vector<OpenEnd> GatherOpenEnds(const PersonFacts& person, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DOUBTS_H_
