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
// Answers that arrive between two looks of the agent.
constexpr int kAtOnce = 2;
// When to look whether a dead line is alive again.
constexpr std::int64_t kLookMs = 60'000;
// How long the server waits before it tells a kiosk anew where it stands.
constexpr std::int64_t kRefreshMs = 3600LL * 1000;

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

// One connection. What is under way arrives later, each way in its order; a cut drops it.
class KioskMachine::Line final : public Uplink {
 public:
  Line(KioskMachine& kiosk, const UplinkParams& params, Inbox& inbox)
      : kiosk_(kiosk),
        inbox_(inbox),
        connection_(params.connection),
        pull_(params.pull),
        life_(kiosk.params_.server.life()),
        begin_at_ms_(kiosk.now_ms_ + Delay()) {
    kiosk_.line_ = this;
  }
  ~Line() override { kiosk_.line_ = nullptr; }

  bool Push(const v1::PushRequest& request) override {
    if (over_) return false;
    up_at_ms_ = std::max(up_at_ms_, kiosk_.now_ms_ + Delay());
    up_.push_back({up_at_ms_, request});
    return true;
  }
  void Cancel() override { over_ = true; }

  // Moves what is due. When to come again.
  std::int64_t Move() {
    if (over_) return kNeverMs;
    ServerMachine& server = kiosk_.params_.server;
    if (!server.IsUp() || server.life() != life_) {
      End(absl::UnavailableError("the connection was reset"));
      return kNeverMs;
    }
    // No stream goes on behind something that never arrived.
    if (torn_ && !kiosk_.weather.up_is_dead && !kiosk_.weather.down_is_dead) {
      End(absl::UnavailableError("the connection was reset"));
      return kNeverMs;
    }
    MoveUp();
    if (!over_ && server.IsUp()) MovePages();
    if (!over_) MoveDown();
    return over_ ? kNeverMs : NextMs();
  }
  bool IsQuiet() const { return up_.empty() && down_.empty(); }
  std::string Waiting() const {
    return absl::StrCat(up_.size(), " under way up, ", down_.size(), " down, ");
  }

 private:
  template <typename Message>
  struct Flying {
    std::int64_t at_ms = 0;
    Message message;
  };
  using Answer = std::variant<v1::PushResponse, v1::PullResponse>;

  std::int64_t Delay() const {
    return 1 + static_cast<std::int64_t>(kiosk_.params_.dice.Below(
                   static_cast<std::uint64_t>(kiosk_.weather.delay_ms_max)));
  }
  bool Cuts() const { return kiosk_.params_.dice.Chance(kiosk_.weather.cut_permille); }

  void End(const absl::Status& status) {
    over_ = true;
    kiosk_.step_at_ms_ = kiosk_.now_ms_;
    inbox_.Put({.connection = connection_, .what = UplinkEnded{.status = status}});
  }
  void MoveUp() {
    while (!over_ && !up_.empty() && up_.front().at_ms <= kiosk_.now_ms_) {
      v1::PushRequest request = std::move(up_.front().message);
      up_.pop_front();
      if (kiosk_.weather.up_is_dead) {
        torn_ = true;
        continue;
      }
      if (Cuts()) return End(absl::UnavailableError("the connection broke"));
      auto answer = kiosk_.params_.server.Handle(kiosk_.identity_, std::move(request));
      if (!answer) return;
      if (!answer->ok()) return End(answer->status());
      if ((*answer)->has_acknowledgement()) Note((*answer)->acknowledgement());
      // The answer that gets lost with the connection.
      if (Cuts()) return End(absl::UnavailableError("the connection broke"));
      push_at_ms_ = std::max(push_at_ms_, kiosk_.now_ms_ + Delay());
      Send(push_at_ms_, **std::move(answer));
    }
  }
  void Note(const v1::Acknowledgement& acknowledgement) {
    absl::StatusOr<EventKey> key = ToEventKey(acknowledgement.event());
    if (key.ok()) kiosk_.params_.on_acknowledged(*key);
  }
  void MovePages() {
    if (kiosk_.weather.up_is_dead || kiosk_.now_ms_ < begin_at_ms_) return;
    ServerMachine& server = kiosk_.params_.server;
    if (!session_) {
      absl::StatusOr<FeedSession> session = server.feed().Begin(kiosk_.identity_.centre, pull_);
      if (!session.ok()) return End(session.status());
      session_.emplace(*std::move(session));
    }
    const std::uint64_t position = server.log().tail().position;
    const bool refresh = kiosk_.now_ms_ >= refresh_at_ms_;
    if (position == seen_ && !refresh) return;
    if (refresh) refresh_at_ms_ = kiosk_.now_ms_ + (seen_ == 0 ? kRefreshMs / 60 : kRefreshMs);
    seen_ = position;
    for (int pages = 0; pages < 1000; ++pages) {
      absl::StatusOr<FeedStep> step = server.feed().Next(*session_, refresh);
      if (!step.ok()) return End(step.status());
      if (step->page) {
        pull_at_ms_ = std::max(pull_at_ms_, kiosk_.now_ms_ + Delay());
        Send(pull_at_ms_, *std::move(step->page));
      }
      if (!step->more) return;
    }
  }
  // The two streams are apart: what is sent later on one may arrive sooner than on the other.
  void Send(std::int64_t at_ms, Answer answer) {
    auto place = std::upper_bound(
        down_.begin(), down_.end(), at_ms,
        [](std::int64_t at, const Flying<Answer>& other) { return at < other.at_ms; });
    down_.insert(place, {at_ms, std::move(answer)});
  }
  void MoveDown() {
    // Whoever puts more into the agent's inbox than it takes waits for it, and here nobody would
    // come.
    for (int i = 0; i < kAtOnce && !over_ && !down_.empty(); ++i) {
      if (down_.front().at_ms > kiosk_.now_ms_) return;
      Answer answer = std::move(down_.front().message);
      down_.pop_front();
      if (kiosk_.weather.down_is_dead) {
        torn_ = true;
        continue;
      }
      if (Cuts()) return End(absl::UnavailableError("the connection broke"));
      std::visit(
          [&](auto& message) {
            inbox_.Put({.connection = connection_, .what = std::move(message)});
          },
          answer);
      kiosk_.step_at_ms_ = kiosk_.now_ms_;
    }
  }
  std::int64_t NextMs() const {
    std::int64_t next_ms = std::max({begin_at_ms_, refresh_at_ms_, kiosk_.now_ms_ + 1});
    if (kiosk_.weather.up_is_dead || torn_) {
      next_ms = kiosk_.now_ms_ + kLookMs;
    } else if (session_ && kiosk_.params_.server.log().tail().position != seen_) {
      next_ms = kiosk_.now_ms_ + 1;
    }
    if (!up_.empty()) next_ms = std::min(next_ms, up_.front().at_ms);
    if (!down_.empty()) next_ms = std::min(next_ms, down_.front().at_ms);
    return next_ms;
  }

  KioskMachine& kiosk_;
  Inbox& inbox_;
  const std::uint64_t connection_;
  const v1::PullRequest pull_;
  const std::uint64_t life_;
  const std::int64_t begin_at_ms_;
  bool over_ = false;
  // Something was lost on the way.
  bool torn_ = false;
  std::optional<FeedSession> session_;
  std::uint64_t seen_ = 0;
  std::int64_t refresh_at_ms_ = 0;
  std::int64_t up_at_ms_ = 0;
  std::int64_t push_at_ms_ = 0;
  std::int64_t pull_at_ms_ = 0;
  std::deque<Flying<v1::PushRequest>> up_;
  std::deque<Flying<Answer>> down_;
};

KioskMachine::KioskMachine(const Params& params)
    : params_(params),
      random_(params.seed),
      master_(random_.NewKey()),
      signing_key_(SigningKey::FromSeed(random_.NewKey())),
      boot_(random_.NewId()) {
  identity_ = {
      .device = random_.NewId(), .centre = params.centre, .log_key = signing_key_.public_key()};
}

KioskMachine::~KioskMachine() { Stop(); }

void KioskMachine::Boot(std::int64_t wall_error_ms) {
  boot_ = random_.NewId();
  booted_ms_ = now_ms_ - 60'000;
  wall_error_ms_ = wall_error_ms;
}

void KioskMachine::SetTime(std::int64_t now_ms) {
  now_ms_ = now_ms;
  clock_.Set({.wall_ms = now_ms + wall_error_ms_,
              .boottime_ms = static_cast<std::uint64_t>(now_ms - booted_ms_),
              .boot = boot_});
}

absl::Status KioskMachine::Start() {
  Stop();
  absl::Status status = Open();
  if (!status.ok()) Stop();
  return status;
}

absl::Status KioskMachine::Open() {
  const std::string folder = "/" + name();
  ASSIGN_OR_RETURN(keys_, KeyStore::Open(folder + "/keys.db", master_, random_));
  ASSIGN_OR_RETURN(store_, Store::Open(folder + "/kiosk.db"));
  ASSIGN_OR_RETURN(log_, OwnLog::Open({.store = *store_,
                                       .keys = *keys_,
                                       .clock = clock_,
                                       .random = random_,
                                       .device = identity_.device,
                                       .witness = ReadWitness(folder + "/head")}));
  outbox_ = std::make_unique<Outbox>(*store_, *keys_, identity_.device, signing_key_);
  ASSIGN_OR_RETURN(view_, View::Open({.path = ":memory:",
                                      .store = *store_,
                                      .keys = *keys_,
                                      .now_ms = [this] { return log_->NowMs(); },
                                      .centre = identity_.centre,
                                      .device = identity_.device}));
  agent_ = std::make_unique<SyncAgent>(SyncAgent::Params{
      .store = *store_,
      .keys = *keys_,
      .log = *log_,
      .outbox = *outbox_,
      .view = *view_,
      .clock = clock_,
      .random = random_,
      .identity = {.device = identity_.device,
                   .centre = identity_.centre,
                   .server = "server:1",
                   .certificate_pem = Certificate()},
      .tls_key_pem = "",
      .witness_path = folder + "/head",
      .disk_free_bytes = [] { return std::uint64_t{1}; },
      .open_uplink = [this](const UplinkParams& params,
                            Inbox& inbox) { return std::make_unique<Line>(*this, params, inbox); },
      .renew = []() -> absl::StatusOr<std::string> {
        return absl::UnavailableError("nobody renews here");
      },
      .period_ms = params_.period_ms});
  log_->OnAppend([this] {
    if (agent_ == nullptr) return;
    agent_->Wake();
    step_at_ms_ = now_ms_;
  });
  step_at_ms_ = now_ms_;
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
  draft.event.set_centre_id(identity_.centre.ToString());
  return log_->Append(std::move(draft));
}

std::int64_t KioskMachine::Step() {
  if (!IsUp()) return kNeverMs;
  std::int64_t line_ms = line_ == nullptr ? kNeverMs : line_->Move();
  if (step_at_ms_ <= now_ms_) {
    step_at_ms_ = std::max(agent_->Step(now_ms_), now_ms_ + 1);
    line_ms = line_ == nullptr ? kNeverMs : now_ms_ + 1;
  }
  return std::min(line_ms, step_at_ms_);
}

bool KioskMachine::IsLevel() const {
  if (!IsUp() || line_ == nullptr || !line_->IsQuiet()) return false;
  const SyncStatus status = agent_->Status();
  return status.unsent == 0 && status.up_to_date;
}

std::string KioskMachine::Describe() const {
  if (agent_ == nullptr) return "down";
  const SyncStatus status = agent_->Status();
  return absl::StrCat(status.unsent, " unsent, ", status.up_to_date ? "" : "not ",
                      "up to date, position ", status.pulled_position, ", ",
                      line_ == nullptr   ? "no line, "
                      : line_->IsQuiet() ? ""
                                         : line_->Waiting(),
                      status.reason);
}

absl::StatusOr<std::vector<EventKey>> KioskMachine::OwnEvents() const {
  std::vector<EventKey> events;
  RETURN_IF_ERROR(store_->Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<EpochHead> epochs, wijkboek::OwnEpochs(connection));
    for (const EpochHead& head : epochs) {
      for (std::uint64_t seq = 1; seq <= head.seq; ++seq) {
        ASSIGN_OR_RETURN(std::optional<Hash> hash, OwnHashAt(connection, head.epoch, seq));
        if (!hash) return absl::DataLossError(absl::StrCat("no event at seq ", seq));
        events.push_back(
            {.device = identity_.device, .epoch = head.epoch, .seq = seq, .hash = *hash});
      }
    }
    return absl::OkStatus();
  }));
  return events;
}

absl::StatusOr<v1::EventBatch> KioskMachine::WholeLog() const {
  const EventKey start{.device = identity_.device, .epoch = log_->Head().epoch};
  return outbox_->NextBatch(start, std::size_t{1} << 20U);
}

}  // namespace wijkboek::sim
