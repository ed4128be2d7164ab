// Which events are taken out. A void can be voided itself, which gives back what it took out. Voids
// may be known before what they name. All of it together takes no more work than there are pairs of
// void and target, however they name each other. Not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_VOIDS_H_
#define WIJKBOEK_COMMON_RECONCILE_VOIDS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/ids.h"

namespace wijkboek {

class Voids {
 public:
  // False if it was known.
  bool Add(const Hash& target, const Hash& by);
  bool IsVoided(const Hash& hash) const;
  // What a void names, and what the voids among those name, and so on; `hash` itself first.
  std::vector<Hash> ReachedFrom(const Hash& hash) const;

 private:
  absl::flat_hash_map<Hash, std::vector<Hash>> voids_of_;
  absl::flat_hash_map<Hash, absl::flat_hash_set<Hash>> targets_of_;
  // What IsVoided worked out since the last Add.
  mutable absl::flat_hash_map<Hash, bool> voided_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VOIDS_H_
