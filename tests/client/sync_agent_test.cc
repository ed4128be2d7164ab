// The sync agent, stepped by hand against a fake server: what it does when, and what it says about
// it.

#include "client/sync_agent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "client/settings.h"
#include "common/tls/x509.h"
#include "tests/client/fake_sync_server.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/fakes/faulty_vfs.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

std::int64_t RealNowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// What the agent wrote waits here until the test delivers its answers.
struct FakeNetwork {
  std::deque<v1::PushRequest> written;
  std::vector<v1::PullRequest> pulls;
  std::vector<std::string> certificates;
  std::uint64_t connection = 0;
  Inbox* inbox = nullptr;
  int open = 0;

  class Connection final : public Uplink {
   public:
    explicit Connection(FakeNetwork& network) : network_(network) { ++network_.open; }
    ~Connection() override { --network_.open; }
    bool Push(const v1::PushRequest& request) override {
      network_.written.push_back(request);
      return true;
    }
    void Cancel() override {}

   private:
    FakeNetwork& network_;
  };

  OpenUplink Opener() {
    return [this](const UplinkParams& params, Inbox& to) -> std::unique_ptr<Uplink> {
      written.clear();
      pulls.push_back(params.pull);
      certificates.push_back(params.certificate_pem);
      connection = params.connection;
      inbox = &to;
      return std::make_unique<Connection>(*this);
    };
  }
  template <typename What>
  void Deliver(What what) {
    inbox->Put({.connection = connection, .what = std::move(what)});
  }
};

class SyncAgentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(kiosk_.Open());
    authority_ = *MakeAuthority({.not_before_ms = 0, .not_after_ms = RealNowMs() + 1000 * kDayMs});
    tls_key_ = *MakeTlsKey();
    certificate_ = Certificate(RealNowMs() - kDayMs, RealNowMs() + 80 * kDayMs);
  }
  void TearDown() override {
    kiosk_.log->OnAppend(nullptr);
    agent_.reset();
  }

  std::string Certificate(std::int64_t from_ms, std::int64_t until_ms) {
    return *IssueDeviceCertificate(
        authority_, *MakeSigningRequest(tls_key_),
        {.device = kiosk_.device, .centre = MakeId(30), .log_key = kiosk_.signing_key.public_key()},
        {.not_before_ms = from_ms, .not_after_ms = until_ms});
  }

  void MakeAgent() { MakeAgent(network_.Opener()); }
  void MakeAgent(OpenUplink open_uplink) {
    view_ = *View::Open({.path = ":memory:",
                         .store = *kiosk_.store,
                         .keys = *kiosk_.keys,
                         .now_ms = [this] { return kiosk_.log->NowMs(); },
                         .centre = MakeId(30)});
    agent_ = std::make_unique<SyncAgent>(
        SyncAgent::Params{.store = *kiosk_.store,
                          .keys = *kiosk_.keys,
                          .log = *kiosk_.log,
                          .outbox = *kiosk_.outbox,
                          .view = *view_,
                          .clock = kiosk_.clock,
                          .random = kiosk_.random,
                          .identity = {.device = kiosk_.device,
                                       .centre = MakeId(30),
                                       .server = "server:1",
                                       .certificate_pem = certificate_},
                          .tls_key_pem = tls_key_,
                          .witness_path = folder_ / "head",
                          .disk_free_bytes = [] { return std::uint64_t{1}; },
                          .open_uplink = std::move(open_uplink),
                          .renew = [this]() -> absl::StatusOr<std::string> {
                            ++renewals_;
                            return renewed_;
                          },
                          .period_ms = 60'000});
    kiosk_.log->OnAppend([this] { agent_->Wake(); });
  }

  // Steps and answers until nothing more is written.
  void Settle() {
    for (int i = 0; i < 50; ++i) {
      agent_->Step(now_ms_);
      if (network_.open == 0 || network_.written.empty()) return;
      for (int j = 0; j < 3 && !network_.written.empty(); ++j) {
        v1::PushRequest request = std::move(network_.written.front());
        network_.written.pop_front();
        network_.Deliver(*server_.Answer(request));
      }
    }
    FAIL() << "it never rests";
  }

  TemporaryFolder folder_;
  FaultyVfs disk_;
  Kiosk kiosk_{folder_.path(), disk_.name()};
  KeyAndCertificate authority_;
  std::string tls_key_;
  std::string certificate_;
  FakeNetwork network_;
  FakeSyncServer server_;
  std::unique_ptr<View> view_;
  int renewals_ = 0;
  absl::StatusOr<std::string> renewed_ = absl::UnavailableError("nobody there");
  std::int64_t now_ms_ = 1000;
  std::unique_ptr<SyncAgent> agent_;
};

TEST_F(SyncAgentTest, WhatIsCapturedReachesTheServerAndTheStatusSaysSo) {
  MakeAgent();
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  EXPECT_EQ(agent_->Status().unsent, 2u);
  EXPECT_GT(agent_->Status().oldest_unsent_ms, 0);
  Settle();
  EXPECT_TRUE(server_.held.events.contains(kiosk_.log->Head().hash));
  EXPECT_EQ(agent_->Status().unsent, 0u);
  EXPECT_EQ(agent_->Status().oldest_unsent_ms, 0);
  EXPECT_EQ(agent_->Status().reason, "");
  EXPECT_EQ(agent_->Status().heard_through_ms, server_.now_ms);
  // The first contact of a boot is a clock sample, and it is sent too.
  EXPECT_EQ(kiosk_.log->quality(), v1::CLOCK_QUALITY_SAMPLED);
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  Settle();
  EXPECT_TRUE(server_.held.events.contains(kiosk_.log->Head().hash));
}

// The fold knows from the received time that a visit was written down before it began; the kiosk
// must come to say so as the server does.
TEST_F(SyncAgentTest, WhatTheServerReceivedIsFoldedAsReceived) {
  constexpr std::int64_t kHourMs = 3600 * 1000;
  MakeAgent();
  // The clock sample of the first contact has every time folded anew: be past it.
  Settle();
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_VISIT_LOGGED);
  draft.event.mutable_visit_logged();
  AddPerson(draft.event, MakeId(7), v1::PERSON_ROLE_PARTICIPANT);
  AddPerson(draft.event, MakeId(8), v1::PERSON_ROLE_RESIDENT);
  const std::int64_t start_ms = server_.now_ms + 2 * kHourMs;
  *draft.event.mutable_stated_start() = ToCivilTime(start_ms);
  *draft.event.mutable_stated_end() = ToCivilTime(start_ms + kHourMs);
  ASSERT_OK(kiosk_.log->Append(std::move(draft)).status());
  auto in_future = [&] {
    const Today today = view_->DayView(DayOf(start_ms)).value();
    return std::any_of(today.doubts.begin(), today.doubts.end(),
                       [](const Discrepancy& doubt) { return doubt.kind == "visit_in_future"; });
  };
  EXPECT_FALSE(in_future());
  Settle();
  EXPECT_EQ(agent_->Status().unsent, 0u);
  EXPECT_TRUE(in_future());
}

TEST_F(SyncAgentTest, HeartbeatsGoOnWhenNobodyCaptures) {
  MakeAgent();
  Settle();
  server_.now_ms += 60'000;
  now_ms_ += 61'000;
  kiosk_.clock.Advance(61'000);
  Settle();
  EXPECT_EQ(server_.heard_through_ms, server_.now_ms);
}

TEST_F(SyncAgentTest, WithoutANetworkItBacksOffAndCaptureGoesOn) {
  MakeAgent();
  // Each wait lies between half and all of a step that doubles up to five minutes.
  std::int64_t step_ms = 1000;
  for (int i = 0; i < 12; ++i) {
    agent_->Step(now_ms_);
    ASSERT_EQ(network_.open, 1) << "attempt " << i;
    network_.Deliver(UplinkEnded{.status = absl::UnavailableError("Connection refused")});
    agent_->Step(now_ms_);
    EXPECT_NE(agent_->Status().reason.find("no connection"), std::string::npos);
    ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
    agent_->Step(now_ms_ + step_ms / 2 - 1);
    ASSERT_EQ(network_.open, 0) << "too early at attempt " << i;
    now_ms_ += step_ms;
    step_ms = std::min<std::int64_t>(step_ms * 2, 300'000);
  }
  EXPECT_EQ(agent_->Status().unsent, 13u);
  Settle();
  EXPECT_EQ(agent_->Status().unsent, 0u);
}

// The server answers, and what it says can't be kept: that is no success.
TEST_F(SyncAgentTest, AFullDiskBacksOffThoughTheServerAnswers) {
  MakeAgent();
  Settle();
  network_.Deliver(UplinkEnded{.status = absl::UnavailableError("gone")});
  agent_->Step(now_ms_);
  now_ms_ += 10'000;
  disk_.full = true;
  std::int64_t step_ms = 2000;
  for (int i = 0; i < 8; ++i) {
    agent_->Step(now_ms_);
    ASSERT_EQ(network_.open, 1) << "attempt " << i;
    ASSERT_FALSE(network_.written.empty());
    network_.Deliver(*server_.Answer(network_.written.front()));
    v1::PullResponse page;
    page.mutable_cursor()->set_position(17);
    page.mutable_cursor()->set_running_hash(std::string(32, 'x'));
    page.set_server_ms(server_.now_ms);
    network_.Deliver(page);
    agent_->Step(now_ms_);
    ASSERT_EQ(network_.open, 0) << "the page was kept";
    EXPECT_NE(agent_->Status().reason, "");
    agent_->Step(now_ms_ + step_ms / 2 - 1);
    ASSERT_EQ(network_.open, 0) << "too early at attempt " << i;
    now_ms_ += step_ms;
    step_ms = std::min<std::int64_t>(step_ms * 2, 300'000);
  }
  disk_.full = false;
  now_ms_ += 300'000;
  Settle();
  EXPECT_EQ(agent_->Status().unsent, 0u);
}

TEST_F(SyncAgentTest, BusyServersTimeIsHonoured) {
  MakeAgent();
  agent_->Step(now_ms_);
  network_.Deliver(
      UplinkEnded{.status = absl::ResourceExhaustedError("full"), .retry_after_ms = 30'000});
  agent_->Step(now_ms_);
  agent_->Step(now_ms_ + 29'000);
  EXPECT_EQ(network_.open, 0);
  EXPECT_NE(agent_->Status().reason.find("can take nothing just now (full)"), std::string::npos);
  agent_->Step(now_ms_ + 46'000);
  EXPECT_EQ(network_.open, 1);
}

TEST_F(SyncAgentTest, RefusalIsSaidInWords) {
  MakeAgent();
  agent_->Step(now_ms_);
  network_.Deliver(UplinkEnded{.status = absl::PermissionDeniedError("this device was revoked")});
  agent_->Step(now_ms_);
  EXPECT_NE(agent_->Status().reason.find("call the office"), std::string::npos);
  EXPECT_EQ(agent_->Status().unsent, 1u);
}

TEST_F(SyncAgentTest, SilentServerIsLeft) {
  MakeAgent();
  Settle();
  ASSERT_EQ(network_.open, 1);
  agent_->Step(now_ms_ + 200'000);
  EXPECT_EQ(network_.open, 0);
}

TEST_F(SyncAgentTest, AnswersOfAnEarlierConnectionAreNotHeard) {
  MakeAgent();
  agent_->Step(now_ms_);
  const std::uint64_t before = network_.connection;
  network_.Deliver(UplinkEnded{.status = absl::UnavailableError("gone")});
  agent_->Step(now_ms_);
  agent_->Step(now_ms_ + 2000);
  ASSERT_EQ(network_.open, 1);
  EXPECT_FALSE(network_.inbox->Put({.connection = before, .what = v1::PushResponse()}));
}

TEST_F(SyncAgentTest, CertificateIsRenewedInItsLastThird) {
  certificate_ = Certificate(RealNowMs() - 70 * kDayMs, RealNowMs() + 20 * kDayMs);
  const std::string fresh = Certificate(RealNowMs(), RealNowMs() + 90 * kDayMs);
  renewed_ = fresh;
  MakeAgent();
  Settle();
  EXPECT_EQ(renewals_, 1);
  EXPECT_EQ(network_.certificates.back(), fresh);
}

TEST_F(SyncAgentTest, YoungCertificateIsLeftAlone) {
  MakeAgent();
  Settle();
  EXPECT_EQ(renewals_, 0);
}

TEST_F(SyncAgentTest, ExpiredCertificateStopsSyncAndNothingElse) {
  certificate_ = Certificate(RealNowMs() - 90 * kDayMs, RealNowMs() - kDayMs);
  MakeAgent();
  agent_->Step(now_ms_);
  EXPECT_EQ(network_.open, 0);
  EXPECT_NE(agent_->Status().reason.find("certificate has expired"), std::string::npos)
      << agent_->Status().reason;
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  renewed_ = Certificate(RealNowMs(), RealNowMs() + 90 * kDayMs);
  now_ms_ += 600'000;
  Settle();
  EXPECT_EQ(agent_->Status().unsent, 0u);
}

TEST_F(SyncAgentTest, RunsBesideCapturesAndStopsAtOnce) {
  class Dead final : public Uplink {
   public:
    bool Push(const v1::PushRequest&) override { return false; }
    void Cancel() override {}
  };
  std::atomic<int> attempts = 0;
  MakeAgent([&](const UplinkParams& params, Inbox& inbox) -> std::unique_ptr<Uplink> {
    ++attempts;
    inbox.Put({.connection = params.connection,
               .what = UplinkEnded{.status = absl::UnavailableError("refused")}});
    return std::make_unique<Dead>();
  });
  agent_->Start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([this] {
      for (int tap = 0; tap < 30; ++tap) {
        EXPECT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
        EXPECT_GT(agent_->Status().unsent, 0u);
        EXPECT_OK(view_->CatchUp());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto before = std::chrono::steady_clock::now();
  agent_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  EXPECT_GT(attempts.load(), 0);
  EXPECT_EQ(kiosk_.log->Head().seq, 91u);
}

TEST_F(SyncAgentTest, WitnessFollowsALittleLater) {
  MakeAgent();
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  agent_->Step(now_ms_);
  EXPECT_FALSE(ReadWitness(folder_ / "head").has_value());
  agent_->Step(now_ms_ + 2500);
  EXPECT_EQ(ReadWitness(folder_ / "head"), kiosk_.log->Head());
}

TEST_F(SyncAgentTest, PulledEventsAndCursorAreStored) {
  MakeAgent();
  agent_->Step(now_ms_);
  v1::PullResponse page;
  page.mutable_cursor()->set_position(17);
  page.set_up_to_date(true);
  page.add_scope_entered(MakeId(1).ToString());
  network_.Deliver(page);
  agent_->Step(now_ms_);
  EXPECT_TRUE(agent_->Status().up_to_date);
  EXPECT_EQ(agent_->Status().pulled_position, 17u);
  network_.Deliver(UplinkEnded{.status = absl::UnavailableError("gone")});
  agent_->Step(now_ms_);
  EXPECT_FALSE(agent_->Status().up_to_date);
  agent_->Step(now_ms_ + 2000);
  ASSERT_EQ(network_.pulls.size(), 2u);
  EXPECT_EQ(network_.pulls[1].cursor().position(), 17u);
  EXPECT_EQ(network_.pulls[1].person_ids_size(), 1);
}

TEST_F(SyncAgentTest, AcknowledgedEventsAreKeptThirtyDays) {
  MakeAgent();
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(7))).status());
  Settle();
  const EventKey head = kiosk_.log->Head();
  auto bytes_here = [&] {
    std::size_t count = 0;
    EXPECT_OK(kiosk_.store->Read([&](Connection& connection) -> absl::Status {
      for (std::uint64_t seq = 1; seq <= head.seq; ++seq) {
        std::optional<Hash> hash = *OwnHashAt(connection, head.epoch, seq);
        if (hash && FindEvent(connection, *hash).ok()) ++count;
      }
      return absl::OkStatus();
    }));
    return count;
  };
  const std::size_t before = bytes_here();
  auto days_later = [&](std::int64_t days) {
    kiosk_.clock.Advance(days * kDayMs);
    server_.now_ms += days * kDayMs;
    now_ms_ += days * kDayMs;
    // The connection went silent meanwhile: another one, and then the chores.
    agent_->Step(now_ms_);
    now_ms_ += 600'000;
    Settle();
    now_ms_ += 7LL * 3600 * 1000;
    agent_->Step(now_ms_);
    now_ms_ += 600'000;
    Settle();
  };
  days_later(29);
  EXPECT_GE(bytes_here(), before);
  days_later(2);
  EXPECT_LT(bytes_here(), before);
}

}  // namespace
}  // namespace wijkboek
