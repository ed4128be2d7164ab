// What the office has said so far, as its own log holds it: the measure of what in a new file is
// unchanged. Only the office's events count here; what coaches say at kiosks is not undone by
// applying an old file again.
#ifndef WIJKBOEK_SERVER_OFFICE_RECORD_H_
#define WIJKBOEK_SERVER_OFFICE_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/seal.h"
#include "server/opening_hours.h"
#include "server/own_times.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct OfficePhase {
  Id id;
  std::string name;
  v1::PhaseType type = v1::PHASE_TYPE_UNSPECIFIED;
  std::uint32_t weeks = 0;
  std::uint32_t minutes_per_week = 0;

  friend bool operator==(const OfficePhase&, const OfficePhase&) = default;
};

struct OfficeProgramme {
  std::string name;
  std::uint32_t target_minutes = 0;
  // In the order of the file.
  std::vector<OfficePhase> phases;

  friend bool operator==(const OfficeProgramme&, const OfficeProgramme&) = default;
};

// Which setting of a rule: of that programme (zero: every programme), by the rule's name, from that
// day on.
using RuleKey = std::tuple<Id, std::string, CivilDay>;

struct OfficeRule {
  // One of them, as the rule asks.
  std::int64_t number = 0;
  std::string text;
  std::optional<CivilDay> last_day;

  friend bool operator==(const OfficeRule&, const OfficeRule&) = default;
};

struct OfficeCentre {
  std::string name;
  std::string municipality;
  std::vector<OpeningSpan> opening_hours;

  friend bool operator==(const OfficeCentre&, const OfficeCentre&) = default;
};

struct OfficePerson {
  v1::PersonRole role = v1::PERSON_ROLE_UNSPECIFIED;
  std::string language;
  // Of coaches.
  v1::CoachDuty duty = v1::COACH_DUTY_UNSPECIFIED;
  // Of residents; zero: one of their own.
  Id household;
  // Of residents: whose participants visit them. Zero: nobody's yet.
  Id centre;
  // Of residents: where they live, a code of CBS and the year of its boundaries; empty: not said.
  std::string area;
  std::uint32_t area_year = 0;
  // Keyed hashes of the sealed details, so that they can be compared without being kept. Zero:
  // never said, or unreadable.
  Id name_digest;
  Id birth_date_digest;

  friend bool operator==(const OfficePerson&, const OfficePerson&) = default;
};

struct OfficeCohort {
  // Zero: none.
  Id programme;
  std::string name;
  CivilDay first_day = 0;
  std::optional<CivilDay> last_day;

  friend bool operator==(const OfficeCohort&, const OfficeCohort&) = default;
};

struct OfficeEnrolment {
  Id participant;
  Id cohort;
  Id centre;
  std::string municipality;
  CivilDay first_day = 0;
  std::optional<CivilDay> last_day;
  std::uint32_t target_minutes = 0;
  // Sorted.
  std::vector<OwnTimeSpan> own_times;

  bool Overlaps(const OfficeEnrolment& other) const {
    return (!last_day || other.first_day <= *last_day) &&
           (!other.last_day || first_day <= *other.last_day);
  }
  friend bool operator==(const OfficeEnrolment&, const OfficeEnrolment&) = default;
};

struct OfficeSession {
  Id centre;
  // Sorted.
  std::vector<Id> cohorts;
  std::string title;
  // UTC milliseconds.
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;
  bool cancelled = false;

  friend bool operator==(const OfficeSession&, const OfficeSession&) = default;
};

// Whose a badge is from when until when (UTC milliseconds; absent: for good).
struct BadgeSpan {
  Id person;
  std::int64_t from_ms = 0;
  std::optional<std::int64_t> until_ms;

  bool Overlaps(const BadgeSpan& other) const {
    return (!until_ms || other.from_ms < *until_ms) &&
           (!other.until_ms || from_ms < *other.until_ms);
  }
  friend bool operator==(const BadgeSpan&, const BadgeSpan&) = default;
};

struct OfficeBadge {
  // Disjoint, in order of time.
  std::vector<BadgeSpan> spans;
  // Every withdrawal: each holds for all assignments that begin before it.
  std::vector<std::int64_t> withdrawn_ms;
};

// A thing as the office last described it, and the event that said so.
template <typename Thing>
struct Said {
  Thing thing;
  Hash event;
};

template <typename Thing>
using SaidById = absl::flat_hash_map<Id, Said<Thing>>;

// A report whose cut-off was frozen. docs/as-known-at.md, "Filing".
struct OfficeFiling {
  std::uint64_t generation = 0;
  std::uint64_t position = 0;
  // UTC milliseconds.
  std::int64_t now_ms = 0;
  Hash fingerprint;
  // Without as_known_at.
  v1::GetReportRequest request;
  // Zero: nobody is named.
  Id author;
  std::int64_t filed_ms = 0;
  Hash event;
};

struct OfficeRecord {
  SaidById<OfficeProgramme> programmes;
  absl::flat_hash_map<RuleKey, Said<OfficeRule>> rules;
  SaidById<OfficeCentre> centres;
  SaidById<OfficePerson> persons;
  SaidById<OfficeCohort> cohorts;
  SaidById<OfficeEnrolment> enrolments;
  SaidById<OfficeSession> sessions;
  // By badge hash.
  SaidById<OfficeBadge> badges;
  // Kiosks that the office said something about as a device: is it carried around?
  SaidById<bool> carried;
  // By name; the first one of a name holds.
  std::map<std::string, OfficeFiling> filings;
  // By row identity (history_identity.h): how often such a row has been imported.
  absl::flat_hash_map<Id, std::uint32_t> imported_rows;
};

// Folds the office's own events, in the order of its log.
class OfficeRecordBuilder {
 public:
  // `keys` opens the sealed details and must outlive this.
  OfficeRecordBuilder(const SecretKey& lookup_key, const KeySource& keys)
      : lookup_key_(lookup_key), keys_(keys) {}

  void Apply(const StoredEvent& event);
  const OfficeRecord& record() const { return record_; }

 private:
  struct BadgeAct {
    bool withdrawn = false;
    BadgeSpan span;
  };

  void ApplyProgramme(const StoredEvent& event);
  void ApplyRule(const StoredEvent& event);
  void ApplyPerson(const StoredEvent& event);
  void ApplyEnrolment(const StoredEvent& event);
  void ApplySession(const StoredEvent& event);
  void ApplyBadge(const StoredEvent& event);

  const SecretKey lookup_key_;
  const KeySource& keys_;
  OfficeRecord record_;
  absl::flat_hash_map<Id, std::vector<BadgeAct>> badge_acts_;
};

// The digests that OfficePerson holds.
Id NameDigest(const SecretKey& lookup_key, const v1::SealedName& name);
Id BirthDateDigest(const SecretKey& lookup_key, CivilDay day);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_RECORD_H_
