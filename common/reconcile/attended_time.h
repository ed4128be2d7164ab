// How much of a session a participant was there, and whether it may be said that they came late or
// left early: never because of an edge that nobody saw. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_ATTENDED_TIME_H_
#define WIJKBOEK_COMMON_RECONCILE_ATTENDED_TIME_H_

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/ids.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/person_spans.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/seen_acts.h"
#include "common/reconcile/sightings.h"

namespace wijkboek {

struct AttendedTime {
  // Above zero.
  bool any = false;
  bool late = false;
  bool left_early = false;
  // All of it waits to be confirmed.
  bool waits = false;
  EvidenceStrength strength = EvidenceStrength::kNone;
  std::vector<Hash> events;
};

// Acts and sightings at one centre within a stretch.
struct SeenThere {
  // In order of time.
  std::vector<std::int64_t> times_ms;
  EvidenceStrength strength = EvidenceStrength::kNone;
  std::vector<Hash> events;

  bool Within(std::int64_t from_ms, std::int64_t through_ms) const;
};

// From a margin before it to a margin after it.
SeenThere SeenDuring(const std::vector<SeenAct>& acts, const std::vector<Sighting>& sightings,
                     const ExpectedSession& session, const Rules& rules);

// Nobody is said to have been late, or to have left early, while a doubt about them lies before
// what first shows them that day, or after what last does. `settled`: what is no doubt any more.
AttendedTime AttendedDuring(const ExpectedSession& session, const PersonFacts& person,
                            const PersonSpans& spans, const SeenThere& seen,
                            const absl::flat_hash_set<Hash>& settled, const Rules& rules,
                            Moment& moment);

// Milliseconds of the session that were attended, settled or not, each once.
std::int64_t AttendedMs(const ExpectedSession& session, const PersonFacts& person,
                        const PersonSpans& spans, const Rules& rules);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_ATTENDED_TIME_H_
