// Centres, people and their badges, as their edits leave them. Pure; not for several threads at
// once.
#ifndef WIJKBOEK_COMMON_RECONCILE_PEOPLE_BOOK_H_
#define WIJKBOEK_COMMON_RECONCILE_PEOPLE_BOOK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/id_index.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

class PeopleBook {
 public:
  void SetCentre(const Id& id, const Edits& edits);
  // `edits`: of everybody for whom this person stands. Whether their household is another one than
  // before.
  bool SetPerson(const Id& id, const Edits& edits);
  // Returns whose badge it ever was, before or now.
  std::vector<Id> SetBadge(const Id& hash, const Edits& edits);

  const std::map<Id, Centre>& centres() const { return centres_; }
  const std::map<Id, Person>& persons() const { return persons_; }
  std::optional<Id> BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const;
  std::vector<Id> BadgeOwners(const Id& badge_hash) const;
  std::vector<BadgeTerm> BadgeTerms(const Id& badge_hash) const;
  // Which this registration ever held; their hashes.
  const IdIndex::Ids& BadgesOf(const Id& person) const { return badges_of_.Of(person); }
  const IdIndex::Ids& MembersOf(const Id& household) const { return members_.Of(household); }
  const IdIndex::Ids& WalkInsAt(const Id& centre) const { return walk_ins_.Of(centre); }

 private:
  Id HouseholdOf(const Id& person) const;
  void Remove(const Id& person);

  std::map<Id, Centre> centres_;
  std::map<Id, Person> persons_;
  // Each badge's in hybrid order.
  absl::flat_hash_map<Id, std::vector<BadgeTerm>> badges_;
  IdIndex badges_of_;
  IdIndex walk_ins_;
  IdIndex members_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PEOPLE_BOOK_H_
