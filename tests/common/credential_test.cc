#include "common/credential.h"

#include <gtest/gtest.h>

namespace wijkboek {
namespace {

const SecretKey& LookupKey() {
  static const SecretKey key = *SecretKey::FromHex(std::string(64, 'a'));
  return key;
}

absl::StatusOr<Id> HashOf(v1::BadgeType type, absl::string_view text) {
  return CredentialHash(LookupKey(), type, text);
}

TEST(CredentialTest, ReadersMayDifferInCaseAndBlanks) {
  absl::StatusOr<Id> plain = HashOf(v1::BADGE_TYPE_CARD, "04A1B2C3");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(*HashOf(v1::BADGE_TYPE_CARD, " 04 a1 b2\tc3\r\n"), *plain);
  EXPECT_NE(*HashOf(v1::BADGE_TYPE_CARD, "04A1B2C4"), *plain);
}

TEST(CredentialTest, IsTheKeyedHashOfTypeAndText) {
  EXPECT_EQ(*HashOf(v1::BADGE_TYPE_PIN, "1234"),
            KeyedHash(LookupKey(), absl::StrCat(static_cast<int>(v1::BADGE_TYPE_PIN), ":1234")));
}

TEST(CredentialTest, TheSameTextOfAnotherTypeOrLedgerIsAnother) {
  Id card = *HashOf(v1::BADGE_TYPE_CARD, "1234");
  EXPECT_NE(*HashOf(v1::BADGE_TYPE_PIN, "1234"), card);
  EXPECT_NE(*HashOf(v1::BADGE_TYPE_QR, "1234"), card);
  SecretKey other = *SecretKey::FromHex(std::string(64, 'b'));
  EXPECT_NE(*CredentialHash(other, v1::BADGE_TYPE_CARD, "1234"), card);
}

TEST(CredentialTest, RefusesWhatIsNoCredential) {
  for (absl::string_view pin : {"", "   ", "123", "123456789", "12a4", "-123"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(HashOf(v1::BADGE_TYPE_PIN, pin).status())) << pin;
  }
  EXPECT_TRUE(HashOf(v1::BADGE_TYPE_PIN, "1234").ok());
  EXPECT_TRUE(HashOf(v1::BADGE_TYPE_PIN, "12 34 56 78").ok());
  EXPECT_TRUE(HashOf(v1::BADGE_TYPE_QR, std::string(256, 'x')).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(HashOf(v1::BADGE_TYPE_QR, std::string(257, 'x')).status()));
}

}  // namespace
}  // namespace wijkboek
