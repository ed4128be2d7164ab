// Which ids belong to an id: enrolments to a person, members to a household. Sorted, so that
// nothing depends on hashing.
#ifndef WIJKBOEK_COMMON_RECONCILE_ID_INDEX_H_
#define WIJKBOEK_COMMON_RECONCILE_ID_INDEX_H_

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "common/ids.h"

namespace wijkboek {

class IdIndex {
 public:
  using Ids = absl::btree_set<Id>;

  void Add(const Id& key, const Id& id) { ids_[key].insert(id); }
  void Remove(const Id& key, const Id& id) {
    auto found = ids_.find(key);
    if (found == ids_.end()) return;
    found->second.erase(id);
    if (found->second.empty()) ids_.erase(found);
  }
  // Valid until the next change.
  const Ids& Of(const Id& key) const {
    static const Ids& none = *new Ids();
    auto found = ids_.find(key);
    return found == ids_.end() ? none : found->second;
  }

 private:
  absl::flat_hash_map<Id, Ids> ids_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_ID_INDEX_H_
