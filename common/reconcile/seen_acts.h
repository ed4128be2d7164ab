// What shows that a participant was at a centre at a moment, whether or not it opened a presence:
// acts of their own badge, QR code or PIN, and help that the other side logged there. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SEEN_ACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_SEEN_ACTS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct SeenAct {
  std::int64_t t_ms = 0;
  Id centre;
  Hash event;
  EvidenceStrength strength = EvidenceStrength::kNone;

  friend auto operator<=>(const SeenAct&, const SeenAct&) = default;
};

// Made by this participant with their own badge, QR code or PIN.
bool IsOwnAct(const Fact& fact, const Id& person);

// In order of time. What a correction of presence consumed says nothing any more.
std::vector<SeenAct> GatherSeenActs(const Id& person, absl::Span<const Fact> facts,
                                    const Standing& standing);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SEEN_ACTS_H_
