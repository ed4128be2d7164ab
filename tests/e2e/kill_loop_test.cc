// SIGKILL at any write: nothing that was acknowledged is lost, nothing is doubled. strace kills the program at its Nth write
// or sync, for many N.
#include <chrono>
#include <map>
#include <ostream>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::IsEmpty;

// The Nth call of one kind in one of the program's threads, where it is killed.
struct Moment {
  const char* call;
  int nth;
};

std::ostream& operator<<(std::ostream& out, const Moment& moment) {
  return out << moment.call << " " << moment.nth;
}

Words KilledAt(const Moment& moment) {
  return {"strace", "-f", "-qq", "-o", "/dev/null", "-e", absl::StrCat("trace=", moment.call),
          "-e", absl::StrCat("inject=", moment.call, ":signal=SIGKILL:when=", moment.nth)};
}

// The first calls are the start, later ones captures or pushes, the last ones checkpoints.
std::vector<Moment> SampledMoments(int writes_from, int writes_to, int step, int syncs_to) {
  std::vector<Moment> moments;
  for (int n = 1; n < writes_from; n += 5) moments.push_back({"pwrite64", n});
  for (int n = writes_from; n <= writes_to; n += step) moments.push_back({"pwrite64", n});
  for (int n = 1; n <= syncs_to; ++n) moments.push_back({"fdatasync", n});
  return moments;
}

// Every epoch counts 1, 2, 3 …
void ExpectNoGaps(const std::vector<KioskEvent>& log) {
  std::map<std::uint64_t, std::uint64_t> last;
  for (const KioskEvent& event : log) {
    EXPECT_EQ(event.event.seq(), ++last[event.event.epoch()]);
  }
}

TEST(KillLoopTest, KioskKeepsWhatItSaidWasSaved) {
  Town town;
  ASSERT_OK(town.StartServer());
  ASSERT_OK(town.ApplyFacts());
  ASSERT_OK_AND_ASSIGN(TownKiosk * kiosk, town.AddKiosk("A", "Noord"));
  ASSERT_OK(kiosk->Stop());
  town.CutOff(*kiosk);

  std::set<std::string> saved;
  std::set<std::int64_t> tried_at;
  int killed = 0;
  for (const Moment& moment : SampledMoments(8, 44, 2, 12)) {
    const bool started = kiosk->Start(KilledAt(moment)).ok();
    for (int tap = 0; started && tap < 12; ++tap) {
      kiosk->clock().Advance(1000);
      tried_at.insert(kiosk->clock().wall_ms());
      const absl::StatusOr<v1::Saved> answer = kiosk->CheckIn("BADGE-N1");
      if (!answer.ok()) break;
      saved.insert(answer->event());
    }
    if (kiosk->process()->Await(std::chrono::seconds(started ? 1 : 10)).ok()) ++killed;
    std::cerr << moment << ":" << started << killed << "/" << saved.size() << " ";
    kiosk->Kill();

    const std::vector<KioskEvent> log = KioskLog(kiosk->folder());
    EXPECT_THAT(Missing(saved, HashesOf(log)), IsEmpty()) << "killed at " << moment;
    EXPECT_THAT(Doubled(HashesOf(log)), IsEmpty());
    ExpectNoGaps(log);
    std::multiset<std::int64_t> captured_at;
    for (const KioskEvent& event : log) {
      if (event.event.has_checked_in()) captured_at.insert(event.event.captured().wall_ms());
    }
    for (const std::int64_t moment : tried_at) EXPECT_LE(captured_at.count(moment), 1u);
  }
  EXPECT_GT(killed, 15);
  EXPECT_GT(saved.size(), 50u);
  RecordProperty("killed", killed);
  RecordProperty("saved", static_cast<int>(saved.size()));

  // And all of it arrives, once.
  town.ConnectLines(*kiosk);
  ASSERT_OK(kiosk->Start());
  ASSERT_TRUE(WaitUntil([&] { return kiosk->InSync(); })) << kiosk->process()->Errors();
  ASSERT_OK(kiosk->Stop());
  EXPECT_OK(town.OfficeSays({"verify"}));
  ASSERT_OK(town.StopServer());
  const Hashes held = ServerEvents(town.server_folder());
  EXPECT_THAT(Missing(saved, held), IsEmpty());
  EXPECT_THAT(Doubled(held), IsEmpty());
}

TEST(KillLoopTest, ServerKeepsWhatItAcknowledged) {
  Town town;
  ASSERT_OK(town.StartServer());
  ASSERT_OK(town.ApplyFacts());
  ASSERT_OK_AND_ASSIGN(TownKiosk * kiosk, town.AddKiosk("A", "Noord"));
  ASSERT_OK(town.StopServer());

  std::set<std::string> saved;
  int killed = 0;
  for (const Moment& moment : SampledMoments(30, 76, 2, 10)) {
    for (int tap = 0; tap < 3; ++tap) {
      town.MoveClocks(1000);
      ASSERT_OK_AND_ASSIGN(const v1::Saved answer, kiosk->CheckIn("BADGE-N2"));
      saved.insert(answer.event());
    }
    if (town.StartServer(KilledAt(moment)).ok()) {
      WaitUntil([&] { return !town.server()->running() || kiosk->InSync(); },
                std::chrono::seconds(8));
    }
    if (!town.server()->running()) ++killed;
    town.KillServer();

    // What the kiosk counts as acknowledged is the beginning of its log.
    ASSERT_OK_AND_ASSIGN(const v1::GetStatusResponse status, kiosk->Status());
    ASSERT_OK(kiosk->Stop());
    const std::vector<KioskEvent> log = KioskLog(kiosk->folder());
    const Hashes held = ServerEvents(town.server_folder());
    std::cerr << moment << killed << "ack" << log.size() - status.unsent() << "/" << log.size() << " held " << held.size() << "; ";
    ASSERT_GE(log.size(), status.unsent());
    std::set<std::string> acknowledged;
    for (std::size_t i = 0; i < log.size() - status.unsent(); ++i) acknowledged.insert(log[i].hash);
    EXPECT_THAT(Missing(acknowledged, held), IsEmpty()) << "killed at " << moment;
    EXPECT_THAT(Doubled(held), IsEmpty());
    ASSERT_OK(kiosk->Start());
  }
  EXPECT_GT(killed, 15);

  ASSERT_OK(town.StartServer());
  ASSERT_TRUE(WaitUntil([&] { return kiosk->InSync(); })) << kiosk->process()->Errors();
  EXPECT_OK(town.OfficeSays({"verify"}));
  EXPECT_OK(town.OfficeSays({"rebuild"}));
  ASSERT_OK(town.StopServer());
  const Hashes held = ServerEvents(town.server_folder());
  EXPECT_THAT(Missing(saved, held), IsEmpty());
  EXPECT_THAT(Doubled(held), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
