// One participant's attendance: a status for each session that has begun, hours towards the target,
// sightings. Pure. docs/rules.md, "Sessions", "Hours", "Sightings".
#ifndef WIJKBOEK_COMMON_RECONCILE_ATTENDANCE_H_
#define WIJKBOEK_COMMON_RECONCILE_ATTENDANCE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/presence.h"
#include "common/reconcile/records.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/world.h"

namespace wijkboek {

// A presence as it counts for attendance: corrections applied, but minutes neither shared with
// other centres nor cut by visits, so that no doubt about them makes anybody late or absent.
struct Attended {
  Id centre;
  // Of an open presence: until where it would close by rule.
  Interval span;
  // Parts of the span that wait to be confirmed.
  Intervals waits;
  // Parts of it where nothing was seen and somebody said that they were not there.
  Intervals rejected;
  PresenceEnd end = PresenceEnd::kOpen;
  // Closed by rule, and somebody said that this is right.
  bool is_end_accepted = false;
  EvidenceStrength strength = EvidenceStrength::kNone;
  // Of the presence, which outlives this.
  absl::Span<const Hash> events;
};

// What the fold of a person's presences found, for the fold of their attendance.
struct PersonFacts {
  Id person;
  // Everything about the participant with the edits that name it, in any order.
  absl::Span<const Fact> facts;
  const Standing& standing;
  // By start.
  const std::vector<Attended>& attended;
  // As they were published: what is settled and what waits, each minute once.
  const std::vector<PresenceRecord>& presences;
  const std::vector<Tap>& lone_check_outs;
  // What the fold of their presences found doubtful.
  const std::vector<Discrepancy>& discrepancies;
  const Settlements& settlements;
  // Of all households in which they take part, and what of them is settled and waits for this
  // person, each instant once.
  const std::vector<VisitRecord>& visits;
  const Intervals& visits_settled;
  const Intervals& visits_waiting;
};

struct AttendanceResult {
  // By expected start, then session.
  std::vector<AttendanceRecord> records;
  std::vector<HoursDay> hours;
  std::vector<SightingDay> sightings;
  // seen_without_check_in, mark_against_presence, concurrent_mark, attendance_contested
  std::vector<Discrepancy> discrepancies;
  std::vector<SetAsideFact> set_aside;
  // Devices whose word would change something, and the server time that they must be heard through;
  // sorted, each once.
  std::vector<std::pair<Id, std::int64_t>> waits;
};

AttendanceResult FoldAttendance(const PersonFacts& person, const World& world, Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_ATTENDANCE_H_
