// A single fact that no participant, household or pair answers for, or did not until somebody
// settled whose it is. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_LOOSE_EVENT_H_
#define WIJKBOEK_COMMON_RECONCILE_LOOSE_EVENT_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/loose_facts.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct LooseResult {
  // It could be anybody's at its centre.
  std::optional<LooseFact> loose;
  std::vector<Discrepancy> discrepancies;
  std::vector<Discrepancy> settled;
  // By event, then reason.
  std::vector<SetAsideFact> set_aside;
};

// `facts`: the fact itself and everything that names it. `bounds`: where it lies if its own time is
// not certain.
LooseResult FoldLooseEvent(const Hash& event, absl::Span<const Fact> facts, const Interval& bounds);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_LOOSE_EVENT_H_
