// What disks do: syncs that fail or take their time, write-ahead logs that are torn, flipped, gone
// or another's, a byte that changes under a kiosk or a server. Nothing is called saved that is not,
// and what is lost is said.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/scratch.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/strace.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class DiskFaultTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord"));
  }

  void Tap(TownKiosk& kiosk, int taps) {
    for (int tap = 0; tap < taps; ++tap) {
      town_.MoveClocks(60'000);
      ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk.CheckIn("BADGE-N1"));
      saved_.insert(answer.event());
      last_ = answer.event();
    }
  }

  // Switched off in the middle of its work, with its log in the write-ahead log and its witness up
  // to date.
  void SwitchOff(TownKiosk& kiosk) {
    ASSERT_TRUE(
        WaitUntil([&] { return absl::StrContains(ReadFile(kiosk.folder() + "/head"), last_); }));
    kiosk.Kill();
    ASSERT_GT(std::filesystem::file_size(kiosk.database() + "-wal"), 4096u);
  }

  // The server must run; it is stopped.
  Hashes ServerHoldsInTheEnd() {
    EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }, std::chrono::seconds(60)))
        << kiosk_->process()->Errors();
    EXPECT_OK(town_.OfficeSays({"verify"}));
    EXPECT_OK(town_.StopServer());
    Hashes held = ServerEvents(town_.server_folder());
    EXPECT_THAT(Doubled(held), IsEmpty());
    return held;
  }

  // A damaged write-ahead log loses what came after the damage, and nobody can have it back. The
  // kiosk says so, goes on in a new epoch, and what it still has arrives.
  void ExpectTheLossIsSaid(const std::function<void()>& damage) {
    town_.CutOff(*kiosk_);
    ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 8));
    ASSERT_NO_FATAL_FAILURE(SwitchOff(*kiosk_));
    damage();
    const absl::Status started = kiosk_->Start();
    if (!started.ok()) {
      EXPECT_THAT(std::string(started.message()),
                  testing::AnyOf(HasSubstr("damaged"), HasSubstr("another kiosk's")));
      return;
    }
    EXPECT_THAT(kiosk_->process()->Errors(), HasSubstr("older than its head file"));
    saved_.clear();
    ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 2));
    town_.ConnectLines(*kiosk_);
    EXPECT_THAT(Missing(saved_, ServerHoldsInTheEnd()), IsEmpty());
    ASSERT_OK(kiosk_->Stop());
    // It names the one that it goes on from.
    int begun = 0;
    for (const KioskEvent& event : KioskLog(kiosk_->folder())) {
      if (event.event.device_started().has_predecessor()) ++begun;
    }
    EXPECT_EQ(begun, 1);
  }

  std::string WriteAheadLog() const { return kiosk_->database() + "-wal"; }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
  std::set<std::string> saved_;
  std::string last_;
};

TEST_F(DiskFaultTest, ATornWriteAheadLogIsNoticed) {
  ExpectTheLossIsSaid([&] {
    const std::uintmax_t size = std::filesystem::file_size(WriteAheadLog());
    std::filesystem::resize_file(WriteAheadLog(), size - size / 3 - 100);
  });
}

TEST_F(DiskFaultTest, AFlippedBitInTheWriteAheadLogIsNoticed) {
  ExpectTheLossIsSaid([&] {
    std::string bytes = ReadFile(WriteAheadLog());
    bytes[bytes.size() / 2] ^= 0x04;
    std::ofstream(WriteAheadLog(), std::ios::binary) << bytes;
  });
}

TEST_F(DiskFaultTest, AWriteAheadLogThatIsGoneIsNoticed) {
  ExpectTheLossIsSaid([&] { std::filesystem::remove(WriteAheadLog()); });
}

TEST_F(DiskFaultTest, AnotherKiosksWriteAheadLogIsNoticed) {
  ASSERT_OK_AND_ASSIGN(TownKiosk * other, town_.AddKiosk("B", "Noord"));
  town_.CutOff(*other);
  ASSERT_NO_FATAL_FAILURE(Tap(*other, 3));
  ASSERT_NO_FATAL_FAILURE(SwitchOff(*other));
  ExpectTheLossIsSaid([&] {
    std::filesystem::copy_file(other->database() + "-wal", WriteAheadLog(),
                               std::filesystem::copy_options::overwrite_existing);
  });
}

// SQLite finds nothing wrong with it; the chain does, at the server. What came before it arrives,
// and the kiosk says that the office must be called.
TEST_F(DiskFaultTest, AByteThatChangedInAnEventIsNotTakenByTheServer) {
  town_.CutOff(*kiosk_);
  ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 6));
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK(town_.StopServer());
  const Hashes before = ServerEvents(town_.server_folder());
  const Hashes captured = HashesOf(KioskLog(kiosk_->folder()));
  // Still an event, of somebody else.
  KioskEvent changed = KioskLog(kiosk_->folder()).rbegin()[3];
  ASSERT_EQ(changed.event.persons_size(), 1);
  changed.event.mutable_persons(0)->mutable_person_id()->back() ^= 0x01;
  ChangeDatabase(kiosk_->database(),
                 absl::StrCat("UPDATE event SET bytes = x'",
                              absl::BytesToHexString(changed.event.SerializeAsString()),
                              "' WHERE hash = x'", changed.hash, "'"));
  ASSERT_OK(town_.StartServer());
  ASSERT_OK(kiosk_->Start());
  town_.ConnectLines(*kiosk_);
  EXPECT_TRUE(WaitUntil([&] {
    const auto status = kiosk_->Status();
    return status.ok() && absl::StrContains(status->reason(), "call the office");
  })) << kiosk_->Status()->reason();
  EXPECT_OK(town_.OfficeSays({"verify"}));
  ASSERT_OK(town_.StopServer());
  const Hashes held = ServerEvents(town_.server_folder());
  const auto strange = std::count_if(held.begin(), held.end(), [&](const std::string& hash) {
    return before.count(hash) == 0 && captured.count(hash) == 0;
  });
  EXPECT_LE(strange, 1) << "besides the office's own word that it was started";
}

// An administrator with the server's file in their hands.
TEST_F(DiskFaultTest, AnEditedRowOfTheServersLogIsFoundByVerify) {
  ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 2));
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  EXPECT_OK(town_.OfficeSays({"verify"}));
  ASSERT_OK(town_.StopServer());
  ChangeDatabase(town_.server_folder() + "/ledger.db",
                 absl::StrCat("UPDATE log SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || "
                              "x'7f' AS BLOB) WHERE hash = x'",
                              last_, "'"));
  ASSERT_OK(town_.StartServer());
  ASSERT_OK_AND_ASSIGN(const Finished verified, town_.Office({"verify"}));
  EXPECT_NE(verified.exit_status, 0);
  EXPECT_THAT(verified.output + verified.errors, HasSubstr("position"));
}

TEST_F(DiskFaultTest, ATapWhoseSyncFailsIsNotCalledSavedUnlessItIs) {
  town_.CutOff(*kiosk_);
  int refused = 0;
  for (const int nth : {1, 2, 3, 4, 6}) {
    SCOPED_TRACE(nth);
    ASSERT_OK_AND_ASSIGN(
        const std::unique_ptr<Process> strace,
        Inject(kiosk_->process()->pid(), "fdatasync", absl::StrCat("error=EIO:when=", nth, "+3"),
               town_.scratch() / "strace"));
    for (int tap = 0; tap < 6; ++tap) {
      town_.MoveClocks(1000);
      const absl::StatusOr<v1::Saved> answer = kiosk_->CheckIn("BADGE-N1");
      if (answer.ok()) {
        saved_.insert(answer->event());
      } else {
        ++refused;
        EXPECT_THAT(std::string(answer.status().message()),
                    testing::AnyOf(HasSubstr("nothing was saved"), HasSubstr("not certain")));
      }
    }
  }
  EXPECT_GT(refused, 0) << "no sync failed";
  ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 1));
  town_.ConnectLines(*kiosk_);
  EXPECT_THAT(Missing(saved_, ServerHoldsInTheEnd()), IsEmpty());
}

// Whether a commit that failed is on the disk, nobody knows; whoever sends again finds out.
TEST_F(DiskFaultTest, ACommitOfTheServerThatFailsIsMadeUpForOnce) {
  for (const Moment& moment : std::vector<Moment>{{"fdatasync", 1},
                                                  {"fdatasync", 2},
                                                  {"fdatasync", 3},
                                                  {"pwrite64", 1},
                                                  {"pwrite64", 4},
                                                  {"pwrite64", 9}}) {
    SCOPED_TRACE(testing::Message() << moment);
    town_.CutOff(*kiosk_);
    ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 4));
    // Twice, so that the second may strike what makes up for the first.
    ASSERT_OK_AND_ASSIGN(
        const std::unique_ptr<Process> strace,
        Inject(town_.server()->pid(), moment.call,
               absl::StrCat("error=EIO:when=", moment.nth, "..", moment.nth + 7, "+7"),
               town_.scratch() / "strace"));
    town_.ConnectLines(*kiosk_);
    WaitUntil([&] { return kiosk_->InSync(); }, std::chrono::seconds(3));
    EXPECT_TRUE(town_.server()->running());
  }
  EXPECT_THAT(Missing(saved_, ServerHoldsInTheEnd()), IsEmpty());
}

TEST_F(DiskFaultTest, ASlowDiskIsWaitedForAndHoldsUpNothingElse) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Process> strace,
                       Inject(kiosk_->process()->pid(), "fdatasync", "delay_exit=200000",
                              town_.scratch() / "strace"));
  const auto began = std::chrono::steady_clock::now();
  ASSERT_NO_FATAL_FAILURE(Tap(*kiosk_, 10));
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::seconds(2))
      << "saved was said before it was on the disk";
  EXPECT_THAT(Missing(saved_, ServerHoldsInTheEnd()), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
