// What a fact leaves open, and people said since: whose it is, and when it was. And who stands for
// those it names. docs/rules.md, "People" and "Time of a fact". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_COMPLETED_FACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_COMPLETED_FACTS_H_

#include <deque>
#include <vector>

#include "absl/types/span.h"
#include "common/event.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Everybody whom the event names, made it or is settled to be is replaced by who stands for them.
void ResolvePeople(v1::Event& event, const Reference& reference);
// False: ResolvePeople would change nothing.
bool NamesMerged(const v1::Event& event, const Reference& reference);

// Somebody's check-in without a badge, or under a badge that names nobody by itself: whose it is
// may be said later.
bool MayBeSettledToSomebody(const v1::Event& event);

enum class Owners {
  kGive,
  // For the fold that says what was settled: such a fact stays as it is.
  kLeave
};

// `facts` are all that name each other, and point to `events` in the same order. Resolves people
// and badges, gives facts without a time the one that was settled, and facts that are nobody's
// their owner, with the strength of a coach's entry.
void CompleteFacts(const Reference& reference, Owners owners, std::deque<v1::Event>& events,
                   std::vector<Fact>& facts);

// What was set aside and somebody could settle, as discrepancies; of `facts`, also those whose time
// was settled. Not described yet (Settlements).
std::vector<Discrepancy> DoubtsOf(absl::Span<const SetAsideFact> set_aside,
                                  absl::Span<const Fact> facts);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_COMPLETED_FACTS_H_
