#include "server/key_vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

class KeyVaultTest : public ::testing::Test {
 protected:
  KeyVaultTest() { Open(); }
  void Open() { keys_ = *KeyVault::Open(dir_.File("keys.db"), random_); }
  std::string FileBytes(const std::string& name) const {
    std::ifstream file(dir_.File(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TempDir dir_;
  CountingRandom random_;
  std::unique_ptr<KeyVault> keys_;
};

TEST_F(KeyVaultTest, ItsOwnKeysStay) {
  SecretKey lookup = keys_->lookup_key();
  Id office = keys_->office_device();
  PublicKey acknowledgements = keys_->acknowledgement_key().public_key();
  PublicKey signing = keys_->office_signing_key().public_key();
  EXPECT_NE(acknowledgements, signing);
  EXPECT_FALSE(lookup.IsZero());
  // Every kiosk has the look-up key, and must not be able to make badges with it.
  SecretKey badges = keys_->badge_secret();
  EXPECT_FALSE(badges.IsZero());
  EXPECT_NE(badges, lookup);
  keys_.reset();
  Open();
  EXPECT_EQ(keys_->lookup_key(), lookup);
  EXPECT_EQ(keys_->badge_secret(), badges);
  EXPECT_EQ(keys_->office_device(), office);
  EXPECT_EQ(keys_->acknowledgement_key().public_key(), acknowledgements);
  EXPECT_EQ(keys_->office_signing_key().public_key(), signing);
}

TEST_F(KeyVaultTest, MakesOneKeyForAPerson) {
  PersonKey key = *keys_->KeyFor(TestId(1));
  EXPECT_EQ(keys_->KeyFor(TestId(1))->key_id, key.key_id);
  EXPECT_NE(keys_->KeyFor(TestId(2))->key_id, key.key_id);
  EXPECT_EQ(keys_->Find(key.key_id)->key, key.key);
  EXPECT_TRUE(absl::IsNotFound(keys_->Find(TestId(99)).status()));
}

// Answers for a funder's indicators: whoever is sent keys gets none that opens them.
TEST_F(KeyVaultTest, WhatIsForTheOfficeIsPassedOnToNobodyAndGoesWithTheRest) {
  const std::vector<Id> persons = {TestId(1), TestId(2)};
  const std::vector<PersonKey> office = *keys_->KeysFor(persons, KeyVault::For::kOffice);
  const std::vector<PersonKey> shared = *keys_->KeysFor(persons);
  ASSERT_EQ(office.size(), 2u);
  EXPECT_NE(office[0].key_id, shared[0].key_id);
  EXPECT_NE(office[0].key, shared[0].key);
  // Made once each.
  EXPECT_EQ(keys_->KeysFor(persons, KeyVault::For::kOffice)->at(0).key_id, office[0].key_id);
  EXPECT_EQ(keys_->KeysFor(persons)->at(0).key_id, shared[0].key_id);
  const std::vector<PersonKey> passed_on = *keys_->KeysOf(persons);
  EXPECT_EQ(passed_on.size(), 2u);
  for (const PersonKey& key : passed_on) {
    EXPECT_NE(key.key_id, office[0].key_id);
    EXPECT_NE(key.key_id, office[1].key_id);
  }
  // The office itself opens what it sealed, also after a restart.
  keys_.reset();
  Open();
  EXPECT_EQ(keys_->Find(office[0].key_id)->key, office[0].key);
  ASSERT_TRUE(keys_->Erase(TestId(1), 1).ok());
  EXPECT_TRUE(absl::IsNotFound(keys_->Find(office[0].key_id).status()));
  EXPECT_TRUE(keys_->Find(office[1].key_id).ok());
  EXPECT_FALSE(keys_->KeysFor(persons, KeyVault::For::kOffice).ok()) << "erased is erased";
}

TEST_F(KeyVaultTest, TakesDevicesKeysAndKeepsTheFirst) {
  PersonKey made{.key_id = TestId(10), .person = TestId(1), .key = random_.NewKey()};
  PersonKey forged{.key_id = TestId(10), .person = TestId(2), .key = random_.NewKey()};
  ASSERT_TRUE(keys_->Add({made, forged}).ok());
  EXPECT_EQ(keys_->Find(TestId(10))->key, made.key);
  std::vector<Id> persons = {TestId(1), TestId(2)};
  EXPECT_EQ(keys_->KeysOf(persons)->size(), 1u);
}

TEST_F(KeyVaultTest, UsesTheKeyThatCameFirstWhateverItsId) {
  PersonKey made{.key_id = TestId(10), .person = TestId(1), .key = random_.NewKey()};
  PersonKey planted{.key_id = TestId(2), .person = TestId(1), .key = random_.NewKey()};
  ASSERT_TRUE(keys_->Add({made}).ok());
  ASSERT_TRUE(keys_->Add({planted}).ok());
  EXPECT_EQ(keys_->KeyFor(TestId(1))->key_id, made.key_id);
  keys_.reset();
  Open();
  EXPECT_EQ(keys_->KeyFor(TestId(1))->key_id, made.key_id);
  // Both are kept: something is sealed with either.
  std::vector<Id> persons = {TestId(1)};
  EXPECT_EQ(keys_->KeysOf(persons)->size(), 2u);
}

// A commit whose sync failed is found again, but perhaps only in the operating system's cache.
TEST_F(KeyVaultTest, WhatItFindsIsOnTheDisk) {
  PersonKey key = *keys_->KeyFor(TestId(1));
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(dir_.File("keys.db") + suffix, dir_.File("copy.db") + suffix);
  }
  ASSERT_GT(FileBytes("copy.db-wal").size(), 0u);
  absl::StatusOr<std::unique_ptr<KeyVault>> copy = KeyVault::Open(dir_.File("copy.db"), random_);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_NE(FileBytes("copy.db").find(key.key.ToString()), std::string::npos);
  EXPECT_EQ(FileBytes("copy.db-wal").find(key.key.ToString()), std::string::npos);
}

TEST_F(KeyVaultTest, WhatIsErasedStaysErased) {
  PersonKey key = *keys_->KeyFor(TestId(1));
  PersonKey other = *keys_->KeyFor(TestId(2));
  std::string secret = key.key.ToString();
  std::uint64_t version = keys_->version();
  EXPECT_THAT(*keys_->Erase(TestId(1), 5), ::testing::ElementsAre(key.key_id));
  EXPECT_GT(keys_->version(), version);
  EXPECT_TRUE(absl::IsNotFound(keys_->Find(key.key_id).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(keys_->KeyFor(TestId(1)).status()));
  // It arrives again, and a new one of the same person arrives.
  PersonKey late{.key_id = TestId(10), .person = TestId(1), .key = random_.NewKey()};
  ASSERT_TRUE(keys_->Add({key, late}).ok());
  EXPECT_TRUE(absl::IsNotFound(keys_->Find(key.key_id).status()));
  EXPECT_TRUE(absl::IsNotFound(keys_->Find(late.key_id).status()));
  std::vector<Id> asked = {late.key_id, other.key_id, key.key_id};
  EXPECT_THAT(*keys_->DestroyedAmong(asked),
              ::testing::UnorderedElementsAre(key.key_id, late.key_id));
  EXPECT_TRUE(keys_->Find(other.key_id).ok());
  // Nothing of it is left on the disk.
  EXPECT_EQ(FileBytes("keys.db").find(secret), std::string::npos);
  EXPECT_EQ(FileBytes("keys.db-wal").find(secret), std::string::npos);
}

}  // namespace
}  // namespace wijkboek
