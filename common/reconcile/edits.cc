#include "common/reconcile/edits.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>

#include "common/reconcile/rules.h"

namespace wijkboek {
namespace {

bool IsReplacing(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_PRESENCE_CORRECTED || kind == v1::EVENT_KIND_VISIT_CORRECTED ||
         kind == v1::EVENT_KIND_VISIT_LOGGED;
}

}  // namespace

bool MakesSense(const Fact& fact) {
  const v1::Event& event = *fact.event;
  if (event.presence_corrected().did_not_happen() || event.visit_corrected().did_not_happen()) {
    return true;
  }
  std::optional<std::int64_t> start_ms = StatedStart(event);
  std::optional<std::int64_t> end_ms = StatedEnd(event);
  if (!start_ms || !end_ms || *end_ms < *start_ms || *end_ms - *start_ms > kSpanMaxMs) {
    return false;
  }
  if (fact.kind() == v1::EVENT_KIND_PRESENCE_CORRECTED) return !CentreOf(event).IsZero();
  return !PersonsIn(event, v1::PERSON_ROLE_PARTICIPANT).empty();
}

// An edit may name as many events as fit in it, and belongs to the partitions of all of them: here
// only those of this partition matter.
Standing::Standing(absl::Span<const Fact> facts) {
  absl::flat_hash_set<Hash> own;
  own.reserve(facts.size());
  for (const Fact& fact : facts) own.insert(fact.key.hash);
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_EVENT_VOIDED || fact.event->practice()) continue;
    for (const std::string& seen : fact.event->seen()) {
      Hash target = Hash::FromBytesOrZero(seen);
      if (own.contains(target)) voids_.Add(target, fact.key.hash);
    }
  }
  for (const Fact& fact : facts) {
    if (!IsReplacing(fact.kind()) || !Stands(fact) || !MakesSense(fact)) continue;
    bool is_presence = fact.kind() == v1::EVENT_KIND_PRESENCE_CORRECTED;
    absl::flat_hash_set<Hash>& consumed = is_presence ? in_presence_ : in_visits_;
    for (const std::string& seen : fact.event->seen()) {
      Hash target = Hash::FromBytesOrZero(seen);
      if (own.contains(target)) consumed.insert(target);
    }
  }
}

bool Standing::Stands(const Fact& fact) const {
  return IsKnownKind(*fact.event) && !fact.event->practice() && !IsVoided(fact.key.hash);
}

std::vector<std::vector<const Fact*>> GroupBySharedSeen(
    const std::vector<const Fact*>& corrections) {
  std::vector<const Fact*> ordered = corrections;
  std::sort(ordered.begin(), ordered.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  std::vector<std::size_t> parent(ordered.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  auto find = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  absl::flat_hash_map<Hash, std::size_t> first_by_seen;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (const Hash& seen : SeenBy(*ordered[i]->event)) {
      auto [it, is_new] = first_by_seen.emplace(seen, i);
      if (!is_new) parent[find(i)] = find(it->second);
    }
  }
  std::map<std::size_t, std::vector<const Fact*>> by_root;
  for (std::size_t i = 0; i < ordered.size(); ++i) by_root[find(i)].push_back(ordered[i]);
  std::vector<std::vector<const Fact*>> groups;
  for (auto& [root, group] : by_root) groups.push_back(std::move(group));
  return groups;
}

}  // namespace wijkboek
