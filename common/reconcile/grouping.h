// Which registrations are the same human being: what people said, and what holds of it.
// docs/rules.md, "People". Pure; not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_GROUPING_H_
#define WIJKBOEK_COMMON_RECONCILE_GROUPING_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"

namespace wijkboek {

class Grouping {
 public:
  using Group = std::vector<Id>;

  // In place of what this grouping said before; nothing once it was taken out. Returns everybody
  // whose group is another one than before, or about whom people now say other things; sorted.
  std::vector<Id> Set(const Hash& grouping, const Edits& edits);

  // The smallest id of their group: nothing needs to be agreed on, and the order in which groupings
  // arrive cannot matter.
  Id StandsFor(const Id& person) const;
  // Sorted; somebody in no group is alone in it.
  Group GroupOf(const Id& person) const;
  // Those of two or more, by who stands for them.
  const std::map<Id, Group>& groups() const { return groups_; }

  // Groupings that nobody replaced and that say something about any of them; sorted.
  std::vector<Hash> Holding(absl::Span<const Id> persons) const;
  // What such a grouping says; sorted groups. Empty for another one.
  std::vector<Group> GroupsIn(const Hash& grouping) const;

  // Groupings that nobody replaced and that say different things about somebody, and about whom.
  struct Conflict {
    std::vector<Hash> groupings;
    std::vector<Id> persons;
    // When the last of it was said, as far as its author's clock knew.
    std::int64_t recorded_ms = 0;
  };
  // By who stands for those it is about.
  const std::map<Id, Conflict>& conflicts() const { return conflicts_; }

 private:
  struct Said {
    std::vector<Group> groups;
    std::vector<Hash> replaced;
    std::int64_t recorded_ms = 0;
  };

  void Derive();
  void Unite();
  void FindConflicts();

  std::map<Hash, Said> said_;
  // Of these, what nobody replaced; and which of them name somebody.
  std::map<Hash, const Said*> holding_;
  absl::flat_hash_map<Id, std::vector<Hash>> naming_;
  absl::flat_hash_map<Id, Id> stands_for_;
  std::map<Id, Group> groups_;
  std::map<Id, Conflict> conflicts_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_GROUPING_H_
