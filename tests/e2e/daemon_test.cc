// How the programs behave as daemons: they stop in time, say how they are, and can be asked what
// they offer.
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/server_probe.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::Contains;

class DaemonTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
  }
  Town town_;
  TownKiosk* kiosk_ = nullptr;
};

TEST_F(DaemonTest, StopWithOpenStreamsTakesAtMostFiveSeconds) {
  ASSERT_OK_AND_ASSIGN(TownKiosk * other, town_.AddKiosk("B", "Zuid"));
  const auto began = std::chrono::steady_clock::now();
  ASSERT_OK_AND_ASSIGN(const int exit_status, town_.StopServer());
  EXPECT_EQ(exit_status, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  EXPECT_FALSE(std::filesystem::exists(town_.server_folder() + "/ready"));

  const auto kiosk_began = std::chrono::steady_clock::now();
  ASSERT_OK_AND_ASSIGN(const int kiosk_status, other->Stop());
  EXPECT_EQ(kiosk_status, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - kiosk_began, std::chrono::seconds(5));
}

TEST_F(DaemonTest, StopInTheMiddleOfABlackHoleIsInTimeToo) {
  kiosk_->sync_line().Blackhole(true);
  ASSERT_OK(kiosk_->CheckIn("BADGE-N1"));
  const auto began = std::chrono::steady_clock::now();
  ASSERT_OK_AND_ASSIGN(const int kiosk_status, kiosk_->Stop());
  EXPECT_EQ(kiosk_status, 0);
  ASSERT_OK_AND_ASSIGN(const int server_status, town_.StopServer());
  EXPECT_EQ(server_status, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
}

TEST_F(DaemonTest, SlowLineDeliversEverythingOnce) {
  town_.CutOff(*kiosk_);
  std::set<std::string> saved;
  for (int tap = 0; tap < 200; ++tap) {
    town_.MoveClocks(1000);
    ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk_->CheckIn("BADGE-N1"));
    saved.insert(answer.event());
  }
  kiosk_->sync_line().Delay(20);
  town_.ConnectLines(*kiosk_);
  // Several cuts on the way: each time the rest is sent again.
  for (const int bytes : {8'000, 20'000, 30'000}) {
    kiosk_->sync_line().CutAfterToServer(bytes);
    WaitUntil([&] { return kiosk_->sync_line().was_cut() || kiosk_->InSync(); },
              std::chrono::seconds(10));
    town_.ConnectLines(*kiosk_);
  }
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); })) << kiosk_->process()->Errors();
  ASSERT_OK(town_.StopServer());
  const Hashes held = ServerEvents(town_.server_folder());
  EXPECT_THAT(Missing(saved, held), testing::IsEmpty());
  EXPECT_THAT(Doubled(held), testing::IsEmpty());
}

TEST_F(DaemonTest, AnswersHealthChecksAndReflection) {
  ASSERT_OK_AND_ASSIGN(const ServerProbe probe, ServerProbe::Connect(town_));
  EXPECT_OK(probe.CheckHealth());
  ASSERT_OK_AND_ASSIGN(const std::vector<std::string> services, probe.ListServices());
  EXPECT_THAT(services, Contains("wijkboek.v1.SyncService"));
}

TEST_F(DaemonTest, SyncWithoutACertificateIsRefused) {
  EXPECT_FALSE(ServerProbe::AdmitsStrangers(town_));
}

}  // namespace
}  // namespace wijkboek
