#include "tests/sim/region.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "common/civil_time.h"
#include "common/status.h"
#include "tests/sim/mischief.h"
#include "tests/sim/oracle.h"
#include "tests/sim/people.h"
#include "tests/sim/vfs.h"
#include "tests/sim/world.h"

namespace wijkboek::sim {
namespace {

// Within which everything must be level once nothing is wrong any more.
constexpr std::int64_t kHealMs = 3 * kDayMs;
// A kiosk whose disk lied or rots, and which does not come level, is replaced after so long.
constexpr std::int64_t kPatienceMs = kDayMs;
constexpr int kKiosksAtFirst = 4;

class Region {
 public:
  explicit Region(const RunOptions& options)
      : world_(options.seed, options.print_trace),
        oracle_(world_),
        people_(world_),
        mischief_(
            world_, oracle_, people_,
            {.start_kiosk = [this](Kiosk& kiosk) { return StartKiosk(kiosk); },
             .start_server = [this] { return StartServer(); },
             .add_kiosk = [this](const Id& centre,
                                 const Kiosk* clone_of) { return AddKiosk(centre, clone_of); }}) {
    TheDisk() = &world_.disk;
    SeedVfs(options.seed);
  }
  ~Region() {
    // What waits for the server's writer tells lines that are still there.
    world_.server.Stop();
    world_.kiosks.clear();
    TheDisk() = nullptr;
  }
  RunResult Run();

 private:
  absl::Status Live();
  absl::Status SetUp();
  absl::Status Heal();
  absl::Status NoteOutcome();
  bool IsLevel() const;
  absl::Status ReplaceSuspects();

  absl::Status GoOnUntil(std::int64_t until_ms);
  absl::Status Restarts();
  absl::Status StartServer();
  absl::Status StartKiosk(Kiosk& kiosk);
  absl::Status Replace(Kiosk& kiosk, const absl::Status& why);
  absl::Status AddKiosk(const Id& centre, const Kiosk* clone_of);
  void BootAnew(Kiosk& kiosk);
  void SetTimes();

  World world_;
  Oracle oracle_;
  People people_;
  Mischief mischief_;
  std::int64_t server_start_at_ms_ = kNeverMs;
};

RunResult Region::Run() {
  const absl::Status status = Live();
  world_.Note(status.ok() ? "all is well" : status.ToString());
  return {.status = status,
          .trace_hash = world_.trace.hash(),
          .trace = {world_.trace.lines().begin(), world_.trace.lines().end()},
          .simulated_ms = world_.now_ms - world_.start_ms,
          .captures = world_.captures,
          .faults = world_.faults};
}

absl::Status Region::Live() {
  RETURN_IF_ERROR(SetUp());
  const std::int64_t end_ms = world_.start_ms + world_.weather.weeks * kWeekMs;
  std::int64_t mischief_at_ms = world_.now_ms;
  // Several times a day, and in the evening more closely.
  std::int64_t look_at_ms = world_.start_ms + 2 * kHourMs;
  while (world_.now_ms < end_ms) {
    RETURN_IF_ERROR(GoOnUntil(std::min({mischief_at_ms, look_at_ms, people_.NextMs(), end_ms})));
    RETURN_IF_ERROR(people_.Act());
    if (world_.now_ms >= mischief_at_ms) {
      RETURN_IF_ERROR(mischief_.Step());
      mischief_at_ms = world_.now_ms + world_.dice.Between(1, 20) * kMinuteMs;
    }
    if (world_.now_ms >= look_at_ms) {
      const bool is_evening = (look_at_ms - world_.start_ms) % kDayMs == 14 * kHourMs;
      look_at_ms += 3 * kHourMs;
      const CivilDay today = DayOf(world_.now_ms);
      RETURN_IF_ERROR(oracle_.CheckAbsences(today - 1, today));
      if (is_evening) RETURN_IF_ERROR(oracle_.CheckEvening());
    }
  }
  RETURN_IF_ERROR(Heal());
  RETURN_IF_ERROR(NoteOutcome());
  return oracle_.CheckEnd();
}

// What differs from one run of a seed to another may show only in what came of it.
absl::Status Region::NoteOutcome() {
  ServerMachine& server = world_.server;
  std::string outcome = server.log().tail().running_hash.hex();
  RETURN_IF_ERROR(server.reconciler().Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const Hash fingerprint, ledger.Fingerprint());
    absl::StrAppend(&outcome, " ", fingerprint.hex());
    return absl::OkStatus();
  }));
  for (const Kiosk& kiosk : world_.kiosks) {
    if (!kiosk.is_out) absl::StrAppend(&outcome, " ", kiosk.machine->log().Head().hash.hex());
  }
  world_.Note("what came of it: " + outcome);
  return absl::OkStatus();
}

absl::Status Region::SetUp() {
  // A Monday morning.
  Dice& dice = world_.dice;
  world_.start_ms =
      InstantOf(ParseCivilTime("2026-03-02T06:00").value()) + dice.Between(0, 50) * kWeekMs;
  world_.now_ms = world_.start_ms;
  SetTimes();
  RETURN_IF_ERROR(world_.server.Start());
  for (unsigned i = 0; i < kKiosksAtFirst; ++i) {
    RETURN_IF_ERROR(AddKiosk(CentreId(i % kCentres), nullptr));
  }
  return people_.SetUp();
}

void Region::SetTimes() {
  world_.server.SetTime(world_.now_ms);
  for (Kiosk& kiosk : world_.kiosks) kiosk.machine->SetTime(world_.now_ms);
}

// ---- time

absl::Status Region::GoOnUntil(std::int64_t until_ms) {
  while (true) {
    RETURN_IF_ERROR(Restarts());
    std::int64_t next_ms = until_ms;
    for (Kiosk& kiosk : world_.kiosks) {
      next_ms = std::min(next_ms, kiosk.machine->Step());
      if (kiosk.start_at_ms > world_.now_ms) next_ms = std::min(next_ms, kiosk.start_at_ms);
    }
    next_ms = std::min(next_ms, world_.server.Step());
    if (world_.now_ms >= until_ms) return absl::OkStatus();
    world_.now_ms = std::max(world_.now_ms + 1, next_ms);
    SetTimes();
  }
}

absl::Status Region::Restarts() {
  if (!world_.server.IsUp()) {
    if (server_start_at_ms_ == kNeverMs) {
      world_.Fault("server power cut", "");
      server_start_at_ms_ = world_.now_ms + world_.dice.Between(1, 180) * kMinuteMs;
    }
    if (world_.is_healing || world_.now_ms >= server_start_at_ms_) RETURN_IF_ERROR(StartServer());
  }
  for (std::size_t i = 0; i < world_.kiosks.size(); ++i) {
    Kiosk& kiosk = world_.kiosks[i];
    if (kiosk.is_out || kiosk.machine->IsUp()) continue;
    if (kiosk.start_at_ms == kNeverMs) {
      world_.Fault("kiosk power cut", kiosk.name());
      kiosk.start_at_ms = world_.now_ms + world_.dice.Between(1, 300) * kMinuteMs;
    }
    if (world_.is_healing || world_.now_ms >= kiosk.start_at_ms) {
      RETURN_IF_ERROR(StartKiosk(kiosk));
    }
  }
  return absl::OkStatus();
}

absl::Status Region::StartServer() {
  ServerMachine& server = world_.server;
  server.Stop();
  if (!world_.disk.HasPower(kServerMachine)) world_.disk.PowerOn(kServerMachine, world_.dice);
  const absl::Status status = server.Start();
  if (!world_.disk.HasPower(kServerMachine)) return absl::OkStatus();
  world_.Note(absl::StrCat("server starts: ", status.ok() ? "ok" : status.ToString()));
  if (!status.ok()) {
    if (absl::IsDataLoss(status)) return absl::InternalError("I1 " + status.ToString());
    world_.disk.SetFull(kServerMachine, false);
    server_start_at_ms_ = world_.now_ms + 5 * kMinuteMs;
    return absl::OkStatus();
  }
  server_start_at_ms_ = kNeverMs;
  // What was done when the power went shows only now.
  for (Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || !server.registry().IsRevoked(kiosk.device())) continue;
    kiosk.is_out = true;
    oracle_.ShutOut(kiosk.device());
  }
  return oracle_.CheckServer();
}

void Region::BootAnew(Kiosk& kiosk) {
  Dice& dice = world_.dice;
  const bool forgot = world_.weather.clock > 0 && dice.Chance(200);
  kiosk.machine->Boot(world_.weather.starts_in_1970 ? kMinuteMs - world_.now_ms
                      : forgot                      ? dice.Between(-400, 400) * kDayMs
                                                    : dice.Between(-2000, 2000));
  kiosk.machine->SetTime(world_.now_ms);
}

absl::Status Region::StartKiosk(Kiosk& kiosk) {
  KioskMachine& machine = *kiosk.machine;
  Disk& disk = world_.disk;
  machine.Stop();
  if (!disk.HasPower(machine.name())) {
    if (kiosk.lying_until_ms > 0) {
      kiosk.is_suspect = true;
      kiosk.lying_until_ms = 0;
      ++world_.faults["power cut of a disk that lied"];
    }
    disk.PowerOn(machine.name(), world_.dice);
    disk.SetLying(machine.name(), false);
    BootAnew(kiosk);
  }
  const std::optional<EventKey> witness = machine.Witness();
  const absl::Status status = machine.Start();
  if (!disk.HasPower(machine.name())) {
    kiosk.start_at_ms = kNeverMs;
    return absl::OkStatus();
  }
  world_.Note(absl::StrCat(machine.name(), " starts: ", status.ok() ? "ok" : status.ToString()));
  if (!status.ok()) {
    kiosk.start_at_ms = world_.now_ms + world_.dice.Between(10, 60) * kMinuteMs;
    if (kiosk.is_suspect && !absl::IsUnavailable(status)) return Replace(kiosk, status);
    if (absl::IsDataLoss(status)) return absl::InternalError("I8 " + status.ToString());
    return absl::OkStatus();
  }
  kiosk.start_at_ms = kNeverMs;
  return oracle_.CheckKiosk(kiosk, witness);
}

// Somebody brings another one: what this one had not sent is lost, and everybody is told.
absl::Status Region::Replace(Kiosk& kiosk, const absl::Status& why) {
  if (!world_.server.IsUp()) return absl::OkStatus();
  world_.Fault("replaced", absl::StrCat(kiosk.name(), " ", why.ToString()));
  kiosk.machine->Stop();
  kiosk.is_out = true;
  oracle_.ForgetUnsentOf(kiosk);
  return AddKiosk(kiosk.machine->identity().centre, nullptr);
}

absl::Status Region::AddKiosk(const Id& centre, const Kiosk* clone_of) {
  Dice& dice = world_.dice;
  const bool calm = world_.weather.weeks > 1;
  const std::string name = absl::StrCat("kiosk", world_.kiosks.size());
  auto machine = std::make_unique<KioskMachine>(KioskMachine::Params{
      .disk = world_.disk,
      .server = world_.server,
      .dice = dice,
      .name = name,
      .centre = centre,
      .seed = dice.Next(),
      .period_ms = dice.Between(40, 180) * kMinuteMs * (calm ? 6 : 1),
      .refresh_ms = calm ? kDayMs : kHourMs,
      .drift_ppm = dice.Between(-world_.weather.drift_ppm, world_.weather.drift_ppm),
      .keeps_ledger = world_.weather.keeps_ledgers,
      .clone_of = clone_of == nullptr ? nullptr : clone_of->machine.get(),
      .on_acknowledged = [this, name](const EventKey& key) {
        world_.model.Acknowledged(key, name);
      }});
  machine->SetTime(world_.now_ms);
  if (clone_of != nullptr) {
    world_.disk.Restore(name, world_.disk.Copy(clone_of->name()));
  } else {
    const absl::Status enrolled = world_.server.Enrol(machine->identity(), name);
    world_.Note(absl::StrCat(name, " is enrolled: ", enrolled.ToString()));
    // It is known from here on, or tries again another day.
    if (!enrolled.ok()) return absl::OkStatus();
  }
  Kiosk& kiosk = world_.kiosks.emplace_back();
  kiosk.machine = std::move(machine);
  kiosk.start_at_ms = world_.now_ms;
  BootAnew(kiosk);
  return StartKiosk(kiosk);
}

// ---- the end

bool Region::IsLevel() const {
  return world_.server.IsUp() &&
         std::all_of(world_.kiosks.begin(), world_.kiosks.end(),
                     [](const Kiosk& kiosk) { return kiosk.is_out || kiosk.machine->IsLevel(); });
}

absl::Status Region::ReplaceSuspects() {
  for (std::size_t i = 0; i < world_.kiosks.size(); ++i) {
    Kiosk& kiosk = world_.kiosks[i];
    if (kiosk.is_out || !kiosk.is_suspect || kiosk.machine->IsLevel()) continue;
    // What is wrong shows when the server has answered.
    if (kiosk.machine->IsTalking()) continue;
    if (kiosk.machine->IsUp() && kiosk.machine->Reason().empty()) {
      return absl::InternalError(absl::StrCat(
          "I12 ", kiosk.name(), " is damaged and does not say so: ", kiosk.machine->Describe()));
    }
    RETURN_IF_ERROR(Replace(kiosk, absl::UnavailableError(kiosk.machine->Reason())));
  }
  return absl::OkStatus();
}

absl::Status Region::Heal() {
  world_.is_healing = true;
  world_.Note("everything is mended");
  world_.disk.MendAll();
  for (Kiosk& kiosk : world_.kiosks) kiosk.machine->weather() = {};
  const std::int64_t patience_ms = world_.now_ms + kPatienceMs;
  const std::int64_t by_ms = world_.now_ms + kHealMs;
  while (world_.now_ms < by_ms) {
    RETURN_IF_ERROR(GoOnUntil(world_.now_ms + world_.dice.Between(kHourMs, 3 * kHourMs)));
    if (IsLevel()) return absl::OkStatus();
    if (world_.now_ms >= patience_ms) RETURN_IF_ERROR(ReplaceSuspects());
  }
  std::string who = world_.server.IsUp() ? "" : "the server is down; ";
  for (const Kiosk& kiosk : world_.kiosks) {
    if (kiosk.is_out || kiosk.machine->IsLevel()) continue;
    absl::StrAppend(&who, kiosk.name(), ": ", kiosk.machine->Describe(), "; ");
  }
  return absl::InternalError("I12 not level three days after everything was mended: " + who);
}

}  // namespace

RunResult RunSeed(const RunOptions& options) {
  Region region(options);
  return region.Run();
}

}  // namespace wijkboek::sim
