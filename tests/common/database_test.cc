#include "common/sqlite/database.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kMigrations[] = {
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, bytes BLOB) STRICT",
    "ALTER TABLE note ADD COLUMN seen INTEGER NOT NULL DEFAULT 0",
};

DatabaseOptions Options(int migrations = 1) {
  return {.application_id = 0x1234, .migrations = kMigrations, .migration_count = migrations};
}

absl::Status Insert(Database& database, int id, absl::string_view text) {
  return database.Prepare("INSERT INTO note (id, text, bytes) VALUES (?, ?, NULL)")
      .Bind(id, Statement::Text(text))
      .Run();
}

std::int64_t Count(Database& database) {
  Statement statement = database.Prepare("SELECT count(*) FROM note");
  EXPECT_TRUE(*statement.Step());
  return statement.Int(0);
}

class DatabaseTest : public testing::Test {
 protected:
  TempDir dir_;
  const std::string path_ = dir_.File("test.db");
};

TEST_F(DatabaseTest, KeepsWhatWasCommitted) {
  {
    absl::StatusOr<Database> database = Database::Open(path_, Options());
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE(Insert(*database, 1, "one").ok());
  }
  absl::StatusOr<Database> again = Database::Open(path_, Options());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Count(*again), 1);
}

TEST_F(DatabaseTest, ValuesComeBackAsTheyWere) {
  Database database = *Database::Open(path_, Options());
  const std::string bytes("\0a\xff", 3);
  ASSERT_TRUE(database.Prepare("INSERT INTO note (id, text, bytes) VALUES (?, ?, ?)")
                  .Bind(~std::uint64_t{0}, Statement::Text("é"), bytes)
                  .Run()
                  .ok());
  ASSERT_TRUE(database.Prepare("INSERT INTO note (id, text, bytes) VALUES (?, ?, ?)")
                  .Bind(2, Statement::Text(""), absl::string_view())
                  .Run()
                  .ok());
  Statement rows = database.Prepare("SELECT id, text, bytes FROM note ORDER BY id");
  ASSERT_TRUE(*rows.Step());
  EXPECT_EQ(rows.Uint(0), ~std::uint64_t{0});
  EXPECT_EQ(rows.String(1), "é");
  EXPECT_EQ(rows.Bytes(2), bytes);
  ASSERT_TRUE(*rows.Step());
  EXPECT_FALSE(rows.IsNull(2));
  EXPECT_EQ(rows.Bytes(2), "");
  EXPECT_FALSE(*rows.Step());
  // It reset itself and can run again.
  EXPECT_TRUE(*rows.Step());
}

TEST_F(DatabaseTest, MigratesForward) {
  {
    Database old = *Database::Open(path_, Options(1));
    ASSERT_TRUE(Insert(old, 1, "one").ok());
  }
  Database database = *Database::Open(path_, Options(2));
  Statement seen = database.Prepare("SELECT seen FROM note");
  ASSERT_TRUE(*seen.Step());
  EXPECT_EQ(seen.Int(0), 0);
}

TEST_F(DatabaseTest, RefusesANewerVersionAndChangesNothing) {
  {
    Database newer = *Database::Open(path_, Options(2));
    ASSERT_TRUE(Insert(newer, 1, "one").ok());
  }
  absl::Status status = Database::Open(path_, Options(1)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("newer"), absl::string_view::npos) << status;
  Database again = *Database::Open(path_, Options(2));
  EXPECT_EQ(Count(again), 1);
}

TEST_F(DatabaseTest, RefusesAnotherApplicationsFile) {
  { Database database = *Database::Open(path_, Options()); }
  DatabaseOptions other = Options();
  other.application_id = 0x9999;
  EXPECT_TRUE(absl::IsFailedPrecondition(Database::Open(path_, other).status()));
}

TEST_F(DatabaseTest, RefusesAFileWithTablesOfNobodys) {
  {
    Database nobody = *Database::Open(path_, {});
    ASSERT_TRUE(nobody.Execute("CREATE TABLE x (y INTEGER)").ok());
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(Database::Open(path_, Options()).status()));
}

TEST_F(DatabaseTest, RefusesWhatIsNoDatabase) {
  std::ofstream(path_) << std::string(8192, 'x');
  EXPECT_TRUE(absl::IsDataLoss(Database::Open(path_, Options()).status()));
}

// As a flipped bit in a table's definition leaves it: SQLite finds nothing wrong with the file.
TEST_F(DatabaseTest, ATableThatIsNotTheProgramsIsDamageAndNoMistake) {
  {
    Database database = *Database::Open(path_, Options());
    ASSERT_TRUE(Insert(database, 1, "one").ok());
  }
  {
    Database nobody = *Database::Open(path_, Options());
    ASSERT_TRUE(nobody.Execute("ALTER TABLE note RENAME COLUMN text TO tezt").ok());
  }
  Database database = *Database::Open(path_, Options());
  EXPECT_EQ(Count(database), 1);
  absl::Status status = Insert(database, 2, "two");
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
}

TEST_F(DatabaseTest, AStatementThatIsAMistakeEndsTheProgram) {
  Database database = *Database::Open(path_, Options());
  EXPECT_DEATH(database.Prepare("SELECT tezt FROM note"), "cannot prepare");
}

TEST_F(DatabaseTest, AFailedMigrationLeavesTheOldVersion) {
  { Database database = *Database::Open(path_, Options(1)); }
  static constexpr absl::string_view kBroken[] = {
      "CREATE TABLE note (id INTEGER PRIMARY KEY)",
      "CREATE TABLE half (id INTEGER PRIMARY KEY); CREATE TABLE note (twice INTEGER)"};
  DatabaseOptions broken{.application_id = 0x1234, .migrations = kBroken, .migration_count = 2};
  EXPECT_FALSE(Database::Open(path_, broken).ok());
  Database database = *Database::Open(path_, Options(1));
  EXPECT_FALSE(database.Execute("SELECT * FROM half").ok());
}

TEST_F(DatabaseTest, AnErrorRollsBackTheTransaction) {
  Database database = *Database::Open(path_, Options());
  absl::Status status = database.Transaction([&]() -> absl::Status {
    if (absl::Status first = Insert(database, 1, "one"); !first.ok()) return first;
    return absl::CancelledError("changed my mind");
  });
  EXPECT_TRUE(absl::IsCancelled(status));
  EXPECT_EQ(Count(database), 0);
  // Nothing is left open.
  EXPECT_TRUE(database.Transaction([&] { return Insert(database, 1, "one"); }).ok());
  EXPECT_EQ(Count(database), 1);
}

TEST_F(DatabaseTest, AConstraintIsAlreadyExists) {
  Database database = *Database::Open(path_, Options());
  ASSERT_TRUE(Insert(database, 1, "one").ok());
  absl::Status status = database.Transaction([&]() -> absl::Status {
    if (absl::Status other = Insert(database, 2, "two"); !other.ok()) return other;
    return Insert(database, 1, "again");
  });
  EXPECT_TRUE(absl::IsAlreadyExists(status)) << status;
  EXPECT_EQ(Count(database), 1);
}

TEST_F(DatabaseTest, TheFileIsForOneAlone) {
  absl::StatusOr<Database> first = Database::Open(path_, Options());
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Database::Open(path_, Options()).status()));
  *first = Database();
  EXPECT_TRUE(Database::Open(path_, Options()).ok());
}

TEST_F(DatabaseTest, ReadersShareAFileThatIsNotExclusive) {
  DatabaseOptions shared = Options();
  shared.exclusive = false;
  Database writer = *Database::Open(path_, shared);
  ASSERT_TRUE(Insert(writer, 1, "one").ok());
  DatabaseOptions reading = shared;
  reading.read_only = true;
  absl::StatusOr<Database> reader = Database::Open(path_, reading);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(Count(*reader), 1);
  EXPECT_FALSE(Insert(*reader, 2, "two").ok());
}

TEST_F(DatabaseTest, ABackupIsADatabaseOfItsOwn) {
  const std::string copy = dir_.File("copy.db");
  Database database = *Database::Open(path_, Options());
  ASSERT_TRUE(Insert(database, 1, "one").ok());
  ASSERT_TRUE(database.BackupTo(copy).ok());
  ASSERT_TRUE(Insert(database, 2, "two").ok());
  Database restored = *Database::Open(copy, Options());
  EXPECT_EQ(Count(restored), 1);
  EXPECT_EQ(Count(database), 2);
}

TEST_F(DatabaseTest, AFolderThatIsNotThereIsUnavailable) {
  EXPECT_TRUE(absl::IsUnavailable(Database::Open(dir_.File("no/such.db"), Options()).status()));
}

}  // namespace
}  // namespace wijkboek
