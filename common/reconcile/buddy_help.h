// What two people have together: buddy help, both sides' logs paired into confirmed minutes and
// claims; and the days on which they are a pair. Pure. docs/rules.md, "Buddy help", "Pairs".
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
  std::vector<PairRecord> pairs;
  // Open ones, and those that somebody settled.
  std::vector<Discrepancy> discrepancies;
  std::vector<Discrepancy> settled;
  std::vector<SetAsideFact> set_aside;
};

// `facts`: all help between two people in both directions and what makes them a pair, with the
// edits that name it, in any order.
HelpResult FoldHelp(absl::Span<const Fact> facts, const Reference& reference, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_BUDDY_HELP_H_
