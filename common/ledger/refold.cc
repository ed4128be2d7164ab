#include "common/ledger/refold.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/crypto.h"
#include "common/ledger/record_codec.h"
#include "common/reconcile/buddy_help.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/person.h"
#include "common/reconcile/set_aside.h"
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
std::pair<CivilDay, CivilDay> DaysOf(const AttendanceRecord& record) {
  return {record.day, record.day};
}
std::pair<CivilDay, CivilDay> DaysOf(const HoursDay& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const SightingDay& record) { return {record.day, record.day}; }
std::pair<CivilDay, CivilDay> DaysOf(const Discrepancy& record) { return {record.day, record.day}; }
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

template <typename Result>
void AppendDoubts(Result& result, Refolded& out) {
  SortSetAside(result.set_aside);
  Append(RecordType::kDiscrepancy, result.discrepancies, out);
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
                                         const Reference& reference) {
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
    ResolveBadge(result.events.back(), StartOf(fact), reference);
    result.facts.push_back(fact);
  }
  // Whatever the order of arrival was.
  std::sort(result.facts.begin(), result.facts.end(),
            [](const Fact& a, const Fact& b) { return a.key < b.key; });
  return result;
}

Refolded Refold(const PartitionKey& partition, const PartitionFacts& facts,
                const std::vector<VisitRecord>& visits, const Interval& bounds, const World& world,
                Moment& moment) {
  Refolded out;
  switch (partition.type) {
    case PartitionType::kPerson: {
      PersonResult result = FoldPerson(partition.a, facts.facts, visits, world, moment);
      Append(RecordType::kPresence, result.presences, out);
      Append(RecordType::kPresenceDay, result.days, out);
      Append(RecordType::kVisitShare, result.shares, out);
      Append(RecordType::kAttendance, result.attendance, out);
      Append(RecordType::kHours, result.hours, out);
      Append(RecordType::kSighting, result.sightings, out);
      out.waits = std::move(result.waits);
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
      AppendDoubts(result, out);
      break;
    }
    case PartitionType::kPair: {
      HelpResult result = FoldHelp(facts.facts, world.reference, moment);
      Append(RecordType::kHelp, result.records, out);
      AppendDoubts(result, out);
      break;
    }
    case PartitionType::kEvent: {
      Standing standing(facts.facts);
      for (const Fact& fact : facts.facts) {
        if (fact.key.hash != partition.event) continue;
        std::vector<SetAsideFact> set_aside = FoldLooseFact(fact, standing);
        SortSetAside(set_aside);
        if (!set_aside.empty()) out.loose = LooseFactOf(fact, set_aside.front(), bounds);
        out.loose_device = fact.key.device;
        Append(RecordType::kSetAside, set_aside, out);
      }
      break;
    }
  }
  out.fingerprint = FingerprintOf(out.records);
  return out;
}

}  // namespace wijkboek
