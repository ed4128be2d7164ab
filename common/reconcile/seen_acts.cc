#include "common/reconcile/seen_acts.h"

#include <algorithm>
#include <optional>

namespace wijkboek {
namespace {

// The other of the two says that they helped each other. Logged for another day, it says nothing
// about where anybody was when it was logged.
bool IsHelpByOtherSide(const Fact& fact, const Id& person) {
  if (fact.kind() != v1::EVENT_KIND_BUDDY_HELP_LOGGED) return false;
  const v1::Event& event = *fact.event;
  bool is_helper = PersonsIn(event, v1::PERSON_ROLE_HELPER) == std::vector<Id>{person};
  bool is_helped = PersonsIn(event, v1::PERSON_ROLE_HELPED) == std::vector<Id>{person};
  if (is_helper == is_helped || AuthorOf(event) == person) return false;
  if (event.buddy_help_logged().side() !=
      (is_helper ? v1::HELP_SIDE_HELPED : v1::HELP_SIDE_HELPER)) {
    return false;
  }
  std::optional<std::int64_t> start_ms = StartOf(fact);
  return start_ms && fact.captured_ms && DayOf(*start_ms) == DayOf(*fact.captured_ms);
}

}  // namespace

bool IsOwnAct(const Fact& fact, const Id& person) {
  if (!IsOwnMethod(fact.event->actor().method())) return false;
  Id author = AuthorOf(*fact.event);
  return author == person ||
         (author.IsZero() &&
          PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT) == std::vector<Id>{person});
}

std::vector<SeenAct> GatherSeenActs(const Id& person, absl::Span<const Fact> facts,
                                    const Standing& standing) {
  std::vector<SeenAct> acts;
  for (const Fact& fact : facts) {
    Id centre = CentreOf(*fact.event);
    if (!fact.captured_ms || centre.IsZero() || !standing.CountsInPresence(fact)) continue;
    bool own = IsOwnAct(fact, person);
    if (!own && !IsHelpByOtherSide(fact, person)) continue;
    acts.push_back({.t_ms = *fact.captured_ms,
                    .centre = centre,
                    .event = fact.key.hash,
                    .strength = own ? EvidenceStrength::kOwn : EvidenceStrength::kNameTile});
  }
  std::sort(acts.begin(), acts.end());
  return acts;
}

}  // namespace wijkboek
