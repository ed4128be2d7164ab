#include "common/reconcile/voids.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace wijkboek {

bool Voids::Add(const Hash& target, const Hash& by) {
  if (!targets_of_[by].insert(target).second) return false;
  voids_of_[target].push_back(by);
  voided_.clear();
  return true;
}

bool Voids::IsVoided(const Hash& hash) const {
  if (!voids_of_.contains(hash)) return false;
  // Depth first without recursion: a hostile chain is as long as its device likes.
  absl::flat_hash_set<Hash> entered;
  std::vector<Hash> stack = {hash};
  while (!stack.empty()) {
    Hash top = stack.back();
    auto voids = voids_of_.find(top);
    if (voids == voids_of_.end() || voided_.contains(top)) {
      stack.pop_back();
      continue;
    }
    if (entered.insert(top).second) {
      for (const Hash& by : voids->second) {
        if (!entered.contains(by)) stack.push_back(by);
      }
      continue;
    }
    stack.pop_back();
    // A void that nobody names stands.
    voided_[top] = std::any_of(voids->second.begin(), voids->second.end(), [&](const Hash& by) {
      if (!voids_of_.contains(by)) return true;
      auto known = voided_.find(by);
      return known != voided_.end() && !known->second;
    });
  }
  return voided_.at(hash);
}

std::vector<Hash> Voids::ReachedFrom(const Hash& hash) const {
  std::vector<Hash> reached = {hash};
  absl::flat_hash_set<Hash> known = {hash};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    auto targets = targets_of_.find(reached[i]);
    if (targets == targets_of_.end()) continue;
    for (const Hash& target : targets->second) {
      if (known.insert(target).second) reached.push_back(target);
    }
  }
  return reached;
}

}  // namespace wijkboek
