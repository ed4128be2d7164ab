// Who saw a participant, and which of it counts. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SIGHTINGS_H_
#define WIJKBOEK_COMMON_RECONCILE_SIGHTINGS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

struct Sighting {
  std::int64_t t_ms = 0;
  Id centre;
  Hash event;
  // Of who saw them.
  v1::CoachDuty duty = v1::COACH_DUTY_COACH;
  bool by_phone = false;

  friend auto operator<=>(const Sighting&, const Sighting&) = default;
};

// Whether the rules let people of this duty see somebody.
bool MaySee(const Rules& rules, v1::CoachDuty duty);

// In order of time. Somebody whom the reference data does not know counts as a coach; a participant
// or resident sees nobody. Lists what has no certain time.
std::vector<Sighting> GatherSightings(const Id& person, absl::Span<const Fact> facts,
                                      const Standing& standing, const Reference& reference,
                                      std::vector<SetAsideFact>& set_aside);

// A session that the participant attended, and the rules of its programme that day.
struct AttendedSession {
  CivilDay day = 0;
  Id centre;
  Interval expected;
  const Rules* rules = nullptr;
};

// One for each day on which something was attended. `sessions` by start.
std::vector<SightingDay> CountSightings(const Id& person, const std::vector<Sighting>& sightings,
                                        const std::vector<AttendedSession>& sessions,
                                        const std::vector<VisitRecord>& visits);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SIGHTINGS_H_
