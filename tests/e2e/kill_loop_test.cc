// SIGKILL at any write: nothing that was acknowledged is lost, nothing is doubled. strace kills the
// program at its Nth write or sync, for many N, while it starts and while it works.
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/strace.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::IsEmpty;

constexpr int kTaps = 12;

// One transaction is some twenty writes and one sync.
std::vector<Moment> WhileWorking() {
  std::vector<Moment> moments = {{"fdatasync", 1}, {"fdatasync", 2}, {"fdatasync", 3}};
  for (int n = 1; n <= 30; n += 3) moments.push_back({"pwrite64", n});
  for (int n = 36; n <= 100; n += 8) moments.push_back({"pwrite64", n});
  return moments;
}

// A kiosk that is killed again and again, and what it had said was saved.
class KioskKillTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
    ASSERT_OK(kiosk_->Stop());
    town_.CutOff(*kiosk_);
  }

  // Until it does not answer any more.
  void Tap() {
    for (int tap = 0; tap < kTaps; ++tap) {
      kiosk_->clock().Advance(1000);
      tried_at_.insert(kiosk_->clock().wall_ms());
      const absl::StatusOr<v1::Saved> answer = kiosk_->CheckIn("BADGE-N1");
      if (!answer.ok()) break;
      saved_.insert(answer->event());
    }
  }

  void End() {
    if (kiosk_->process()->Await(std::chrono::milliseconds(300)).ok()) ++killed_;
    kiosk_->Kill();
  }

  void ExpectNothingLostNorDoubled() const {
    const std::vector<KioskEvent> log = KioskLog(kiosk_->folder());
    EXPECT_THAT(Missing(saved_, HashesOf(log)), IsEmpty());
    EXPECT_THAT(Doubled(HashesOf(log)), IsEmpty());
    std::map<std::uint64_t, std::uint64_t> last;
    std::multiset<std::int64_t> captured_at;
    for (const KioskEvent& event : log) {
      EXPECT_EQ(event.event.seq(), ++last[event.event.epoch()]) << "a gap";
      if (event.event.has_checked_in()) captured_at.insert(event.event.captured().wall_ms());
    }
    for (const std::int64_t moment : tried_at_) EXPECT_LE(captured_at.count(moment), 1u);
  }

  void ExpectAllOfItArrivesOnce() {
    town_.ConnectLines(*kiosk_);
    ASSERT_OK(kiosk_->Start());
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); })) << kiosk_->process()->Errors();
    EXPECT_OK(town_.OfficeSays({"verify"}));
    ASSERT_OK(town_.StopServer());
    const Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Missing(saved_, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
  std::set<std::string> saved_;
  std::set<std::int64_t> tried_at_;
  int killed_ = 0;
};

TEST_F(KioskKillTest, WhileStarting) {
  std::vector<Moment> moments = {{"fdatasync", 1}, {"fdatasync", 2}, {"fdatasync", 3}};
  for (int n = 1; n <= 24; n += 2) moments.push_back({"pwrite64", n});
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::Message() << moment);
    if (kiosk_->Start(KilledAt(moment)).ok()) Tap();
    End();
    ExpectNothingLostNorDoubled();
  }
  EXPECT_GT(killed_, 10);
  ExpectAllOfItArrivesOnce();
}

TEST_F(KioskKillTest, WhileCapturing) {
  const std::vector<Moment> moments = WhileWorking();
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::Message() << moment);
    ASSERT_OK(kiosk_->Start());
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Process> strace,
                         KillAt(kiosk_->process()->pid(), moment, town_.scratch() / "strace"));
    Tap();
    End();
    ExpectNothingLostNorDoubled();
  }
  // How many strike before the tap is answered depends on the machine; most do.
  EXPECT_GT(killed_, 5);
  EXPECT_GT(saved_.size(), 20u);
  ExpectAllOfItArrivesOnce();
}

// A server that is killed again and again while a kiosk pushes.
class ServerKillTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
    ASSERT_OK(town_.StopServer());
  }

  void Tap() {
    for (int tap = 0; tap < 3; ++tap) {
      town_.MoveClocks(1000);
      ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk_->CheckIn("BADGE-N2"));
      saved_.insert(answer.event());
    }
  }

  void AwaitPushOrDeath() {
    WaitUntil([&] { return !town_.server()->running() || kiosk_->InSync(); },
              std::chrono::seconds(8));
    if (town_.server()->Await(std::chrono::milliseconds(50)).ok()) ++killed_;
    town_.KillServer();
  }

  // What the kiosk counts as acknowledged is the beginning of its log.
  void ExpectWhatWasAcknowledgedIsHeld() {
    ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk_->Status());
    ASSERT_OK(kiosk_->Stop());
    const std::vector<KioskEvent> log = KioskLog(kiosk_->folder());
    const Hashes held = ServerEvents(town_.server_folder());
    ASSERT_GE(log.size(), status.unsent());
    std::set<std::string> acknowledged;
    for (std::size_t i = 0; i < log.size() - status.unsent(); ++i) acknowledged.insert(log[i].hash);
    EXPECT_THAT(Missing(acknowledged, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
    ASSERT_OK(kiosk_->Start());
  }

  void ExpectEverythingArrivesOnce() {
    ASSERT_OK(town_.StartServer());
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); })) << kiosk_->process()->Errors();
    EXPECT_OK(town_.OfficeSays({"verify"}));
    EXPECT_OK(town_.OfficeSays({"rebuild"}));
    ASSERT_OK(town_.StopServer());
    const Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Missing(saved_, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
  std::set<std::string> saved_;
  int killed_ = 0;
};

TEST_F(ServerKillTest, WhileStarting) {
  std::vector<Moment> moments = {{"fdatasync", 1}, {"fdatasync", 2}, {"fdatasync", 3}};
  for (int n = 1; n <= 46; n += 3) moments.push_back({"pwrite64", n});
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::Message() << moment);
    Tap();
    if (town_.StartServer(KilledAt(moment)).ok()) AwaitPushOrDeath();
    if (!town_.server()->running()) ++killed_;
    town_.KillServer();
    ExpectWhatWasAcknowledgedIsHeld();
  }
  EXPECT_GT(killed_, 10);
  ExpectEverythingArrivesOnce();
}

TEST_F(ServerKillTest, WhileReceiving) {
  const std::vector<Moment> moments = WhileWorking();
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::Message() << moment);
    town_.CutOff(*kiosk_);
    Tap();
    ASSERT_OK(town_.StartServer());
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Process> strace,
                         KillAt(town_.server()->pid(), moment, town_.scratch() / "strace"));
    town_.ConnectLines(*kiosk_);
    AwaitPushOrDeath();
    ExpectWhatWasAcknowledgedIsHeld();
  }
  EXPECT_GT(killed_, 5);
  ExpectEverythingArrivesOnce();
}

}  // namespace
}  // namespace wijkboek
