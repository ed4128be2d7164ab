// Clone, restore and swap the stores of a kiosk and of the server: nothing acknowledged is lost,
// and whatever a readable store still holds is sent.
#include <filesystem>
#include <set>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class StoreSwapTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
  }

  // Three taps that are said to be saved.
  void Tap(TownKiosk& kiosk) {
    for (const char* badge : {"BADGE-N1", "BADGE-N2", "BADGE-N3"}) {
      town_.MoveClocks(60'000);
      ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk.CheckIn(badge));
      saved_.insert(answer.event());
    }
  }

  void AwaitSync(TownKiosk& kiosk) {
    ASSERT_TRUE(WaitUntil([&] { return kiosk.InSync(); })) << kiosk.process()->Errors();
  }

  // The server must run; it is stopped.
  void ExpectEverythingSavedArrivedOnce() {
    EXPECT_OK(town_.OfficeSays({"verify"}));
    EXPECT_OK(town_.OfficeSays({"rebuild"}));
    ASSERT_OK(town_.StopServer());
    const Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Missing(saved_, held), IsEmpty());
    EXPECT_THAT(Doubled(held), IsEmpty());
  }

  std::string DeviceList() {
    const absl::StatusOr<std::string> said = town_.OfficeSays({"device", "list", "--json"});
    return said.ok() ? *said : said.status().ToString();
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
  std::set<std::string> saved_;
};

TEST_F(StoreSwapTest, CloneAndOriginalBothRunOnAndBothBranchesAreKept) {
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  ASSERT_OK(kiosk_->Stop());
  TownKiosk& clone = town_.NewKiosk("clone");
  CopyFolder(kiosk_->folder(), clone.folder());
  ASSERT_OK(kiosk_->Start());
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  EXPECT_THAT(DeviceList(), Not(HasSubstr("\"forked\": true")));

  town_.CutOff(clone);
  ASSERT_OK(clone.Start());
  Tap(clone);
  town_.ConnectLines(clone);
  AwaitSync(clone);
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  Tap(clone);
  AwaitSync(clone);

  EXPECT_THAT(DeviceList(), HasSubstr("\"forked\": true"));
  ExpectEverythingSavedArrivedOnce();
}

TEST_F(StoreSwapTest, OldCopyOfAKiosksStoreRunsOn) {
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  ASSERT_OK(kiosk_->Stop());
  const std::string backup = town_.scratch() / "kiosk-backup";
  CopyFolder(kiosk_->folder(), backup);
  ASSERT_OK(kiosk_->Start());
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  ASSERT_OK(kiosk_->Stop());

  CopyFolder(backup, kiosk_->folder());
  ASSERT_OK(kiosk_->Start());
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  ExpectEverythingSavedArrivedOnce();
}

TEST_F(StoreSwapTest, OldCopyWithUnsentEventsSendsThem) {
  town_.CutOff(*kiosk_);
  Tap(*kiosk_);
  ASSERT_OK(kiosk_->Stop());
  // The disk fails; a copy of it is found, another kiosk takes it on.
  TownKiosk& found = town_.NewKiosk("found");
  CopyFolder(kiosk_->folder(), found.folder());
  std::filesystem::remove_all(kiosk_->folder());
  ASSERT_OK(found.Start());
  AwaitSync(found);
  ExpectEverythingSavedArrivedOnce();
}

TEST_F(StoreSwapTest, ServerRestoredToYesterdayGetsBackWhatItAcknowledged) {
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  ASSERT_OK(town_.StopServer());
  const std::string backup = town_.scratch() / "server-backup";
  CopyFolder(town_.server_folder(), backup);
  ASSERT_OK(town_.StartServer());
  Tap(*kiosk_);
  AwaitSync(*kiosk_);
  // Enrolled after the backup was made: the restored server has never heard of it.
  ASSERT_OK_AND_ASSIGN(TownKiosk * later, town_.AddKiosk("B", "Noord"));
  Tap(*later);
  AwaitSync(*later);
  ASSERT_OK(town_.StopServer());

  CopyFolder(backup, town_.server_folder());
  ASSERT_OK(town_.StartServer());
  Tap(*kiosk_);
  Tap(*later);
  AwaitSync(*kiosk_);
  AwaitSync(*later);
  ExpectEverythingSavedArrivedOnce();
}

TEST_F(StoreSwapTest, TwoKiosksWithSwappedStoresGoOnAsEachOther) {
  ASSERT_OK_AND_ASSIGN(TownKiosk * other, town_.AddKiosk("B", "Noord"));
  town_.CutOff(*kiosk_);
  Tap(*kiosk_);
  Tap(*other);
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK(other->Stop());
  const std::string aside = town_.scratch() / "aside";
  std::filesystem::rename(kiosk_->folder(), aside);
  std::filesystem::rename(other->folder(), kiosk_->folder());
  std::filesystem::rename(aside, other->folder());
  town_.ConnectLines(*kiosk_);
  ASSERT_OK(kiosk_->Start());
  ASSERT_OK(other->Start());
  Tap(*kiosk_);
  Tap(*other);
  AwaitSync(*kiosk_);
  AwaitSync(*other);
  EXPECT_THAT(DeviceList(), Not(HasSubstr("\"forked\": true")));
  ExpectEverythingSavedArrivedOnce();
}

}  // namespace
}  // namespace wijkboek
