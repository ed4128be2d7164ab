#include "tests/sim/oracle.h"

#include <memory>
#include <utility>

#include "client/sync_status.h"
#include "common/ledger/ledger.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/verify.h"
#include "tests/sim/shuffled_log.h"
#include "tests/sim/vfs.h"

namespace wijkboek::sim {
namespace {

// A write-ahead log is checkpointed at 4096 pages (the server's log) or 1000, and may grow by a
// transaction or two beyond.
// How far back sessions are looked at in the evening.
constexpr CivilDay kLookBackDays = 3;
constexpr std::size_t kServerWalMax = std::size_t{20} << 20U;
constexpr std::size_t kWalMax = std::size_t{6} << 20U;
// Of each machine: databases, their write-ahead logs, and readers of the server's.
constexpr std::size_t kOpenFilesPerMachine = 12;

std::string Text(const EventKey& key) {
  return absl::StrCat(key.device.hex().substr(0, 6), "/", absl::Hex(key.epoch & 0xffff), "/",
                      key.seq, "/", key.hash.hex().substr(0, 6));
}

absl::Status Broken(absl::string_view invariant, absl::string_view what) {
  return absl::InternalError(absl::StrCat(invariant, " ", what));
}

// What a person does, and not what a device says of itself.
bool IsCaptured(v1::EventKind kind) {
  return kind != v1::EVENT_KIND_DEVICE_STARTED && kind != v1::EVENT_KIND_CLOCK_SAMPLED &&
         kind != v1::EVENT_KIND_CLOCK_STEPPED;
}

}  // namespace

struct Oracle::ServerLog {
  // By device, in the order of the log.
  std::map<Id, std::vector<EventKey>> events;
  std::set<EventKey> held;
  // Of each device, what people did.
  std::map<Id, std::vector<EventKey>> captured;
  // With what something was sealed.
  std::set<Id> key_ids;
};

absl::StatusOr<Oracle::ServerLog> Oracle::ReadLog() const {
  ServerLog log;
  std::uint64_t position = 0;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                     world_.server.log().ReadRowsAfter(position, 1000, std::size_t{1} << 20U));
    if (rows.empty()) return log;
    position = rows.back().position;
    for (const LogRow& row : rows) {
      if (row.type != EntryType::kEvent) continue;
      if (!log.held.insert(row.key).second) {
        return Broken("I2", absl::StrCat("twice: ", Text(row.key)));
      }
      log.events[row.key.device].push_back(row.key);
      v1::Event event;
      if (!event.ParseFromString(row.bytes)) continue;
      if (IsCaptured(event.kind())) log.captured[row.key.device].push_back(row.key);
      for (const v1::SealedPart& part : event.sealed()) {
        log.key_ids.insert(Id::FromBytesOrZero(part.key_id()));
      }
    }
  }
}

// ---- what may be gone

absl::StatusOr<std::set<EventKey>> Oracle::Held(const std::optional<Id>& device,
                                                const Kiosk* except) const {
  std::set<EventKey> held;
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || &kiosk == except || (device && kiosk.device() != *device)) continue;
    absl::StatusOr<std::vector<EventKey>> own = kiosk.machine->OwnEvents();
    if (own.ok()) {
      held.insert(own->begin(), own->end());
    } else if (!kiosk.is_suspect) {
      return Broken("I3",
                    absl::StrCat(kiosk.name(), " can't read its log: ", own.status().ToString()));
    }
  }
  return held;
}

absl::Status Oracle::KioskWasRewound(const Kiosk& kiosk, const std::set<EventKey>& left) {
  ASSIGN_OR_RETURN(std::set<EventKey> held, Held(kiosk.device(), &kiosk));
  held.insert(left.begin(), left.end());
  std::set<EventKey> gone;
  for (const auto& [event, machine] : world_.model.saved()) {
    if (event.device == kiosk.device() && !held.contains(event) &&
        !world_.server.log().PositionOf(event).ok()) {
      gone.insert(event);
    }
  }
  for (const EventKey& event : world_.model.acknowledged()) {
    if (event.device == kiosk.device() && !held.contains(event) &&
        !world_.server.log().PositionOf(event).ok()) {
      gone.insert(event);
    }
  }
  world_.model.Gone(gone);
  return absl::OkStatus();
}

absl::Status Oracle::ServerWasRewound() {
  ASSIGN_OR_RETURN(const std::set<EventKey> held, Held(std::nullopt, nullptr));
  std::set<EventKey> gone;
  for (const EventKey& event : world_.model.acknowledged()) {
    if (!held.contains(event) && !world_.server.log().PositionOf(event).ok()) gone.insert(event);
  }
  world_.model.Gone(gone);
  returning_ = world_.model.acknowledged();
  return absl::OkStatus();
}

bool Oracle::IsToReturn(const EventKey& event) const {
  return returning_.contains(event) &&
         !(world_.server.IsUp() && world_.server.log().PositionOf(event).ok());
}

void Oracle::ForgetUnsentOf(const Kiosk& suspect) {
  std::set<EventKey> own;
  if (suspect.machine->IsUp()) {
    const absl::StatusOr<std::vector<EventKey>> list = suspect.machine->OwnEvents();
    if (list.ok()) own.insert(list->begin(), list->end());
  }
  std::set<EventKey> gone;
  for (const auto& [event, machine] : world_.model.saved()) {
    if (machine != suspect.name() || own.contains(event)) continue;
    if (world_.model.acknowledged().contains(event) && !IsToReturn(event)) continue;
    // The server may have it and not have said so.
    world_.model.Unsure(event.device);
    gone.insert(event);
  }
  // Also what nobody had to be told of. What another machine of that device saved is for that one.
  for (const EventKey& event : world_.model.acknowledged()) {
    if (event.device == suspect.device() && !own.contains(event) && IsToReturn(event) &&
        !world_.model.saved().contains(event)) {
      gone.insert(event);
    }
  }
  world_.model.Gone(gone);
}

absl::Status Oracle::NoteShutOut() {
  for (auto& [device, had] : shut_out_) {
    if (had) continue;
    ASSIGN_OR_RETURN(ServerLog log, ReadLog());
    const std::vector<EventKey>& events = log.events[device];
    had.emplace(events.begin(), events.end());
    // What the server lost when its log was put back, it does not bring again any more.
    std::set<EventKey> gone;
    for (const EventKey& event : world_.model.acknowledged()) {
      if (event.device == device && returning_.contains(event) && !had->contains(event)) {
        gone.insert(event);
      }
    }
    world_.model.Gone(gone);
  }
  return absl::OkStatus();
}

void Oracle::Erased(const std::vector<PersonKey>& keys) {
  for (const PersonKey& key : keys) erased_keys_.emplace(key.key.bytes());
}

// ---- while things go wrong

absl::Status Oracle::CheckKiosk(const Kiosk& kiosk, const std::optional<EventKey>& witness) {
  if (kiosk.is_suspect) ForgetUnsentOf(kiosk);
  absl::StatusOr<std::vector<EventKey>> list = kiosk.machine->OwnEvents();
  if (!list.ok()) {
    if (kiosk.is_suspect) return absl::OkStatus();
    return Broken("I3", absl::StrCat("a kiosk's log: ", list.status().ToString()));
  }
  const std::set<EventKey> own(list->begin(), list->end());
  // What its head file had seen is there, or it goes on in an epoch of its own.
  if (witness && witness->device == kiosk.device() && !own.contains(*witness) &&
      (!kiosk.machine->log().lost_events() ||
       kiosk.machine->log().Head().epoch == witness->epoch)) {
    return Broken("I3",
                  absl::StrCat(kiosk.name(), " lost ", Text(*witness), " and does not say so"));
  }
  for (const auto& [event, machine] : world_.model.saved()) {
    if (machine != kiosk.name() || own.contains(event)) continue;
    if (world_.model.acknowledged().contains(event)) continue;
    return Broken("I8", absl::StrCat("said to be saved and not there: ", Text(event)));
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckServer() {
  RETURN_IF_ERROR(NoteShutOut());
  for (const auto& [device, had] : shut_out_) {
    if (!world_.server.registry().IsRevoked(device)) {
      return Broken("I11", "that a device was shut out is forgotten");
    }
  }
  std::erase_if(returning_,
                [&](const EventKey& event) { return world_.server.log().PositionOf(event).ok(); });
  for (const EventKey& event : world_.model.acknowledged()) {
    if (returning_.contains(event) || world_.server.log().PositionOf(event).ok()) continue;
    return Broken("I1", absl::StrCat("acknowledged and not there: ", Text(event)));
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckAbsences(CivilDay since, CivilDay kiosk_since) const {
  std::map<std::pair<Id, Id>, const Coming*> came;
  for (const Coming& coming : world_.model.comings()) {
    if (coming.day >= since && !world_.model.IsDisturbed(coming.person, coming.day)) {
      came.emplace(std::pair(coming.person, coming.session), &coming);
    }
  }
  const auto check = [&](const AttendanceRecord& record, absl::string_view where) -> absl::Status {
    if (record.status != AttendanceStatus::kAbsent) return absl::OkStatus();
    // A coach's word, until a kiosk brings what says otherwise.
    if (record.by_mark && !record.is_final) return absl::OkStatus();
    auto found = came.find({record.person, record.session});
    if (found == came.end()) return absl::OkStatus();
    return Broken("I6", absl::StrCat("absent at ", where, " on ", FormatDay(record.day),
                                     ", though ", Text(found->second->event), " was saved"));
  };
  if (world_.server.IsUp()) {
    const absl::Status read =
        world_.server.reconciler().Read([&](const Ledger& ledger) -> absl::Status {
          ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                           ledger.Attendance({.first = since, .last = since + 400}));
          for (const AttendanceRecord& record : records) {
            RETURN_IF_ERROR(check(record, "the server"));
          }
          return absl::OkStatus();
        });
    // Its power may go, and its disk be full, while it is asked.
    if (absl::IsInternal(read)) return read;
  }
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || kiosk.is_suspect || !kiosk.machine->IsUp()) continue;
    for (CivilDay day = kiosk_since; day <= DayOf(world_.now_ms); ++day) {
      const absl::StatusOr<Today> shown = kiosk.machine->view().DayView(day);
      if (!shown.ok()) continue;
      for (const AttendanceLine& line : shown->attendance) {
        RETURN_IF_ERROR(check(line.record, kiosk.name()));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckBounds() const {
  absl::Status status;
  world_.disk.ForEach([&](const std::string& path, const std::string& seen) {
    if (path.size() < 4 || path.compare(path.size() - 4, 4, "-wal") != 0) return;
    const std::size_t most = path == "/server/ledger.db-wal" ? kServerWalMax : kWalMax;
    if (seen.size() > most) {
      status = Broken("I9", absl::StrCat(path, " has grown to ", seen.size(), " bytes"));
    }
  });
  RETURN_IF_ERROR(status);
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.machine->message_bytes_max() > static_cast<std::size_t>(kMessageBytesMax)) {
      return Broken("I9", absl::StrCat("a message of ", kiosk.machine->message_bytes_max(),
                                       " bytes between ", kiosk.name(), " and the server"));
    }
  }
  if (OpenFilesMax() > kOpenFilesPerMachine * (1 + world_.kiosks.size())) {
    return Broken("I9", absl::StrCat(OpenFilesMax(), " files were open at once"));
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckEvening() const {
  const CivilDay today = DayOf(world_.now_ms);
  RETURN_IF_ERROR(CheckAbsences(today - kLookBackDays, today - kLookBackDays));
  RETURN_IF_ERROR(CheckBounds());
  RETURN_IF_ERROR(CheckDisks());
  // Whoever has a line that works hears of an erasure within the hour.
  const std::int64_t by_ms = world_.now_ms - kHourMs;
  if (world_.model.ErasedBy(by_ms).empty() || !world_.AllAreUp()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const ServerLog log, ReadLog());
  return CheckErased(log, by_ms);
}

// ---- at the end

absl::Status Oracle::CheckLost(const ServerLog& log) const {
  for (const EventKey& event : world_.model.acknowledged()) {
    if (!log.held.contains(event)) {
      return Broken("I1", absl::StrCat("acknowledged and gone at the end: ", Text(event)));
    }
  }
  for (const auto& [event, machine] : world_.model.saved()) {
    if (!log.held.contains(event) && !shut_out_.contains(event.device)) {
      return Broken("I1", absl::StrCat("saved and not on the server: ", Text(event)));
    }
  }
  std::map<std::pair<Id, Epoch>, std::set<std::uint64_t>> seqs;
  for (const auto& [device, events] : log.events) {
    for (const EventKey& event : events) {
      std::set<std::uint64_t>& known = seqs[{device, event.epoch}];
      if (event.seq > 1 && !known.contains(event.seq - 1)) {
        return Broken("I3", absl::StrCat("a gap before ", Text(event)));
      }
      known.insert(event.seq);
    }
  }
  return absl::OkStatus();
}

// One act is one event: what is there and was not said to be saved was left open once, no more.
absl::Status Oracle::CheckOnce(const ServerLog& log) const {
  for (const auto& [device, events] : log.captured) {
    if (device == world_.server.keys().office_device()) continue;
    std::uint64_t unsaid = 0;
    for (const EventKey& event : events) unsaid += world_.model.saved().contains(event) ? 0 : 1;
    if (unsaid > world_.model.unsure(device)) {
      return Broken("I2", absl::StrCat(unsaid, " events of ", device.hex().substr(0, 6),
                                       " that nobody was told of, and ",
                                       world_.model.unsure(device), " that were left open"));
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckForks(const ServerLog& log) const {
  for (const auto& [device, events] : log.events) {
    std::map<std::pair<Epoch, std::uint64_t>, std::set<Hash>> branches;
    bool forked = false;
    for (const EventKey& event : events) {
      std::set<Hash>& hashes = branches[{event.epoch, event.seq}];
      hashes.insert(event.hash);
      forked |= hashes.size() > 1;
    }
    if (!forked) continue;
    ASSIGN_OR_RETURN(const DeviceRecord record, world_.server.registry().Find(device));
    if (!record.forked) {
      return Broken("I7", absl::StrCat(record.name, " has two histories and is not said to"));
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckShutOut(const ServerLog& log) const {
  for (const auto& [device, allowed] : shut_out_) {
    auto events = log.events.find(device);
    if (events == log.events.end()) continue;
    for (const EventKey& event : events->second) {
      if (!allowed || allowed->contains(event)) continue;
      return Broken("I11", absl::StrCat(Text(event), " arrived after its device was shut out"));
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckChains() const {
  ServerMachine& server = world_.server;
  ASSIGN_OR_RETURN(VerifySummary verified, VerifyLog(server.log(), [&](const Id& device) {
                     absl::StatusOr<DeviceRecord> record = server.registry().Find(device);
                     return record.ok() ? std::optional<PublicKey>(record->log_key) : std::nullopt;
                   }));
  if (!verified.breaks.empty()) return Broken("I7", verified.breaks.front());
  return absl::OkStatus();
}

absl::Status Oracle::CheckFolds() const {
  ServerMachine& server = world_.server;
  ASSIGN_OR_RETURN(RebuildSummary rebuilt, server.reconciler().Rebuild());
  if (!rebuilt.differing.empty()) return Broken("I5", rebuilt.differing.front());
  const ShuffledLog shuffled(server.log(), world_.dice);
  ASSIGN_OR_RETURN(std::unique_ptr<Ledger> other, Ledger::Open(":memory:", shuffled));
  RETURN_IF_ERROR(other->CatchUp(server.now_ms()).status());
  ASSIGN_OR_RETURN(const Hash fingerprint, other->Fingerprint());
  if (fingerprint != rebuilt.fingerprint) {
    return Broken("I4", "another order of arrival makes another state");
  }
  return absl::OkStatus();
}

// A kiosk shows of its people what the server shows. Where a log has two histories, a kiosk that
// has only a part of it can't see which of them an event lies in, and so not always when it was.
absl::Status Oracle::CheckAgreement() const {
  for (const Kiosk& kiosk : world_.kiosks) {
    absl::StatusOr<DeviceRecord> device = world_.server.registry().Find(kiosk.device());
    if (device.ok() && device->forked) return absl::OkStatus();
  }
  ++world_.faults["agreement looked at"];
  const CivilDay today = DayOf(world_.now_ms);
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || kiosk.is_suspect) continue;
    std::vector<Id> people;
    std::vector<Hash> there;
    RETURN_IF_ERROR(world_.server.reconciler().Read([&](const Ledger& ledger) -> absl::Status {
      people =
          ledger.reference().ParticipantsDuring(kiosk.machine->identity().centre, today, today);
      for (const Id& person : people) {
        ASSIGN_OR_RETURN(const Hash fingerprint, ledger.FingerprintOf(person));
        there.push_back(fingerprint);
      }
      return absl::OkStatus();
    }));
    ASSIGN_OR_RETURN(const std::vector<Hash> here,
                     kiosk.machine->view().FingerprintsAt(world_.now_ms, people));
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (here[i] != there[i]) {
        return Broken("I12", absl::StrCat(kiosk.name(), " shows ", people[i].hex(),
                                          " otherwise than the server"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckErased(const ServerLog& log, std::int64_t by_ms) const {
  const std::set<Id> erased = world_.model.ErasedBy(by_ms);
  const std::vector<Id> persons(erased.begin(), erased.end());
  ASSIGN_OR_RETURN(const std::vector<PersonKey> left, world_.server.keys().KeysOf(persons));
  if (!left.empty()) return Broken("I13", "the server has a key of somebody who was erased");
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || kiosk.is_suspect || !kiosk.machine->IsLevel()) continue;
    if (kiosk.weather_until_ms > by_ms) continue;
    ASSIGN_OR_RETURN(const std::vector<Id> key_ids, kiosk.machine->keys().KeyIds());
    for (const Id& key_id : key_ids) {
      // One that seals nothing yet opens nothing: it was made for an event that was not saved.
      if (!log.key_ids.contains(key_id)) continue;
      ASSIGN_OR_RETURN(const PersonKey key, kiosk.machine->keys().Find(key_id));
      if (erased.contains(key.person)) {
        return Broken("I13", absl::StrCat(kiosk.name(), " has a key of somebody who was erased"));
      }
    }
  }
  absl::Status status;
  world_.disk.ForEach([&](const std::string& path, const std::string& seen) {
    if (path.rfind("/server/", 0) != 0) return;
    for (const std::string& key : erased_keys_) {
      if (seen.find(key) != std::string::npos) {
        status = Broken("I13", absl::StrCat("an erased key in ", path));
      }
    }
  });
  return status;
}

absl::Status Oracle::CheckDisks() const {
  absl::Status status;
  world_.disk.ForEach([&](const std::string& path, const std::string& seen) {
    if (seen.find(Model::kPlantedName) != std::string::npos) {
      status = Broken("I10", absl::StrCat("a name in the clear in ", path));
    }
  });
  return status;
}

absl::Status Oracle::CheckEnd() {
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_suspect) ForgetUnsentOf(kiosk);
  }
  ASSIGN_OR_RETURN(const ServerLog log, ReadLog());
  RETURN_IF_ERROR(CheckLost(log));
  RETURN_IF_ERROR(CheckOnce(log));
  RETURN_IF_ERROR(CheckForks(log));
  RETURN_IF_ERROR(CheckShutOut(log));
  RETURN_IF_ERROR(CheckChains());
  RETURN_IF_ERROR(CheckFolds());
  RETURN_IF_ERROR(CheckAbsences(DayOf(world_.start_ms), DayOf(world_.start_ms)));
  RETURN_IF_ERROR(CheckAgreement());
  for (const Kiosk& kiosk : world_.kiosks) {
    if (!kiosk.is_out) RETURN_IF_ERROR(CheckKiosk(kiosk, kiosk.machine->Witness()));
  }
  RETURN_IF_ERROR(CheckErased(log, world_.now_ms));
  RETURN_IF_ERROR(CheckBounds());
  return CheckDisks();
}

}  // namespace wijkboek::sim
