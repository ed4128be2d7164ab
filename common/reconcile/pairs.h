// Pairs of people who go together from one day to another: mentor and mentee, who helps and who is
// helped, or two equals. Pure. docs/rules.md, "Pairs".
#ifndef WIJKBOEK_COMMON_RECONCILE_PAIRS_H_
#define WIJKBOEK_COMMON_RECONCILE_PAIRS_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct PairOfPeople {
  PairType type = PairType::kEqual;
  // The mentor or who helps; of two equals the smaller id.
  Id first;
  Id second;

  friend bool operator==(const PairOfPeople&, const PairOfPeople&) = default;
};

// The two whom the event names as a pair; nullopt when it names no two, or more.
std::optional<PairOfPeople> PairIn(const v1::Event& event);

struct PairsResult {
  // By first day.
  std::vector<PairRecord> pairs;
  std::vector<SetAsideFact> set_aside;
};

// `facts`: everything about two people, in any order.
PairsResult FoldPairs(absl::Span<const Fact> facts, const Standing& standing);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PAIRS_H_
