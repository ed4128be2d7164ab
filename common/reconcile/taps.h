// From facts to taps: what opens, supports and closes one participant's presences, and the
// corrections that stand beside them. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_TAPS_H_
#define WIJKBOEK_COMMON_RECONCILE_TAPS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/presence.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules_by_day.h"

namespace wijkboek {

struct CorrectedPresence {
  // The one that says so.
  Hash correction;
  Id centre;
  Interval span;
  EvidenceStrength strength = EvidenceStrength::kCoach;
  std::vector<Hash> events;
};

// When somebody says, later, that they left: their own word on a check-out that they forgot.
struct LeavingWord {
  Id centre;
  std::int64_t t_ms = 0;
  Hash event;
};

struct PersonTaps {
  // In order of time, then fact order.
  std::vector<Tap> taps;
  // In fact order.
  std::vector<LeavingWord> leaving_words;
  // Corrections that hold.
  std::vector<CorrectedPresence> corrected;
  // Spans that a correction says did not happen.
  std::vector<CorrectedPresence> denied;
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
};

PersonTaps GatherTaps(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                      const Reference& reference);

// Taps of a stay that a correction covers, from a kiosk that was heard later, say nothing else than
// the correction: they leave `taps`, which are all at `centre` and in order, and become part of the
// evidence of the one that covers them. Not those of a stay that began before the correction or
// ended after it.
void GiveToCorrections(const Id& centre, const RulesByDay& rules, std::vector<Tap>& taps,
                       std::vector<CorrectedPresence>& corrected);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_TAPS_H_
