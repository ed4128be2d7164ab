#include "common/chain.h"

#include <gtest/gtest.h>

namespace wijkboek {
namespace {

EventKey SomeKey() {
  return {.device = *Id::FromHex("000102030405060708090a0b0c0d0e0f"),
          .epoch = 0x1122334455667788,
          .seq = 258,
          .hash = Sha256("abc")};
}

SigningKey SomeSigningKey() {
  return SigningKey::FromSeed(*SecretKey::FromHex(std::string(64, '7')));
}

TEST(ChainTest, HashIsSha256OfPreviousAndBytes) {
  // printf '%064d' 0 | xxd -r -p | sha256sum; and the same with "abc" behind it.
  EXPECT_EQ(ChainHash(Hash(), "").hex(),
            "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
  Hash first = ChainHash(Hash(), "abc");
  EXPECT_EQ(first, Sha256(absl::StrCat(Hash().bytes(), "abc")));
  EXPECT_EQ(ChainHash(first, "def"), Sha256(absl::StrCat(first.bytes(), "def")));
}

TEST(ChainTest, TextsThatAreSigned) {
  const std::string place =
      "000102030405060708090a0b0c0d0e0f"
      "1122334455667788"
      "0000000000000102"
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(absl::BytesToHexString(SignedHeadText(SomeKey())),
            absl::BytesToHexString("wijkboek head v1") + place);
  EXPECT_EQ(
      absl::BytesToHexString(AcknowledgementText(SomeKey(), 5, 1000)),
      absl::BytesToHexString("wijkboek ack v1") + place + "0000000000000005" + "00000000000003e8");
}

TEST(ChainTest, EveryPartOfAHeadIsSigned) {
  const v1::SignedHead good = SignHead(SomeKey(), SomeSigningKey());
  const PublicKey key = SomeSigningKey().public_key();
  EXPECT_TRUE(VerifyHead(good, key));
  v1::SignedHead bad = good;
  bad.mutable_head()->set_seq(259);
  EXPECT_FALSE(VerifyHead(bad, key));
  bad = good;
  bad.mutable_head()->set_epoch(1);
  EXPECT_FALSE(VerifyHead(bad, key));
  bad = good;
  (*bad.mutable_head()->mutable_device_id())[3] ^= 1;
  EXPECT_FALSE(VerifyHead(bad, key));
  bad = good;
  (*bad.mutable_head()->mutable_hash())[31] ^= 1;
  EXPECT_FALSE(VerifyHead(bad, key));
  bad = good;
  bad.mutable_head()->mutable_hash()->pop_back();
  EXPECT_FALSE(VerifyHead(bad, key));
  bad = good;
  bad.clear_signature();
  EXPECT_FALSE(VerifyHead(bad, key));
}

TEST(ChainTest, EveryPartOfAnAcknowledgementIsSigned) {
  const v1::Acknowledgement good = SignAcknowledgement(SomeKey(), 5, 1000, SomeSigningKey());
  const PublicKey key = SomeSigningKey().public_key();
  EXPECT_TRUE(VerifyAcknowledgement(good, key));
  v1::Acknowledgement bad = good;
  bad.set_position(6);
  EXPECT_FALSE(VerifyAcknowledgement(bad, key));
  bad = good;
  bad.set_received_ms(999);
  EXPECT_FALSE(VerifyAcknowledgement(bad, key));
  bad = good;
  bad.mutable_event()->set_seq(1);
  EXPECT_FALSE(VerifyAcknowledgement(bad, key));
}

TEST(ChainTest, AHeadIsNoAcknowledgement) {
  // The texts begin differently, so that a signature of one can't pass for the other.
  v1::SignedHead head = SignHead(SomeKey(), SomeSigningKey());
  v1::Acknowledgement acknowledgement;
  *acknowledgement.mutable_event() = head.head();
  acknowledgement.set_signature(head.signature());
  EXPECT_FALSE(VerifyAcknowledgement(acknowledgement, SomeSigningKey().public_key()));
}

TEST(ChainTest, KeysSurviveMessages) {
  absl::StatusOr<EventKey> again = ToEventKey(ToProto(SomeKey()));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, SomeKey());
  v1::EventId bad = ToProto(SomeKey());
  bad.set_device_id("short");
  EXPECT_TRUE(absl::IsInvalidArgument(ToEventKey(bad).status()));
}

}  // namespace
}  // namespace wijkboek
