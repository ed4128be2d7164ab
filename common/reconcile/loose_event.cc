#include "common/reconcile/loose_event.h"

#include <algorithm>

#include "common/reconcile/completed_facts.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {
namespace {

// Somebody said whose it is, or that it is nobody's: it is a sign for nobody else any more.
bool SaysWhose(const Discrepancy& settled) { return settled.kind != "clock_uncertain"; }

}  // namespace

LooseResult FoldLooseEvent(const Hash& event, absl::Span<const Fact> facts,
                           const Interval& bounds) {
  LooseResult result;
  const auto fact = std::find_if(facts.begin(), facts.end(),
                                 [&](const Fact& each) { return each.key.hash == event; });
  if (fact == facts.end()) return result;
  const Standing standing(facts);
  result.set_aside = FoldLooseFact(*fact, standing);
  result.discrepancies = DoubtsOf(result.set_aside, {&*fact, 1});
  const Settlements settlements(facts, standing);
  settlements.Apply(result.discrepancies, result.settled);
  if (std::any_of(result.settled.begin(), result.settled.end(), SaysWhose)) {
    result.set_aside.clear();
  }
  if (!result.set_aside.empty()) {
    result.loose = LooseFactOf(*fact, result.set_aside.front(), bounds);
  }
  settlements.ListNonsenseOfNobody(result.set_aside);
  return result;
}

}  // namespace wijkboek
