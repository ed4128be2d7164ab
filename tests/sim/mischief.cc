#include "tests/sim/mischief.h"

#include <algorithm>
#include <utility>

#include "common/status.h"

namespace wijkboek::sim {
namespace {

constexpr std::size_t kKiosksMax = 9;
constexpr std::size_t kErasedMax = 3;
constexpr std::size_t kApplicationIdOffset = 68;

bool IsOfLedger(const std::pair<const std::string, std::string>& file) {
  return file.first.rfind("ledger", 0) == 0;
}

}  // namespace

absl::Status Mischief::Step() {
  RETURN_IF_ERROR(ServerTrouble());
  // Kiosks may be added meanwhile.
  for (std::size_t i = 0; i < world_.kiosks.size(); ++i) {
    if (!world_.kiosks[i].is_out) RETURN_IF_ERROR(KioskTrouble(world_.kiosks[i]));
  }
  RETURN_IF_ERROR(OfficeChanges());
  if (world_.Happens(world_.weather.stranger)) return Trespass();
  return absl::OkStatus();
}

// ---- the server

absl::Status Mischief::ServerTrouble() {
  const Weather& weather = world_.weather;
  Disk& disk = world_.disk;
  if (!world_.server.IsUp()) return absl::OkStatus();
  if (world_.Happens(weather.server_power)) {
    disk.CutPowerAfter(kServerMachine, world_.dice.Below(60));
  }
  if (world_.Happens(weather.sync_failure)) {
    world_.Fault("sync failed", kServerMachine);
    disk.FailSyncs(kServerMachine, 1);
  }
  if (world_.Happens(weather.full)) {
    world_.Fault("disk full", kServerMachine);
    disk.SetFull(kServerMachine, true);
  } else if (world_.dice.Chance(300)) {
    disk.SetFull(kServerMachine, false);
  }
  if (world_.Happens(weather.restart)) {
    world_.Fault("restart", kServerMachine);
    world_.server.Stop();
    Upgrade(kServerMachine);
    return hands_.start_server();
  }
  if (world_.Happens(30)) {
    backup_ = disk.Copy(kServerMachine);
    std::erase_if(backup_, [](const auto& file) { return !IsOfLedger(file); });
    world_.Note("server is backed up");
  }
  if (!backup_.empty() && world_.AllAreUp() && world_.Happens(weather.server_rewind)) {
    return RestoreServer();
  }
  return absl::OkStatus();
}

// What an earlier version derived is of no use to a later one, which finds another application's id
// in the file's header (https://www.sqlite.org/fileformat.html).
void Mischief::Upgrade(const std::string& machine) {
  if (!world_.weather.keeps_ledgers || !world_.dice.Chance(300)) return;
  world_.Fault("upgraded", machine);
  world_.disk.Overwrite(absl::StrCat("/", machine, "/derived.db"), kApplicationIdOffset, "WKL0");
}

// The log alone: keys and registry are backed up apart from it, and newer.
absl::Status Mischief::RestoreServer() {
  world_.Fault("server restored", "");
  Disk& disk = world_.disk;
  disk.Mend(kServerMachine);
  world_.server.Stop();
  DiskImage image = disk.Copy(kServerMachine);
  std::erase_if(image, IsOfLedger);
  image.insert(backup_.begin(), backup_.end());
  disk.Restore(kServerMachine, image);
  absl::Status started = world_.server.Start();
  if (!started.ok())
    return absl::InternalError("I1 a backup does not start: " + started.ToString());
  return oracle_.ServerWasRewound();
}

// ---- kiosks

absl::Status Mischief::KioskTrouble(Kiosk& kiosk) {
  const Weather& weather = world_.weather;
  LineTrouble(kiosk);
  if (!kiosk.machine->IsUp()) return absl::OkStatus();
  DiskTrouble(kiosk);
  if (world_.Happens(weather.clock)) {
    world_.Fault("clock jumped", kiosk.name());
    kiosk.machine->ShiftClock(world_.dice.Between(-400, 400) * kDayMs);
    kiosk.machine->SetTime(world_.now_ms);
  }
  if (world_.Happens(weather.restart)) {
    world_.Fault("restart", kiosk.name());
    kiosk.machine->Stop();
    Upgrade(kiosk.name());
    return hands_.start_kiosk(kiosk);
  }
  if (world_.Happens(20) && !kiosk.is_suspect) {
    absl::StatusOr<std::vector<EventKey>> own = kiosk.machine->OwnEvents();
    if (own.ok()) {
      kiosk.image = world_.disk.Copy(kiosk.name());
      kiosk.in_image = {own->begin(), own->end()};
    }
  }
  if (!kiosk.image.empty() && world_.AllAreUp() && world_.Happens(weather.kiosk_rewind)) {
    return RestoreKiosk(kiosk);
  }
  if (world_.AllAreUp() && world_.Happens(weather.rot)) return Rot(kiosk);
  if (world_.kiosks.size() < kKiosksMax && !kiosk.is_suspect && world_.server.IsUp() &&
      world_.Happens(weather.clone)) {
    world_.Fault("cloned", kiosk.name());
    return hands_.add_kiosk(kiosk.machine->identity().centre, &kiosk);
  }
  return absl::OkStatus();
}

void Mischief::LineTrouble(Kiosk& kiosk) {
  Dice& dice = world_.dice;
  if (world_.now_ms < kiosk.weather_until_ms) return;
  kiosk.machine->weather() = {};
  if (!world_.Happens(world_.weather.line)) return;
  world_.Fault("line", kiosk.name());
  kiosk.machine->weather() = {.delay_ms_max = dice.Between(1, 30'000),
                              .cut_permille = dice.Below(300),
                              .up_is_dead = dice.Chance(200),
                              .down_is_dead = dice.Chance(200)};
  // Now and then for days.
  const std::int64_t longest_ms = dice.Chance(100) ? 3 * kDayMs : 4 * kHourMs;
  kiosk.weather_until_ms = world_.now_ms + dice.Between(kMinuteMs, longest_ms);
}

void Mischief::DiskTrouble(Kiosk& kiosk) {
  const Weather& weather = world_.weather;
  Disk& disk = world_.disk;
  Dice& dice = world_.dice;
  if (world_.now_ms >= kiosk.full_until_ms) disk.SetFull(kiosk.name(), false);
  if (kiosk.lying_until_ms > 0 && world_.now_ms >= kiosk.lying_until_ms) {
    disk.SetLying(kiosk.name(), false);
    kiosk.lying_until_ms = 0;
  }
  if (world_.Happens(weather.kiosk_power)) disk.CutPowerAfter(kiosk.name(), dice.Below(40));
  if (world_.Happens(weather.sync_failure)) {
    world_.Fault("sync failed", kiosk.name());
    disk.FailSyncs(kiosk.name(), 1);
  }
  if (world_.Happens(weather.full)) {
    world_.Fault("disk full", kiosk.name());
    disk.SetFull(kiosk.name(), true);
    kiosk.full_until_ms = world_.now_ms + dice.Between(1, 600) * kMinuteMs;
  }
  if (world_.Happens(weather.lying)) {
    world_.Fault("disk lies", kiosk.name());
    disk.SetLying(kiosk.name(), true);
    kiosk.lying_until_ms = world_.now_ms + dice.Between(1, 300) * kMinuteMs;
  }
}

absl::Status Mischief::RestoreKiosk(Kiosk& kiosk) {
  world_.Fault("old image restored", kiosk.name());
  kiosk.machine->Stop();
  // The head file lies beside the store and may be newer.
  DiskImage image = kiosk.image;
  if (world_.dice.Chance(500)) {
    const DiskImage present = world_.disk.Copy(kiosk.name());
    if (auto head = present.find("head"); head != present.end()) image["head"] = head->second;
  }
  world_.disk.Restore(kiosk.name(), image);
  RETURN_IF_ERROR(oracle_.KioskWasRewound(kiosk, kiosk.in_image));
  kiosk.start_at_ms = world_.now_ms;
  return absl::OkStatus();
}

// While it ran: a write-ahead log is left.
absl::Status Mischief::Rot(Kiosk& kiosk) {
  world_.disk.CutPower(kiosk.name());
  kiosk.machine->Stop();
  world_.Fault("bit flipped", world_.disk.FlipBit(kiosk.name(), world_.dice));
  kiosk.is_suspect = true;
  kiosk.start_at_ms = world_.now_ms;
  return absl::OkStatus();
}

// One kiosk sends what another one wrote, with its own certificate.
absl::Status Mischief::Trespass() {
  const Kiosk& one = world_.kiosks[world_.dice.Below(world_.kiosks.size())];
  const Kiosk& other = world_.kiosks[world_.dice.Below(world_.kiosks.size())];
  if (one.device() == other.device() || one.is_out || other.is_out || !world_.server.IsUp() ||
      !one.machine->IsUp() || !other.machine->IsUp()) {
    return absl::OkStatus();
  }
  absl::StatusOr<v1::EventBatch> batch = other.machine->WholeLog();
  if (!batch.ok() || batch->events().empty()) return absl::OkStatus();
  world_.Fault("another's log", one.name());
  if (IsTaken(one, *std::move(batch))) {
    return absl::InternalError("I11 another device's log was taken");
  }
  return absl::OkStatus();
}

// Whoever was shut out sends what it has all the same.
absl::Status Mischief::KnockAgain(const Kiosk& kiosk) {
  if (!kiosk.machine->IsUp()) return absl::OkStatus();
  absl::StatusOr<v1::EventBatch> batch = kiosk.machine->WholeLog();
  if (!batch.ok() || batch->events().empty()) return absl::OkStatus();
  world_.Fault("knocked though shut out", kiosk.name());
  if (IsTaken(kiosk, *std::move(batch))) {
    return absl::InternalError("I11 what was shut out was let in");
  }
  return absl::OkStatus();
}

bool Mischief::IsTaken(const Kiosk& sender, v1::EventBatch batch) {
  v1::PushRequest request;
  *request.mutable_batch() = std::move(batch);
  bool taken = false;
  world_.server.Handle(
      sender.machine->identity(), std::move(request),
      [&taken](const absl::StatusOr<v1::PushResponse>& answer) { taken |= answer.ok(); });
  world_.server.CommitNow();
  return taken;
}

// ---- the office

// At its centre: nobody could tap anything any more without it.
bool Mischief::IsOneOfSeveral(const Kiosk& kiosk) const {
  return std::any_of(world_.kiosks.begin(), world_.kiosks.end(), [&](const Kiosk& other) {
    return !other.is_out && &other != &kiosk &&
           other.machine->identity().centre == kiosk.machine->identity().centre;
  });
}

absl::Status Mischief::OfficeChanges() {
  const Weather& weather = world_.weather;
  if (!world_.server.IsUp()) return absl::OkStatus();
  if (world_.model.ErasedBy(world_.now_ms).size() < kErasedMax && world_.Happens(weather.erasure)) {
    RETURN_IF_ERROR(people_.Erase(oracle_));
  }
  if (world_.kiosks.size() < kKiosksMax && world_.Happens(weather.enrolment)) {
    world_.Fault("enrolled", "");
    RETURN_IF_ERROR(
        hands_.add_kiosk(CentreId(static_cast<unsigned>(world_.dice.Below(kCentres))), nullptr));
  }
  if (world_.Happens(weather.revocation)) {
    Kiosk& kiosk = world_.kiosks[world_.dice.Below(world_.kiosks.size())];
    if (kiosk.is_out || world_.HasClone(kiosk) || !IsOneOfSeveral(kiosk)) return absl::OkStatus();
    world_.server.CommitNow();
    if (!world_.server.IsUp()) return absl::OkStatus();
    const absl::Status revoked = world_.server.Revoke(kiosk.device());
    if (!world_.server.IsUp() || !world_.server.registry().IsRevoked(kiosk.device())) {
      // Whether it was, shows when the server starts.
      return absl::OkStatus();
    }
    world_.Fault("revoked", absl::StrCat(kiosk.name(), " ", revoked.ToString()));
    kiosk.is_out = true;
    oracle_.ShutOut(kiosk.device());
    RETURN_IF_ERROR(oracle_.NoteShutOut());
    return KnockAgain(kiosk);
  }
  return absl::OkStatus();
}

}  // namespace wijkboek::sim
