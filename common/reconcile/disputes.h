// Edits about people that contradict each other, because nobody who made one had seen the other.
// docs/rules.md, "People". Pure; not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_DISPUTES_H_
#define WIJKBOEK_COMMON_RECONCILE_DISPUTES_H_

#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/edit_log.h"
#include "common/reconcile/grouping.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Edits of one person's details, or of one enrolment, that say different things of the same: each
// replaced neither by one that names it nor by a later one of its own device.
std::vector<Dispute> DetailDisputes(const Id& person, const Edits& edits);
// One badge, held by several at once.
std::vector<Dispute> BadgeDisputes(absl::Span<const BadgeTerm> terms, const Grouping& grouping);
std::vector<Dispute> GroupingDisputes(const Grouping& grouping);

// What is disputed, by person and by edit.
class Disputes {
 public:
  // In place of what was disputed about this thing. Returns the edits that belong to other people's
  // partitions than before.
  std::vector<Hash> Set(const EditedThing& subject, std::vector<Dispute> disputes,
                        const Grouping& grouping);

  // Sorted.
  std::vector<Dispute> Of(const Id& stands_for) const;
  std::vector<Id> PeopleOf(const Hash& edit) const;

 private:
  struct Filed {
    Dispute dispute;
    // Who stands for those it is about.
    std::vector<Id> people;
  };

  std::map<EditedThing, std::vector<Filed>> filed_;
  absl::flat_hash_map<Id, std::vector<EditedThing>> of_person_;
  absl::flat_hash_map<Hash, std::vector<EditedThing>> of_edit_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_DISPUTES_H_
