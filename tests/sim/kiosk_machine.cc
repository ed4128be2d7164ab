#include "tests/sim/kiosk_machine.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "client/event_table.h"
#include "client/witness.h"
#include "common/chain.h"
#include "common/status.h"
#include "common/tls/x509.h"

namespace wijkboek::sim {
namespace {

constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kYearMs = 366LL * 24 * 3600 * 1000;
// The agent looks whether its certificate is valid on this machine's own day. Of what it says
// nothing gets into a log, so one serves all.
const std::string& Certificate() {
  static const std::string certificate = [] {
    const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::system_clock::now().time_since_epoch())
                                    .count();
    const Validity validity{.not_before_ms = now_ms - kYearMs,
                            .not_after_ms = now_ms + 2 * kYearMs};
    return *IssueDeviceCertificate(*MakeAuthority(validity), *MakeSigningRequest(*MakeTlsKey()), {},
                                   validity);
  }();
  return certificate;
}

}  // namespace

KioskMachine::KioskMachine(const Params& params)
    : params_(params),
      random_(params.seed),
      master_(params.clone_of == nullptr ? random_.NewKey() : params.clone_of->master_),
      signing_key_(params.clone_of == nullptr ? SigningKey::FromSeed(random_.NewKey())
                                              : params.clone_of->signing_key_),
      ends_{.server = params.server,
            .dice = params.dice,
            .identity = {},
            .refresh_ms = params.refresh_ms,
            .on_acknowledged = params.on_acknowledged},
      boot_(random_.NewId()) {
  ends_.identity = params.clone_of != nullptr
                       ? params.clone_of->identity()
                       : DeviceIdentity{.device = random_.NewId(),
                                        .centre = params.centre,
                                        .log_key = signing_key_.public_key()};
}

KioskMachine::~KioskMachine() { Stop(); }

void KioskMachine::Boot(std::int64_t wall_error_ms) {
  boot_ = random_.NewId();
  booted_ms_ = ends_.now_ms - 60'000;
  wall_error_ms_ = wall_error_ms;
}

void KioskMachine::SetTime(std::int64_t now_ms) {
  ends_.now_ms = now_ms;
  const std::int64_t up_ms = now_ms - booted_ms_;
  const std::int64_t gained_ms = up_ms * params_.drift_ppm / 1'000'000;
  clock_.Set({.wall_ms = now_ms + wall_error_ms_ + gained_ms,
              .boottime_ms = static_cast<std::uint64_t>(up_ms + gained_ms),
              .boot = boot_});
}

absl::Status KioskMachine::Start() {
  Stop();
  absl::Status status = Open();
  if (!status.ok()) Stop();
  return status;
}

absl::Status KioskMachine::Open() {
  const std::string folder = Folder();
  ASSIGN_OR_RETURN(keys_, KeyStore::Open(folder + "/keys.db", master_, random_));
  ASSIGN_OR_RETURN(store_, Store::Open(folder + "/kiosk.db"));
  ASSIGN_OR_RETURN(log_, OwnLog::Open({.store = *store_,
                                       .keys = *keys_,
                                       .clock = clock_,
                                       .random = random_,
                                       .device = identity().device,
                                       .witness = ReadWitness(folder + "/head")}));
  outbox_ = std::make_unique<Outbox>(*store_, *keys_, identity().device, signing_key_);
  ASSIGN_OR_RETURN(view_,
                   View::Open({.path = params_.keeps_ledger ? folder + "/derived.db" : ":memory:",
                               .store = *store_,
                               .keys = *keys_,
                               .now_ms = [this] { return log_->NowMs(); },
                               .centre = identity().centre,
                               .device = identity().device}));
  agent_ = std::make_unique<SyncAgent>(SyncAgent::Params{
      .store = *store_,
      .keys = *keys_,
      .log = *log_,
      .outbox = *outbox_,
      .view = *view_,
      .clock = clock_,
      .random = random_,
      .identity = {.device = identity().device,
                   .centre = identity().centre,
                   .server = "server:1",
                   .certificate_pem = Certificate()},
      .tls_key_pem = "",
      .witness_path = folder + "/head",
      .disk_free_bytes = [] { return std::uint64_t{1}; },
      .open_uplink = [this](const UplinkParams& params,
                            Inbox& inbox) { return std::make_unique<Line>(ends_, params, inbox); },
      .renew = []() -> absl::StatusOr<std::string> {
        return absl::UnavailableError("nobody renews here");
      },
      .period_ms = params_.period_ms});
  log_->OnAppend([this] {
    if (agent_ == nullptr) return;
    agent_->Wake();
    step_at_ms_ = ends_.now_ms;
  });
  step_at_ms_ = ends_.now_ms;
  return absl::OkStatus();
}

void KioskMachine::Stop() {
  if (log_ != nullptr) log_->OnAppend(nullptr);
  agent_.reset();
  view_.reset();
  outbox_.reset();
  log_.reset();
  store_.reset();
  keys_.reset();
}

absl::StatusOr<StoredEvent> KioskMachine::Capture(EventDraft draft) {
  if (draft.event.centre_id().empty()) draft.event.set_centre_id(identity().centre.ToString());
  return log_->Append(std::move(draft));
}

std::int64_t KioskMachine::Step() {
  if (!IsUp()) return kNeverMs;
  const std::int64_t now_ms = ends_.now_ms;
  std::int64_t line_ms = ends_.line == nullptr ? kNeverMs : ends_.line->Move();
  if (std::exchange(ends_.arrived, false) || step_at_ms_ <= now_ms) {
    step_at_ms_ = std::max(agent_->Step(now_ms), now_ms + 1);
    line_ms = ends_.line == nullptr ? kNeverMs : now_ms + 1;
  }
  return std::min(line_ms, step_at_ms_);
}

bool KioskMachine::IsLevel() const {
  if (!IsUp() || ends_.line == nullptr || !ends_.line->IsQuiet()) return false;
  const SyncStatus status = agent_->Status();
  return status.unsent == 0 && status.up_to_date;
}

std::string KioskMachine::Describe() const {
  if (agent_ == nullptr) return "down";
  const SyncStatus status = agent_->Status();
  return absl::StrCat(status.unsent, " unsent, ", status.up_to_date ? "" : "not ",
                      "up to date, position ", status.pulled_position, ", ",
                      ends_.line == nullptr   ? "no line, "
                      : ends_.line->IsQuiet() ? ""
                                              : ends_.line->Describe(),
                      status.reason);
}

std::optional<EventKey> KioskMachine::Witness() const { return ReadWitness(Folder() + "/head"); }

absl::StatusOr<std::vector<EventKey>> KioskMachine::OwnEvents() const {
  std::vector<EventKey> events;
  RETURN_IF_ERROR(store_->Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, wijkboek::OwnEpochs(connection));
    for (const EpochHead& head : epochs) {
      for (std::uint64_t seq = 1; seq <= head.seq; ++seq) {
        ASSIGN_OR_RETURN(std::optional<Hash> hash, OwnHashAt(connection, head.epoch, seq));
        if (!hash) return absl::DataLossError(absl::StrCat("no event at seq ", seq));
        events.push_back(
            {.device = identity().device, .epoch = head.epoch, .seq = seq, .hash = *hash});
      }
    }
    return absl::OkStatus();
  }));
  return events;
}

absl::StatusOr<v1::EventBatch> KioskMachine::WholeLog() const {
  const EventKey start{.device = identity().device, .epoch = log_->Head().epoch};
  return outbox_->NextBatch(start, std::size_t{1} << 20U);
}

}  // namespace wijkboek::sim
