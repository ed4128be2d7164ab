#include "tests/sync/small_town.h"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <utility>

namespace wijkboek {
namespace {

constexpr std::int64_t kYearMs = 366LL * 24 * 3600 * 1000;

std::int64_t RealNowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

// Answers are fetched when the test says so.
class SmallKiosk::Line final : public Uplink {
 public:
  Line(SmallKiosk& kiosk, const UplinkParams& params, Inbox& inbox)
      : kiosk_(kiosk), inbox_(inbox), connection_(params.connection) {
    identity_ = {.device = kiosk.device(),
                 .centre = kiosk.centre_,
                 .log_key = kiosk.parts_.signing_key.public_key()};
    kiosk.traffic_.pulls.push_back(params.pull);
    absl::StatusOr<FeedSession> session = kiosk.town_.feed().Begin(kiosk.centre_, params.pull);
    EXPECT_OK(session.status());
    if (session.ok()) session_ = *std::move(session);
    kiosk_.line_ = this;
  }
  ~Line() override { kiosk_.line_ = nullptr; }

  bool Push(const v1::PushRequest& request) override {
    absl::StatusOr<v1::PushResponse> answer = kiosk_.town_.store().Push(identity_, request);
    EXPECT_OK(answer.status());
    if (answer.ok()) answers_.push_back(*std::move(answer));
    return answer.ok();
  }
  void Cancel() override {}

  // Brings one answer and one page; false when there was neither.
  bool Deliver() {
    bool any = false;
    if (!answers_.empty()) {
      any = true;
      inbox_.Put({.connection = connection_, .what = std::move(answers_.front())});
      answers_.pop_front();
    }
    absl::StatusOr<FeedStep> step = kiosk_.town_.feed().Next(session_, /*refresh=*/true);
    EXPECT_OK(step.status());
    if (!step.ok() || !step->page) return any || (step.ok() && step->more);
    Note(*step->page);
    inbox_.Put({.connection = connection_, .what = *std::move(step->page)});
    return true;
  }

 private:
  void Note(const v1::PullResponse& page) {
    for (const v1::LogEntry& entry : page.entries()) {
      if (!entry.has_event()) continue;
      EXPECT_TRUE(kiosk_.traffic_.events.emplace_back().ParseFromString(entry.event().event()));
    }
    kiosk_.traffic_.fingerprints += static_cast<std::size_t>(page.fingerprints_size());
  }

  SmallKiosk& kiosk_;
  Inbox& inbox_;
  const std::uint64_t connection_;
  DeviceIdentity identity_;
  FeedSession session_;
  std::deque<v1::PushResponse> answers_;
};

SmallKiosk::SmallKiosk(SmallTown& town, const Id& centre)
    : town_(town), parts_(folder_.path()), centre_(centre), tls_key_(*MakeTlsKey()) {
  parts_.clock.Set({.wall_ms = town.now_ms(), .boottime_ms = 60'000, .boot = MakeId(1)});
  EXPECT_OK(parts_.Open());
  certificate_ = *IssueDeviceCertificate(
      town.authority(), *MakeSigningRequest(tls_key_),
      {.device = device(), .centre = centre_, .log_key = parts_.signing_key.public_key()},
      {.not_before_ms = RealNowMs() - kYearMs, .not_after_ms = RealNowMs() + 2 * kYearMs});
  log_ = std::make_unique<StoreEventLog>(*parts_.store);
  view_ = *View::Open({.path = folder_ / "derived.db",
                       .store = *parts_.store,
                       .keys = *parts_.keys,
                       .now_ms = [this] { return parts_.log->NowMs(); },
                       .centre = centre_,
                       .device = device()});
}

SmallKiosk::~SmallKiosk() { GoOffline(); }

StoredEvent SmallKiosk::Capture(EventDraft draft) {
  if (draft.event.centre_id().empty()) draft.event.set_centre_id(centre_.ToString());
  absl::StatusOr<StoredEvent> event = parts_.log->Append(std::move(draft));
  EXPECT_OK(event.status());
  return *event;
}

void SmallKiosk::Start() {
  agent_ = std::make_unique<SyncAgent>(SyncAgent::Params{
      .store = *parts_.store,
      .keys = *parts_.keys,
      .log = *parts_.log,
      .outbox = *parts_.outbox,
      .view = *view_,
      .clock = parts_.clock,
      .random = parts_.random,
      .identity = {.device = device(),
                   .centre = centre_,
                   .server = "server:1",
                   .certificate_pem = certificate_},
      .tls_key_pem = tls_key_,
      .witness_path = folder_ / "head",
      .disk_free_bytes = [] { return std::uint64_t{1}; },
      .open_uplink = [this](const UplinkParams& params,
                            Inbox& inbox) { return std::make_unique<Line>(*this, params, inbox); },
      .renew = []() -> absl::StatusOr<std::string> {
        return absl::UnavailableError("nobody there");
      }});
  parts_.log->OnAppend([this] { agent_->Wake(); });
}

void SmallKiosk::GoOffline() {
  parts_.log->OnAppend(nullptr);
  agent_.reset();
}

bool SmallKiosk::Exchange() {
  const bool any = line_ == nullptr || line_->Deliver();
  agent_->Step(steady_ms_);
  return any;
}

void SmallKiosk::Sync() {
  if (agent_ == nullptr) Start();
  // Minutes: the heartbeats, what is told again after one, and what is asked for again.
  for (int i = 0; i < 20; ++i) {
    int exchanges = 0;
    while (Exchange()) ASSERT_LT(++exchanges, 20'000) << "it never rests";
    town_.Advance(10'000);
    steady_ms_ += 10'000;
  }
}

std::unique_ptr<Ledger> SmallKiosk::Fold(std::int64_t now_ms) {
  std::unique_ptr<Ledger> ledger = *Ledger::Open(":memory:", *log_);
  EXPECT_OK(ledger->CatchUp(now_ms).status());
  return ledger;
}

SmallTown::SmallTown()
    : authority_(*MakeAuthority({.not_before_ms = 0, .not_after_ms = RealNowMs() + 9 * kYearMs})) {
  office_ = *OfficeLog::Open(*store_.writer, *store_.keys, store_.clock, store_.random, "1");
  reconciler_ = *Reconciler::Open(":memory:", *store_.log, store_.clock);
  feed_ = std::make_unique<Feed>(*store_.log, *reconciler_, *store_.keys, store_.clock);
}

SmallTown::~SmallTown() { kiosks_.clear(); }

SmallKiosk& SmallTown::AddKiosk(const Id& centre, const std::string& name) {
  SmallKiosk& kiosk = *kiosks_.emplace_back(std::make_unique<SmallKiosk>(*this, centre));
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(kiosk.device().ToString());
  lifecycle.set_centre_id(centre.ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  lifecycle.set_at_ms(now_ms());
  lifecycle.set_name(name);
  EXPECT_OK(store_.writer->AppendLifecycle(lifecycle));
  return kiosk;
}

void SmallTown::Advance(std::int64_t ms) {
  store_.clock.Advance(ms);
  for (std::unique_ptr<SmallKiosk>& kiosk : kiosks_) kiosk->parts().clock.Advance(ms);
}

void SmallTown::AdvanceTo(const std::string& civil_time) {
  const std::int64_t ms = InstantOf(ParseCivilTime(civil_time).value()) - now_ms();
  ASSERT_GE(ms, 0) << civil_time;
  Advance(ms);
}

EventKey SmallTown::Tell(EventDraft draft) {
  draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  std::vector<EventDraft> drafts;
  drafts.push_back(std::move(draft));
  absl::StatusOr<std::vector<EventKey>> keys = office_->Append(std::move(drafts));
  EXPECT_OK(keys.status());
  return keys->front();
}

void SmallTown::Read(absl::FunctionRef<void(const Ledger&)> read) {
  EXPECT_OK(reconciler_->Read([&](const Ledger& ledger) {
    read(ledger);
    return absl::OkStatus();
  }));
}

}  // namespace wijkboek
