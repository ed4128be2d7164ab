// Facts at a centre that could be anybody's: nobody's check-ins, unknown badges, taps whose time is
// not certain. While one lies about, nobody at that centre is absent that day. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// One of them: where, and on which days it may have been.
struct LooseFact {
  Hash event;
  Id centre;
  CivilDay first_day = 0;
  CivilDay last_day = 0;
  // Without a certain time.
  bool is_uncertain = false;
  // "No badge today"; else an unknown badge.
  bool is_unowned = false;

  friend auto operator<=>(const LooseFact&, const LooseFact&) = default;
};

// What a fact that was set aside is, if it could be anybody's at some centre. Without a certain
// time its days are those between `bounds`, the known times around it.
std::optional<LooseFact> LooseFactOf(const Fact& fact, const SetAsideFact& set_aside,
                                     const Interval& bounds);

// Not thread-safe against Put and Remove.
class LooseFacts {
 public:
  // In place of what was known under this event.
  void Put(const LooseFact& fact);
  void Remove(const Hash& event);
  // Sorted by event.
  std::vector<LooseFact> At(const Id& centre, CivilDay day) const;

 private:
  std::map<Hash, LooseFact> facts_;
  std::map<Id, std::set<Hash>> at_centre_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_
