#include "server/trace_reading.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/routing.h"
#include "common/status.h"
#include "common/words/discrepancy_choice.h"
#include "common/words/discrepancy_item.h"

namespace wijkboek {
namespace {

// What rests on an event lies within a month of it.
constexpr CivilDay kReach = 32;

template <typename Record>
bool RestsOn(const Record& record, const Hash& event) {
  return std::find(record.events.begin(), record.events.end(), event) != record.events.end();
}

bool Names(const std::vector<Id>& persons, const Id& person) {
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

template <typename Record>
void Append(std::vector<Record> more, std::vector<Record>& all) {
  for (Record& record : more) {
    if (std::find(all.begin(), all.end(), record) == all.end()) all.push_back(std::move(record));
  }
}

class Reader {
 public:
  Reader(const Ledger& ledger, const EventLog& log, CivilDay today, TraceReading& reading)
      : ledger_(ledger), log_(log), today_(today), reading_(reading) {}

  absl::Status Read(const TraceChoice& choice) {
    RETURN_IF_ERROR(ReadChosen(choice));
    RETURN_IF_ERROR(ShowEventsOfRecords());
    RETURN_IF_ERROR(ReadNaming());
    RETURN_IF_ERROR(ReadAround());
    Describe();
    return absl::OkStatus();
  }

 private:
  bool Within(CivilDay day) const {
    return day >= reading_.days.first && day <= reading_.days.last;
  }

  absl::Status ReadChosen(const TraceChoice& choice) {
    if (choice.event) return ReadEventsRecords(*choice.event);
    if (!choice.discrepancy.empty()) return ReadDiscrepancy(choice.discrepancy);
    if (!choice.no_show_case.empty()) return ReadCase(choice.no_show_case, choice.person);
    if (!choice.session.IsZero()) return ReadSession(choice.session);
    reading_.days = choice.days;
    // Records name who stands for all registrations of somebody.
    return ReadPerson(ledger_.reference().StandsFor(choice.person));
  }

  // Open and settled ones.
  absl::StatusOr<std::vector<Discrepancy>> AllDiscrepancies(DayRange days) const {
    ASSIGN_OR_RETURN(std::vector<Discrepancy> all, ledger_.OpenDiscrepancies(days));
    ASSIGN_OR_RETURN(std::vector<Discrepancy> settled, ledger_.SettledDiscrepancies(days));
    all.insert(all.end(), settled.begin(), settled.end());
    return all;
  }

  template <typename Takes>
  absl::Status ReadDiscrepancies(DayRange days, Takes takes) {
    ASSIGN_OR_RETURN(std::vector<Discrepancy> all, AllDiscrepancies(days));
    std::erase_if(all, [&](const Discrepancy& each) { return !takes(each); });
    Append(std::move(all), reading_.discrepancies);
    return absl::OkStatus();
  }

  // ---- a participant on some days

  absl::Status ReadPerson(const Id& person) {
    RETURN_IF_ERROR(ReadRecordsOf(person));
    RETURN_IF_ERROR(ReadDiscrepancies(reading_.days, [&](const Discrepancy& each) {
      return Names(each.persons, person) && Within(each.day);
    }));
    // What was voided, practised or set aside is in no record, and belongs in the picture.
    ASSIGN_OR_RETURN(const std::vector<std::uint64_t> positions,
                     ledger_.PositionsOfPerson(person, 0, std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int32_t>::max()));
    for (const std::uint64_t position : positions) {
      ASSIGN_OR_RETURN(const std::optional<Hash> event, Take(position));
      if (!event) continue;
      const TracedEvent& traced = reading_.events.at(*event);
      if (IsOnDays(traced)) reading_.shown.insert(*event);
    }
    return CheckSize();
  }

  bool IsOnDays(const TracedEvent& traced) const {
    const std::optional<std::int64_t> stated_ms = StatedStart(traced.stored.event);
    if (stated_ms) return Within(DayOf(*stated_ms));
    if (traced.time.captured_ms) return Within(DayOf(*traced.time.captured_ms));
    const std::int64_t latest_ms =
        std::min(traced.time.bounds.end_ms,
                 traced.received_ms.value_or(std::numeric_limits<std::int64_t>::max()));
    return DayOf(traced.time.bounds.start_ms) <= reading_.days.last &&
           DayOf(latest_ms) >= reading_.days.first;
  }

  absl::Status ReadRecordsOf(const Id& person) {
    ASSIGN_OR_RETURN(reading_.attendance, ledger_.AttendanceOf(person, reading_.days));
    ASSIGN_OR_RETURN(reading_.presences, ledger_.Presences(person, reading_.days));
    ASSIGN_OR_RETURN(PartitionRecords own,
                     ledger_.RecordsOf(absl::StrCat("person:", person.hex()), reading_.days));
    reading_.hours = std::move(own.hours);
    std::sort(reading_.hours.begin(), reading_.hours.end(),
              [](const HoursDay& a, const HoursDay& b) {
                return std::tie(a.enrolment, a.day) < std::tie(b.enrolment, b.day);
              });
    reading_.shares = std::move(own.shares);
    reading_.sightings = std::move(own.sightings);
    ASSIGN_OR_RETURN(reading_.visits, ledger_.VisitsOf(person, reading_.days));
    ASSIGN_OR_RETURN(reading_.helps, ledger_.HelpsOf(person, reading_.days));
    ASSIGN_OR_RETURN(const std::vector<CaseRecord> cases, ledger_.CasesOf(person));
    for (const CaseRecord& record : cases) {
      if (std::any_of(record.days.begin(), record.days.end(),
                      [&](CivilDay day) { return Within(day); })) {
        AddCase(record);
      }
    }
    ASSIGN_OR_RETURN(reading_.path, ledger_.PathOf(person, reading_.days));
    return absl::OkStatus();
  }

  void AddCase(const CaseRecord& record) {
    reading_.cases.push_back(KnownCaseOf(record, ledger_.reference(), today_));
  }

  // ---- a session, a discrepancy, a case

  absl::Status ReadSession(const Id& id) {
    const Session* session = ledger_.reference().FindSession(id);
    if (session == nullptr) return absl::NotFoundError("there is no such session");
    const DayRange days = {.first = DayOf(session->span.start_ms) - 1,
                           .last = DayOf(session->span.end_ms)};
    ASSIGN_OR_RETURN(reading_.attendance, ledger_.Attendance(days));
    std::erase_if(reading_.attendance,
                  [&](const AttendanceRecord& record) { return record.session != id; });
    return ReadDiscrepancies(days, [&](const Discrepancy& each) { return each.session == id; });
  }

  absl::Status ReadDiscrepancy(const std::string& text) {
    ASSIGN_OR_RETURN(const std::vector<Discrepancy> all, AllDiscrepancies({}));
    ASSIGN_OR_RETURN(reading_.discrepancies, FindToSettle(all, text));
    return absl::OkStatus();
  }

  // `participant`: whom the text may mean as well; zero: nobody.
  absl::Status ReadCase(const std::string& text, const Id& participant) {
    ASSIGN_OR_RETURN(const std::vector<CaseRecord> records, ledger_.Cases());
    std::vector<KnownCase> all;
    for (const CaseRecord& record : records) {
      all.push_back(KnownCaseOf(record, ledger_.reference(), today_));
    }
    std::optional<Id> whose;
    if (!participant.IsZero()) whose = ledger_.reference().StandsFor(participant);
    ASSIGN_OR_RETURN(const KnownCase found, ChooseCase(all, text, whose));
    reading_.cases.push_back(found);
    if (found.record.days.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::vector<AttendanceRecord> attendance,
                     ledger_.AttendanceOf(found.record.person, {.first = found.record.days.front(),
                                                                .last = found.record.days.back()}));
    std::erase_if(attendance, [&](const AttendanceRecord& record) {
      return !Names(found.record.sessions, record.session);
    });
    reading_.attendance = std::move(attendance);
    return absl::OkStatus();
  }

  // ---- an event, and what rests on it

  absl::Status ReadEventsRecords(const Hash& event) {
    const absl::StatusOr<std::uint64_t> position = ledger_.PositionOf(event);
    if (absl::IsNotFound(position.status())) {
      return absl::NotFoundError(
          absl::StrCat("the event ", event.hex().substr(0, 12), " was not known then"));
    }
    RETURN_IF_ERROR(position.status());
    RETURN_IF_ERROR(Take(*position).status());
    reading_.shown.insert(event);
    const TracedEvent& traced = reading_.events.at(event);
    SetDaysAround(traced);
    v1::Event resolved = traced.stored.event;
    ResolveBadge(resolved, traced.time.captured_ms, ledger_.reference());
    for (const Id& person : PersonsOf(resolved)) RETURN_IF_ERROR(ReadResting(person, event));
    ASSIGN_OR_RETURN(std::vector<VisitRecord> visits, ledger_.Visits(reading_.days));
    std::erase_if(visits, [&](const VisitRecord& visit) { return !RestsOn(visit, event); });
    reading_.visits = std::move(visits);
    ASSIGN_OR_RETURN(std::vector<HelpRecord> helps, ledger_.Helps(reading_.days));
    std::erase_if(helps, [&](const HelpRecord& help) { return !RestsOn(help, event); });
    reading_.helps = std::move(helps);
    RETURN_IF_ERROR(ReadHoursOfRecords());
    return ReadDiscrepancies({}, [&](const Discrepancy& each) {
      return RestsOn(each, event) ||
             std::any_of(each.settlements.begin(), each.settlements.end(),
                         [&](const Settlement& by) { return by.said.event == event; });
    });
  }

  void SetDaysAround(const TracedEvent& traced) {
    const std::optional<std::int64_t> stated_ms = StatedStart(traced.stored.event);
    const std::optional<std::int64_t> at_ms = stated_ms ? stated_ms : traced.time.captured_ms;
    if (at_ms) {
      reading_.days = {.first = DayOf(*at_ms) - kReach, .last = DayOf(*at_ms) + kReach};
    }
  }

  absl::Status ReadResting(const Id& person, const Hash& event) {
    const auto keep = [&](auto records) {
      std::erase_if(records, [&](const auto& record) { return !RestsOn(record, event); });
      return records;
    };
    ASSIGN_OR_RETURN(auto attendance, ledger_.AttendanceOf(person, reading_.days));
    Append(keep(std::move(attendance)), reading_.attendance);
    ASSIGN_OR_RETURN(auto presences, ledger_.Presences(person, reading_.days));
    Append(keep(std::move(presences)), reading_.presences);
    ASSIGN_OR_RETURN(auto path, ledger_.PathOf(person, DayRange()));
    Append(keep(std::move(path)), reading_.path);
    ASSIGN_OR_RETURN(auto cases, ledger_.CasesOf(person));
    for (const CaseRecord& record : keep(std::move(cases))) AddCase(record);
    return absl::OkStatus();
  }

  // Hours name no events of their own: those of whoever's attendance, presence or visit rests on
  // it, on that day.
  absl::Status ReadHoursOfRecords() {
    std::set<std::pair<Id, CivilDay>> days;
    for (const AttendanceRecord& record : reading_.attendance) {
      days.emplace(record.person, record.day);
    }
    const auto add_span = [&](const Id& person, const Interval& span) {
      for (CivilDay day = DayOf(span.start_ms); day <= DayOf(span.end_ms); ++day) {
        days.emplace(person, day);
      }
    };
    for (const PresenceRecord& presence : reading_.presences) {
      add_span(presence.person, presence.span);
    }
    for (const VisitRecord& visit : reading_.visits) {
      for (const Id& person : visit.participants) add_span(person, visit.span);
    }
    ASSIGN_OR_RETURN(reading_.hours, ledger_.Hours(reading_.days));
    std::erase_if(reading_.hours, [&](const HoursDay& day) {
      return !days.contains({day.person, day.day});
    });
    return absl::OkStatus();
  }

  // ---- events

  // Reads the event at this position; nullopt where none can be read.
  absl::StatusOr<std::optional<Hash>> Take(std::uint64_t position) {
    absl::StatusOr<LogEvent> entry = log_.Read(position);
    if (absl::IsNotFound(entry.status())) return std::nullopt;
    RETURN_IF_ERROR(entry.status());
    absl::StatusOr<StoredEvent> stored = ReadEvent(std::move(entry->bytes), entry->previous);
    if (!stored.ok()) return std::nullopt;
    const Hash hash = stored->key.hash;
    if (reading_.events.contains(hash)) return hash;
    TracedEvent traced{.stored = *std::move(stored),
                       .position = position,
                       .received_ms = entry->received_ms,
                       .time = {},
                       .named_by = {}};
    ASSIGN_OR_RETURN(traced.time, ledger_.TimeOf(hash));
    reading_.events.emplace(hash, std::move(traced));
    return hash;
  }

  absl::Status Show(const std::vector<Hash>& events) {
    for (const Hash& event : events) {
      if (reading_.shown.contains(event)) continue;
      const absl::StatusOr<std::uint64_t> position = ledger_.PositionOf(event);
      if (absl::IsNotFound(position.status())) continue;
      RETURN_IF_ERROR(position.status());
      ASSIGN_OR_RETURN(const std::optional<Hash> taken, Take(*position));
      if (taken) reading_.shown.insert(*taken);
      RETURN_IF_ERROR(CheckSize());
    }
    return absl::OkStatus();
  }

  absl::Status CheckSize() const {
    if (reading_.shown.size() <= kTraceEventsMax) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("that is more than ", kTraceEventsMax, " events: choose fewer days"));
  }

  template <typename Record>
  absl::Status ShowAll(const std::vector<Record>& records) {
    for (const Record& record : records) RETURN_IF_ERROR(Show(record.events));
    return absl::OkStatus();
  }

  absl::Status ShowEventsOfRecords() {
    RETURN_IF_ERROR(ShowAll(reading_.attendance));
    RETURN_IF_ERROR(ShowAll(reading_.presences));
    RETURN_IF_ERROR(ShowAll(reading_.visits));
    RETURN_IF_ERROR(ShowAll(reading_.helps));
    RETURN_IF_ERROR(ShowAll(reading_.path));
    for (const KnownCase& known : reading_.cases) RETURN_IF_ERROR(Show(known.record.events));
    for (const Discrepancy& each : reading_.discrepancies) {
      RETURN_IF_ERROR(Show(each.events));
      for (const Settlement& by : each.settlements) RETURN_IF_ERROR(Show({by.said.event}));
    }
    return absl::OkStatus();
  }

  // What names the events that are shown is shown too; what names that only says what became of it.
  absl::Status ReadNaming() {
    std::vector<Hash> open(reading_.shown.begin(), reading_.shown.end());
    std::set<Hash> seen(open.begin(), open.end());
    const std::set<Hash> first = reading_.shown;
    while (!open.empty()) {
      const Hash event = open.back();
      open.pop_back();
      ASSIGN_OR_RETURN(const std::vector<std::uint64_t> edits, ledger_.PositionsOfEditsOf(event));
      for (const std::uint64_t position : edits) {
        ASSIGN_OR_RETURN(const std::optional<Hash> edit, Take(position));
        if (!edit) continue;
        reading_.events.at(event).named_by.push_back(*edit);
        if (first.contains(event)) reading_.shown.insert(*edit);
        if (seen.insert(*edit).second) open.push_back(*edit);
      }
    }
    return CheckSize();
  }

  // ---- what surrounds them

  absl::Status ReadAround() {
    ASSIGN_OR_RETURN(const std::vector<SetAsideFact> set_aside, ledger_.SetAside());
    for (const SetAsideFact& fact : set_aside) {
      if (reading_.events.contains(fact.event)) reading_.set_aside.emplace(fact.event, fact);
    }
    ASSIGN_OR_RETURN(const std::vector<PartitionFingerprint> fingerprints, ledger_.Fingerprints());
    for (const PartitionFingerprint& each : fingerprints) {
      reading_.fingerprints.emplace(each.partition, each.fingerprint);
    }
    for (const auto& [hash, traced] : reading_.events) {
      const std::optional<Id> household = HouseholdOf(traced.stored.event, ledger_.reference());
      if (household) reading_.households.emplace(hash, *household);
    }
    return absl::OkStatus();
  }

  void Describe() {
    for (const AttendanceRecord& record : reading_.attendance) {
      reading_.people.insert(record.person);
      NameSession(record.session);
      NameEnrolment(record.enrolment);
    }
    for (const PresenceRecord& record : reading_.presences) reading_.people.insert(record.person);
    for (const HoursDay& day : reading_.hours) {
      reading_.people.insert(day.person);
      NameEnrolment(day.enrolment);
    }
    for (const VisitRecord& visit : reading_.visits) {
      reading_.people.insert(visit.participants.begin(), visit.participants.end());
      reading_.people.insert(visit.residents.begin(), visit.residents.end());
    }
    for (const VisitShareDay& share : reading_.shares) {
      reading_.people.insert({share.person, share.resident});
    }
    for (const HelpRecord& help : reading_.helps)
      reading_.people.insert({help.helper, help.helped});
    for (const SightingDay& day : reading_.sightings) reading_.people.insert(day.person);
    for (const Discrepancy& each : reading_.discrepancies) AddPeople(each, reading_.people);
    for (const KnownCase& known : reading_.cases) AddPeople(known.record, reading_.people);
    for (const PathRecord& record : reading_.path) reading_.people.insert(record.person);
    for (const Hash& event : reading_.shown) {
      reading_.people.insert(AuthorOf(reading_.events.at(event).stored.event));
    }
    reading_.people.erase(Id());
  }

  void NameSession(const Id& id) {
    const Session* session = ledger_.reference().FindSession(id);
    if (session != nullptr) reading_.sessions.emplace(id, session->title);
  }

  void NameEnrolment(const Id& id) {
    const Enrolment* enrolment = ledger_.reference().FindEnrolment(id);
    if (enrolment == nullptr) return;
    const Cohort* cohort = ledger_.reference().FindCohort(enrolment->cohort);
    if (cohort != nullptr) reading_.enrolments.emplace(id, cohort->name);
  }

  const Ledger& ledger_;
  const EventLog& log_;
  const CivilDay today_;
  TraceReading& reading_;
};

}  // namespace

absl::StatusOr<TraceReading> ReadTrace(const TraceChoice& choice, const Ledger& ledger,
                                       const EventLog& log, CivilDay today) {
  TraceReading reading;
  RETURN_IF_ERROR(Reader(ledger, log, today, reading).Read(choice));
  return reading;
}

}  // namespace wijkboek
