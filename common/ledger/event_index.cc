#include "common/ledger/event_index.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/reconcile/devices.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/routing.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kCacheMax = 20'000;

template <typename Cache>
void Bound(Cache& cache) {
  if (cache.size() > kCacheMax) cache.clear();
}

// The events at one seq of an epoch (several after a fork), each with the latest time on its branch
// so far.
using Branches = absl::flat_hash_map<Hash, std::optional<std::int64_t>>;

// The badge under which it came in, or of which it says whose it is.
Id BadgeOf(const v1::Event& event) {
  switch (event.kind()) {
    case v1::EVENT_KIND_BADGE_ASSIGNED:
      return Id::FromBytesOrZero(event.badge_assigned().badge_hash());
    case v1::EVENT_KIND_BADGE_WITHDRAWN:
      return Id::FromBytesOrZero(event.badge_withdrawn().badge_hash());
    default:
      return Id::FromBytesOrZero(event.badge_hash());
  }
}

// What an event's time can't be before: the latest of its own branch; where the event before it is
// not held, of the branch that is the least far.
std::optional<std::int64_t> FloorOf(const Branches& before, const Hash& previous) {
  if (auto own = before.find(previous); own != before.end()) return own->second;
  if (before.empty()) return std::nullopt;
  return std::min_element(before.begin(), before.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->second;
}

}  // namespace

EventIndex::EventIndex(Database& database, const EventLog& log)
    : log_(log),
      sums_(database),
      find_epoch_(database.Prepare("SELECT no FROM epoch WHERE device = ? AND epoch = ?")),
      insert_epoch_(database.Prepare("INSERT INTO epoch (device, epoch) VALUES (?, ?)")),
      find_boot_(database.Prepare("SELECT no FROM boot WHERE device = ? AND boot = ?")),
      insert_boot_(database.Prepare("INSERT INTO boot (device, boot) VALUES (?, ?)")),
      link_(database.Prepare("INSERT OR IGNORE INTO boot_epoch VALUES (?, ?)")),
      epochs_of_boot_(database.Prepare("SELECT epoch_no FROM boot_epoch WHERE boot_no = ?")),
      insert_clock_(database.Prepare("INSERT OR IGNORE INTO clock VALUES (?, ?)")),
      clock_events_(database.Prepare("SELECT position FROM clock WHERE boot_no = ?")),
      insert_event_(
          database.Prepare("INSERT OR IGNORE INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                           "iif(?8 = 1, ?9, NULL), iif(?10 = 1, ?11, NULL), ?12)")),
      head_(database.Prepare("SELECT seq, hash, captured_ms FROM event WHERE epoch_no = ? AND "
                             "seq < ? ORDER BY seq DESC LIMIT 2")),
      known_before_(database.Prepare(
          "SELECT captured_ms, seq FROM event WHERE epoch_no = ? AND seq < ? "
          "AND captured_ms IS NOT NULL ORDER BY seq DESC, captured_ms DESC LIMIT 1")),
      known_after_(
          database.Prepare("SELECT captured_ms FROM event WHERE epoch_no = ? AND seq > ? "
                           "AND captured_ms IS NOT NULL ORDER BY seq, captured_ms LIMIT 1")),
      forked_(
          database.Prepare("SELECT count(*) > count(DISTINCT seq) FROM event WHERE epoch_no = ? "
                           "AND seq >= ? AND seq < ?")),
      epoch_events_(database.Prepare(
          "SELECT position, boot_no, boottime_ms, wall_ms, captured_ms, has_badge, seq, hash, "
          "previous FROM event "
          "WHERE epoch_no = ? AND seq >= ? ORDER BY seq, hash")),
      set_time_(database.Prepare(
          "UPDATE event SET captured_ms = iif(?2 = 1, ?3, NULL) WHERE position = ?1")),
      first_of_boot_(
          database.Prepare("SELECT min(seq) FROM event WHERE epoch_no = ? AND boot_no = ?")),
      by_hash_(database.Prepare("SELECT position FROM event WHERE hash = ?")),
      captured_(database.Prepare("SELECT captured_ms FROM event WHERE position = ?")),
      place_(database.Prepare("SELECT epoch_no, seq FROM event WHERE hash = ?")),
      last_(database.Prepare("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1")),
      insert_device_(database.Prepare("INSERT OR IGNORE INTO device_event VALUES (?)")),
      devices_(database.Prepare("SELECT position FROM device_event ORDER BY position")),
      is_device_(database.Prepare("SELECT 1 FROM device_event WHERE position = ?")),
      insert_sighting_(database.Prepare("INSERT OR IGNORE INTO sighting_event VALUES (?, ?)")),
      sightings_(database.Prepare("SELECT position FROM sighting_event WHERE author = ?")),
      insert_scribe_(database.Prepare("INSERT OR IGNORE INTO scribe VALUES (?)")),
      is_scribe_(database.Prepare("SELECT 1 FROM scribe WHERE person = ?")),
      insert_reference_(database.Prepare("INSERT OR IGNORE INTO reference_event VALUES (?)")),
      references_(database.Prepare("SELECT position FROM reference_event ORDER BY position")),
      insert_mention_(database.Prepare("INSERT OR IGNORE INTO mention VALUES (?, ?)")),
      mentioning_(database.Prepare("SELECT position FROM mention WHERE target = ?")),
      insert_person_(database.Prepare("INSERT OR IGNORE INTO person_event VALUES (?, ?)")),
      naming_(database.Prepare("SELECT position FROM person_event WHERE person = ?")),
      insert_badge_(database.Prepare("INSERT OR IGNORE INTO badge_event VALUES (?, ?)")),
      badge_(database.Prepare("SELECT position FROM badge_event WHERE badge = ? AND position > ? "
                              "AND position <= ? ORDER BY position LIMIT ?")),
      insert_visit_(database.Prepare(
          "INSERT OR IGNORE INTO visit_event VALUES (?1, ?2, iif(?3 = 1, ?4, NULL))")),
      no_resident_(database.Prepare(
          "SELECT position FROM visit_event WHERE visit = ? AND resident IS NULL")),
      resident_(database.Prepare("SELECT min(resident) FROM visit_event WHERE visit = ?")) {}

absl::StatusOr<EventIndex::No> EventIndex::NumberOf(Statement& find, Statement& insert,
                                                    const Id& device, absl::string_view text,
                                                    std::uint64_t number, bool is_boot) {
  auto bind = [&](Statement& statement) -> Statement& {
    return is_boot ? statement.Bind(device.bytes(), text) : statement.Bind(device.bytes(), number);
  };
  while (true) {
    ASSIGN_OR_RETURN(bool found, bind(find).Step());
    if (found) {
      No no = find.Int(0);
      find.Reset();
      return no;
    }
    RETURN_IF_ERROR(bind(insert).Run());
  }
}

absl::StatusOr<BootClock*> EventIndex::ClockOf(No boot) {
  if (auto it = clocks_.find(boot); it != clocks_.end()) return &it->second;
  BootClock clock;
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions, Positions(clock_events_.Bind(boot)));
  for (std::uint64_t position : positions) {
    absl::StatusOr<LogEvent> entry = log_.Read(position);
    if (absl::IsNotFound(entry.status())) continue;
    if (!entry.ok()) return entry.status();
    v1::Event event;
    if (event.ParseFromString(entry->bytes)) clock.Add(event);
  }
  Bound(clocks_);
  return &(clocks_[boot] = std::move(clock));
}

absl::StatusOr<EventIndex::EpochHead> EventIndex::HeadOf(No epoch) {
  if (auto it = heads_.find(epoch); it != heads_.end()) return it->second;
  ASSIGN_OR_RETURN(EpochHead head, HeadBefore(epoch, std::numeric_limits<Seq>::max()));
  Bound(heads_);
  heads_[epoch] = head;
  return head;
}

absl::StatusOr<EventIndex::EpochHead> EventIndex::HeadBefore(No epoch, Seq seq) {
  EpochHead head;
  ASSIGN_OR_RETURN(bool found, head_.Bind(epoch, seq).Step());
  if (!found) return head;
  head.seq = head_.Int(0);
  head.hash = Hash::FromBytesOrZero(head_.Bytes(1));
  if (!head_.IsNull(2)) head.captured_ms = head_.Int(2);
  ASSIGN_OR_RETURN(bool second, head_.Step());
  if (second) {
    head.is_single = head_.Int(0) != head.seq;
    head_.Reset();
  }
  if (head.captured_ms) return head;
  ASSIGN_OR_RETURN(bool known, known_before_.Bind(epoch, seq).Step());
  if (!known) return head;
  head.captured_ms = known_before_.Int(0);
  const Seq known_seq = known_before_.Int(1);
  known_before_.Reset();
  ASSIGN_OR_RETURN(bool counted, forked_.Bind(epoch, known_seq, seq).Step());
  head.is_time_doubtful = counted && forked_.Int(0) != 0;
  forked_.Reset();
  return head;
}

absl::StatusOr<bool> EventIndex::Add(std::uint64_t position, const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  const v1::CapturedTime& captured = event.captured();
  No& epoch = epochs_[{stored.key.device, stored.key.epoch}];
  if (epoch == 0) {
    ASSIGN_OR_RETURN(epoch, NumberOf(find_epoch_, insert_epoch_, stored.key.device, "",
                                     stored.key.epoch, /*is_boot=*/false));
  }
  Id boot_id = Id::FromBytesOrZero(captured.boot_id());
  No& boot = boots_[{stored.key.device, boot_id}];
  if (boot == 0) {
    ASSIGN_OR_RETURN(boot, NumberOf(find_boot_, insert_boot_, stored.key.device, boot_id.bytes(), 0,
                                    /*is_boot=*/true));
  }
  ASSIGN_OR_RETURN(EpochHead head, HeadOf(epoch));
  ASSIGN_OR_RETURN(BootClock * clock, ClockOf(boot));
  std::optional<std::int64_t> t_ms = CapturedTimeOf(captured, *clock);
  auto seq = static_cast<Seq>(stored.key.seq);
  bool in_order = head.Precedes(seq, stored.previous);
  // Captured time never goes back within an epoch.
  if (in_order && t_ms && head.captured_ms) t_ms = std::max(*t_ms, *head.captured_ms);
  bool disciplined = captured.quality() == v1::CLOCK_QUALITY_DISCIPLINED;
  ASSIGN_OR_RETURN(std::optional<std::uint64_t> known, PositionOf(stored.key.hash));
  if (known) return false;
  RETURN_IF_ERROR(insert_event_
                      .Bind(position, stored.key.hash.bytes(), epoch, stored.key.seq,
                            stored.previous.bytes(), boot, captured.boottime_ms(), disciplined,
                            captured.wall_ms(), t_ms.has_value(), t_ms.value_or(0),
                            !event.badge_hash().empty())
                      .Run());
  if (links_.emplace(boot, epoch).second) RETURN_IF_ERROR(link_.Bind(boot, epoch).Run());
  if (in_order) {
    heads_[epoch] = {
        .seq = seq, .hash = stored.key.hash, .captured_ms = t_ms ? t_ms : head.captured_ms};
  } else {
    auto [it, is_new] = stale_.emplace(epoch, seq);
    if (!is_new) it->second = std::min(it->second, seq);
  }
  bool is_clock =
      event.kind() == v1::EVENT_KIND_CLOCK_SAMPLED || event.kind() == v1::EVENT_KIND_CLOCK_STEPPED;
  if (is_clock) RETURN_IF_ERROR(AddClockEvent(boot, position, event));
  RETURN_IF_ERROR(IndexNames(position, event));
  RETURN_IF_ERROR(sums_.Add(stored));
  Bound(epochs_);
  Bound(boots_);
  Bound(links_);
  return true;
}

absl::Status EventIndex::AddClockEvent(No boot, std::uint64_t position, const v1::Event& event) {
  ASSIGN_OR_RETURN(BootClock * clock, ClockOf(boot));
  RETURN_IF_ERROR(insert_clock_.Bind(boot, position).Run());
  if (!clock->Add(event)) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> epochs, Positions(epochs_of_boot_.Bind(boot)));
  for (std::uint64_t epoch : epochs) {
    ASSIGN_OR_RETURN(bool found, first_of_boot_.Bind(static_cast<No>(epoch), boot).Step());
    Seq seq = found ? first_of_boot_.Int(0) : 0;
    first_of_boot_.Reset();
    auto [it, is_new] = stale_.emplace(static_cast<No>(epoch), seq);
    if (!is_new) it->second = std::min(it->second, seq);
  }
  return absl::OkStatus();
}

absl::Status EventIndex::IndexNames(std::uint64_t position, const v1::Event& event) {
  for (const Id& person : PersonsOf(event)) {
    RETURN_IF_ERROR(insert_person_.Bind(person.bytes(), position).Run());
  }
  RETURN_IF_ERROR(IndexAuthor(event));
  Id badge = BadgeOf(event);
  if (!badge.IsZero()) RETURN_IF_ERROR(insert_badge_.Bind(badge.bytes(), position).Run());
  Id visit = Id::FromBytesOrZero(event.visit_id());
  if (!visit.IsZero()) {
    Id resident;
    for (const v1::PersonRef& person : event.persons()) {
      if (person.role() != v1::PERSON_ROLE_RESIDENT) continue;
      resident = Id::FromBytesOrZero(person.person_id());
      if (!resident.IsZero()) break;
    }
    RETURN_IF_ERROR(
        insert_visit_.Bind(visit.bytes(), position, !resident.IsZero(), resident.bytes()).Run());
  }
  if (FollowsSeen(event.kind())) {
    for (const Hash& target : SeenBy(event)) {
      RETURN_IF_ERROR(insert_mention_.Bind(target.bytes(), position).Run());
    }
  }
  if (Reference::IsReferenceKind(event.kind()) || event.kind() == v1::EVENT_KIND_EVENT_VOIDED) {
    RETURN_IF_ERROR(insert_reference_.Bind(position).Run());
  }
  if (Devices::IsDeviceKind(event.kind())) {
    RETURN_IF_ERROR(insert_device_.Bind(position).Run());
  }
  if (event.kind() == v1::EVENT_KIND_SIGHTED) {
    RETURN_IF_ERROR(insert_sighting_.Bind(AuthorOf(event).bytes(), position).Run());
  }
  return absl::OkStatus();
}

absl::Status EventIndex::IndexAuthor(const v1::Event& event) {
  const Id author = AuthorOf(event);
  const bool is_own_act = IsOwnMethod(event.actor().method()) && !CentreOf(event).IsZero();
  if (author.IsZero() || is_own_act || scribes_.contains(author)) return absl::OkStatus();
  const std::vector<Id> named = PersonsOf(event);
  if (std::binary_search(named.begin(), named.end(), author)) return absl::OkStatus();
  Bound(scribes_);
  scribes_.insert(author);
  return insert_scribe_.Bind(author.bytes()).Run();
}

absl::StatusOr<bool> EventIndex::IsScribe(const Id& person) {
  ASSIGN_OR_RETURN(bool found, is_scribe_.Bind(person.bytes()).Step());
  is_scribe_.Reset();
  return found;
}

absl::StatusOr<std::vector<EventIndex::Retimed>> EventIndex::Retime() {
  std::vector<Retimed> changed;
  std::map<No, Seq> stale = std::move(stale_);
  stale_.clear();
  for (const auto& [epoch, from_seq] : stale) {
    RETURN_IF_ERROR(RetimeEpoch(epoch, from_seq, changed));
  }
  return changed;
}

absl::Status EventIndex::RetimeEpoch(No epoch, Seq from_seq, std::vector<Retimed>& changed) {
  ASSIGN_OR_RETURN(EpochHead start, HeadBefore(epoch, from_seq));
  if (!start.is_single || !start.captured_ms || start.is_time_doubtful) {
    start = EpochHead();
    from_seq = start.seq;
  }
  Branches before;
  Branches here;
  Seq here_seq = start.seq;
  if (!start.hash.IsZero()) here[start.hash] = start.captured_ms;
  struct Update {
    Retimed event;
    std::optional<std::int64_t> t_ms;
  };
  std::vector<Update> updates;
  epoch_events_.Bind(epoch, from_seq);
  while (true) {
    ASSIGN_OR_RETURN(bool row, epoch_events_.Step());
    if (!row) break;
    absl::StatusOr<BootClock*> clock = ClockOf(epoch_events_.Int(1));
    if (!clock.ok()) {
      epoch_events_.Reset();
      return clock.status();
    }
    std::optional<std::int64_t> t_ms = (*clock)->At(epoch_events_.Uint(2));
    if (!t_ms && !epoch_events_.IsNull(3) && IsPlausibleTime(epoch_events_.Int(3))) {
      t_ms = epoch_events_.Int(3);
    }
    if (epoch_events_.Int(6) != here_seq) {
      here_seq = epoch_events_.Int(6);
      before = std::exchange(here, {});
    }
    const std::optional<std::int64_t> floor_ms =
        FloorOf(before, Hash::FromBytesOrZero(epoch_events_.Bytes(8)));
    if (t_ms && floor_ms) t_ms = std::max(*t_ms, *floor_ms);
    here[Hash::FromBytesOrZero(epoch_events_.Bytes(7))] = t_ms ? t_ms : floor_ms;
    std::optional<std::int64_t> before_ms;
    if (!epoch_events_.IsNull(4)) before_ms = epoch_events_.Int(4);
    if (t_ms != before_ms) {
      updates.push_back({{epoch_events_.Uint(0), epoch_events_.Int(5) != 0}, t_ms});
    }
  }
  for (const Update& update : updates) {
    RETURN_IF_ERROR(
        set_time_.Bind(update.event.position, update.t_ms.has_value(), update.t_ms.value_or(0))
            .Run());
    changed.push_back(update.event);
  }
  heads_.erase(epoch);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::pair<std::uint64_t, Hash>>> EventIndex::Last() {
  ASSIGN_OR_RETURN(bool found, last_.Step());
  if (!found) return std::nullopt;
  std::pair<std::uint64_t, Hash> result = {last_.Uint(0), Hash::FromBytesOrZero(last_.Bytes(1))};
  last_.Reset();
  return result;
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::Positions(Statement& select) {
  std::vector<std::uint64_t> result;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return result;
    result.push_back(select.Uint(0));
  }
}

absl::StatusOr<std::optional<std::uint64_t>> EventIndex::PositionOf(const Hash& hash) {
  ASSIGN_OR_RETURN(bool found, by_hash_.Bind(hash.bytes()).Step());
  if (!found) return std::nullopt;
  std::uint64_t position = by_hash_.Uint(0);
  by_hash_.Reset();
  return position;
}

absl::StatusOr<std::optional<std::int64_t>> EventIndex::CapturedMs(std::uint64_t position) {
  ASSIGN_OR_RETURN(bool found, captured_.Bind(position).Step());
  if (!found) return std::nullopt;
  std::optional<std::int64_t> t_ms;
  if (!captured_.IsNull(0)) t_ms = captured_.Int(0);
  captured_.Reset();
  return t_ms;
}

absl::StatusOr<std::pair<std::int64_t, std::int64_t>> EventIndex::BoundsOf(const Hash& hash) {
  std::pair<std::int64_t, std::int64_t> bounds = {0, kTimeMaxMs};
  ASSIGN_OR_RETURN(bool found, place_.Bind(hash.bytes()).Step());
  if (!found) return bounds;
  No epoch = place_.Int(0);
  Seq seq = place_.Int(1);
  place_.Reset();
  ASSIGN_OR_RETURN(bool before, known_before_.Bind(epoch, seq).Step());
  if (before) {
    bounds.first = known_before_.Int(0);
    known_before_.Reset();
  }
  ASSIGN_OR_RETURN(bool after, known_after_.Bind(epoch, seq).Step());
  if (after) {
    bounds.second = known_after_.Int(0);
    known_after_.Reset();
  }
  return bounds;
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::Mentioning(const Hash& target) {
  return Positions(mentioning_.Bind(target.bytes()));
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::Naming(const Id& person) {
  return Positions(naming_.Bind(person.bytes()));
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::UnderBadge(const Id& badge) {
  return UnderBadge(badge, 0, std::numeric_limits<std::int64_t>::max(),
                    static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()));
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::UnderBadge(const Id& badge,
                                                                  std::uint64_t after,
                                                                  std::uint64_t through,
                                                                  std::size_t limit) {
  return Positions(badge_.Bind(badge.bytes(), after, through, static_cast<std::uint64_t>(limit)));
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::WithoutResident(const Id& visit) {
  return Positions(no_resident_.Bind(visit.bytes()));
}

absl::StatusOr<std::optional<Id>> EventIndex::ResidentOf(const Id& visit) {
  ASSIGN_OR_RETURN(bool found, resident_.Bind(visit.bytes()).Step());
  std::optional<Id> result;
  if (found && !resident_.IsNull(0)) result = Id::FromBytesOrZero(resident_.Bytes(0));
  resident_.Reset();
  return result;
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::ReferencePositions() {
  return Positions(references_);
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::DevicePositions() {
  return Positions(devices_);
}

absl::StatusOr<bool> EventIndex::IsDeviceEvent(std::uint64_t position) {
  ASSIGN_OR_RETURN(bool found, is_device_.Bind(position).Step());
  is_device_.Reset();
  return found;
}

absl::StatusOr<std::vector<std::uint64_t>> EventIndex::SightingsBy(const Id& author) {
  return Positions(sightings_.Bind(author.bytes()));
}

}  // namespace wijkboek
