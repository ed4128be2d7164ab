// The ledger as known at earlier positions: what it holds, how it is made, and how much is kept.
#include "server/earlier_ledgers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "server/log_through.h"
#include "server/reconciler.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

// Counts what is read of it.
class CountingLog final : public EventLog {
 public:
  explicit CountingLog(const EventLog& log) : log_(log) {}
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    absl::StatusOr<std::vector<LogEvent>> events = log_.ReadAfter(position, limit);
    if (events.ok()) read += events->size();
    return events;
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    return log_.Read(position);
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    return log_.ReadNoticesAfter(position, limit);
  }

  mutable std::atomic<std::size_t> read{0};

 private:
  const EventLog& log_;
};

class EarlierLedgersTest : public ::testing::Test {
 protected:
  EarlierLedgersTest() {
    for (int i = 0; i < 60; ++i) {
      store_.clock.Advance(600'000);
      kiosk_.CheckIn(TestId(50 + i % 5), store_.clock.WallMs());
      const std::uint64_t seq = kiosk_.events().size();
      EXPECT_TRUE(store_.PushBatch(kiosk_.identity(), kiosk_.Batch(seq, seq)).ok());
      if (i % 3 == 0) {
        EXPECT_TRUE(store_.PushEnd(kiosk_.identity(), kiosk_.head(), store_.clock.WallMs()).ok());
      }
    }
  }

  std::string path() const { return dir_.File("derived.db"); }
  // Of the ledger through a position, made for this alone.
  Hash Expected(std::uint64_t position, std::int64_t now_ms) {
    const LogThrough log(*store_.log, position);
    std::unique_ptr<Ledger> ledger = *Ledger::Open(":memory:", log);
    EXPECT_TRUE(ledger->CatchUp(now_ms).ok());
    return *ledger->Fingerprint();
  }
  static Hash Found(EarlierLedgers& ledgers, std::uint64_t position, std::int64_t now_ms) {
    Hash found;
    const absl::Status status =
        ledgers.Read(position, now_ms, [&](const Ledger& ledger) -> absl::Status {
          found = *ledger.Fingerprint();
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return found;
  }
  std::size_t Files() const {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
      const std::string name = entry.path().filename().string();
      files += name.find(".at-") != std::string::npos && !name.ends_with("-wal") ? 1 : 0;
    }
    return files;
  }

  ServerStore store_;
  TestDevice kiosk_{1};
  TempDir dir_;
};

TEST_F(EarlierLedgersTest, HoldsWhatTheLogHeldThenWhateverTheOrderOfAsking) {
  EarlierLedgers ledgers(path(), *store_.log);
  const std::uint64_t end = store_.log->tail().position;
  const std::int64_t now_ms = store_.clock.WallMs();
  for (const std::uint64_t position : {end / 2, end, std::uint64_t{7}, end / 2 + 3, end / 2, end}) {
    EXPECT_EQ(Found(ledgers, position, now_ms), Expected(position, now_ms)) << position;
    // Another moment of the same position, and back.
    EXPECT_EQ(Found(ledgers, position, now_ms - 86'400'000),
              Expected(position, now_ms - 86'400'000));
  }
  EXPECT_NE(Found(ledgers, end / 2, now_ms), Found(ledgers, end, now_ms));
}

TEST_F(EarlierLedgersTest, MembersOfAPartitionAreThoseAfterAPosition) {
  EarlierLedgers ledgers(path(), *store_.log);
  const std::uint64_t end = store_.log->tail().position;
  const absl::Status status =
      ledgers.Read(end, store_.clock.WallMs(), [&](const Ledger& ledger) -> absl::Status {
        const std::string partition = ledger.Fingerprints()->front().partition;
        const std::vector<std::uint64_t> all = *ledger.MembersOf(partition, 0);
        EXPECT_FALSE(all.empty());
        EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
        for (std::size_t i = 0; i < all.size(); ++i) {
          const std::vector<std::uint64_t> from_it(all.begin() + static_cast<std::ptrdiff_t>(i),
                                                   all.end());
          const std::vector<std::uint64_t> behind(from_it.begin() + 1, from_it.end());
          EXPECT_EQ(*ledger.MembersOf(partition, all[i] - 1), from_it);
          EXPECT_EQ(*ledger.MembersOf(partition, all[i]), behind);
        }
        EXPECT_TRUE(ledger.MembersOf(partition, end)->empty());
        EXPECT_TRUE(ledger.MembersOf("person:" + TestId(999).hex(), 0)->empty());
        EXPECT_TRUE(absl::IsInvalidArgument(ledger.MembersOf("nobody", 0).status()));
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(EarlierLedgersTest, GoesOnFromTheNearestEarlierOne) {
  const CountingLog log(*store_.log);
  EarlierLedgers ledgers(path(), log);
  const std::uint64_t end = store_.log->tail().position;
  Found(ledgers, end - 3, store_.clock.WallMs());
  log.read = 0;
  const Hash found = Found(ledgers, end, store_.clock.WallMs());
  EXPECT_LE(log.read, 3u);
  EXPECT_EQ(found, Expected(end, store_.clock.WallMs()));
  // The one it went on from is still what it was.
  log.read = 0;
  EXPECT_EQ(Found(ledgers, end - 3, store_.clock.WallMs()),
            Expected(end - 3, store_.clock.WallMs()));
  EXPECT_EQ(log.read, 0u);
}

TEST_F(EarlierLedgersTest, KeepsAFewAndClearsUpWhatAnEarlierRunLeft) {
  {
    EarlierLedgers ledgers(path(), *store_.log);
    for (std::uint64_t position = 10; position < 20; ++position) {
      Found(ledgers, position, store_.clock.WallMs());
      EXPECT_LE(Files(), kEarlierLedgersKept);
    }
    EXPECT_EQ(Files(), kEarlierLedgersKept);
    std::filesystem::copy_file(dir_.File("derived.db.at-19"), dir_.File("left"));
  }
  EXPECT_EQ(Files(), 0u);
  std::filesystem::rename(dir_.File("left"), dir_.File("derived.db.at-19"));
  EarlierLedgers ledgers(path(), *store_.log);
  EXPECT_EQ(Files(), 0u);
}

TEST_F(EarlierLedgersTest, NothingIsBegunAfterAStop) {
  EarlierLedgers ledgers(path(), *store_.log);
  ledgers.Stop();
  EXPECT_TRUE(absl::IsUnavailable(
      ledgers.Read(10, store_.clock.WallMs(), [](const Ledger&) { return absl::OkStatus(); })));
}

// Whoever reads what is known now does not wait for one that is read as known earlier.
TEST_F(EarlierLedgersTest, ReadersOfNowDoNotWait) {
  std::unique_ptr<Reconciler> reconciler = *Reconciler::Open(
      ":memory:", *store_.log, store_.clock, [&] { return store_.log->tail().position; });
  EarlierLedgers ledgers(path(), *store_.log);
  const absl::Status status =
      ledgers.Read(10, store_.clock.WallMs(), [&](const Ledger&) -> absl::Status {
        std::thread other([&] {
          EXPECT_TRUE(reconciler->Read([](const Ledger&) { return absl::OkStatus(); }).ok());
        });
        other.join();
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
}

// The ledger of now says through which position it stands, and that is all that it holds.
TEST_F(EarlierLedgersTest, TheLedgerOfNowIsThatOfItsPosition) {
  std::uint64_t end = store_.log->tail().position / 2;
  std::unique_ptr<Reconciler> reconciler =
      *Reconciler::Open(":memory:", *store_.log, store_.clock, [&] { return end; });
  const std::int64_t now_ms = store_.clock.WallMs();
  for (const std::uint64_t step : {0, 1, 20}) {
    end += step;
    const absl::Status status = reconciler->ReadThrough(
        now_ms, [&](const Ledger& ledger, std::uint64_t position) -> absl::Status {
          EXPECT_EQ(position, end);
          EXPECT_EQ(*ledger.Fingerprint(), Expected(end, now_ms));
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
  }
}

}  // namespace
}  // namespace wijkboek
