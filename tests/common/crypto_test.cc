#include "common/crypto.h"

#include <gtest/gtest.h>

namespace wijkboek {
namespace {

std::string FromHex(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// FIPS 180-4, the classic examples.
TEST(CryptoTest, Sha256KnownAnswers) {
  EXPECT_EQ(Sha256("abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256("a", "bc"), Sha256("abc"));
  EXPECT_EQ(Sha256("", "abc"), Sha256("abc"));
}

// RFC 8032, 7.1, test 1 (empty message) and test 2 (one byte).
TEST(CryptoTest, Ed25519KnownAnswers) {
  SigningKey first = SigningKey::FromSeed(
      *SecretKey::FromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(first.public_key().hex(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(
      first.Sign("").hex(),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b46bd25bf5f0595bbe24655141438e7a100b");
  SigningKey second = SigningKey::FromSeed(
      *SecretKey::FromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  EXPECT_EQ(
      second.Sign(FromHex("72")).hex(),
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
      "1d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(CryptoTest, SignatureOfAnotherMessageOrKeyIsRefused) {
  SigningKey key = SigningKey::FromSeed(*SecretKey::FromHex(std::string(64, '1')));
  SigningKey other = SigningKey::FromSeed(*SecretKey::FromHex(std::string(64, '2')));
  Signature signature = key.Sign("message");
  EXPECT_TRUE(VerifySignature(key.public_key(), "message", signature));
  EXPECT_FALSE(VerifySignature(key.public_key(), "messagf", signature));
  EXPECT_FALSE(VerifySignature(other.public_key(), "message", signature));
  signature.data()[0] ^= 1;
  EXPECT_FALSE(VerifySignature(key.public_key(), "message", signature));
}

TEST(CryptoTest, KeyedHashNeedsTheKey) {
  SecretKey key = *SecretKey::FromHex(std::string(64, '1'));
  SecretKey other = *SecretKey::FromHex(std::string(64, '2'));
  EXPECT_EQ(KeyedHash(key, "badge"), KeyedHash(key, "badge"));
  EXPECT_NE(KeyedHash(key, "badge"), KeyedHash(other, "badge"));
  EXPECT_NE(KeyedHash(key, "badge"), KeyedHash(key, "badgf"));
}

TEST(CryptoTest, IntegersAreBigEndian) {
  std::string out;
  AppendUint64(out, 0x0102030405060708);
  AppendUint32(out, 0xfffefdfc);
  EXPECT_EQ(out, FromHex("0102030405060708fffefdfc"));
}

}  // namespace
}  // namespace wijkboek
