// SIGKILL while a store is made or brought to a newer version: before its transaction, between its
// writes, and after them. The very writes are found first, so that no kill misses.
#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/strace.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

int VersionOf(const std::string& store) {
  const std::vector<std::string> found = FindInStore(store, "PRAGMA user_version");
  return found.empty() ? 0 : std::atoi(found.front().c_str());
}

std::vector<std::string> TablesOf(const std::string& store) {
  return FindInStore(store, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
}

// Something was written ahead, as nothing is before the first transaction.
bool HasBegun(const std::string& store) {
  std::error_code none;
  const auto size = std::filesystem::file_size(store + "-wal", none);
  return !none && size > 0;
}

// Where the kills struck a transaction.
struct Struck {
  int before = 0;
  int within = 0;
  int after = 0;

  void Count(const std::string& store, int version_before) {
    if (VersionOf(store) > version_before) {
      ++after;
    } else if (HasBegun(store)) {
      ++within;
    } else {
      ++before;
    }
  }
};

// All or nothing: a store has either no table, or those of the version that it says.
void ExpectWholeOrNothing(const std::string& store, const std::vector<std::string>& whole) {
  if (VersionOf(store) == 0) {
    EXPECT_THAT(TablesOf(store), IsEmpty()) << store;
  } else {
    EXPECT_EQ(TablesOf(store), whole) << store;
  }
}

template <typename Thing>
std::vector<Thing> EveryNth(const std::vector<Thing>& things, std::size_t nth) {
  std::vector<Thing> some;
  for (std::size_t i = 0; i < things.size(); i += nth) some.push_back(things[i]);
  return some;
}

class MigrationKillTest : public testing::Test {
 protected:
  std::string Accounts() const { return town_.server_folder() + "/accounts.db"; }
  std::string Notes() const { return town_.scratch() / "notes"; }

  // The moments of that start in which these files are written, and then the server is gone.
  std::vector<Moment> MomentsOfStart(const std::vector<std::string>& files) {
    EXPECT_OK(town_.StartServer(WritesNotedIn(Notes())));
    town_.KillServer();
    std::vector<Moment> moments;
    for (const std::string& file : files) {
      const std::vector<Moment> of_file = MomentsOf(Notes(), file);
      moments.insert(moments.end(), of_file.begin(), of_file.end());
    }
    return moments;
  }

  Town town_;
};

// The one store that has a second version already.
TEST_F(MigrationKillTest, AccountsOfTheVersionBefore) {
  ASSERT_OK(town_.StartServer());
  ASSERT_OK(town_.ApplyFacts());
  ASSERT_OK(town_.OfficeSays({"account", "make", "els", "--who", "Els Verzonnen", "--role",
                              "office", "--coach", "coach"}));
  ASSERT_OK(town_.StopServer());
  ASSERT_EQ(VersionOf(Accounts()), 2);
  ChangeDatabase(Accounts(), "DROP TABLE work; PRAGMA user_version = 1");
  const std::vector<std::string> old_tables = TablesOf(Accounts());
  const std::string image = town_.scratch() / "before";
  CopyFolder(town_.server_folder(), image);

  const std::vector<Moment> moments = MomentsOfStart({"/accounts.db"});
  ASSERT_THAT(moments, SizeIs(testing::Gt(4u)));
  Struck struck;
  for (const Moment& moment : moments) {
    SCOPED_TRACE(testing::Message() << moment);
    CopyFolder(image, town_.server_folder());
    EXPECT_FALSE(town_.StartServer(KilledAt(moment)).ok());
    town_.KillServer();
    struck.Count(Accounts(), 1);
    std::vector<std::string> tables = old_tables;
    if (VersionOf(Accounts()) == 2) tables.emplace_back("work");
    EXPECT_EQ(TablesOf(Accounts()), tables);
    EXPECT_THAT(FindInStore(Accounts(), "SELECT name FROM account"), ElementsAre("els"));

    ASSERT_OK(town_.StartServer());
    EXPECT_EQ(VersionOf(Accounts()), 2);
    ASSERT_OK_AND_ASSIGN(const std::string accounts, town_.OfficeSays({"account", "list"}));
    EXPECT_THAT(accounts, HasSubstr("els"));
    town_.KillServer();
  }
  EXPECT_GT(struck.before, 0);
  EXPECT_GT(struck.within, 0);
  EXPECT_GT(struck.after, 0);
}

TEST_F(MigrationKillTest, AServersFirstStart) {
  const std::vector<std::string> names = {"keys", "ledger", "registry", "accounts"};
  std::vector<std::string> stores, files;
  for (const std::string& name : names) {
    stores.push_back(town_.server_folder() + "/" + name + ".db");
    files.push_back("/" + name + ".db");
  }
  const std::vector<Moment> moments = MomentsOfStart(files);
  std::vector<std::vector<std::string>> whole;
  whole.reserve(stores.size());
  for (const std::string& store : stores) whole.push_back(TablesOf(store));
  std::vector<Struck> struck(stores.size());
  for (const Moment& moment : EveryNth(moments, 2)) {
    SCOPED_TRACE(testing::Message() << moment);
    std::filesystem::remove_all(town_.server_folder());
    EXPECT_FALSE(town_.StartServer(KilledAt(moment)).ok());
    town_.KillServer();
    for (std::size_t i = 0; i < stores.size(); ++i) {
      struck[i].Count(stores[i], 0);
      ExpectWholeOrNothing(stores[i], whole[i]);
    }
    ASSERT_OK(town_.StartServer());
    EXPECT_OK(town_.OfficeSays({"verify"}));
    town_.KillServer();
  }
  for (std::size_t i = 0; i < stores.size(); ++i) {
    EXPECT_GT(struck[i].within, 0) << stores[i];
    EXPECT_GT(struck[i].after, 0) << stores[i];
  }
}

TEST_F(MigrationKillTest, AKiosksEnrolment) {
  ASSERT_OK(town_.StartServer());
  ASSERT_OK(town_.ApplyFacts());
  TownKiosk& kiosk = town_.NewKiosk("A");
  const auto enrol = [&](const Words& before) -> absl::StatusOr<Finished> {
    const absl::StatusOr<std::string> code = town_.Invite("Noord");
    if (!code.ok()) return code.status();
    return kiosk.Enrol(*code, {}, before);
  };
  ASSERT_OK_AND_ASSIGN(const Finished noted, enrol(WritesNotedIn(Notes())));
  ASSERT_THAT(noted, Succeeded());
  const std::vector<std::string> stores = {kiosk.folder() + "/kiosk.db",
                                           kiosk.folder() + "/keys.db"};
  std::vector<Moment> moments = MomentsOf(Notes(), "/kiosk.db");
  const std::vector<Moment> of_keys = MomentsOf(Notes(), "/keys.db");
  moments.insert(moments.end(), of_keys.begin(), of_keys.end());
  std::vector<std::vector<std::string>> whole;
  whole.reserve(stores.size());
  for (const std::string& store : stores) whole.push_back(TablesOf(store));
  std::vector<Struck> struck(stores.size());
  for (const Moment& moment : EveryNth(moments, 2)) {
    SCOPED_TRACE(testing::Message() << moment);
    std::filesystem::remove_all(kiosk.folder());
    ASSERT_OK_AND_ASSIGN(const Finished killed, enrol(KilledAt(moment)));
    EXPECT_GE(killed.exit_status, 128);
    for (std::size_t i = 0; i < stores.size(); ++i) {
      struck[i].Count(stores[i], 0);
      ExpectWholeOrNothing(stores[i], whole[i]);
    }
    ASSERT_OK_AND_ASSIGN(const Finished again, enrol({}));
    EXPECT_THAT(again, Succeeded());
  }
  for (std::size_t i = 0; i < stores.size(); ++i) {
    EXPECT_GT(struck[i].within, 0) << stores[i];
    EXPECT_GT(struck[i].after, 0) << stores[i];
  }
  ASSERT_OK(kiosk.Start());
  EXPECT_TRUE(WaitUntil([&] { return kiosk.InSync(); })) << kiosk.process()->Errors();
}

}  // namespace
}  // namespace wijkboek
