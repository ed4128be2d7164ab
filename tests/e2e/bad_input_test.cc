// What people and machines do wrong: each gets a clear message and an exit code that is not 0, and
// nothing is lost.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/scratch.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BadInputTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
  }

  void AddKiosk() { ASSERT_OK_AND_ASSIGN(kiosk_, town_.AddKiosk("A", "Noord")); }

  // So that it tries at once what it would try again later.
  void RestartKiosk() {
    ASSERT_OK(kiosk_->Stop());
    ASSERT_OK(kiosk_->Start());
  }

  // A start that must fail: its exit code and what it said.
  absl::StatusOr<Finished> StartServerOn(const std::string& folder,
                                         const std::string& listen = "127.0.0.1:0") {
    return RunProgram({WIJKBOEK_SERVER_PATH, "--data", folder, "--listen", listen,
                       "--enrolment-listen", "127.0.0.1:0"},
                      {}, std::chrono::seconds(20));
  }
  absl::StatusOr<Finished> StartKioskOn(const std::string& folder,
                                        const std::string& listen = "127.0.0.1:0") {
    return RunProgram({WIJKBOEK_KIOSK_PATH, "run", "--store", folder, "--listen", listen}, {},
                      std::chrono::seconds(20));
  }

  Town town_;
  TownKiosk* kiosk_ = nullptr;
};

TEST_F(BadInputTest, UnknownBadgeIsKeptAndSaid) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK_AND_ASSIGN(const Finished tap, kiosk_->Command({"check-in", "--badge", "NOBODYS"}));
  EXPECT_NE(tap.exit_status, 0);
  EXPECT_THAT(tap.output + tap.errors, AllOf(HasSubstr("saved"), HasSubstr("not known")));
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  ASSERT_OK_AND_ASSIGN(const std::string doubts,
                       town_.OfficeSays({"report", "doubts", "--format", "csv"}));
  EXPECT_THAT(doubts, HasSubstr("unknown"));
}

TEST_F(BadInputTest, EndBeforeStartIsRefusedAndSavesNothing) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK_AND_ASSIGN(const Finished visit,
                       kiosk_->Command({"visit", "log", "--participant", "badge:BADGE-N1",
                                        "--resident", "Bewoner Verzonnen", "--start",
                                        "2026-03-03T11:00", "--end", "2026-03-03T10:00"}));
  EXPECT_THAT(visit, FailedSaying("end|before|after"));
  ASSERT_OK(kiosk_->Stop());
  for (const KioskEvent& event : KioskLog(kiosk_->folder())) {
    EXPECT_FALSE(event.event.has_visit_logged());
  }
}

TEST_F(BadInputTest, MalformedHistoryNamesLineColumnAndReasonAndAppliesNothing) {
  const std::string file = town_.scratch() / "history.csv";
  const std::string good_row = "presence,2026-03-02T09:00,2026-03-02T12:00,N1,Noord\n";
  WriteFile(file, absl::StrCat("kind,start,end,person,centre\n", good_row,
                               "presence,2026-03-02T12:00,2026-03-02T09:00,N2,Noord\n"));
  ASSERT_OK_AND_ASSIGN(const Finished import, town_.Office({"import", "history", file}));
  EXPECT_THAT(import, FailedSaying("line 3, end: .*not after the start"));
  ASSERT_OK_AND_ASSIGN(const std::string before,
                       town_.OfficeSays({"report", "presence", "--format", "csv"}));
  EXPECT_THAT(before, Not(HasSubstr("PersoonN1")));

  WriteFile(file, "kind,start\npresence,\"2026-03-03T10:00\n");
  ASSERT_OK_AND_ASSIGN(const Finished unclosed, town_.Office({"import", "history", file}));
  EXPECT_THAT(unclosed, FailedSaying("line"));

  WriteFile(file, absl::StrCat("kind,start,end,person,centre\n", good_row));
  ASSERT_OK_AND_ASSIGN(const Finished mended, town_.Office({"import", "history", file}));
  EXPECT_THAT(mended, Succeeded());
  ASSERT_OK_AND_ASSIGN(const std::string after,
                       town_.OfficeSays({"report", "presence", "--format", "csv"}));
  EXPECT_THAT(after, HasSubstr("2026-03-02,Noord,180,0"));
}

TEST_F(BadInputTest, MalformedFactsAreRefused) {
  const std::string file = town_.scratch() / "broken.json";
  WriteFile(file, "{\"centres\": [{\"key\": ");
  ASSERT_OK_AND_ASSIGN(const Finished apply, town_.Office({"office", "apply", file}));
  EXPECT_THAT(apply, FailedSaying("broken.json|JSON"));
}

TEST_F(BadInputTest, SecondInstanceOnOneStoreIsRefused) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK_AND_ASSIGN(const Finished server, StartServerOn(town_.server_folder()));
  EXPECT_THAT(server, FailedSaying("already|in use|another|uses"));
  ASSERT_OK_AND_ASSIGN(const Finished kiosk, StartKioskOn(kiosk_->folder()));
  EXPECT_THAT(kiosk, FailedSaying("already|in use|another|uses"));
  // The first ones are none the worse for it.
  ASSERT_OK(kiosk_->CheckIn("BADGE-N1"));
  EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
}

TEST_F(BadInputTest, PortInUseIsSaid) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK_AND_ASSIGN(const Finished server,
                       StartServerOn(town_.scratch() / "other", town_.sync_address()));
  EXPECT_THAT(server, FailedSaying("in use|port|listen"));
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK_AND_ASSIGN(const Finished kiosk, StartKioskOn(kiosk_->folder(), town_.sync_address()));
  EXPECT_THAT(kiosk, FailedSaying("in use|port|listen"));
}

TEST_F(BadInputTest, FolderThatCannotBeMadeIsSaid) {
  const std::string file = town_.scratch() / "a-file";
  WriteFile(file, "");
  ASSERT_OK_AND_ASSIGN(const Finished server, StartServerOn(file + "/data"));
  EXPECT_THAT(server, FailedSaying("a-file"));
  ASSERT_OK_AND_ASSIGN(const Finished kiosk, StartKioskOn(file + "/store"));
  EXPECT_THAT(kiosk, FailedSaying("a-file|enrol"));
}

TEST_F(BadInputTest, StoreOfANewerVersionIsRefusedAndLeftAsItIs) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK(town_.StopServer());
  std::map<std::string, std::string> own;
  for (const std::string& path : {kiosk_->database(), town_.server_folder() + "/ledger.db"}) {
    own[path] = ReadFile(path);
    ChangeDatabase(path, "PRAGMA user_version = 1000");
  }
  ASSERT_OK_AND_ASSIGN(const Finished kiosk, StartKioskOn(kiosk_->folder()));
  EXPECT_THAT(kiosk, FailedSaying("version|newer"));
  ASSERT_OK_AND_ASSIGN(const Finished server, StartServerOn(town_.server_folder()));
  EXPECT_THAT(server, FailedSaying("version|newer"));

  for (const auto& [path, bytes] : own) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  ASSERT_OK(town_.StartServer());
  ASSERT_OK(kiosk_->Start());
  EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
}

// Writes rubbish over the middle of a file.
void Corrupt(const std::string& path) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  const std::string rubbish(4096, '\x5a');
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
  for (std::streamoff at = 0; at + 4096 <= size; at += 4096) {
    file.seekp(at == 0 ? 100 : at);
    file.write(rubbish.data(), at == 0 ? 3996 : 4096);
  }
}

TEST_F(BadInputTest, CorruptStoreIsRefusedAndLeftAsItIs) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK(kiosk_->CheckIn("BADGE-N1"));
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK(town_.StopServer());
  for (const std::string& path : {kiosk_->database(), town_.server_folder() + "/ledger.db"}) {
    Corrupt(path);
  }
  const std::string kiosk_bytes = ReadFile(kiosk_->database());
  ASSERT_OK_AND_ASSIGN(const Finished kiosk, StartKioskOn(kiosk_->folder()));
  EXPECT_THAT(kiosk, FailedSaying("kiosk.db"));
  EXPECT_EQ(ReadFile(kiosk_->database()), kiosk_bytes);
  const std::string server_bytes = ReadFile(town_.server_folder() + "/ledger.db");
  ASSERT_OK_AND_ASSIGN(const Finished server, StartServerOn(town_.server_folder()));
  EXPECT_THAT(server, FailedSaying("ledger.db"));
  EXPECT_EQ(ReadFile(town_.server_folder() + "/ledger.db"), server_bytes);
}

TEST_F(BadInputTest, CallerOfAKioskThatIsNotThereIsTold) {
  ASSERT_OK_AND_ASSIGN(const Finished tap,
                       RunProgram({WIJKBOEK_PATH, "--kiosk", "http://127.0.0.1:1", "status"}));
  EXPECT_THAT(tap, FailedSaying("127.0.0.1:1"));
}

// What is mounted stays in the new namespace. Where the root is no mount point of its own (a bare
// chroot) there is nothing to say: its namespace is private already.
constexpr char kPrivateMounts[] = "mount --make-rprivate / 2>/dev/null; ";

// To be put before a program's own words: it sees a copy of its folder, on a disk of its own with
// so much room left.
Words OnSmallDisk(const std::string& folder, int disk_kib, int room_kib) {
  const std::string disk = folder + "-disk";
  std::filesystem::create_directory(disk);
  const std::string script =
      absl::StrCat(kPrivateMounts, "mount -t tmpfs -o mode=0700,size=", disk_kib, "k tmpfs ", disk,
                   " && cp -a ", folder, "/. ", disk, " && mount --bind ", disk, " ", folder,
                   " || exit 9; dd if=/dev/zero of=", folder, "/ballast bs=1k count=", disk_kib,
                   " 2>/dev/null; truncate -s -", room_kib, "k ", folder, "/ballast; exec \"$@\"");
  return {"unshare", "-m", "--propagation", "unchanged", "sh", "-c", script, "sh"};
}

TEST_F(BadInputTest, FullDiskOfTheKioskRefusesTheTapAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK(kiosk_->Stop());
  town_.CutOff(*kiosk_);
  ASSERT_OK(kiosk_->Start(OnSmallDisk(kiosk_->folder(), 1024, 200)));
  std::set<std::string> saved;
  absl::Status refusal;
  for (int tap = 0; tap < 3000 && refusal.ok(); ++tap) {
    kiosk_->clock().Advance(1000);
    const absl::StatusOr<v1::Saved> answer = kiosk_->CheckIn("BADGE-N1");
    if (answer.ok()) {
      saved.insert(answer->event());
    } else {
      refusal = answer.status();
    }
  }
  EXPECT_GT(saved.size(), 0u);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted) << refusal;
  // A checkpoint may have made a little room meanwhile.
  Finished tap;
  for (int attempt = 0; attempt < 200 && tap.exit_status != 1; ++attempt) {
    ASSERT_OK_AND_ASSIGN(tap, kiosk_->Command({"check-in", "--badge", "BADGE-N1"}));
    if (tap.exit_status == 0) saved.insert(tap.output.substr(6, 64));
  }
  EXPECT_THAT(tap, FailedSaying("disk|full|space"));

  // What was saved is sent, full disk or not.
  town_.ConnectLines(*kiosk_);
  EXPECT_TRUE(WaitUntil([&] {
    const auto status = kiosk_->Status();
    return status.ok() && status->unsent() == 0;
  })) << kiosk_->process()->Errors();
  ASSERT_OK(town_.StopServer());
  const Hashes held = ServerEvents(town_.server_folder());
  EXPECT_THAT(Missing(saved, held), IsEmpty());
  EXPECT_THAT(Doubled(held), IsEmpty());
}

TEST_F(BadInputTest, FullDiskOfTheServerIsSaidAtTheKioskAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  town_.CutOff(*kiosk_);
  std::set<std::string> saved;
  for (int tap = 0; tap < 1000; ++tap) {
    kiosk_->clock().Advance(1000);
    ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk_->CheckIn("BADGE-N1"));
    saved.insert(answer.event());
  }
  ASSERT_OK(town_.StopServer());
  ASSERT_OK(town_.StartServer(OnSmallDisk(town_.server_folder(), 4096, 500)));
  town_.ConnectLines(*kiosk_);
  RestartKiosk();
  EXPECT_TRUE(WaitUntil([&] {
    const auto status = kiosk_->Status();
    return status.ok() && testing::Value(status->reason(), ContainsRegex("disk|full|space"));
  })) << kiosk_->Status()->reason();
  EXPECT_TRUE(town_.server()->running());
  ASSERT_OK(town_.StopServer());

  // That disk is gone with what it held; the old one has room. What was acknowledged is sent again.
  ASSERT_OK(town_.StartServer());
  RestartKiosk();
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); })) << kiosk_->process()->Errors();
  ASSERT_OK(town_.StopServer());
  const Hashes held = ServerEvents(town_.server_folder());
  EXPECT_THAT(Missing(saved, held), IsEmpty());
  EXPECT_THAT(Doubled(held), IsEmpty());
}

TEST_F(BadInputTest, FolderThatCannotBeWrittenIsSaid) {
  ASSERT_NO_FATAL_FAILURE(AddKiosk());
  ASSERT_OK(kiosk_->Stop());
  ASSERT_OK(town_.StopServer());
  const auto read_only = [](const std::string& folder) -> Words {
    const std::string script =
        absl::StrCat(kPrivateMounts, "mount --bind ", folder, " ", folder,
                     " && mount -o remount,bind,ro ", folder, " || exit 9; exec \"$@\"");
    return {"unshare", "-m", "--propagation", "unchanged", "sh", "-c", script, "sh"};
  };
  EXPECT_THAT(std::string(town_.StartServer(read_only(town_.server_folder())).message()),
              ContainsRegex("ended with 1 .*(read-only|Read-only|written)"));
  EXPECT_THAT(std::string(kiosk_->Start(read_only(kiosk_->folder())).message()),
              ContainsRegex("ended with 1 .*(read-only|Read-only|written)"));
  ASSERT_OK(town_.StartServer());
  ASSERT_OK(kiosk_->Start());
  EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
}

}  // namespace
}  // namespace wijkboek
