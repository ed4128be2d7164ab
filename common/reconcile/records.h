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

// Something that a person must look at. `kind` as in docs/rules.md.
struct Discrepancy {
  std::string kind;
  std::vector<Id> persons;
  Id centre;
  CivilDay day = 0;
  // In words, without names: times and places.
  std::string detail;
  std::vector<Hash> events;

  friend bool operator==(const Discrepancy&, const Discrepancy&) = default;
  friend auto operator<=>(const Discrepancy&, const Discrepancy&) = default;
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
