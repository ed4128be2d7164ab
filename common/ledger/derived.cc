#include "common/ledger/derived.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/ledger/refold.h"
#include "common/ledger/schema.h"
#include "common/reconcile/completed_facts.h"
#include "common/reconcile/routing.h"
#include "common/status.h"

namespace wijkboek {
namespace {

template <typename T>
void Append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

bool MayMoveBetweenProgrammes(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_ENROLMENT_STARTED:
    case v1::EVENT_KIND_ENROLMENT_CHANGED:
    case v1::EVENT_KIND_ENROLMENT_ENDED:
    case v1::EVENT_KIND_COHORT_OPENED:
    case v1::EVENT_KIND_PEOPLE_GROUPED:
    case v1::EVENT_KIND_EVENT_VOIDED:
      return true;
    default:
      return false;
  }
}

// What this program knows the content of, "100,101,…".
std::string KnownKinds() {
  const google::protobuf::EnumDescriptor& kinds = *v1::EventKind_descriptor();
  std::vector<int> numbers;
  for (int i = 0; i < kinds.value_count(); ++i) numbers.push_back(kinds.value(i)->number());
  SortUnique(numbers);
  return absl::StrJoin(numbers, ",");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Derived>> Derived::Open(const std::string& path,
                                                       const EventLog& log) {
  DatabaseOptions options{.application_id = kLedgerApplicationId,
                          .migrations = &kLedgerSchema,
                          .migration_count = 1,
                          .durability = Durability::kRebuildable};
  ASSIGN_OR_RETURN(Database database, Database::Open(path, options));
  auto derived = std::make_unique<Derived>(std::move(database), log);
  RETURN_IF_ERROR(derived->LoadProgress());
  RETURN_IF_ERROR(derived->CheckKinds());
  RETURN_IF_ERROR(derived->LoadReference());
  return derived;
}

Derived::Derived(Database database, const EventLog& log)
    : database_(std::move(database)),
      log_(log),
      index_(database_, log),
      partitions_(database_),
      records_(database_),
      tallies_(database_),
      world_(database_),
      reach_(reference_, index_, partitions_, world_),
      load_progress_(database_.Prepare("SELECT position, notice_position, now_ms FROM progress")),
      save_progress_(
          database_.Prepare("UPDATE progress SET position = ?, notice_position = ?, now_ms = ?")),
      person_positions_(database_.Prepare(
          "SELECT position FROM person_event WHERE person = ?1 AND position > ?3 AND position <= "
          "?4 "
          "UNION SELECT position FROM member WHERE partition_no = ?2 AND position > ?3 "
          "AND position <= ?4 ORDER BY 1 LIMIT ?5")) {}

absl::Status Derived::LoadProgress() {
  ASSIGN_OR_RETURN(bool found, load_progress_.Step());
  if (!found) return absl::DataLossError("the derived file has lost its progress");
  position_ = load_progress_.Uint(0);
  notice_position_ = load_progress_.Uint(1);
  now_ms_ = load_progress_.Int(2);
  load_progress_.Reset();
  // Another log under the same file?
  ASSIGN_OR_RETURN(auto last, index_.Last());
  if (!last) return absl::OkStatus();
  absl::StatusOr<LogEvent> entry = log_.Read(last->first);
  if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
  absl::StatusOr<EventKey> key = absl::NotFoundError("");
  if (entry.ok()) key = ReadEventKey(entry->bytes, entry->previous);
  if (!key.ok() || key->hash != last->second) {
    return absl::DataLossError("the derived file belongs to another log");
  }
  return absl::OkStatus();
}

absl::Status Derived::CheckKinds() {
  const std::string known = KnownKinds();
  Statement load = database_.Prepare("SELECT kinds FROM progress");
  ASSIGN_OR_RETURN(const bool found, load.Step());
  const std::string made_with = found ? load.String(0) : "";
  load.Reset();
  if (made_with == known) return absl::OkStatus();
  if (!made_with.empty()) {
    return absl::DataLossError("the derived file was made by a program that knew other kinds");
  }
  return database_.Prepare("UPDATE progress SET kinds = ?").Bind(Statement::Text(known)).Run();
}

absl::StatusOr<StoredEvent> Derived::ReadAt(std::uint64_t position,
                                            std::optional<std::int64_t>* received_ms) const {
  ASSIGN_OR_RETURN(LogEvent entry, log_.Read(position));
  if (received_ms != nullptr) *received_ms = entry.received_ms;
  absl::StatusOr<StoredEvent> event = ReadEvent(std::move(entry.bytes), entry.previous);
  // Bytes that are no event at all are the log's business.
  if (!event.ok()) return absl::NotFoundError("no event at this position");
  return event;
}

absl::Status Derived::LoadReference() {
  RETURN_IF_ERROR(world_.Load());
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions, index_.ReferencePositions());
  Changes unused;
  for (std::uint64_t position : positions) {
    absl::StatusOr<StoredEvent> event = ReadAt(position);
    if (absl::IsNotFound(event.status())) continue;
    if (!event.ok()) return event.status();
    reference_.Apply(*event);
    // A void may take back what was said about a device.
    RETURN_IF_ERROR(ApplyDevices(position, *event, std::nullopt, unused));
  }
  ASSIGN_OR_RETURN(positions, index_.DevicePositions());
  for (std::uint64_t position : positions) {
    RETURN_IF_ERROR(ApplyDevicesAt(position, unused));
  }
  return absl::OkStatus();
}

void Derived::Routing::Add(std::uint64_t position) {
  if (is_waiting.insert(position).second) waiting.push_back(position);
}

void Derived::Routing::Add(const std::vector<std::uint64_t>& positions) {
  for (std::uint64_t position : positions) Add(position);
}

absl::Status Derived::ApplyNotices(const std::vector<v1::LogEntry>& notices) {
  Devices::Touched touched;
  for (const v1::LogEntry& notice : notices) {
    notice_position_ = std::max(notice_position_, notice.position());
    ASSIGN_OR_RETURN(Devices::Touched more, world_.Apply(notice));
    Append(touched.centres, more.centres);
    Append(touched.heard, more.heard);
  }
  RETURN_IF_ERROR(reach_.OfDevices(std::move(touched)));
  return save_progress_.Bind(position_, notice_position_, now_ms_).Run();
}

absl::StatusOr<std::uint64_t> Derived::Index(const std::vector<LogEvent>& entries) {
  std::deque<StoredEvent> events;
  Routing routing;
  Changes changes;
  std::vector<Id> captured_by;
  for (const LogEvent& entry : entries) {
    position_ = std::max(position_, entry.position);
    absl::StatusOr<StoredEvent> event = ReadEvent(entry.bytes, entry.previous);
    // Bytes that are no event at all are the log's business.
    if (!event.ok()) continue;
    ASSIGN_OR_RETURN(bool is_new, index_.Add(entry.position, *event));
    if (!is_new) continue;
    ApplyReference(*event, changes);
    RETURN_IF_ERROR(ApplyDevices(entry.position, *event, entry.received_ms, changes));
    captured_by.push_back(event->key.device);
    routing.fresh[entry.position] = &events.emplace_back(*std::move(event));
    routing.Add(entry.position);
  }
  for (const StoredEvent& event : events) RETURN_IF_ERROR(AddCompleted(event, routing));
  ASSIGN_OR_RETURN(std::vector<EventIndex::Retimed> retimed, index_.Retime());
  for (const EventIndex::Retimed& event : retimed) {
    RETURN_IF_ERROR(NoteRetimed(event, changes, routing));
  }
  RETURN_IF_ERROR(reach_.OfRules(changes.reference.programmes, std::move(changes.ruled)));
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> rerouted,
                   reach_.OfReference(std::move(changes.reference)));
  routing.Add(rerouted);
  RETURN_IF_ERROR(reach_.OfDevices(std::move(changes.devices)));
  RETURN_IF_ERROR(reach_.OfUncertain(std::move(captured_by)));
  RETURN_IF_ERROR(RouteAll(routing));
  RETURN_IF_ERROR(save_progress_.Bind(position_, notice_position_, now_ms_).Run());
  return events.size();
}

void Derived::ApplyReference(const StoredEvent& event, Changes& changes) {
  v1::EventKind kind = event.event.kind();
  if (!Reference::IsReferenceKind(kind) && kind != v1::EVENT_KIND_EVENT_VOIDED) return;
  Reference::Touched more = reference_.Apply(event);
  if (MayMoveBetweenProgrammes(kind)) Append(changes.ruled, more.persons);
  Append(changes.reference.persons, more.persons);
  Append(changes.reference.badges, more.badges);
  Append(changes.reference.centres, more.centres);
  Append(changes.reference.moved, more.moved);
  Append(changes.reference.programmes, more.programmes);
  Append(changes.reference.regrouped, more.regrouped);
  Append(changes.reference.disputed, more.disputed);
}

absl::Status Derived::ApplyDevices(std::uint64_t position, const StoredEvent& event,
                                   std::optional<std::int64_t> received_ms, Changes& changes) {
  v1::EventKind kind = event.event.kind();
  if (!Devices::IsDeviceKind(kind) && kind != v1::EVENT_KIND_EVENT_VOIDED) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<std::int64_t> captured_ms, index_.CapturedMs(position));
  Devices::Touched more = world_.devices().Apply(event, captured_ms, received_ms);
  Append(changes.devices.centres, more.centres);
  Append(changes.devices.heard, more.heard);
  return absl::OkStatus();
}

absl::Status Derived::ApplyDevicesAt(std::uint64_t position, Changes& changes) {
  std::optional<std::int64_t> received_ms;
  absl::StatusOr<StoredEvent> event = ReadAt(position, &received_ms);
  if (absl::IsNotFound(event.status())) return absl::OkStatus();
  if (!event.ok()) return event.status();
  return ApplyDevices(position, *event, received_ms, changes);
}

absl::Status Derived::NoteRetimed(const EventIndex::Retimed& event, Changes& changes,
                                  Routing& routing) {
  RETURN_IF_ERROR(partitions_.MarkDirtyWith(event.position));
  if (event.has_badge) routing.Add(event.position);
  ASSIGN_OR_RETURN(bool is_device, index_.IsDeviceEvent(event.position));
  return is_device ? ApplyDevicesAt(event.position, changes) : absl::OkStatus();
}

absl::Status Derived::NoteReceived(absl::Span<const std::uint64_t> positions) {
  Changes changes;
  for (std::uint64_t position : positions) {
    RETURN_IF_ERROR(partitions_.MarkDirtyWith(position));
    ASSIGN_OR_RETURN(bool is_device, index_.IsDeviceEvent(position));
    if (is_device) RETURN_IF_ERROR(ApplyDevicesAt(position, changes));
  }
  return reach_.OfDevices(std::move(changes.devices));
}

absl::Status Derived::RouteAll(Routing& routing) {
  while (!routing.waiting.empty()) {
    std::uint64_t position = routing.waiting.front();
    routing.waiting.pop_front();
    routing.is_waiting.erase(position);
    auto fresh = routing.fresh.find(position);
    if (fresh != routing.fresh.end()) {
      const StoredEvent& event = *fresh->second;
      RETURN_IF_ERROR(Route(position, event, /*is_fresh=*/true, routing));
      continue;
    }
    absl::StatusOr<StoredEvent> event = ReadAt(position);
    if (absl::IsNotFound(event.status())) continue;
    if (!event.ok()) return event.status();
    RETURN_IF_ERROR(Route(position, *event, /*is_fresh=*/false, routing));
  }
  return absl::OkStatus();
}

absl::Status Derived::AddCompleted(const StoredEvent& edit, Routing& routing) {
  auto completes = [](v1::EventKind kind) {
    return kind == v1::EVENT_KIND_DISCREPANCY_SETTLED || kind == v1::EVENT_KIND_EVENT_VOIDED;
  };
  if (!completes(edit.event.kind())) return absl::OkStatus();
  std::vector<Hash> reached = SeenBy(edit.event);
  absl::flat_hash_set<Hash> known(reached.begin(), reached.end());
  for (std::size_t i = 0; i < reached.size(); ++i) {
    ASSIGN_OR_RETURN(std::optional<std::uint64_t> position, index_.PositionOf(reached[i]));
    if (!position) continue;
    routing.Add(*position);
    absl::StatusOr<StoredEvent> target = ReadAt(*position);
    if (absl::IsNotFound(target.status())) continue;
    if (!target.ok()) return target.status();
    if (!completes(target->event.kind())) continue;
    for (const Hash& seen : SeenBy(target->event)) {
      if (known.insert(seen).second) reached.push_back(seen);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Derived::CompletedEvent> Derived::Complete(std::uint64_t position,
                                                          const StoredEvent& stored) {
  ASSIGN_OR_RETURN(std::optional<std::int64_t> captured_ms, index_.CapturedMs(position));
  std::vector<std::uint64_t> positions = {position};
  if (!captured_ms || MayBeSettledToSomebody(stored.event)) {
    // Everything that names it, and what names that.
    absl::flat_hash_set<std::uint64_t> known = {position};
    std::vector<Hash> hashes = {stored.key.hash};
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      ASSIGN_OR_RETURN(std::vector<std::uint64_t> naming, index_.Mentioning(hashes[i]));
      for (std::uint64_t each : naming) {
        if (!known.insert(each).second) continue;
        absl::StatusOr<StoredEvent> edit = ReadAt(each);
        if (absl::IsNotFound(edit.status())) continue;
        if (!edit.ok()) return edit.status();
        positions.push_back(each);
        hashes.push_back(edit->key.hash);
      }
    }
  }
  PartitionFacts facts;
  if (positions.size() > 1) {
    ASSIGN_OR_RETURN(facts, ReadFacts(positions, log_, index_, reference_, Owners::kGive));
  } else {
    facts.events.push_back(stored.event);
    facts.facts.push_back(
        {.event = &facts.events.back(), .key = stored.key, .captured_ms = captured_ms});
    CompleteFacts(reference_, Owners::kGive, facts.events, facts.facts);
  }
  CompletedEvent completed{.event = stored.event};
  for (const Fact& fact : facts.facts) {
    if (fact.key.hash != stored.key.hash) continue;
    completed = {.event = *fact.event, .is_owner_settled = fact.is_owner_settled};
  }
  return completed;
}

absl::StatusOr<std::vector<PartitionNo>> Derived::PartitionsFor(std::uint64_t position,
                                                                const StoredEvent& stored) {
  const v1::Event* event = &stored.event;
  CompletedEvent completed;
  // Most events say all of it by themselves.
  if (!event->badge_hash().empty() || MayBeSettledToSomebody(*event) ||
      NamesMerged(*event, reference_)) {
    ASSIGN_OR_RETURN(completed, Complete(position, stored));
    event = &completed.event;
  }
  std::optional<Id> household = HouseholdOf(*event, reference_);
  Id visit = Id::FromBytesOrZero(event->visit_id());
  if (!household && !visit.IsZero()) {
    ASSIGN_OR_RETURN(std::optional<Id> resident, index_.ResidentOf(visit));
    if (resident) {
      const Person* person = reference_.FindPerson(*resident);
      household = person == nullptr || person->household.IsZero() ? *resident : person->household;
    }
  }
  std::vector<PartitionNo> result;
  Id centre = CentreOf(*event);
  std::vector<PartitionKey> keys = OwnPartitions(*event, stored.key.hash, household);
  // It goes on saying that it was nobody's, and who settled that.
  if (completed.is_owner_settled) keys.push_back({.event = stored.key.hash});
  for (const Id& person : reference_.DisputedFor(stored.key.hash)) {
    keys.push_back({.type = PartitionType::kPerson, .a = person});
  }
  for (const PartitionKey& key : keys) {
    ASSIGN_OR_RETURN(PartitionNo no, partitions_.NumberOf(key));
    result.push_back(no);
    if (key.type == PartitionType::kPerson && !centre.IsZero()) {
      RETURN_IF_ERROR(partitions_.NoteCentre(centre, no));
    }
  }
  if (FollowsSeen(event->kind())) {
    for (const Hash& seen : SeenBy(*event)) {
      ASSIGN_OR_RETURN(std::optional<std::uint64_t> target, index_.PositionOf(seen));
      if (!target) continue;
      ASSIGN_OR_RETURN(std::vector<PartitionNo> more, partitions_.PartitionsOf(*target));
      result.insert(result.end(), more.begin(), more.end());
    }
  }
  SortUnique(result);
  return result;
}

absl::Status Derived::Route(std::uint64_t position, const StoredEvent& event, bool is_fresh,
                            Routing& routing) {
  ASSIGN_OR_RETURN(std::vector<PartitionNo> before, partitions_.PartitionsOf(position));
  ASSIGN_OR_RETURN(std::vector<PartitionNo> after, PartitionsFor(position, event));
  if (before == after && !is_fresh) return absl::OkStatus();
  for (PartitionNo no : before) {
    if (std::binary_search(after.begin(), after.end(), no)) continue;
    RETURN_IF_ERROR(partitions_.RemoveMember(no, position));
  }
  for (PartitionNo no : after) {
    if (std::binary_search(before.begin(), before.end(), no)) continue;
    RETURN_IF_ERROR(partitions_.AddMember(no, position));
  }
  if (before == after) return absl::OkStatus();
  // Whatever edits this event goes where it goes, and so do its visit's other facts.
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> edits, index_.Mentioning(event.key.hash));
  routing.Add(edits);
  Id visit = Id::FromBytesOrZero(event.event.visit_id());
  if (!visit.IsZero() && !PersonsIn(event.event, v1::PERSON_ROLE_RESIDENT).empty()) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> others, index_.WithoutResident(visit));
    routing.Add(others);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::size_t> Derived::FoldDirty(std::size_t limit, std::int64_t now_ms) {
  now_ms_ = now_ms;
  ASSIGN_OR_RETURN(std::vector<PartitionNo> dirty, partitions_.TakeDirty(limit));
  for (PartitionNo no : dirty) RETURN_IF_ERROR(Fold(no, now_ms));
  if (!dirty.empty()) {
    RETURN_IF_ERROR(save_progress_.Bind(position_, notice_position_, now_ms_).Run());
  }
  return dirty.size();
}

absl::StatusOr<std::vector<VisitRecord>> Derived::VisitsOf(const Id& person) {
  std::vector<VisitRecord> visits;
  ASSIGN_OR_RETURN(std::vector<PartitionNo> households, records_.HouseholdsVisitedBy(person));
  for (PartitionNo household : households) {
    ASSIGN_OR_RETURN(std::vector<VisitRecord> all,
                     records_.ReadPartition<VisitRecord>(household, RecordType::kVisit, {}));
    for (VisitRecord& visit : all) {
      const std::vector<Id>& people = visit.participants;
      if (std::binary_search(people.begin(), people.end(), person)) {
        visits.push_back(std::move(visit));
      }
    }
  }
  return visits;
}

absl::Status Derived::Fold(PartitionNo no, std::int64_t now_ms) {
  ASSIGN_OR_RETURN(PartitionKey key, partitions_.KeyOf(no));
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> members, partitions_.Members(no));
  const Owners owners = key.type == PartitionType::kEvent ? Owners::kLeave : Owners::kGive;
  ASSIGN_OR_RETURN(PartitionFacts facts, ReadFacts(members, log_, index_, reference_, owners));
  std::vector<VisitRecord> visits;
  Interval bounds;
  if (key.type == PartitionType::kPerson) {
    ASSIGN_OR_RETURN(visits, VisitsOf(key.a));
  } else if (key.type == PartitionType::kEvent) {
    ASSIGN_OR_RETURN(auto known, index_.BoundsOf(key.event));
    bounds = {.start_ms = known.first, .end_ms = known.second};
  }
  Moment moment(now_ms);
  World world{.reference = reference_, .devices = world_.devices(), .loose = world_.loose()};
  Refolded refolded = Refold(key, facts, visits, bounds, world, moment);
  if (key.type == PartitionType::kPerson) {
    RETURN_IF_ERROR(world_.SetWaits(no, refolded.waits));
    RETURN_IF_ERROR(tallies_.Replace(no, refolded.tallies));
  } else if (key.type == PartitionType::kEvent) {
    Id device = refolded.loose ? refolded.loose_device : Id();
    ASSIGN_OR_RETURN(std::vector<LooseFact> differing,
                     world_.SetLoose(key.event, device, refolded.loose));
    for (const LooseFact& fact : differing) RETURN_IF_ERROR(reach_.OfLoose(fact));
  }
  ASSIGN_OR_RETURN(std::optional<Hash> before, partitions_.FingerprintOf(no));
  if (before != refolded.fingerprint) {
    if (key.type == PartitionType::kHousehold) {
      RETURN_IF_ERROR(ReplaceVisits(no, refolded.visitors));
    }
    RETURN_IF_ERROR(records_.Replace(no, refolded.records));
  }
  PartitionTable::Folded folded{.holds_after_ms = moment.holds_after_ms(),
                                .holds_until_ms = moment.holds_until_ms()};
  // What has neither facts nor results is no partition any more.
  if (!facts.facts.empty() || !refolded.records.empty()) folded.fingerprint = refolded.fingerprint;
  return partitions_.SetFolded(no, folded);
}

absl::Status Derived::ReplaceVisits(PartitionNo household, const std::vector<Id>& visitors) {
  ASSIGN_OR_RETURN(std::vector<VisitRecord> visits,
                   records_.ReadPartition<VisitRecord>(household, RecordType::kVisit, {}));
  std::vector<Id> before;
  for (const VisitRecord& visit : visits) {
    before.insert(before.end(), visit.participants.begin(), visit.participants.end());
  }
  SortUnique(before);
  RETURN_IF_ERROR(records_.ReplaceVisitors(household, before, visitors));
  std::vector<Id> concerned = std::move(before);
  concerned.insert(concerned.end(), visitors.begin(), visitors.end());
  SortUnique(concerned);
  for (const Id& person : concerned) {
    ASSIGN_OR_RETURN(PartitionNo no,
                     partitions_.NumberOf({.type = PartitionType::kPerson, .a = person}));
    RETURN_IF_ERROR(partitions_.MarkDirty(no));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::uint64_t>> Derived::PositionsOfPerson(const Id& person,
                                                                      std::uint64_t after,
                                                                      std::uint64_t through,
                                                                      std::size_t limit) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  ASSIGN_OR_RETURN(std::optional<PartitionNo> partition,
                   partitions_.Find({.type = PartitionType::kPerson, .a = person}));
  std::vector<std::uint64_t> result;
  person_positions_.Bind(person.bytes(), partition.value_or(0), std::min(after, kMax),
                         std::min(through, kMax), std::min<std::uint64_t>(limit, kMax));
  while (true) {
    ASSIGN_OR_RETURN(bool row, person_positions_.Step());
    if (!row) return result;
    result.push_back(person_positions_.Uint(0));
  }
}

}  // namespace wijkboek
