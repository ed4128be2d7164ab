// What people did with no-show cases: which acts belong to one case, and which of them hold.
// docs/rules.md, "No-show cases". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_CASE_ACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_CASE_ACTS_H_

#include <vector>

#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// Facts are not owned. Each list is in fact order.
using CaseFacts = std::vector<const Fact*>;

// The acts that name a day in common, be it through others.
struct ActedCase {
  Id enrolment;
  // All that they name; sorted.
  std::vector<CivilDay> days;
  CaseFacts heard;
  CaseFacts sent;
  CaseFacts accounted;
  CaseFacts acknowledged;

  // The client manager has it.
  bool WasSent() const { return !sent.empty() || !accounted.empty(); }
};

// By enrolment, then first day. Lists what makes no sense, what was voided and what was practice.
std::vector<ActedCase> GatherActedCases(const Id& person, absl::Span<const Fact> facts,
                                        const Standing& standing, const Reference& reference,
                                        std::vector<SetAsideFact>& set_aside);

// Those days that an act names; sorted.
std::vector<CivilDay> DaysNamedBy(const Fact& act);

// Without those that a later one of the same kind had seen.
CaseFacts Unreplaced(const CaseFacts& acts);
// Those that none of `later` had seen.
CaseFacts Unseen(const CaseFacts& acts, const CaseFacts& later);

// The mildest of these accountings: accepted, other, warning, sanction; among equals the first.
// Null when there is none.
const Fact* Mildest(const CaseFacts& accounted);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_CASE_ACTS_H_
