// Facts at a centre that could be anybody's: nobody's check-ins, unknown badges, taps whose time is
// not certain, what this program does not know and names nobody. While one lies about, nobody at
// that centre is absent that day. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
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
  // As the derived file keeps them.
  enum class Kind : std::uint8_t { kUnknownBadge = 0, kUnowned = 1, kUnknownKind = 2 };
  Kind kind = Kind::kUnknownBadge;

  friend auto operator<=>(const LooseFact&, const LooseFact&) = default;
};

// What a fact that was set aside is, if it could be anybody's at some centre. Without a certain
// time its days are those between `bounds`, the known times around it, and not after the server
// had it.
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
  // Of a fact that may lie on more days than this no day is kept.
  static constexpr CivilDay kDaysMax = 62;

  // Calls `visit` with every set that this fact belongs in.
  template <typename Visit>
  void ForEachPlace(const LooseFact& fact, Visit visit);

  std::map<Hash, LooseFact> facts_;
  std::map<std::pair<Id, CivilDay>, std::set<Hash>> on_day_;
  std::map<Id, std::set<Hash>> long_at_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_LOOSE_FACTS_H_
