// What common/sqlite makes of a disk whose syncs fail, on the simulated one: Linux reads pages that
// never got to the disk as if they had.
#include <gtest/gtest.h>

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
  static absl::StatusOr<Database> Open() {
    return Database::Open(
        kPath, {.application_id = 0x1234, .migrations = kMigrations, .migration_count = 1});
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

}  // namespace
}  // namespace wijkboek::sim
