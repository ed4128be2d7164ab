#include "server/trace_records.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/drafts/case_draft.h"
#include "common/drafts/path_draft.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/routing.h"
#include "common/words/kind_words.h"
#include "server/report_statuses.h"

namespace wijkboek {
namespace {

std::string PersonPartition(const Id& person) {
  return PartitionKey{.type = PartitionType::kPerson, .a = person}.Name();
}
std::string HouseholdPartition(const Id& household) {
  return PartitionKey{.type = PartitionType::kHousehold, .a = household}.Name();
}
std::string PairPartition(const Id& a, const Id& b) {
  return PartitionKey{.type = PartitionType::kPair, .a = std::min(a, b), .b = std::max(a, b)}
      .Name();
}

// "08:55–12:05", with the day of an end on another one.
std::string SpanText(const Interval& span) {
  const bool same_day = DayOf(span.start_ms) == DayOf(span.end_ms);
  return absl::StrCat(FormatTimeOfDay(span.start_ms), "–",
                      same_day ? "" : absl::StrCat(FormatDay(DayOf(span.end_ms)), " "),
                      FormatTimeOfDay(span.end_ms));
}

std::string CountText(std::int64_t settled_ms, std::int64_t to_confirm_ms) {
  return absl::StrCat(ExactMinutes(settled_ms), " count, ", ExactMinutes(to_confirm_ms),
                      " to confirm");
}

std::string PresenceEndText(PresenceEnd end) {
  switch (end) {
    case PresenceEnd::kOpen:
      return "still there";
    case PresenceEnd::kCheckOut:
      return "check-out";
    case PresenceEnd::kVisit:
      return "left for a visit";
    case PresenceEnd::kByRule:
      return "ended by rule";
    case PresenceEnd::kCorrected:
      return "corrected";
  }
  return "";
}

class Writer {
 public:
  Writer(const TraceReading& reading, const KnownNames& names) : reading_(reading), names_(names) {}

  std::vector<v1::TraceRecord> Write() {
    WriteTotals();
    for (const HoursDay& day : reading_.hours) WriteHours(day);
    for (const AttendanceRecord& record : reading_.attendance) WriteAttendance(record);
    for (const PresenceRecord& record : reading_.presences) WritePresence(record);
    for (const VisitRecord& visit : reading_.visits) WriteVisit(visit);
    for (const VisitShareDay& share : reading_.shares) WriteShare(share);
    for (const HelpRecord& help : reading_.helps) WriteHelp(help);
    for (const SightingDay& day : reading_.sightings) WriteSighting(day);
    for (const KnownCase& known : reading_.cases) WriteCase(known);
    for (const PathRecord& record : reading_.path) WritePath(record);
    for (const Discrepancy& each : reading_.discrepancies) WriteDiscrepancy(each);
    return std::move(records_);
  }

 private:
  std::string Name(const absl::flat_hash_map<Id, std::string>& names, const Id& id) const {
    const auto found = names.find(id);
    return found == names.end() ? id.hex().substr(0, 8) : found->second;
  }
  std::string Person(const Id& id) const { return Name(names_.people, id); }
  std::string Centre(const Id& id) const { return Name(names_.centres, id); }
  static std::string Words(const IdWords& words, const Id& id) {
    const auto found = words.find(id);
    return found == words.end() ? id.hex().substr(0, 8) : found->second;
  }
  std::string People(const std::vector<Id>& ids) const {
    return absl::StrJoin(ids, ", ",
                         [&](std::string* out, const Id& id) { out->append(Person(id)); });
  }

  void Add(std::string type, std::string what, std::vector<Hash> events,
           const std::string& partition) {
    v1::TraceRecord& record = records_.emplace_back();
    record.set_type(std::move(type));
    record.set_what(std::move(what));
    SortUnique(events);
    std::sort(events.begin(), events.end(),
              [&](const Hash& a, const Hash& b) { return OrderOf(a) < OrderOf(b); });
    for (const Hash& event : events) record.add_events(event.hex());
    record.set_partition(partition);
    const auto found = reading_.fingerprints.find(partition);
    if (found != reading_.fingerprints.end()) record.set_fingerprint(found->second.hex());
  }
  // Oldest first; what is not known here last.
  std::tuple<std::int64_t, std::uint64_t, Hash> OrderOf(const Hash& event) const {
    const auto found = reading_.events.find(event);
    if (found == reading_.events.end()) {
      return {std::numeric_limits<std::int64_t>::max(), 0, event};
    }
    const TracedEvent& traced = found->second;
    return {traced.time.captured_ms.value_or(traced.time.bounds.start_ms), traced.position, event};
  }

  void WriteTotals() {
    std::map<Id, std::pair<std::int64_t, std::int64_t>> hours;
    for (const HoursDay& day : reading_.hours) {
      hours[day.enrolment].first += day.settled_ms;
      hours[day.enrolment].second += day.to_confirm_ms;
    }
    for (const auto& [enrolment, sums] : hours) {
      Add("total",
          absl::StrCat("hours in ", Words(reading_.enrolments, enrolment), ": ",
                       CountText(sums.first, sums.second)),
          {}, "");
    }
  }

  void WriteHours(const HoursDay& day) {
    std::vector<Hash> events;
    const auto take = [&](const std::vector<Hash>& more) {
      events.insert(events.end(), more.begin(), more.end());
    };
    for (const AttendanceRecord& record : reading_.attendance) {
      if (record.person == day.person && record.enrolment == day.enrolment &&
          record.day == day.day) {
        take(record.events);
      }
    }
    const Interval whole{StartOfDay(day.day), StartOfDay(day.day + 1)};
    const auto touches = [&](const Interval& span) {
      return span.start_ms < whole.end_ms && span.end_ms > whole.start_ms;
    };
    for (const PresenceRecord& record : reading_.presences) {
      if (record.person == day.person && touches(record.span)) take(record.events);
    }
    for (const VisitRecord& visit : reading_.visits) {
      const auto& people = visit.participants;
      if (touches(visit.span) &&
          std::find(people.begin(), people.end(), day.person) != people.end()) {
        take(visit.events);
      }
    }
    Add("hours",
        absl::StrCat(Person(day.person), ", ", Words(reading_.enrolments, day.enrolment), ", ",
                     FormatDay(day.day), ": ", CountText(day.settled_ms, day.to_confirm_ms)),
        std::move(events), PersonPartition(day.person));
  }

  void WriteAttendance(const AttendanceRecord& record) {
    std::vector<std::string> words = {StatusWord(record.status)};
    if (record.late) words.emplace_back("late");
    if (record.left_early) words.emplace_back("left early");
    if (record.to_confirm) words.emplace_back("to confirm");
    if (record.by_mark) words.emplace_back("by mark");
    if (record.contested) words.emplace_back("contested");
    words.emplace_back(record.is_final ? "final" : "not final");
    for (const std::string& sign : record.signs) words.push_back(SignText(sign));
    if (record.attended_ms > 0) {
      words.push_back(absl::StrCat(ExactMinutes(record.attended_ms), " attended"));
    }
    Add("attendance",
        absl::StrCat(Person(record.person), " at ", Words(reading_.sessions, record.session), ", ",
                     FormatDay(record.day), " ", SpanText(record.expected), ", ",
                     Centre(record.centre), ": ", absl::StrJoin(words, ", ")),
        record.events, PersonPartition(record.person));
  }

  // Within the days that were asked for, as the report of presence adds it up.
  std::int64_t LengthWithin(const std::vector<Interval>& parts) const {
    std::int64_t sum_ms = 0;
    for (Interval part : parts) {
      if (reading_.days.first != std::numeric_limits<CivilDay>::min()) {
        part.start_ms = std::max(part.start_ms, StartOfDay(reading_.days.first));
      }
      if (reading_.days.last != std::numeric_limits<CivilDay>::max()) {
        part.end_ms = std::min(part.end_ms, StartOfDay(reading_.days.last + 1));
      }
      sum_ms += part.length_ms();
    }
    return sum_ms;
  }

  void WritePresence(const PresenceRecord& record) {
    Add("presence",
        absl::StrCat(Person(record.person), " at ", Centre(record.centre), ", ",
                     FormatDay(DayOf(record.span.start_ms)), " ",
                     record.end == PresenceEnd::kOpen
                         ? absl::StrCat("from ", FormatTimeOfDay(record.span.start_ms))
                         : SpanText(record.span),
                     " (", PresenceEndText(record.end), "): ",
                     CountText(LengthWithin(record.settled), LengthWithin(record.to_confirm))),
        record.events, PersonPartition(record.person));
  }

  static std::int64_t Length(const std::vector<Interval>& parts) {
    std::int64_t sum_ms = 0;
    for (const Interval& part : parts) sum_ms += part.length_ms();
    return sum_ms;
  }

  void WriteVisit(const VisitRecord& visit) {
    Add("visit",
        absl::StrCat(People(visit.participants), " to ", People(visit.residents), ", ",
                     FormatDay(DayOf(visit.span.start_ms)), " ",
                     visit.open ? absl::StrCat("from ", FormatTimeOfDay(visit.span.start_ms))
                                : SpanText(visit.span),
                     visit.estimated_end ? " (end estimated)" : "", ": ",
                     CountText(Length(visit.settled), Length(visit.to_confirm)), ", ",
                     visit.witnesses, visit.witnesses == 1 ? " witness" : " witnesses"),
        visit.events, HouseholdPartition(visit.household));
  }

  void WriteShare(const VisitShareDay& share) {
    std::vector<Hash> events;
    for (const VisitRecord& visit : reading_.visits) {
      const auto has = [](const std::vector<Id>& ids, const Id& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
      };
      if (has(visit.participants, share.person) && has(visit.residents, share.resident) &&
          DayOf(visit.span.start_ms) <= share.day && DayOf(visit.span.end_ms) >= share.day) {
        events.insert(events.end(), visit.events.begin(), visit.events.end());
      }
    }
    Add("visit share",
        absl::StrCat(Person(share.person), "'s share in visits to ", Person(share.resident), ", ",
                     FormatDay(share.day), ": ", CountText(share.settled_ms, share.to_confirm_ms)),
        std::move(events), PersonPartition(share.person));
  }

  void WriteHelp(const HelpRecord& help) {
    Add("help",
        absl::StrCat(Person(help.helper), " helped ", Person(help.helped), ", ",
                     FormatDay(help.day), help.subject.empty() ? "" : ", ", help.subject, ": ",
                     help.minutes, " min, ", help.confirmed ? "confirmed" : "claimed",
                     help.denied ? ", denied" : ""),
        help.events, PairPartition(help.helper, help.helped));
  }

  void WriteSighting(const SightingDay& day) {
    Add("sighting",
        absl::StrCat(Person(day.person), " at ", Centre(day.centre), ", ", FormatDay(day.day), ": ",
                     day.seen_ms.size(), " of ", day.goal, day.seen_ms.empty() ? "" : ", at ",
                     absl::StrJoin(day.seen_ms, " ",
                                   [](std::string* out, std::int64_t seen_ms) {
                                     out->append(FormatTimeOfDay(seen_ms));
                                   })),
        {}, PersonPartition(day.person));
  }

  void WriteCase(const KnownCase& known) {
    const CaseRecord& record = known.record;
    Add("case",
        absl::StrCat(
            CaseName(record), ", ", Person(record.person), ": ", CaseStageText(record.stage),
            "; no-shows ",
            absl::StrJoin(record.days, " ",
                          [](std::string* out, CivilDay day) { out->append(FormatDay(day)); })),
        record.events, PersonPartition(record.person));
  }

  void WritePath(const PathRecord& record) {
    Add("path",
        absl::StrCat(Person(record.person), ", ",
                     absl::StrReplaceAll(PathTypeWord(record.type), {{"_", " "}}), ", ",
                     FormatDay(record.day),
                     record.last_day != record.day && !record.running
                         ? absl::StrCat(" … ", FormatDay(record.last_day))
                         : "",
                     record.running ? ", until further notice" : "",
                     record.state.empty() ? "" : absl::StrCat(": ", record.state),
                     record.minutes == 0 ? "" : absl::StrCat(", ", record.minutes, " min")),
        record.events, PersonPartition(record.person));
  }

  // Where it was folded: with its kind's facts.
  std::string PartitionOf(const Discrepancy& each) const {
    if (each.persons.empty() && !each.events.empty()) {
      return PartitionKey{
          .type = PartitionType::kEvent, .a = {}, .b = {}, .event = each.events.front()}
          .Name();
    }
    if (each.kind.starts_with("help_") && each.persons.size() == 2) {
      return PairPartition(each.persons[0], each.persons[1]);
    }
    std::string of_person = each.persons.empty() ? "" : PersonPartition(each.persons.front());
    const bool of_visit =
        each.kind.starts_with("visit_") || each.kind == "possible_duplicate_visit";
    if (!of_visit) return of_person;
    for (const Hash& event : each.events) {
      const auto found = reading_.households.find(event);
      if (found != reading_.households.end()) return HouseholdPartition(found->second);
    }
    return of_person;
  }

  void WriteDiscrepancy(const Discrepancy& each) {
    std::vector<std::string> settlements;
    std::vector<Hash> events = each.events;
    for (const Settlement& by : each.settlements) {
      settlements.push_back(
          absl::StrCat(ValueText(by.value, each.day, names_), " by ", Person(by.said.author)));
      events.push_back(by.said.event);
    }
    Add("discrepancy",
        absl::StrCat(each.Key().hex().substr(0, 12), ", ", People(each.persons),
                     each.persons.empty() ? "" : ", ", FormatDay(each.day), ": ",
                     DoubtText(each.kind), each.detail.empty() ? "" : ", ", each.detail, "; ",
                     each.IsOpen() ? "open" : "settled", settlements.empty() ? "" : ": ",
                     absl::StrJoin(settlements, "; ")),
        std::move(events), PartitionOf(each));
  }

  const TraceReading& reading_;
  const KnownNames& names_;
  std::vector<v1::TraceRecord> records_;
};

}  // namespace

std::string ExactMinutes(std::int64_t ms) {
  const std::int64_t minutes = ms / kMinuteMs;
  const std::int64_t rest_ms = ms % kMinuteMs;
  if (rest_ms == 0) return absl::StrCat(minutes, " min");
  if (rest_ms % 1000 == 0) return absl::StrCat(minutes, " min ", rest_ms / 1000, " s");
  return absl::StrFormat("%d min %d.%03d s", minutes, rest_ms / 1000, rest_ms % 1000);
}

std::vector<v1::TraceRecord> TraceRecords(const TraceReading& reading, const KnownNames& names) {
  return Writer(reading, names).Write();
}

}  // namespace wijkboek
