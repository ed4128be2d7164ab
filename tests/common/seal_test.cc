#include "common/seal.h"

#include <gtest/gtest.h>

#include <map>

#include "common/random.h"

namespace wijkboek {
namespace {

class Keys final : public KeySource {
 public:
  void Add(const PersonKey& key) { keys_[key.key_id] = key; }
  void Destroy(const Id& key_id) { keys_.erase(key_id); }
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override {
    auto found = keys_.find(key_id);
    if (found == keys_.end()) return absl::NotFoundError("no such key");
    return found->second;
  }

 private:
  std::map<Id, PersonKey> keys_;
};

class SealTest : public testing::Test {
 protected:
  SealTest() {
    key_ = {.key_id = random_.NewId(), .person = random_.NewId(), .key = random_.NewKey()};
    keys_.Add(key_);
    event_.set_device_id(random_.NewId().ToString());
    event_.set_epoch(0x0102030405060708);
    event_.set_seq(42);
    AddSealedPart(event_, v1::SEALED_FIELD_NOTE, "rang twice", key_, random_);
  }
  absl::Status OpenStatus(const v1::Event& event) {
    return OpenSealedPart(event, event.sealed(0), keys_).status();
  }

  SystemRandom random_;
  Keys keys_;
  PersonKey key_;
  v1::Event event_;
};

TEST_F(SealTest, OpensWithTheKey) {
  ASSERT_EQ(event_.sealed_size(), 1);
  EXPECT_EQ(event_.sealed(0).ciphertext().find("rang"), std::string::npos);
  absl::StatusOr<std::string> text = OpenSealedPart(event_, event_.sealed(0), keys_);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, "rang twice");
}

TEST_F(SealTest, DoesNotOpenWithoutTheKey) {
  keys_.Destroy(key_.key_id);
  EXPECT_TRUE(absl::IsNotFound(OpenStatus(event_)));
}

TEST_F(SealTest, DoesNotOpenWithAnotherKey) {
  PersonKey other = key_;
  other.key = random_.NewKey();
  keys_.Add(other);
  EXPECT_TRUE(absl::IsDataLoss(OpenStatus(event_)));
}

TEST_F(SealTest, EveryByteOfItsPlaceIsBound) {
  for (std::size_t i = 0; i < 16; ++i) {
    v1::Event moved = event_;
    (*moved.mutable_device_id())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "device " << i;
    moved = event_;
    (*moved.mutable_sealed(0)->mutable_person_id())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "person " << i;
    // Another key id with the same key: still another part.
    moved = event_;
    (*moved.mutable_sealed(0)->mutable_key_id())[i] ^= 1;
    PersonKey alias = key_;
    alias.key_id = *Id::FromBytes(moved.sealed(0).key_id());
    keys_.Add(alias);
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "key id " << i;
  }
  for (int bit = 0; bit < 64; ++bit) {
    v1::Event moved = event_;
    moved.set_epoch(event_.epoch() ^ std::uint64_t{1} << bit);
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "epoch " << bit;
    moved = event_;
    moved.set_seq(event_.seq() ^ std::uint64_t{1} << bit);
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "seq " << bit;
  }
  for (int bit = 0; bit < 31; ++bit) {
    v1::Event moved = event_;
    moved.mutable_sealed(0)->set_field(
        static_cast<v1::SealedField>(event_.sealed(0).field() ^ 1 << bit));
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(moved))) << "field " << bit;
  }
}

TEST_F(SealTest, EveryByteOfCiphertextAndNonceIsBound) {
  for (std::size_t i = 0; i < event_.sealed(0).ciphertext().size(); ++i) {
    v1::Event changed = event_;
    (*changed.mutable_sealed(0)->mutable_ciphertext())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(changed))) << i;
  }
  for (std::size_t i = 0; i < event_.sealed(0).nonce().size(); ++i) {
    v1::Event changed = event_;
    (*changed.mutable_sealed(0)->mutable_nonce())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(OpenStatus(changed))) << i;
  }
  v1::Event short_nonce = event_;
  short_nonce.mutable_sealed(0)->mutable_nonce()->pop_back();
  EXPECT_TRUE(absl::IsDataLoss(OpenStatus(short_nonce)));
  v1::Event empty = event_;
  empty.mutable_sealed(0)->clear_ciphertext();
  EXPECT_TRUE(absl::IsDataLoss(OpenStatus(empty)));
}

TEST_F(SealTest, NoncesDiffer) {
  AddSealedPart(event_, v1::SEALED_FIELD_NOTE, "rang twice", key_, random_);
  EXPECT_NE(event_.sealed(0).nonce(), event_.sealed(1).nonce());
  EXPECT_NE(event_.sealed(0).ciphertext(), event_.sealed(1).ciphertext());
  EXPECT_EQ(event_.sealed(0).nonce().size(), 24u);
}

TEST_F(SealTest, FindsTheFirstPartThatOpens) {
  v1::SealedName name;
  name.set_given("Amina");
  PersonKey lost = {.key_id = random_.NewId(), .person = key_.person, .key = random_.NewKey()};
  AddSealedPart(event_, v1::SEALED_FIELD_NAME, "not to be read", lost, random_);
  AddSealedPart(event_, v1::SEALED_FIELD_NAME, name.SerializeAsString(), key_, random_);
  auto found = FindSealed<v1::SealedName>(event_, v1::SEALED_FIELD_NAME, key_.person, keys_);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->given(), "Amina");
  EXPECT_FALSE(FindSealed<v1::SealedName>(event_, v1::SEALED_FIELD_NAME, random_.NewId(), keys_));
  EXPECT_FALSE(FindSealed<v1::SealedName>(event_, v1::SEALED_FIELD_CONTACT, key_.person, keys_));
}

TEST_F(SealTest, WrappedSecretsNeedMasterAndLabel) {
  SecretKey master = random_.NewKey();
  std::string wrapped = WrapSecret(master, "device seed", "secret bytes", random_);
  EXPECT_EQ(wrapped.find("secret"), std::string::npos);
  EXPECT_EQ(*UnwrapSecret(master, "device seed", wrapped), "secret bytes");
  EXPECT_TRUE(absl::IsDataLoss(UnwrapSecret(master, "tls key", wrapped).status()));
  EXPECT_TRUE(absl::IsDataLoss(UnwrapSecret(random_.NewKey(), "device seed", wrapped).status()));
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    std::string changed = wrapped;
    changed[i] = static_cast<char>(changed[i] ^ 0x80);
    EXPECT_TRUE(absl::IsDataLoss(UnwrapSecret(master, "device seed", changed).status())) << i;
  }
  EXPECT_TRUE(absl::IsDataLoss(UnwrapSecret(master, "device seed", "short").status()));
}

}  // namespace
}  // namespace wijkboek
