// One participant: presences at all centres, each minute once, with their settled visits cut out,
// by civil day. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PERSON_H_
#define WIJKBOEK_COMMON_RECONCILE_PERSON_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/world.h"

namespace wijkboek {

struct PersonResult {
  // By start. The span of an open presence is empty, its minutes count once it is closed.
  std::vector<PresenceRecord> presences;
  std::vector<PresenceDay> days;
  std::vector<VisitShareDay> shares;
  // By expected start, then session.
  std::vector<AttendanceRecord> attendance;
  std::vector<HoursDay> hours;
  std::vector<SightingDay> sightings;
  // By enrolment, then first day.
  std::vector<CaseRecord> cases;
  // By day, type, then events.
  std::vector<PathRecord> path;
  // Open ones, and those that somebody settled.
  std::vector<Discrepancy> discrepancies;
  std::vector<Discrepancy> settled;
  std::vector<SetAsideFact> set_aside;
  // Devices whose word would change something, and the server time that they must be heard through.
  std::vector<std::pair<Id, std::int64_t>> waits;
};

// `facts`: everything about the participant with the edits that name it, in any order. `visits`:
// the visits of all households in which they take part.
PersonResult FoldPerson(const Id& person, absl::Span<const Fact> facts,
                        const std::vector<VisitRecord>& visits, const World& world, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PERSON_H_
