// What common/sqlite makes of a disk whose syncs fail, on the simulated one: Linux reads pages that
// never got to the disk as if they had.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/sqlite/database.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/vfs.h"

namespace wijkboek::sim {
namespace {

constexpr absl::string_view kMigrations[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"};
constexpr char kPath[] = "/machine/note.db";
constexpr int kCuts = 60;

// A page each.
const std::string kLong(3000, 'x');

class FailedSyncTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { RegisterVfs(); }

  void Begin(std::uint64_t seed) {
    dice_ = Dice(seed);
    disk_ = std::make_unique<Disk>();
    TheDisk() = disk_.get();
  }
  static absl::StatusOr<Database> Open(Durability durability = Durability::kDurable) {
    return Database::Open(kPath, {.application_id = 0x1234,
                                  .migrations = kMigrations,
                                  .migration_count = 1,
                                  .durability = durability});
  }
  static absl::Status Insert(Database& database, int first, int last) {
    return database.Transaction([&]() -> absl::Status {
      Statement insert = database.Prepare("INSERT INTO note (id, text) VALUES (?, ?)");
      for (int id = first; id <= last; ++id) {
        absl::Status status = insert.Bind(id, Statement::Text(kLong)).Run();
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    });
  }
  // -1: the file is damaged.
  static std::int64_t Count(Database& database) {
    Statement check = database.Prepare("PRAGMA integrity_check");
    absl::StatusOr<bool> row = check.Step();
    if (!row.ok() || !*row || check.Bytes(0) != "ok") return -1;
    check.Reset();
    Statement count = database.Prepare("SELECT count(*), sum(length(text)) FROM note");
    row = count.Step();
    return row.ok() && *row ? count.Int(0) : -1;
  }
  // The program goes with the power.
  void CutPower(Database database) {
    disk_->CutPower("machine");
    database = Database();
    disk_->PowerOn("machine", dice_);
  }

  Dice dice_{1};
  std::unique_ptr<Disk> disk_;
};

TEST_F(FailedSyncTest, WhatIsFoundAgainAfterwardsIsOnTheDisk) {
  int found = 0;
  for (int seed = 1; seed <= kCuts; ++seed) {
    Begin(static_cast<std::uint64_t>(seed));
    std::int64_t seen = 0;
    {
      Database database = *Open();
      ASSERT_TRUE(Insert(database, 1, 5).ok());
      ASSERT_TRUE(database.Execute("PRAGMA wal_checkpoint(TRUNCATE)").ok());
      ASSERT_TRUE(Insert(database, 6, 6).ok());
      // The commit, and the closing.
      disk_->FailSyncs("machine", 2);
      ASSERT_FALSE(Insert(database, 7, 12).ok());
    }
    {
      absl::StatusOr<Database> again = Open();
      ASSERT_TRUE(again.ok()) << again.status();
      seen = Count(*again);
      ASSERT_TRUE(again->Execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
      CutPower(*std::move(again));
    }
    found += seen == 12;
    absl::StatusOr<Database> left = Open();
    ASSERT_TRUE(left.ok()) << left.status();
    EXPECT_EQ(Count(*left), seen) << seed;
  }
  EXPECT_EQ(found, kCuts);
}

TEST_F(FailedSyncTest, WhatCantBeBroughtToTheDiskIsNotUsed) {
  Begin(1);
  {
    Database database = *Open();
    ASSERT_TRUE(Insert(database, 1, 5).ok());
    disk_->FailSyncs("machine", 3);
    ASSERT_FALSE(Insert(database, 6, 9).ok());
  }
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kUnavailable);
  Database database = *Open();
  EXPECT_EQ(Count(database), 9);
}

// Rows on pages of their own have numbers, and the first has the sum of the others. A transaction
// changes a few: most pages are in the database, and in no log.
class MixtureTest : public FailedSyncTest {
 protected:
  static constexpr int kRows = 1500;
  static constexpr int kCommits = 300;
  // About when the log is copied into the database.
  static constexpr int kCommitsToCopy = 167;

  static absl::StatusOr<Database> OpenRebuildable() { return Open(Durability::kRebuildable); }
  static absl::Status Set(Database& database, int row, std::int64_t number) {
    return database.Prepare("INSERT OR REPLACE INTO note (id, text) VALUES (?, ?)")
        .Bind(row, Statement::Text(absl::StrCat(number, ":", kLong)))
        .Run();
  }
  static std::int64_t NumberOf(Database& database, int row) {
    Statement number = database.Prepare("SELECT CAST(text AS INTEGER) FROM note WHERE id = ?");
    absl::StatusOr<bool> found = number.Bind(row).Step();
    return found.ok() && *found ? number.Int(0) : -1;
  }
  absl::Status Change(Database& database, int number) {
    return database.Transaction([&]() -> absl::Status {
      std::int64_t sum = NumberOf(database, 0);
      for (int i = 0; i < 5; ++i) {
        const int row = static_cast<int>(dice_.Between(1, kRows));
        sum += number - NumberOf(database, row);
        absl::Status status = Set(database, row, number);
        if (!status.ok()) return status;
      }
      return Set(database, 0, sum);
    });
  }
  static bool IsNoMixture(Database& database) {
    if (Count(database) != kRows + 1) return false;
    Statement sum = database.Prepare("SELECT sum(CAST(text AS INTEGER)) FROM note WHERE id > 0");
    absl::StatusOr<bool> row = sum.Step();
    return row.ok() && *row && sum.Int(0) == NumberOf(database, 0);
  }
  // A disk with every row at nought, closed well.
  void SetUp() override {
    Begin(1);
    {
      Database database = *OpenRebuildable();
      ASSERT_TRUE(database
                      .Transaction([&] {
                        absl::Status status;
                        for (int row = 0; row <= kRows; ++row) status.Update(Set(database, row, 0));
                        return status;
                      })
                      .ok());
    }
    nought_ = disk_->Copy("machine");
  }
  void BeginAtNought(int seed) {
    Begin(static_cast<std::uint64_t>(seed));
    disk_->Restore("machine", nought_);
  }
  // The power goes after so many commits, or in the middle of one.
  void ChangeUntilTheCut(int commits) {
    absl::StatusOr<Database> database = OpenRebuildable();
    for (int number = 1; number <= commits; ++number) {
      if (database.ok() && Change(*database, number).ok()) continue;
      // As the ledger does.
      database = absl::UnavailableError("");
      database = OpenRebuildable();
    }
    CutPower(database.ok() ? *std::move(database) : Database());
  }
  void ExpectNoMixture(int seed) {
    absl::StatusOr<Database> left = OpenRebuildable();
    ASSERT_TRUE(left.ok()) << left.status();
    EXPECT_TRUE(IsNoMixture(*left)) << seed;
  }

 private:
  DiskImage nought_;
};

TEST_F(MixtureTest, APowerCutLeavesWhatOneCommitMade) {
  for (int seed = 1; seed <= kCuts; ++seed) {
    BeginAtNought(seed);
    disk_->CutPowerAfter("machine", static_cast<std::uint64_t>(dice_.Between(500, 4000)));
    ChangeUntilTheCut(kCommits);
    ExpectNoMixture(seed);
  }
}

TEST_F(MixtureTest, SyncsThatFailedBeforeChangeNothingInThat) {
  int seed = 0;
  for (int done = 0; done <= 4; ++done) {
    for (int failed = 1; failed <= 3; ++failed) {
      for (int more = -5; more <= 7; ++more) {
        BeginAtNought(++seed);
        disk_->FailSyncs("machine", failed, done);
        ChangeUntilTheCut(kCommitsToCopy + more);
        ExpectNoMixture(seed);
      }
    }
  }
}

}  // namespace
}  // namespace wijkboek::sim
