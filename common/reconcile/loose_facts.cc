#include "common/reconcile/loose_facts.h"

#include <algorithm>
#include <cstdint>

namespace wijkboek {

std::optional<LooseFact> LooseFactOf(const Fact& fact, const SetAsideFact& set_aside,
                                     const Interval& bounds) {
  bool uncertain = set_aside.reason == SetAsideReason::kClockUncertain;
  bool unowned = set_aside.reason == SetAsideReason::kUnownedCheckIn ||
                 set_aside.reason == SetAsideReason::kUnknownBadge;
  if (!uncertain && !unowned) return std::nullopt;
  if (set_aside.centre.IsZero() || !set_aside.persons.empty()) return std::nullopt;
  LooseFact loose{.event = fact.key.hash,
                  .centre = set_aside.centre,
                  .is_uncertain = uncertain,
                  .is_unowned = fact.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN};
  // A stated time that cannot be read is no time either.
  std::optional<std::int64_t> t_ms = StartOf(fact);
  if (!t_ms) loose.is_uncertain = true;
  loose.first_day = DayOf(t_ms.value_or(bounds.start_ms));
  loose.last_day = DayOf(t_ms.value_or(std::max(bounds.start_ms, bounds.end_ms)));
  return loose;
}

void LooseFacts::Put(const LooseFact& fact) {
  Remove(fact.event);
  facts_[fact.event] = fact;
  at_centre_[fact.centre].insert(fact.event);
}

void LooseFacts::Remove(const Hash& event) {
  auto found = facts_.find(event);
  if (found == facts_.end()) return;
  at_centre_[found->second.centre].erase(event);
  facts_.erase(found);
}

std::vector<LooseFact> LooseFacts::At(const Id& centre, CivilDay day) const {
  std::vector<LooseFact> result;
  auto found = at_centre_.find(centre);
  if (found == at_centre_.end()) return result;
  for (const Hash& event : found->second) {
    const LooseFact& fact = facts_.at(event);
    if (fact.first_day <= day && day <= fact.last_day) result.push_back(fact);
  }
  return result;
}

}  // namespace wijkboek
