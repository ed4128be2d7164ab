// A kiosk in the wrong hands says that something happened earlier than it did.
#include <chrono>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::ContainsRegex;

constexpr std::int64_t kHourMs = 3'600'000;

class BackdateTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
    ASSERT_NO_FATAL_FAILURE(PassHours(4));
    ASSERT_OK(kiosk_->CheckIn("BADGE-N1"));
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  }

  // Without a line, so that nobody samples one clock before and the other after.
  void PassHours(int hours) {
    town_.CutOff(*kiosk_);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    town_.MoveClocks(hours * kHourMs);
    town_.ConnectLines(*kiosk_);
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  }

  // Without a line, both of the kiosk's clocks are set back within its boot for one tap. What the
  // office's trace says of that.
  std::string TraceOfTapSetBack(std::int64_t ms) {
    town_.CutOff(*kiosk_);
    kiosk_->clock().Advance(-ms);
    const absl::StatusOr<v1::Saved> saved = kiosk_->CheckIn("BADGE-N2");
    EXPECT_OK(saved);
    kiosk_->clock().Advance(ms);
    town_.ConnectLines(*kiosk_);
    EXPECT_TRUE(WaitUntil([&] { return saved.ok() && kiosk_->InSync(); }));
    // Once a sample of the server's time has come: who is in sync may still owe that.
    std::string traced;
    EXPECT_TRUE(WaitUntil([&] {
      traced = town_.OfficeSays({"trace", "--event", saved->event()}).value_or("");
      return absl::StrContains(traced, "check-in: counts");
    })) << traced;
    EXPECT_OK(town_.OfficeSays({"verify"}));
    return traced;
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
};

TEST_F(BackdateTest, NothingIsDatedBeforeWhatTheKioskWroteEarlier) {
  EXPECT_THAT(TraceOfTapSetBack(2 * kHourMs), ContainsRegex("captured  2026-03-03 12:0"));
}

// No rule doubts that; it can be seen.
TEST_F(BackdateTest, AfterThatTheServersReceiptStandsBesideTheClaim) {
  ASSERT_NO_FATAL_FAILURE(PassHours(2));
  const std::string traced = TraceOfTapSetBack(kHourMs);
  EXPECT_THAT(traced, ContainsRegex("captured  2026-03-03 13:0"));
  EXPECT_THAT(traced, ContainsRegex("received  2026-03-03 14:0"));
}

}  // namespace
}  // namespace wijkboek
