// Which facts of a partition still stand: voids take facts out, corrections consume what they name,
// practice never counts.
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
  // Named by a correction (or a later log of the same author) that is not voided, also when that
  // one was replaced since.
  bool IsConsumed(const Hash& hash) const { return consumed_.contains(hash); }
  // Neither voided nor practice, and of a kind that this program knows.
  bool Stands(const Fact& fact) const;
  // Stands and is not consumed.
  bool Counts(const Fact& fact) const { return Stands(fact) && !IsConsumed(fact.key.hash); }

 private:
  Voids voids_;
  absl::flat_hash_set<Hash> consumed_;
};

// Corrections of the same thing by authors who had not seen each other: those that name an event in
// common. Each group in fact order.
std::vector<std::vector<const Fact*>> GroupBySharedSeen(
    const std::vector<const Fact*>& corrections);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EDITS_H_
