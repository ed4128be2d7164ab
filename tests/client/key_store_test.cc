// P10 at rest: a stolen disk gives away neither names nor keys.

#include "client/key_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "client/files.h"
#include "client/folder_lock.h"
#include "client/kiosk_folder.h"
#include "client/master_key.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

class KeyStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(kiosk_.Open()); }
  TemporaryFolder folder_;
  Kiosk kiosk_{folder_.path()};
};

std::string ReadAllFiles(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    all += content.str();
  }
  return all;
}

TEST_F(KeyStoreTest, PlantedNameAndKeysAreNotInTheFiles) {
  ASSERT_OK(kiosk_.keys->SetSecret(kTlsKeySecret, "-----BEGIN PLANTED KEY-----"));
  EventDraft draft = CheckInDraft(MakeId(9));
  v1::SealedName name;
  name.set_given("Plantedname");
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, MakeId(9));
  absl::StatusOr<StoredEvent> event = kiosk_.log->Append(std::move(draft));
  ASSERT_OK(event.status());
  absl::StatusOr<PersonKey> key =
      kiosk_.keys->Find(Id::FromBytesOrZero(event->event.sealed(0).key_id()));
  ASSERT_OK(key.status());
  auto check = [&] {
    const std::string files = ReadAllFiles(folder_.path());
    EXPECT_NE(files.find(event->bytes.substr(0, 40)), std::string::npos) << "the search works";
    EXPECT_EQ(files.find("Plantedname"), std::string::npos);
    EXPECT_EQ(files.find("PLANTED KEY"), std::string::npos);
    EXPECT_EQ(files.find(key->key.ToString()), std::string::npos);
    EXPECT_EQ(files.find(kiosk_.signing_key.seed().ToString()), std::string::npos);
  };
  check();
  // While the daemon runs and the write-ahead log is there, and after it has ended.
  kiosk_.Close();
  check();
}

TEST_F(KeyStoreTest, AnotherMasterKeyOpensNothing) {
  kiosk_.Close();
  absl::Status status =
      KeyStore::Open(folder_ / "keys.db", kiosk_.random.NewKey(), kiosk_.random).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("store key"), absl::string_view::npos) << status;
}

TEST_F(KeyStoreTest, OneKeyForAPersonUntilItIsDestroyed) {
  absl::StatusOr<PersonKey> first = kiosk_.keys->KeyFor(MakeId(1));
  absl::StatusOr<PersonKey> again = kiosk_.keys->KeyFor(MakeId(1));
  ASSERT_OK(first.status());
  EXPECT_EQ(first->key_id, again->key_id);
  ASSERT_OK(kiosk_.keys->Destroy({first->key_id}));
  EXPECT_EQ(kiosk_.keys->Find(first->key_id).status().code(), absl::StatusCode::kNotFound);
  // A key that arrives again is dropped.
  ASSERT_OK(kiosk_.keys->Put({*first}));
  EXPECT_FALSE(kiosk_.keys->Find(first->key_id).ok());
  EXPECT_NE(kiosk_.keys->KeyFor(MakeId(1))->key_id, first->key_id);
}

TEST_F(KeyStoreTest, KeysMadeHereAreTheOnesToHandOver) {
  absl::StatusOr<PersonKey> made = kiosk_.keys->KeyFor(MakeId(1));
  PersonKey pulled{.key_id = MakeId(2), .person = MakeId(3), .key = kiosk_.random.NewKey()};
  ASSERT_OK(kiosk_.keys->Put({pulled}));
  EXPECT_TRUE(kiosk_.keys->FindMadeHere(made->key_id)->has_value());
  EXPECT_FALSE(kiosk_.keys->FindMadeHere(pulled.key_id)->has_value());
  // Sealed with the server's where there is one.
  EXPECT_EQ(kiosk_.keys->KeyFor(MakeId(3))->key_id, pulled.key_id);
}

TEST_F(KeyStoreTest, WhoLeavesTheScopeTakesTheirKeysAlong) {
  absl::StatusOr<PersonKey> made = kiosk_.keys->KeyFor(MakeId(1));
  PersonKey pulled{.key_id = MakeId(2), .person = MakeId(1), .key = kiosk_.random.NewKey()};
  ASSERT_OK(kiosk_.keys->Put({pulled}));
  ASSERT_OK(kiosk_.keys->RemovePersons({MakeId(1)}));
  EXPECT_FALSE(kiosk_.keys->Find(pulled.key_id).ok());
  // A restored server may need this one again, with the events that it sealed.
  EXPECT_TRUE(kiosk_.keys->Find(made->key_id).ok());
  EXPECT_EQ(kiosk_.keys->MadeHere()->size(), 1u);
  ASSERT_OK(kiosk_.keys->RemoveMadeHere({made->key_id, pulled.key_id}));
  EXPECT_FALSE(kiosk_.keys->Find(made->key_id).ok());
}

TEST_F(KeyStoreTest, WhatWasPulledGoesAtOnceAndOutOfTheWriteAheadLogToo) {
  absl::StatusOr<PersonKey> made = kiosk_.keys->KeyFor(MakeId(1));
  PersonKey pulled{.key_id = MakeId(2), .person = MakeId(1), .key = kiosk_.random.NewKey()};
  ASSERT_OK(kiosk_.keys->Put({pulled}));
  ASSERT_OK(kiosk_.keys->RemovePulled());
  EXPECT_FALSE(kiosk_.keys->Find(pulled.key_id).ok());
  EXPECT_TRUE(kiosk_.keys->Find(made->key_id).ok());
  EXPECT_EQ(std::filesystem::file_size(folder_ / "keys.db-wal"), 0u);
}

TEST(MasterKeyTest, IsMadeOnceProtectedAndChecked) {
  TemporaryFolder folder;
  SystemRandom random;
  const std::string path = folder / "store.key";
  EXPECT_EQ(LoadMasterKey("", path, false, random).status().code(),
            absl::StatusCode::kFailedPrecondition);
  absl::StatusOr<SecretKey> made = LoadMasterKey("", path, true, random);
  ASSERT_OK(made.status());
  struct stat information {};
  ASSERT_EQ(stat(path.c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0600u);
  EXPECT_EQ(*LoadMasterKey("", path, true, random), *made);
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  absl::Status readable = LoadMasterKey("", path, false, random).status();
  EXPECT_EQ(readable.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(readable.message().find("chmod 600"), absl::string_view::npos);
}

TEST(MasterKeyTest, ServiceManagersCredentialComesFirst) {
  TemporaryFolder folder;
  SystemRandom random;
  const SecretKey given = random.NewKey();
  ASSERT_OK(WriteFileDurably(folder / "wijkboek-store-key", given.bytes()));
  ASSERT_OK(LoadMasterKey("", folder / "store.key", true, random).status());
  EXPECT_EQ(*LoadMasterKey(folder.path(), folder / "store.key", false, random), given);
  ASSERT_OK(WriteFileDurably(folder / "wijkboek-store-key", "short"));
  EXPECT_FALSE(LoadMasterKey(folder.path(), folder / "store.key", false, random).ok());
}

TEST(FolderLockTest, SecondOneIsRefused) {
  TemporaryFolder folder;
  {
    absl::StatusOr<std::unique_ptr<FolderLock>> first = FolderLock::Take(folder.path());
    ASSERT_OK(first.status());
    absl::Status second = FolderLock::Take(folder.path()).status();
    EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_NE(second.message().find("another wijkboek-kiosk is running"), absl::string_view::npos);
  }
  EXPECT_OK(FolderLock::Take(folder.path()).status());
}

TEST(FolderLockTest, AFolderThatCanNotBeMadeIsSaidToBe) {
  TemporaryFolder folder;
  const std::string nowhere = folder / "is/nowhere";
  const absl::Status made = PrepareFolder(nowhere);
  EXPECT_EQ(made.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(made.message().find(nowhere), absl::string_view::npos) << made;
  EXPECT_EQ(FolderLock::Take(nowhere).status().code(), absl::StatusCode::kUnavailable);
}

TEST(KioskFolderTest, WithoutKeysNobodyIsEnrolled) {
  TemporaryFolder folder;
  SystemRandom random;
  const absl::Status nowhere = OpenKioskFolder({.path = folder / "nowhere"}, random).status();
  EXPECT_EQ(nowhere.code(), absl::StatusCode::kFailedPrecondition);
  const absl::Status empty = OpenKioskFolder({.path = folder.path()}, random).status();
  EXPECT_EQ(empty.code(), absl::StatusCode::kFailedPrecondition) << empty;
  EXPECT_NE(empty.message().find("is not enrolled yet"), absl::string_view::npos) << empty;
  EXPECT_FALSE(std::filesystem::exists(folder / "store.key")) << "nothing is made";
  EXPECT_OK(OpenKioskFolder({.path = folder.path(), .make = true}, random).status());
  EXPECT_OK(OpenKioskFolder({.path = folder.path()}, random).status());
}

}  // namespace
}  // namespace wijkboek
