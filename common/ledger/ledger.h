// The ledger: everything that is derived from a log by the fold, kept in a file of its own that can
// be deleted at any time and is then built again. Kiosk and server run this same code over their
// own logs.
//
// The stage "reconcile": CatchUp indexes what is new in the log, finds the partitions it touches (a
// participant, a household, a pair of helpers) and refolds only those, through the pure functions
// of common/reconcile. A late event costs what its partition costs. What depends on the present
// moment (a presence that nobody ended) carries the moment at which it must be looked at again.
//
// Not thread-safe: callers lock.
#ifndef WIJKBOEK_COMMON_LEDGER_LEDGER_H_
#define WIJKBOEK_COMMON_LEDGER_LEDGER_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/reconcile/devices.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/tally.h"

namespace wijkboek {

struct DayRange {
  CivilDay first = std::numeric_limits<CivilDay>::min();
  CivilDay last = std::numeric_limits<CivilDay>::max();
};

enum class TallyBy : std::uint8_t { kDay, kCohort };

// What one CatchUp did.
struct CatchUpSummary {
  std::uint64_t events = 0;
  std::uint64_t partitions = 0;
  std::uint64_t position = 0;
};

// How far the log was taken in: its last event, and its last notice (event_log.h).
struct LogPositions {
  std::uint64_t event = 0;
  std::uint64_t notice = 0;
};

// When an event was captured, in server time: certain, or somewhere between the known times around
// it in its log (UTC milliseconds; the ends of the numbers: open).
struct EventTime {
  std::optional<std::int64_t> captured_ms;
  Interval bounds;
};

// The figures that one partition holds.
struct PartitionRecords {
  std::vector<AttendanceRecord> attendance;
  std::vector<HoursDay> hours;
  std::vector<PresenceDay> presence;
  std::vector<VisitRecord> visits;
  std::vector<VisitShareDay> shares;
  std::vector<HelpRecord> helps;
  std::vector<SightingDay> sightings;
  std::vector<CaseRecord> cases;
};

class Ledger {
 public:
  // `path` is the derived file; ":memory:" keeps it in memory. A file of another version is
  // rebuilt. `log` must outlive this.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(const std::string& path, const EventLog& log);
  virtual ~Ledger() = default;

  // Brings everything up to the end of the log, as known at `now_ms` (server time where known,
  // UTC).
  virtual absl::StatusOr<CatchUpSummary> CatchUp(std::int64_t now_ms) = 0;
  // While `stop` is true, CatchUp ends between two of its transactions with CANCELLED where there
  // is more to do; the next one goes on from there. Any thread may set it; it must outlive this.
  virtual void StopOn(const std::atomic<bool>& stop) = 0;
  // The log knows more about these events than when they were folded (when the server received
  // them): the next CatchUp folds what they belong to again. Kept like all that is derived
  // (a power failure may undo it); events that are not known yet are left out.
  virtual absl::Status Touch(absl::Span<const std::uint64_t> positions) = 0;
  // Forgets everything derived; the next CatchUp builds it again (events left the log, or the log
  // is another one).
  virtual absl::Status Reset() = 0;

  // ---- What was derived, as of the last CatchUp. Sorted by person, day and so on; ids as in
  // events.
  virtual absl::StatusOr<std::vector<PresenceDay>> PresenceDays(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<PresenceRecord>> Presences(const Id& person,
                                                                DayRange days) const = 0;
  // Of everybody, those that are still open.
  virtual absl::StatusOr<std::vector<PresenceRecord>> OpenPresences(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<VisitShareDay>> VisitShares(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<VisitRecord>> Visits(DayRange days) const = 0;
  // How many visits begin on each of these days, without reading them.
  virtual absl::StatusOr<std::vector<std::pair<CivilDay, std::uint32_t>>> VisitCounts(
      DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<HelpRecord>> Helps(DayRange days) const = 0;
  // Those in which this participant takes part: what that costs does not grow with what others do.
  virtual absl::StatusOr<std::vector<VisitRecord>> VisitsOf(const Id& person,
                                                            DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<HelpRecord>> HelpsOf(const Id& person,
                                                          DayRange days) const = 0;
  // Pairs of people who go together on some of these days. By first, second, first day.
  virtual absl::StatusOr<std::vector<PairRecord>> Pairs(DayRange days) const = 0;
  // Of these days, or of all; and those that name this participant.
  virtual absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepancies(DayRange days) const = 0;
  absl::StatusOr<std::vector<Discrepancy>> Discrepancies() const {
    return OpenDiscrepancies(DayRange());
  }
  virtual absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepanciesOf(const Id& person) const = 0;
  virtual absl::StatusOr<std::vector<Discrepancy>> SettledDiscrepancies(DayRange days) const = 0;
  // By person, enrolment, first day.
  virtual absl::StatusOr<std::vector<CaseRecord>> Cases() const = 0;
  virtual absl::StatusOr<std::vector<CaseRecord>> CasesOf(const Id& person) const = 0;
  // What touches these days. By person, day, type.
  virtual absl::StatusOr<std::vector<PathRecord>> Path(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<PathRecord>> PathOf(const Id& person, DayRange days) const = 0;
  // Of every session in these days that has begun. By day, expected start, session, person.
  virtual absl::StatusOr<std::vector<AttendanceRecord>> Attendance(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOf(const Id& person,
                                                                     DayRange days) const = 0;
  // Of these participants, in the order of all.
  virtual absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOfEach(const std::set<Id>& people,
                                                                         DayRange days) const = 0;
  // Of those of all, the ones that are open (IsOpen): what that costs grows with what waits, not
  // with what there is.
  virtual absl::StatusOr<std::vector<AttendanceRecord>> OpenStatuses(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<HoursDay>> Hours(DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<SightingDay>> Sightings(DayRange days) const = 0;
  // Attendance and hours added up, from what is kept so: cheap over any span. By day, cohort and
  // centre; or over all days (day 0), by cohort and centre.
  virtual absl::StatusOr<std::vector<DayTally>> Tallies(DayRange days, TallyBy by) const = 0;
  // The same by enrolment; by id. Those without anything in these days are left out.
  virtual absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTallies(DayRange days) const = 0;
  // Of this participant's enrolments (merged: of all of their registrations).
  virtual absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTalliesOf(const Id& person,
                                                                         DayRange days) const = 0;
  // Unowned check-ins, unknown badges, unknown kinds and clock-uncertain facts that no figure may
  // use yet.
  virtual absl::StatusOr<std::vector<SetAsideFact>> SetAside() const = 0;

  // People, badges, centres, enrolments, sessions, programmes and their rules.
  virtual const Reference& reference() const = 0;
  virtual const Devices& devices() const = 0;

  // Where an event stands in the log. NOT_FOUND when it is not there.
  virtual absl::StatusOr<std::uint64_t> PositionOf(const Hash& event) const = 0;
  // When it was captured. NOT_FOUND when it is not there.
  virtual absl::StatusOr<EventTime> TimeOf(const Hash& event) const = 0;
  // Positions of the edits that name this event as seen, ascending.
  virtual absl::StatusOr<std::vector<std::uint64_t>> PositionsOfEditsOf(
      const Hash& event) const = 0;
  // Positions of the events that name this person (residents and coaches too), or that came in
  // under a badge of theirs; after `after`, up to and including `through`, ascending, at most
  // `limit`.
  virtual absl::StatusOr<std::vector<std::uint64_t>> PositionsOfPerson(const Id& person,
                                                                       std::uint64_t after,
                                                                       std::uint64_t through,
                                                                       std::size_t limit) const = 0;
  // Positions of the events that carry this badge hash in the envelope.
  virtual absl::StatusOr<std::vector<std::uint64_t>> PositionsOfBadge(const Id& badge_hash,
                                                                      std::uint64_t after,
                                                                      std::uint64_t through,
                                                                      std::size_t limit) const = 0;

  // One hash for each partition ("person:…", "household:…", "pair:…:…", "event:…"), and one over
  // all. Equal inputs, equal hashes.
  virtual absl::StatusOr<std::vector<PartitionFingerprint>> Fingerprints() const = 0;
  virtual absl::StatusOr<Hash> Fingerprint() const = 0;
  // What the partition of this name holds of these days, and the positions of its events after
  // `after`, ascending. Nothing when there is no such partition.
  virtual absl::StatusOr<PartitionRecords> RecordsOf(const std::string& partition,
                                                     DayRange days) const = 0;
  virtual absl::StatusOr<std::vector<std::uint64_t>> MembersOf(const std::string& partition,
                                                               std::uint64_t after) const = 0;

  // ---- For a comparison with another ledger, participant by participant.
  virtual LogPositions positions() const = 0;
  // Over the events that name this person (event_sum.h); zero: none.
  virtual absl::StatusOr<Hash> SumOfEvents(const Id& person) const = 0;
  // Of the partition of the participant (merged: of all of their registrations); zero when there is
  // none.
  virtual absl::StatusOr<Hash> FingerprintOf(const Id& participant) const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_LEDGER_H_
