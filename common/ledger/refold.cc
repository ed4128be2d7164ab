#include "common/ledger/refold.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "common/crypto.h"
#include "common/ledger/record_codec.h"
#include "common/reconcile/buddy_help.h"
#include "common/reconcile/completed_facts.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/loose_event.h"
#include "common/reconcile/person.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/visit.h"
#include "common/status.h"

namespace wijkboek {
namespace {

std::pair<CivilDay, CivilDay> DaysOf(const Interval& span) {
  CivilDay first = DayOf(span.start_ms);
  // Half open: a span until midnight does not touch the next day.
  return {first, span.length_ms() == 0 ? first : DayOf(span.end_ms - 1)};
}

std::pair<CivilDay, CivilDay> DaysOf(const PresenceRecord& record) { return DaysOf(record.span); }
std::pair<CivilDay, CivilDay> DaysOf(const VisitRecord& record) { return DaysOf(record.span); }
std::pair<CivilDay, CivilDay> DaysOf(const PresenceDay& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const VisitShareDay& record) {
  return {record.day, record.day};
}
std::pair<CivilDay, CivilDay> DaysOf(const HelpRecord& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const PairRecord& record) {
  return {record.first_day,
          record.running ? std::numeric_limits<CivilDay>::max() : record.last_day};
}
std::pair<CivilDay, CivilDay> DaysOf(const AttendanceRecord& record) {
  return {record.day, record.day};
}
std::pair<CivilDay, CivilDay> DaysOf(const HoursDay& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const SightingDay& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const Discrepancy& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const CaseRecord& record) {
  if (record.days.empty()) return {0, 0};
  return {record.days.front(), record.days.back()};
}
std::pair<CivilDay, CivilDay> DaysOf(const PathRecord& record) {
  CivilDay last = record.running ? std::numeric_limits<CivilDay>::max() : record.last_day;
  return {record.day, std::max(record.day, last)};
}
std::pair<CivilDay, CivilDay> DaysOf(const SetAsideFact&) { return {0, 0}; }

template <typename Record>
void Append(RecordType type, const std::vector<Record>& records, Refolded& out) {
  for (const Record& record : records) {
    auto [first_day, last_day] = DaysOf(record);
    out.records.push_back(
        {.type = type, .first_day = first_day, .last_day = last_day, .body = Encode(record)});
  }
}

void SortSetAside(std::vector<SetAsideFact>& facts) {
  std::sort(facts.begin(), facts.end(), [](const SetAsideFact& a, const SetAsideFact& b) {
    return std::tie(a.event, a.reason) < std::tie(b.event, b.reason);
  });
}

// What was set aside and somebody could settle is a discrepancy too.
template <typename Result>
void AddSetAsideDoubts(absl::Span<const Fact> facts, Result& result) {
  std::vector<Discrepancy> doubts = DoubtsOf(result.set_aside, facts);
  if (doubts.empty()) return;
  const Standing standing(facts);
  Settlements(facts, standing).Apply(doubts, result.settled);
  result.discrepancies.insert(result.discrepancies.end(), doubts.begin(), doubts.end());
  SortUnique(result.discrepancies);
}

template <typename Result>
void AppendDoubts(Result& result, Refolded& out) {
  SortSetAside(result.set_aside);
  Append(RecordType::kDiscrepancy, result.discrepancies, out);
  Append(RecordType::kSettled, result.settled, out);
  Append(RecordType::kSetAside, result.set_aside, out);
}

Hash FingerprintOf(const std::vector<EncodedRecord>& records) {
  std::string all;
  for (const EncodedRecord& record : records) {
    all.push_back(static_cast<char>(record.type));
    AppendUint64(all, record.body.size());
    all.append(record.body);
  }
  return Sha256(all);
}

}  // namespace

absl::StatusOr<PartitionFacts> ReadFacts(const std::vector<std::uint64_t>& positions,
                                         const EventLog& log, EventIndex& index,
                                         const Reference& reference, Owners owners) {
  PartitionFacts result;
  result.facts.reserve(positions.size());
  for (std::uint64_t position : positions) {
    absl::StatusOr<LogEvent> entry = log.Read(position);
    if (absl::IsNotFound(entry.status())) continue;
    if (!entry.ok()) return entry.status();
    absl::StatusOr<StoredEvent> stored = ReadEvent(std::move(entry->bytes), entry->previous);
    if (!stored.ok()) continue;
    Fact fact{.key = stored->key, .received_ms = entry->received_ms};
    ASSIGN_OR_RETURN(fact.captured_ms, index.CapturedMs(position));
    fact.event = &result.events.emplace_back(std::move(stored->event));
    result.events.back().clear_sealed();
    result.facts.push_back(fact);
  }
  CompleteFacts(reference, owners, result.events, result.facts);
  // Whatever the order of arrival was.
  std::sort(result.facts.begin(), result.facts.end(),
            [](const Fact& a, const Fact& b) { return a.key < b.key; });
  return result;
}

Refolded Refold(const PartitionKey& partition, const PartitionFacts& facts,
                const std::vector<VisitRecord>& visits, const Interval& bounds, const World& world,
                Moment& moment) {
  Refolded out;
  std::vector<AttendanceRecord> open_statuses;
  switch (partition.type) {
    case PartitionType::kPerson: {
      // What was theirs is that of whoever stands for them.
      if (world.reference.StandsFor(partition.a) != partition.a) break;
      PersonResult result = FoldPerson(partition.a, facts.facts, visits, world, moment);
      Append(RecordType::kPresence, result.presences, out);
      Append(RecordType::kPresenceDay, result.days, out);
      Append(RecordType::kVisitShare, result.shares, out);
      Append(RecordType::kAttendance, result.attendance, out);
      Append(RecordType::kHours, result.hours, out);
      Append(RecordType::kSighting, result.sightings, out);
      Append(RecordType::kCase, result.cases, out);
      Append(RecordType::kPath, result.path, out);
      out.waits = std::move(result.waits);
      out.tallies = PartsOf(result.attendance, result.hours, world.reference);
      std::copy_if(result.attendance.begin(), result.attendance.end(),
                   std::back_inserter(open_statuses), IsOpen);
      AddSetAsideDoubts(facts.facts, result);
      AppendDoubts(result, out);
      break;
    }
    case PartitionType::kHousehold: {
      HouseholdResult result = FoldHousehold(partition.a, facts.facts, world.reference, moment);
      for (const VisitRecord& visit : result.visits) {
        out.visitors.insert(out.visitors.end(), visit.participants.begin(),
                            visit.participants.end());
      }
      SortUnique(out.visitors);
      Append(RecordType::kVisit, result.visits, out);
      AddSetAsideDoubts(facts.facts, result);
      AppendDoubts(result, out);
      break;
    }
    case PartitionType::kPair: {
      HelpResult result = FoldHelp(facts.facts, world.reference, moment);
      Append(RecordType::kHelp, result.records, out);
      Append(RecordType::kPair, result.pairs, out);
      AddSetAsideDoubts(facts.facts, result);
      AppendDoubts(result, out);
      break;
    }
    case PartitionType::kEvent: {
      LooseResult result = FoldLooseEvent(partition.event, facts.facts, bounds);
      out.loose = result.loose;
      for (const Fact& fact : facts.facts) {
        if (fact.key.hash == partition.event) out.loose_device = fact.key.device;
      }
      AppendDoubts(result, out);
      break;
    }
  }
  out.fingerprint = FingerprintOf(out.records);
  // A second copy of some: what was folded is the same with it and without.
  Append(RecordType::kOpenStatus, open_statuses, out);
  return out;
}

}  // namespace wijkboek
