// A region whose kiosks all come back at once.
#include <sys/resource.h>

#include <chrono>
#include <set>
#include <string>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/fleet.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using std::chrono::seconds;
using testing::IsEmpty;

// What common/limits.h admits, and some more.
constexpr int kAdmitted = 2000;
constexpr int kKiosks = 2060;
// A connection costs the server some 170 KiB.
constexpr std::int64_t kServerBytesMax = std::int64_t{640} * 1024 * 1024;

class FleetTest : public testing::Test {
 protected:
  void SetUp() override {
    // As the unit has it.
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    ASSERT_GE(limit.rlim_max, rlim_t{8192});
    limit.rlim_cur = 8192;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(fleet_, Fleet::Make(town_, kKiosks));
  }

  // Everybody's event, and all that the real kiosk had.
  void ExpectEverythingIsHeldOnce() {
    std::set<std::string> events = fleet_->events();
    for (const KioskEvent& event : KioskLog(kiosk_->folder())) events.insert(event.hash);
    EXPECT_OK(town_.OfficeSays({"verify"}));
    ASSERT_OK(town_.StopServer());
    const Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Missing(events, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
  }

  Town town_;
  std::unique_ptr<Fleet> fleet_;
  TownKiosk* kiosk_ = nullptr;
};

TEST_F(FleetTest, TwoThousandComeBackAtOnceAndTheRestWhenTold) {
  ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
  // The server dies while some are sending.
  fleet_->Connect(town_.sync_address(), 400);
  ASSERT_TRUE(WaitUntil([&] { return fleet_->counts().acknowledged >= 50; }, seconds(60)));
  town_.KillServer();
  EXPECT_LT(fleet_->counts().acknowledged, 400);
  ASSERT_OK(kiosk_->CheckIn("BADGE-N1"));
  ASSERT_OK(town_.StartServer());

  fleet_->Connect(town_.sync_address(), kKiosks);
  const auto counts = [&] { return fleet_->counts(); };
  ASSERT_TRUE(WaitUntil([&] { return counts().acknowledged >= kAdmitted - 1; }, seconds(90)));
  EXPECT_TRUE(WaitUntil([&] { return counts().told_to_wait > 0; }));
  // A real one is among those who wait, or among those who are there.
  fleet_->Leave(2 * (kKiosks - kAdmitted));
  EXPECT_TRUE(
      WaitUntil([&] { return counts().acknowledged == kKiosks && counts().up_to_date == kKiosks; },
                seconds(60)))
      << counts().acknowledged << " sent all, " << counts().up_to_date << " heard all";
  EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }, seconds(60)));
  EXPECT_LT(MemoryAtMost(*town_.server()), kServerBytesMax);
  ASSERT_OK(kiosk_->Stop());
  ExpectEverythingIsHeldOnce();
}

}  // namespace
}  // namespace wijkboek
