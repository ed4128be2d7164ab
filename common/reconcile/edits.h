// Which facts of a partition still stand: voids take facts out, corrections consume what they name
// in what they correct, practice never counts.
#ifndef WIJKBOEK_COMMON_RECONCILE_EDITS_H_
#define WIJKBOEK_COMMON_RECONCILE_EDITS_H_

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/voids.h"

namespace wijkboek {

// All facts of a partition, with every void and correction that names one of them. Does not own the
// facts.
class Standing {
 public:
  explicit Standing(absl::Span<const Fact> facts);

  // Taken out by a void that stands itself. A void of a void gives back what that one took out.
  bool IsVoided(const Hash& hash) const { return voids_.IsVoided(hash); }
  // Named by a correction of that which stands and makes sense, also when it was replaced since. A
  // tap that starts a visit belongs to a presence and to a visit: correcting the one leaves it
  // standing in the other.
  bool IsConsumedInPresence(const Hash& hash) const { return in_presence_.contains(hash); }
  // For visits also by a later log.
  bool IsConsumedInVisits(const Hash& hash) const { return in_visits_.contains(hash); }
  bool IsConsumed(const Hash& hash) const {
    return IsConsumedInPresence(hash) || IsConsumedInVisits(hash);
  }
  // Neither voided nor practice, and of a kind that this program knows.
  bool Stands(const Fact& fact) const;
  bool CountsInPresence(const Fact& fact) const {
    return Stands(fact) && !IsConsumedInPresence(fact.key.hash);
  }
  bool CountsInVisits(const Fact& fact) const {
    return Stands(fact) && !IsConsumedInVisits(fact.key.hash);
  }

 private:
  Voids voids_;
  absl::flat_hash_set<Hash> in_presence_;
  absl::flat_hash_set<Hash> in_visits_;
};

// Whether a correction, or a log of a visit, says something that can hold: that it did not happen,
// or from when to when, and where or who. What does not replaces nothing.
bool MakesSense(const Fact& fact);

// Corrections of the same thing by authors who had not seen each other: those that name an event in
// common. Each group in fact order.
std::vector<std::vector<const Fact*>> GroupBySharedSeen(
    const std::vector<const Fact*>& corrections);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EDITS_H_
