// What the fold produces: small values, without clock, store or message. Times are UTC
// milliseconds, lengths milliseconds; exact, rounded only when shown.
#ifndef WIJKBOEK_COMMON_RECONCILE_RECORDS_H_
#define WIJKBOEK_COMMON_RECONCILE_RECORDS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"

namespace wijkboek {

// Half open: [start, end).
struct Interval {
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;

  std::int64_t length_ms() const { return end_ms > start_ms ? end_ms - start_ms : 0; }
  friend bool operator==(const Interval&, const Interval&) = default;
  friend auto operator<=>(const Interval&, const Interval&) = default;
};

// How strong the evidence is: a tap on a name, a coach's entry, an own badge, QR code or PIN.
enum class EvidenceStrength : std::uint8_t { kNone = 0, kNameTile = 1, kCoach = 2, kOwn = 3 };

enum class PresenceEnd : std::uint8_t {
  kOpen,      // still there, as far as anybody knows
  kCheckOut,  // by check-out
  kVisit,     // left for a visit
  kByRule,    // nobody said: estimated
  kCorrected  // a correction said so
};

// One presence of one person at one centre.
struct PresenceRecord {
  Id person;
  Id centre;
  Interval span;  // empty while open
  PresenceEnd end = PresenceEnd::kOpen;
  // Parts of the span whose minutes count, and parts that wait to be confirmed. Disjoint; visits
  // and other centres cut out.
  std::vector<Interval> settled;
  std::vector<Interval> to_confirm;
  EvidenceStrength strength = EvidenceStrength::kNone;
  // The events behind it, sorted.
  std::vector<Hash> events;

  friend bool operator==(const PresenceRecord&, const PresenceRecord&) = default;
};

// Minutes of one person on one civil day at one centre.
struct PresenceDay {
  Id person;
  CivilDay day = 0;
  Id centre;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;
  // Neither enrolled that day nor ever: walk-ins and imported history, shown apart.
  bool never_enrolled = false;

  friend bool operator==(const PresenceDay&, const PresenceDay&) = default;
};

// One visit to one household, with all its witnesses.
struct VisitRecord {
  // Of the household.
  Id household;
  std::vector<Id> residents;
  std::vector<Id> participants;
  Interval span;
  std::vector<Interval> settled;
  std::vector<Interval> to_confirm;
  bool estimated_end = false;
  bool open = false;
  // How many logs by different authors say so.
  int witnesses = 0;
  // Participants that only some of the logs name: for them alone the visit waits to be confirmed.
  std::vector<Id> disputed;
  std::vector<Hash> events;

  // Nobody has said yet when an open visit ended: it goes on.
  Interval reach() const {
    return open ? Interval{span.start_ms, std::numeric_limits<std::int64_t>::max()} : span;
  }
  friend bool operator==(const VisitRecord&, const VisitRecord&) = default;
};

// One person's share in the visits to one resident on one civil day.
struct VisitShareDay {
  Id person;
  Id resident;
  CivilDay day = 0;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  friend bool operator==(const VisitShareDay&, const VisitShareDay&) = default;
};

// Help of one person to another on one day about one subject.
struct HelpRecord {
  Id helper;
  Id helped;
  CivilDay day = 0;
  std::string subject;
  std::uint32_t minutes = 0;
  bool confirmed = false;  // else claimed by one side
  bool denied = false;
  std::vector<Hash> events;

  friend bool operator==(const HelpRecord&, const HelpRecord&) = default;
};

enum class PairType : std::uint8_t {
  kMentor = 1,  // mentor and mentee
  kHelper = 2,  // who helps and who is helped
  kEqual = 3    // two participants
};

// Two people who go together from one day to another.
struct PairRecord {
  PairType type = PairType::kEqual;
  // The mentor or who helps; of two equals the smaller id.
  Id first;
  Id second;
  CivilDay first_day = 0;
  // Nobody has said yet how long: until further notice.
  bool running = false;
  // Not of a running one.
  CivilDay last_day = 0;
  std::vector<Hash> events;

  friend bool operator==(const PairRecord&, const PairRecord&) = default;
};

// What is known of one participant and one session. docs/rules.md, "Sessions".
enum class AttendanceStatus : std::uint8_t {
  kPending = 1,  // not known yet
  kPresent = 2,
  kExcused = 3,
  kAbsent = 4,
  kUnclear = 5,  // something of that day is in doubt
  kUnknown = 6   // what could tell is lost
};

struct AttendanceRecord {
  Id person;
  Id session;
  Id enrolment;
  Id centre;
  CivilDay day = 0;
  // As expected of this participant: own times applied.
  Interval expected;
  AttendanceStatus status = AttendanceStatus::kPending;
  bool late = false;
  bool left_early = false;
  // The status holds, but when they came and went waits to be confirmed.
  bool to_confirm = false;
  // Nobody's word to come can turn it into something worse: see docs/rules.md.
  bool is_final = false;
  // Minutes of presence (and of visits, where they count) within `expected`, each once.
  std::int64_t attended_ms = 0;
  EvidenceStrength strength = EvidenceStrength::kNone;
  // An unreplaced mark decided it.
  bool by_mark = false;
  bool contested = false;
  // Confirmed by the instructor; and whether this entry is another one since.
  bool signed_off = false;
  bool changed_since_sign_off = false;
  // Kiosks whose word is missing, sorted: still to come, and lost for now or for ever.
  std::vector<Id> waited_for;
  std::vector<Id> lost;
  // Why it is unclear or unknown, as docs/rules.md names the signs, sorted: "elsewhere",
  // "unowned_check_in" …
  std::vector<std::string> signs;
  // The events behind it, sorted.
  std::vector<Hash> events;

  friend bool operator==(const AttendanceRecord&, const AttendanceRecord&) = default;
};

// Something is still to be said of it: it is not known, or a word to come could make it worse.
inline bool IsOpen(const AttendanceRecord& record) {
  return !record.is_final || record.status == AttendanceStatus::kPending ||
         record.status == AttendanceStatus::kUnclear || record.status == AttendanceStatus::kUnknown;
}

// What counts towards the target of one enrolment on one civil day, each minute once.
struct HoursDay {
  Id person;
  Id enrolment;
  CivilDay day = 0;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  friend bool operator==(const HoursDay&, const HoursDay&) = default;
};

// Sightings of one participant on one day on which they attended something.
struct SightingDay {
  Id person;
  Id centre;
  CivilDay day = 0;
  // Those that count, far enough apart; UTC milliseconds, ascending.
  std::vector<std::int64_t> seen_ms;
  int goal = 0;

  friend bool operator==(const SightingDay&, const SightingDay&) = default;
};

// A value that a settlement gives, or that is suggested for one.
struct SettledValue {
  // "accepted", "start", "end", "time", "status", "minutes", "person"; empty: none.
  std::string field;
  // accepted: 1 or 0; start, end, time: UTC milliseconds; status: a MarkStatus; minutes.
  std::int64_t number = 0;
  Id person;

  friend bool operator==(const SettledValue&, const SettledValue&) = default;
  friend auto operator<=>(const SettledValue&, const SettledValue&) = default;
};

// What one of several said.
struct Testimony {
  Hash event;
  // Without names: "check-in", "marked absent", "visit 10:00–11:30".
  std::string what;
  // Who said it (zero: the device itself, or nobody knows), at which device and centre, and when
  // (0: not known).
  Id author;
  Id device;
  Id centre;
  std::int64_t at_ms = 0;
  EvidenceStrength strength = EvidenceStrength::kNone;

  friend bool operator==(const Testimony&, const Testimony&) = default;
  friend auto operator<=>(const Testimony&, const Testimony&) = default;
};

// Somebody's word on a discrepancy.
struct Settlement {
  Testimony said;
  SettledValue value;

  friend bool operator==(const Settlement&, const Settlement&) = default;
  friend auto operator<=>(const Settlement&, const Settlement&) = default;
};

// Who should settle it.
enum class Settler : std::uint8_t {
  kCoach,       // any coach or the office
  kOtherCoach,  // a coach or the office, but nobody whose own word it is about
  kOffice
};

// Something that a person must look at. `kind` as in docs/rules.md, "Discrepancies".
struct Discrepancy {
  std::string kind;
  std::vector<Id> persons;
  Id centre;
  CivilDay day = 0;
  // Zero: it is about no session.
  Id session;
  // In words, without names: times and places.
  std::string detail;
  // What it rests on, sorted.
  std::vector<Hash> events;
  // Who said what, oldest first: of `events`.
  std::vector<Testimony> said;
  // When the last of them was said (UTC milliseconds; 0: not known).
  std::int64_t since_ms = 0;
  SettledValue suggestion;
  Settler settler = Settler::kCoach;
  // Words on it by people who may and had seen all of `events`, not replaced; in fact order. One,
  // or several that agree: it is settled. None, or several that differ: it is open.
  std::vector<Settlement> settlements;

  // Its name: of what it is and rests on, never of merged person ids.
  Hash Key() const;
  bool IsOpen() const;

  friend bool operator==(const Discrepancy&, const Discrepancy&) = default;
  friend auto operator<=>(const Discrepancy&, const Discrepancy&) = default;
};

enum class CaseStage : std::uint8_t {
  kCall = 1,  // one no-show: somebody should call her; no case yet
  kOpen = 2,
  kHeard = 3,
  kSent = 4,
  kAccounted = 5,
  kRetracted = 6,               // it no longer reaches the limit
  kRetractionAcknowledged = 7,  // and the client manager, who had it, knows
};

// What somebody did with a case.
struct CaseAct {
  Hash event;
  Id author;
  std::int64_t at_ms = 0;

  bool IsDone() const { return !event.IsZero(); }
  friend bool operator==(const CaseAct&, const CaseAct&) = default;
};

// A no-show case of one enrolment, or the first no-show on the way to one.
struct CaseRecord {
  Id person;
  Id enrolment;
  CaseStage stage = CaseStage::kCall;
  // Sorted; those that it names, or took until it was heard.
  std::vector<CivilDay> days;
  // The sessions behind the days, as far as they are no-shows now; sorted.
  std::vector<Id> sessions;
  // When the no-show that formed it was over (UTC milliseconds).
  std::int64_t formed_ms = 0;
  CaseAct heard, sent, accounted, acknowledged;
  // Of the hearing; BCP 47.
  std::string language;
  bool interpreter = false;
  // A v1::CaseResult.
  int result = 0;
  bool sanction_undone = false;
  // It had been sent, it no longer reaches the limit, and the client manager has not said that they
  // know.
  bool retraction_open = false;
  // Its acts and what the no-shows rest on, sorted.
  std::vector<Hash> events;

  friend bool operator==(const CaseRecord&, const CaseRecord&) = default;
};

enum class PathType : std::uint8_t {
  kInvitation = 1,
  kReferral = 2,
  kOneToOne = 3,
  kHelpRequest = 4,
  kAssessment = 5,
  kLadder = 6,
  kGoal = 7,
  kPlacement = 8,
  kPhase = 9,
  kMilestone = 10,
  kExit = 11,
  kAftercare = 12,
  kIndicators = 13,
};

// Something measured, agreed or reached on one participant's path. What it was stays sealed in its
// events.
struct PathRecord {
  Id person;
  // Zero: none is named and none ran that day.
  Id enrolment;
  PathType type = PathType::kMilestone;
  CivilDay day = 0;
  // Of what lasts and has ended, or has an end; else `day`.
  CivilDay last_day = 0;
  // It lasts until further notice.
  bool running = false;
  // Of a goal, placement, assessment or phase; else zero.
  Id ref;
  // Of an invitation.
  Id session;
  // As docs/rules.md names them: "set", "met", "unmet", "running", "ended", "came" …
  std::string state;
  std::uint32_t minutes = 0;
  // A v1::PlacementType.
  int placement = 0;
  // Of a placement: how often it was reviewed.
  std::uint32_t reviews = 0;
  bool inward = false;
  Id author;
  // Sorted.
  std::vector<Hash> events;

  friend bool operator==(const PathRecord&, const PathRecord&) = default;
};

enum class SetAsideReason : std::uint8_t {
  kUnownedCheckIn,
  kUnknownBadge,
  kUnknownKind,
  kClockUncertain,
  kVoided,
  kPractice,
  kMakesNoSense,
};

// A fact that is stored and kept out of the figures.
struct SetAsideFact {
  SetAsideReason reason = SetAsideReason::kMakesNoSense;
  std::string kind;
  std::vector<Id> persons;
  Id centre;
  // Where it lies: equal ends when the time is certain.
  std::int64_t earliest_ms = 0;
  std::int64_t latest_ms = 0;
  std::string detail;
  Hash event;

  friend bool operator==(const SetAsideFact&, const SetAsideFact&) = default;
};

struct PartitionFingerprint {
  std::string partition;
  Hash fingerprint;

  friend bool operator==(const PartitionFingerprint&, const PartitionFingerprint&) = default;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_RECORDS_H_
