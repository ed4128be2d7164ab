#include "common/reconcile/loose_facts.h"

#include <algorithm>
#include <cstdint>

namespace wijkboek {

std::optional<LooseFact> LooseFactOf(const Fact& fact, const SetAsideFact& set_aside,
                                     const Interval& bounds) {
  bool uncertain = set_aside.reason == SetAsideReason::kClockUncertain;
  bool unowned = set_aside.reason == SetAsideReason::kUnownedCheckIn ||
                 set_aside.reason == SetAsideReason::kUnknownBadge;
  bool unknown = !IsKnownKind(*fact.event) && (set_aside.reason == SetAsideReason::kUnknownKind ||
                                               set_aside.reason == SetAsideReason::kMakesNoSense);
  if (!uncertain && !unowned && !unknown) return std::nullopt;
  if (set_aside.centre.IsZero() || !set_aside.persons.empty()) return std::nullopt;
  // What somebody's own badge did is theirs.
  if (IsOwnMethod(fact.event->actor().method()) && !AuthorOf(*fact.event).IsZero()) {
    return std::nullopt;
  }
  LooseFact loose{.event = fact.key.hash,
                  .centre = set_aside.centre,
                  .is_uncertain = uncertain,
                  .kind = unknown ? LooseFact::Kind::kUnknownKind
                          : fact.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN
                              ? LooseFact::Kind::kUnowned
                              : LooseFact::Kind::kUnknownBadge};
  // A stated time that cannot be read is no time either.
  std::optional<std::int64_t> t_ms = StartOf(fact);
  if (!t_ms) loose.is_uncertain = true;
  std::int64_t latest_ms = std::min(bounds.end_ms, fact.received_ms.value_or(bounds.end_ms));
  loose.first_day = DayOf(t_ms.value_or(bounds.start_ms));
  loose.last_day = DayOf(t_ms.value_or(std::max(bounds.start_ms, latest_ms)));
  return loose;
}

template <typename Visit>
void LooseFacts::ForEachPlace(const LooseFact& fact, Visit visit) {
  if (fact.last_day - fact.first_day > kDaysMax) return visit(long_at_[fact.centre]);
  for (CivilDay day = fact.first_day; day <= fact.last_day; ++day) {
    visit(on_day_[{fact.centre, day}]);
  }
}

void LooseFacts::Put(const LooseFact& fact) {
  Remove(fact.event);
  facts_[fact.event] = fact;
  ForEachPlace(fact, [&](std::set<Hash>& place) { place.insert(fact.event); });
}

void LooseFacts::Remove(const Hash& event) {
  auto found = facts_.find(event);
  if (found == facts_.end()) return;
  ForEachPlace(found->second, [&](std::set<Hash>& place) { place.erase(event); });
  facts_.erase(found);
}

std::vector<LooseFact> LooseFacts::At(const Id& centre, CivilDay day) const {
  std::vector<LooseFact> result;
  if (auto here = on_day_.find({centre, day}); here != on_day_.end()) {
    for (const Hash& event : here->second) result.push_back(facts_.at(event));
  }
  if (auto here = long_at_.find(centre); here != long_at_.end()) {
    for (const Hash& event : here->second) {
      const LooseFact& fact = facts_.at(event);
      if (fact.first_day <= day && day <= fact.last_day) result.push_back(fact);
    }
  }
  std::sort(result.begin(), result.end(),
            [](const LooseFact& a, const LooseFact& b) { return a.event < b.event; });
  return result;
}

}  // namespace wijkboek
