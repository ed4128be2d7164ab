// What a trace shows, read from the ledger and the log in one go: records, and the events behind
// them with everything that names these.
#ifndef WIJKBOEK_SERVER_TRACE_READING_H_
#define WIJKBOEK_SERVER_TRACE_READING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/event.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"
#include "common/words/case_item.h"

namespace wijkboek {

// Events that one trace shows at most: more than anybody reads.
inline constexpr std::size_t kTraceEventsMax = 5000;

// Which figures. Exactly one of event, discrepancy, case, session, or else the person.
struct TraceChoice {
  std::optional<Hash> event;
  // A discrepancy's id or how it begins; empty: none.
  std::string discrepancy;
  // A case's name or how it begins; empty: none. Or whoever has one case alone: `person`.
  std::string no_show_case;
  Id session;
  Id person;
  // Of a person.
  DayRange days;
};

struct TracedEvent {
  StoredEvent stored;
  std::uint64_t position = 0;
  std::optional<std::int64_t> received_ms;
  EventTime time;
  // Edits that name it as seen, in the order of the log.
  std::vector<Hash> named_by;
};

// A session, enrolment or cohort in a few words.
using IdWords = std::map<Id, std::string>;

struct TraceReading {
  DayRange days;
  std::vector<AttendanceRecord> attendance;
  std::vector<PresenceRecord> presences;
  std::vector<HoursDay> hours;
  std::vector<VisitRecord> visits;
  std::vector<VisitShareDay> shares;
  std::vector<HelpRecord> helps;
  std::vector<SightingDay> sightings;
  std::vector<Discrepancy> discrepancies;
  std::vector<KnownCase> cases;
  std::vector<PathRecord> path;

  // By hash: those of the records, those asked for, and what names them.
  std::map<Hash, TracedEvent> events;
  // Those of them that are shown; the others only say what became of these.
  std::set<Hash> shown;
  // Why events are kept out of the figures.
  std::map<Hash, SetAsideFact> set_aside;
  // Of every partition, by name.
  std::map<std::string, Hash> fingerprints;
  // Households that events are about.
  std::map<Hash, Id> households;
  IdWords sessions;
  IdWords enrolments;
  // Everybody whom the trace names.
  std::set<Id> people;
};

// NOT_FOUND, INVALID_ARGUMENT as for what is chosen; INVALID_ARGUMENT where it is more than
// kTraceEventsMax events.
absl::StatusOr<TraceReading> ReadTrace(const TraceChoice& choice, const Ledger& ledger,
                                       const EventLog& log, CivilDay today);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TRACE_READING_H_
