// What lines do: nobody at the other end, a byte a second, flipped bits, and a portal that answers
// in the server's place. Nothing is called sent that was not, and everything arrives once.
#include <set>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class LineFaultTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
  }

  void Tap(int taps) {
    for (int tap = 0; tap < taps; ++tap) {
      town_.MoveClocks(60'000);
      ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk_->CheckIn("BADGE-N1"));
      saved_.insert(answer.event());
    }
  }

  std::string Reason() {
    const absl::StatusOr<v1::GetStatusResponse> status = kiosk_->Status();
    return status.ok() ? status->reason() : status.status().ToString();
  }

  // The server must run; it is stopped.
  void ExpectEverythingArrivesOnce() {
    // Who is silent is left after about a minute.
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }, std::chrono::seconds(100)))
        << Reason() << kiosk_->process()->Errors();
    EXPECT_OK(town_.OfficeSays({"verify"}));
    ASSERT_OK(town_.StopServer());
    const Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Missing(saved_, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
  std::set<std::string> saved_;
};

TEST_F(LineFaultTest, AHalfOpenLineHoldsUpNobodyAndIsLeft) {
  kiosk_->sync_line().Blackhole(true);
  ASSERT_NO_FATAL_FAILURE(Tap(20));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk_->Status());
  EXPECT_GE(status.unsent(), 20u) << "nothing was acknowledged, so nothing is sent";
  kiosk_->sync_line().Blackhole(false);
  ExpectEverythingArrivesOnce();
}

TEST_F(LineFaultTest, AByteASecondKeepsTheServerFromNobody) {
  kiosk_->sync_line().Throttle(1);
  ASSERT_NO_FATAL_FAILURE(Tap(20));
  // Others are served meanwhile, from their first word on.
  ASSERT_OK_AND_ASSIGN(TownKiosk * other, town_.AddKiosk("B", "Noord"));
  ASSERT_OK_AND_ASSIGN(const v1::Saved answer, other->CheckIn("BADGE-N2"));
  saved_.insert(answer.event());
  EXPECT_TRUE(WaitUntil([&] { return other->InSync(); })) << other->process()->Errors();
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk_->Status());
  EXPECT_GE(status.unsent(), 10u);
  kiosk_->sync_line().Throttle(0);
  ExpectEverythingArrivesOnce();
}

TEST_F(LineFaultTest, FlippedBitsAreNeverTaken) {
  for (const int every : {50, 700, 3000}) {
    SCOPED_TRACE(every);
    kiosk_->sync_line().FlipEvery(every);
    ASSERT_NO_FATAL_FAILURE(Tap(20));
    // A line of which one byte in fifty is wrong brings nothing at all.
    if (every == 50) {
      EXPECT_TRUE(WaitUntil([&] { return !Reason().empty(); }));
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
    EXPECT_OK(town_.OfficeSays({"verify"}));
    kiosk_->sync_line().FlipEvery(0);
    // The line is as it was; what was broken in the middle is begun anew.
    town_.CutOff(*kiosk_);
    town_.ConnectLines(*kiosk_);
  }
  ExpectEverythingArrivesOnce();
}

// As in a hotel: whatever is asked, a page with conditions answers.
TEST_F(LineFaultTest, APortalIsToldNothingAndIsNoServer) {
  town_.CutOff(*kiosk_);
  ASSERT_NO_FATAL_FAILURE(Tap(3));
  // Another kiosk's page is as good an answer as a portal's: HTTP, and no TLS.
  ASSERT_OK_AND_ASSIGN(TownKiosk * portal, town_.AddKiosk("B", "Noord"));
  const std::string address = portal->url().substr(portal->url().find("127."));
  kiosk_->sync_line().Connect(address);
  kiosk_->enrolment_line().Connect(address);
  ASSERT_TRUE(WaitUntil([&] { return !kiosk_->sync_line().SeenByServer().empty(); }));
  ASSERT_TRUE(WaitUntil([&] { return !Reason().empty(); }));
  EXPECT_THAT(Reason(), HasSubstr("connection"));
  ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk_->Status());
  EXPECT_GE(status.unsent(), 3u);
  for (const char* personal : {"BADGE-N1", "Persoon", "Verzonnen"}) {
    EXPECT_THAT(kiosk_->sync_line().SeenByServer(), Not(HasSubstr(personal)));
    EXPECT_THAT(kiosk_->enrolment_line().SeenByServer(), Not(HasSubstr(personal)));
  }
  town_.CutOff(*kiosk_);
  town_.ConnectLines(*kiosk_);
  ExpectEverythingArrivesOnce();
}

}  // namespace
}  // namespace wijkboek
