#include "tests/sim/region.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "common/civil_time.h"
#include "common/status.h"
#include "tests/sim/disk.h"
#include "tests/sim/kiosk_machine.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server_machine.h"
#include "tests/sim/trace.h"
#include "tests/sim/vfs.h"

namespace wijkboek::sim {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kWeekMs = 7 * kDayMs;
constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();
// Within which everything must be level once nothing is wrong any more.
constexpr std::int64_t kHealMs = 2 * kDayMs;
constexpr int kKiosks = 4;
constexpr int kPeoplePerCentre = 4;

Id NumberedId(unsigned kind, unsigned number) {
  Id id;
  id.data()[0] = static_cast<unsigned char>(kind);
  id.data()[15] = static_cast<unsigned char>(number + 1);
  return id;
}

// How often what goes wrong, out of a thousand steps of about ten minutes; 0 where this seed has
// none of it.
struct Weather {
  std::uint64_t kiosk_power = 0;
  std::uint64_t server_power = 0;
  std::uint64_t line = 0;
  std::uint64_t sync_failure = 0;
  std::uint64_t full = 0;
  std::uint64_t clock = 0;
  std::uint64_t kiosk_rewind = 0;
  std::uint64_t server_rewind = 0;
  std::uint64_t stranger = 0;
  bool starts_in_1970 = false;
};

std::uint64_t Draw(Dice& dice, std::uint64_t most) {
  return dice.Chance(500) ? 1 + dice.Below(most) : 0;
}

Weather DrawWeather(Dice& dice) {
  return {.kiosk_power = Draw(dice, 40),
          .server_power = Draw(dice, 20),
          .line = Draw(dice, 60),
          .sync_failure = Draw(dice, 30),
          .full = Draw(dice, 15),
          .clock = Draw(dice, 20),
          .kiosk_rewind = Draw(dice, 4),
          .server_rewind = Draw(dice, 3),
          .stranger = Draw(dice, 10),
          .starts_in_1970 = dice.Chance(300)};
}

struct KioskState {
  std::unique_ptr<KioskMachine> machine;
  // kNeverMs: it runs, or nobody has seen yet that it does not.
  std::int64_t start_at_ms = kNeverMs;
  std::int64_t weather_until_ms = 0;
  std::int64_t full_until_ms = 0;
  // An earlier disk, and what was in its log.
  DiskImage image;
  std::set<EventKey> in_image;
};

class Region {
 public:
  explicit Region(const RunOptions& options)
      : dice_(options.seed), trace_(options.print_trace), server_(disk_, dice_.Next()) {
    TheDisk() = &disk_;
    SeedVfs(options.seed);
    weather_ = DrawWeather(dice_);
  }
  ~Region() {
    kiosks_.clear();
    server_.Stop();
    TheDisk() = nullptr;
  }
  RunResult Run();

 private:
  absl::Status Week();
  absl::Status SetUp();
  absl::Status Tell(EventDraft draft) { return server_.Tell(std::move(draft)).status(); }
  absl::Status Register(const Id& person, const Id& centre);
  absl::Status Heal();

  absl::Status GoOnUntil(std::int64_t until_ms);
  absl::Status Restarts();
  absl::Status StartServer();
  absl::Status StartKiosk(KioskState& kiosk);
  absl::Status Mischief();
  absl::Status TroubleKiosk(KioskState& kiosk);
  absl::Status Trespass();
  absl::Status Tap();
  void SetTimes();
  void Note(const std::string& what) { trace_.Add(now_ms_ - start_ms_, what); }
  void Fault(const std::string& kind, const std::string& where) {
    ++faults_[kind];
    Note(absl::StrCat(kind, " ", where));
  }
  bool Happens(std::uint64_t permille) { return !healing_ && dice_.Chance(permille); }

  Dice dice_;
  Trace trace_;
  Disk disk_;
  Oracle oracle_;
  Weather weather_;
  ServerMachine server_;
  std::vector<KioskState> kiosks_;
  std::int64_t start_ms_ = 0;
  std::int64_t now_ms_ = 0;
  std::int64_t server_start_at_ms_ = kNeverMs;
  DiskImage backup_;
  bool healing_ = false;
  std::uint64_t captures_ = 0;
  std::map<std::string, std::uint64_t> faults_;
};

RunResult Region::Run() {
  absl::Status status = Week();
  if (status.ok()) Note("all is well");
  if (!status.ok()) Note(status.ToString());
  return {.status = status,
          .trace_hash = trace_.hash(),
          .trace = {trace_.lines().begin(), trace_.lines().end()},
          .simulated_ms = now_ms_ - start_ms_,
          .captures = captures_,
          .faults = faults_};
}

absl::Status Region::Week() {
  RETURN_IF_ERROR(SetUp());
  const std::int64_t end_ms = start_ms_ + kWeekMs;
  while (now_ms_ < end_ms) {
    RETURN_IF_ERROR(GoOnUntil(now_ms_ + dice_.Between(1, 20) * kMinuteMs));
    RETURN_IF_ERROR(Mischief());
    const std::int64_t hour = (now_ms_ - start_ms_) % kDayMs / kHourMs;
    if (hour < 10 && dice_.Chance(600)) RETURN_IF_ERROR(Tap());
  }
  RETURN_IF_ERROR(Heal());
  RETURN_IF_ERROR(oracle_.CheckEnd(server_, dice_));
  for (const KioskState& kiosk : kiosks_) RETURN_IF_ERROR(oracle_.CheckKiosk(*kiosk.machine));
  return Oracle::CheckDisks(disk_);
}

absl::Status Region::SetUp() {
  // A Monday morning.
  start_ms_ =
      InstantOf(ParseCivilTime("2026-03-02T07:00").value()) + dice_.Between(0, 50) * kWeekMs;
  now_ms_ = start_ms_;
  for (int i = 0; i < kKiosks; ++i) {
    kiosks_.push_back(
        {.machine = std::make_unique<KioskMachine>(KioskMachine::Params{
             .disk = disk_,
             .server = server_,
             .dice = dice_,
             .name = absl::StrCat("kiosk", i),
             .centre = NumberedId(10, static_cast<unsigned>(i % 2)),
             .seed = dice_.Next(),
             .period_ms = dice_.Between(20 * kMinuteMs, 90 * kMinuteMs),
             .on_acknowledged = [this](const EventKey& key) { oracle_.Acknowledged(key); }})});
  }
  SetTimes();
  RETURN_IF_ERROR(server_.Start());
  for (KioskState& kiosk : kiosks_) {
    RETURN_IF_ERROR(server_.Enrol(kiosk.machine->identity(), kiosk.machine->name()));
    kiosk.machine->Boot(weather_.starts_in_1970 ? 60'000 - now_ms_ : dice_.Between(-2000, 2000));
  }
  EventDraft cohort;
  cohort.event.set_kind(v1::EVENT_KIND_COHORT_OPENED);
  cohort.event.mutable_cohort_opened()->set_cohort_id(NumberedId(30, 0).ToString());
  cohort.event.mutable_cohort_opened()->mutable_days()->set_first_day(DayOf(now_ms_));
  RETURN_IF_ERROR(Tell(std::move(cohort)));
  for (unsigned i = 0; i < 2 * kPeoplePerCentre; ++i) {
    RETURN_IF_ERROR(Register(NumberedId(20, i), NumberedId(10, i % 2)));
  }
  SetTimes();
  for (KioskState& kiosk : kiosks_) RETURN_IF_ERROR(StartKiosk(kiosk));
  return absl::OkStatus();
}

absl::Status Region::Register(const Id& person, const Id& centre) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  draft.event.mutable_participant_registered();
  draft.event.set_centre_id(centre.ToString());
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::SealedName name;
  name.set_family(Oracle::kPlantedName);
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
  RETURN_IF_ERROR(Tell(std::move(draft)));
  EventDraft enrolment;
  enrolment.event.set_kind(v1::EVENT_KIND_ENROLMENT_STARTED);
  enrolment.event.set_centre_id(centre.ToString());
  AddPerson(enrolment.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::EnrolmentStarted& started = *enrolment.event.mutable_enrolment_started();
  started.set_enrolment_id(NumberedId(40, person.data()[15]).ToString());
  started.set_cohort_id(NumberedId(30, 0).ToString());
  started.mutable_days()->set_first_day(DayOf(now_ms_));
  return Tell(std::move(enrolment));
}

void Region::SetTimes() {
  server_.SetTime(now_ms_);
  for (KioskState& kiosk : kiosks_) kiosk.machine->SetTime(now_ms_);
}

// ---- time

absl::Status Region::GoOnUntil(std::int64_t until_ms) {
  while (true) {
    RETURN_IF_ERROR(Restarts());
    std::int64_t next_ms = until_ms;
    for (KioskState& kiosk : kiosks_) {
      next_ms = std::min(next_ms, kiosk.machine->Step());
      if (kiosk.start_at_ms > now_ms_) next_ms = std::min(next_ms, kiosk.start_at_ms);
    }
    if (now_ms_ >= until_ms) return absl::OkStatus();
    now_ms_ = std::max(now_ms_ + 1, next_ms);
    SetTimes();
  }
}

absl::Status Region::Restarts() {
  if (!server_.IsUp()) {
    if (server_start_at_ms_ == kNeverMs) {
      Fault("server power cut", "");
      server_start_at_ms_ = now_ms_ + dice_.Between(1, 180) * kMinuteMs;
    }
    if (healing_ || now_ms_ >= server_start_at_ms_) RETURN_IF_ERROR(StartServer());
  }
  for (KioskState& kiosk : kiosks_) {
    KioskMachine& machine = *kiosk.machine;
    if (machine.IsUp()) continue;
    if (kiosk.start_at_ms == kNeverMs) {
      Fault("kiosk power cut", machine.name());
      kiosk.start_at_ms = now_ms_ + dice_.Between(1, 300) * kMinuteMs;
    }
    if (healing_ || now_ms_ >= kiosk.start_at_ms) RETURN_IF_ERROR(StartKiosk(kiosk));
  }
  return absl::OkStatus();
}

absl::Status Region::StartServer() {
  server_.Stop();
  if (!disk_.HasPower(kServerMachine)) disk_.PowerOn(kServerMachine, dice_);
  absl::Status status = server_.Start();
  if (!disk_.HasPower(kServerMachine)) return absl::OkStatus();
  Note(absl::StrCat("server starts: ", status.ok() ? "ok" : status.ToString()));
  if (!status.ok()) {
    if (absl::IsDataLoss(status)) return absl::InternalError("I1 " + status.ToString());
    server_start_at_ms_ = now_ms_ + 5 * kMinuteMs;
    return absl::OkStatus();
  }
  server_start_at_ms_ = kNeverMs;
  return oracle_.CheckServer(server_);
}

absl::Status Region::StartKiosk(KioskState& kiosk) {
  KioskMachine& machine = *kiosk.machine;
  machine.Stop();
  if (!disk_.HasPower(machine.name())) {
    disk_.PowerOn(machine.name(), dice_);
    machine.Boot(weather_.starts_in_1970 ? 60'000 - now_ms_ : dice_.Between(-2000, 2000));
    machine.SetTime(now_ms_);
  }
  absl::Status status = machine.Start();
  if (!disk_.HasPower(machine.name())) {
    kiosk.start_at_ms = kNeverMs;
    return absl::OkStatus();
  }
  Note(absl::StrCat(machine.name(), " starts: ", status.ok() ? "ok" : status.ToString()));
  if (!status.ok()) {
    if (absl::IsDataLoss(status)) return absl::InternalError("I8 " + status.ToString());
    kiosk.start_at_ms = now_ms_ + 5 * kMinuteMs;
    return absl::OkStatus();
  }
  kiosk.start_at_ms = kNeverMs;
  return oracle_.CheckKiosk(machine);
}

// ---- what goes wrong

absl::Status Region::Mischief() {
  if (Happens(weather_.server_power) && server_.IsUp()) {
    disk_.CutPowerAfter(kServerMachine, dice_.Below(60));
  }
  if (Happens(weather_.sync_failure) && server_.IsUp()) {
    Fault("sync failed", kServerMachine);
    disk_.FailSyncs(kServerMachine, 1);
  }
  if (Happens(30) && server_.IsUp()) {
    backup_ = disk_.Copy(kServerMachine);
    std::erase_if(backup_, [](const auto& file) { return file.first.rfind("ledger", 0) != 0; });
    Note("server is backed up");
  }
  if (Happens(weather_.server_rewind) && !backup_.empty() && server_.IsUp()) {
    Fault("server restored", "");
    server_.Stop();
    DiskImage image = disk_.Copy(kServerMachine);
    std::erase_if(image, [](const auto& file) { return file.first.rfind("ledger", 0) == 0; });
    image.insert(backup_.begin(), backup_.end());
    disk_.Restore(kServerMachine, image);
    oracle_.ServerRewound();
    server_start_at_ms_ = now_ms_;
  }
  for (KioskState& kiosk : kiosks_) RETURN_IF_ERROR(TroubleKiosk(kiosk));
  if (Happens(weather_.stranger)) RETURN_IF_ERROR(Trespass());
  return absl::OkStatus();
}

absl::Status Region::TroubleKiosk(KioskState& kiosk) {
  KioskMachine& machine = *kiosk.machine;
  if (now_ms_ >= kiosk.weather_until_ms) machine.weather = {};
  if (now_ms_ >= kiosk.full_until_ms) disk_.SetFull(machine.name(), false);
  if (Happens(weather_.line)) {
    Fault("line", machine.name());
    machine.weather = {.delay_ms_max = dice_.Between(1, 30'000),
                       .cut_permille = dice_.Below(300),
                       .up_is_dead = dice_.Chance(200),
                       .down_is_dead = dice_.Chance(200)};
    kiosk.weather_until_ms = now_ms_ + dice_.Between(1, 600) * kMinuteMs;
  }
  if (!machine.IsUp()) return absl::OkStatus();
  if (Happens(weather_.kiosk_power)) disk_.CutPowerAfter(machine.name(), dice_.Below(40));
  if (Happens(weather_.sync_failure)) {
    Fault("sync failed", machine.name());
    disk_.FailSyncs(machine.name(), 1);
  }
  if (Happens(weather_.full)) {
    Fault("disk full", machine.name());
    disk_.SetFull(machine.name(), true);
    kiosk.full_until_ms = now_ms_ + dice_.Between(1, 15) * kMinuteMs;
  }
  if (Happens(weather_.clock)) {
    Fault("clock jumped", machine.name());
    machine.ShiftClock(dice_.Between(-400, 400) * kDayMs);
    machine.SetTime(now_ms_);
  }
  if (Happens(20)) {
    absl::StatusOr<std::vector<EventKey>> own = machine.OwnEvents();
    if (own.ok()) {
      kiosk.image = disk_.Copy(machine.name());
      kiosk.in_image = {own->begin(), own->end()};
    }
  }
  if (Happens(weather_.kiosk_rewind) && !kiosk.image.empty()) {
    Fault("old image restored", machine.name());
    machine.Stop();
    disk_.Restore(machine.name(), kiosk.image);
    oracle_.Rewound(machine.identity().device, kiosk.in_image);
    kiosk.start_at_ms = now_ms_;
  }
  return absl::OkStatus();
}

// One kiosk sends what another one wrote, with its own certificate.
absl::Status Region::Trespass() {
  KioskMachine& one = *kiosks_[dice_.Below(kKiosks)].machine;
  KioskMachine& other = *kiosks_[dice_.Below(kKiosks)].machine;
  if (&one == &other || !one.IsUp() || !other.IsUp() || !server_.IsUp()) return absl::OkStatus();
  absl::StatusOr<v1::EventBatch> batch = other.WholeLog();
  if (!batch.ok() || batch->events().empty()) return absl::OkStatus();
  Fault("another's log", one.name());
  v1::PushRequest request;
  *request.mutable_batch() = *std::move(batch);
  auto answer = server_.Handle(one.identity(), std::move(request));
  if (answer && answer->ok()) return absl::InternalError("I11 another device's log was taken");
  return absl::OkStatus();
}

// ---- people

absl::Status Region::Tap() {
  KioskState& kiosk = kiosks_[dice_.Below(kKiosks)];
  KioskMachine& machine = *kiosk.machine;
  if (!machine.IsUp()) return absl::OkStatus();
  EventDraft draft;
  const bool leaves = dice_.Chance(400);
  draft.event.set_kind(leaves ? v1::EVENT_KIND_CHECKED_OUT : v1::EVENT_KIND_CHECKED_IN);
  if (leaves) draft.event.mutable_checked_out();
  if (!leaves) draft.event.mutable_checked_in();
  draft.event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
  const auto person = static_cast<unsigned>(dice_.Below(2 * kPeoplePerCentre));
  AddPerson(draft.event, NumberedId(20, person), v1::PERSON_ROLE_PARTICIPANT);
  absl::StatusOr<StoredEvent> event = machine.Capture(std::move(draft));
  ++captures_;
  Note(absl::StrCat(machine.name(), leaves ? " out " : " in ", person, " ",
                    event.ok() ? event->key.hash.hex().substr(0, 12) : event.status().ToString()));
  // What the page would show; a kiosk without power shows nothing.
  if (event.ok() && machine.IsUp()) oracle_.Saved(event->key);
  return absl::OkStatus();
}

// ---- the end

absl::Status Region::Heal() {
  healing_ = true;
  Note("everything is mended");
  disk_.ClearFaults();
  for (KioskState& kiosk : kiosks_) {
    kiosk.machine->weather = {};
  }
  const std::int64_t by_ms = now_ms_ + kHealMs;
  while (now_ms_ < by_ms) {
    RETURN_IF_ERROR(GoOnUntil(now_ms_ + dice_.Between(kHourMs, 3 * kHourMs)));
    if (server_.IsUp() && std::all_of(kiosks_.begin(), kiosks_.end(), [](const KioskState& kiosk) {
          return kiosk.machine->IsLevel();
        })) {
      return absl::OkStatus();
    }
  }
  std::string who = server_.IsUp() ? "" : "the server is down; ";
  for (const KioskState& kiosk : kiosks_) {
    absl::StrAppend(&who, kiosk.machine->name(), ": ", kiosk.machine->Describe(),
                    kiosk.machine->IsLevel() ? "; " : ", not level; ");
  }
  return absl::InternalError("I12 not level two days after everything was mended: " + who);
}

}  // namespace

RunResult RunSeed(const RunOptions& options) {
  Region region(options);
  return region.Run();
}

}  // namespace wijkboek::sim
