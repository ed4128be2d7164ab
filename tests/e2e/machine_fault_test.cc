// What machines do: they pause, run out of memory or of file descriptors, and somebody reads a file
// for ever.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::IsEmpty;

// To be put before a program's own words.
Words WithLimit(const std::string& limit) {
  return {"sh", "-c", absl::StrCat("ulimit ", limit, "; exec \"$@\""), "sh"};
}

class MachineFaultTest : public testing::Test {
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

  // The server must run; it is stopped.
  void ExpectEverythingArrivesOnce() {
    ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }, std::chrono::seconds(60)))
        << kiosk_->process()->Errors();
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

TEST_F(MachineFaultTest, WhoPausesGoesOnWhereTheyWere) {
  town_.server()->Signal(SIGSTOP);
  ASSERT_NO_FATAL_FAILURE(Tap(5));
  std::this_thread::sleep_for(std::chrono::seconds(2));
  town_.server()->Signal(SIGCONT);
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  ASSERT_NO_FATAL_FAILURE(Tap(5));
  kiosk_->process()->Signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  kiosk_->process()->Signal(SIGCONT);
  ExpectEverythingArrivesOnce();
}

TEST_F(MachineFaultTest, WithoutMemoryNothingThatWasSavedIsLost) {
  ASSERT_OK(kiosk_->Stop());
  town_.CutOff(*kiosk_);
  int trouble = 0;
  for (int mib = 40; mib <= 400; mib += 24) {
    SCOPED_TRACE(mib);
    absl::Status status = kiosk_->Start(WithLimit(absl::StrCat("-v ", mib * 1024)));
    for (int tap = 0; tap < 10 && status.ok(); ++tap) {
      town_.MoveClocks(1000);
      const absl::StatusOr<v1::Saved> answer = kiosk_->CheckIn("BADGE-N1");
      if (answer.ok()) saved_.insert(answer->event());
      status = answer.status();
    }
    if (!status.ok()) ++trouble;
    kiosk_->Kill();
    EXPECT_THAT(Missing(saved_, HashesOf(KioskLog(kiosk_->folder()))), IsEmpty());
  }
  EXPECT_GT(trouble, 0) << "there was memory enough each time";
  ASSERT_OK(kiosk_->Start());
  town_.ConnectLines(*kiosk_);
  ExpectEverythingArrivesOnce();
}

// Connections to one address that say nothing.
class Flood {
 public:
  Flood(const std::string& address, int count) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(
        static_cast<std::uint16_t>(std::atoi(address.substr(address.rfind(':') + 1).c_str())));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < count; ++i) {
      const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (fd < 0) break;
      // It goes on by itself.
      (void)connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
      open_.push_back(fd);
    }
  }
  ~Flood() {
    for (const int fd : open_) close(fd);
  }
  Flood(const Flood&) = delete;
  Flood& operator=(const Flood&) = delete;

 private:
  std::vector<int> open_;
};

// gRPC by itself would accept nobody any more from then on.
TEST_F(MachineFaultTest, AServerWithoutDescriptorsGoesOnAndLetsPeopleInAgain) {
  ASSERT_OK(town_.StopServer());
  ASSERT_OK(town_.StartServer(WithLimit("-n 256"),
                              {"--office-listen", "127.0.0.1:0", "--api-listen", "127.0.0.1:0"}));
  ASSERT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
  {
    const Flood office(town_.office_url(), 400);
    // The rest waits outside.
    ASSERT_TRUE(WaitUntil([&] { return DescriptorsOf(*town_.server()) > 140; }));
    const Flood sync(town_.sync_address(), 400);
    const Flood enrolment(town_.enrolment_address(), 400);
    const Flood programs(town_.api_address(), 400);
    ASSERT_TRUE(WaitUntil([&] {
      return town_.server()->Errors().find("turns connections away") != std::string::npos;
    }));
    EXPECT_OK(town_.OfficeSays({"device", "list"}));
    // Who is connected goes on.
    ASSERT_NO_FATAL_FAILURE(Tap(5));
    EXPECT_TRUE(WaitUntil([&] { return kiosk_->InSync(); }));
    // Who is not comes back later.
    town_.CutOff(*kiosk_);
    town_.ConnectLines(*kiosk_);
    ASSERT_NO_FATAL_FAILURE(Tap(5));
  }
  EXPECT_OK(town_.AddKiosk("B", "Noord"));
  EXPECT_TRUE(town_.server()->running()) << town_.server()->Errors();
  ExpectEverythingArrivesOnce();
}

// A checkpoint can't pass a reader. The log grows meanwhile and is written back once they are gone.
TEST_F(MachineFaultTest, AReaderThatStaysKeepsTheLogGrowingAndNothingElse) {
  const std::string database = town_.server_folder() + "/ledger.db";
  ASSERT_OK_AND_ASSIGN(
      const std::unique_ptr<Process> reader,
      Process::Start({"python3", "-c",
                      "import sqlite3, sys, time\n"
                      "c = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)\n"
                      "c.execute('BEGIN')\n"
                      "n = c.execute('SELECT count(*) FROM log').fetchone()[0]\n"
                      "print('ready rows=%d' % n, flush=True)\n"
                      "time.sleep(100)\n",
                      database},
                     town_.scratch() / "reader"));
  ASSERT_OK(reader->AwaitReady());
  // Each some 4 MiB of the log.
  int imports = 0;
  const auto import_a_year = [&] {
    ++imports;
    std::string csv = "kind,start,end,person,centre\n";
    for (int day = 1; day <= 28; ++day) {
      for (int month = 1; month <= 12; ++month) {
        const std::string date = absl::StrFormat("%d-%02d-%02dT", 2010 + imports, month, day);
        for (int row = 0; row < 30; ++row) {
          absl::StrAppendFormat(&csv, "presence,%s%02d:00,%s%02d:30,N%d,Noord\n", date,
                                10 + row / 5, date, 10 + row / 5, 1 + row % 5);
        }
      }
    }
    const std::string file = town_.scratch() / "history.csv";
    WriteFile(file, csv);
    ASSERT_OK(town_.OfficeSays({"import", "history", file}));
  };
  const auto size = [&] { return std::filesystem::file_size(database + "-wal"); };
  // Without the reader it begins anew at some 16 MiB.
  while (size() < 20'000'000 && imports < 14) ASSERT_NO_FATAL_FAILURE(import_a_year());
  const std::uintmax_t grown = size();
  EXPECT_GT(grown, 20'000'000u);
  reader->Kill();
  for (int more = 0; more < 3; ++more) {
    ASSERT_NO_FATAL_FAILURE(import_a_year());
  }
  EXPECT_LT(size(), grown + 6'000'000) << grown;
  ExpectEverythingArrivesOnce();
}

}  // namespace
}  // namespace wijkboek
