// Buddy help between two people: both sides' logs paired into confirmed minutes and claims. Pure.
// docs/rules.md, "Buddy help".
#ifndef WIJKBOEK_COMMON_RECONCILE_BUDDY_HELP_H_
#define WIJKBOEK_COMMON_RECONCILE_BUDDY_HELP_H_

#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

struct HelpResult {
  std::vector<HelpRecord> records;
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
};

// `facts`: all help between two people in both directions, with the edits that name it, in any
// order.
HelpResult FoldHelp(absl::Span<const Fact> facts, const Reference& reference, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_BUDDY_HELP_H_
