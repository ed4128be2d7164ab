#include "common/credential.h"

#include <algorithm>
#include <string>

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

// A known value of the published scheme.
TEST(CredentialTest, TheCheckDigitIsDamms) {
  EXPECT_EQ(CheckDigit("572"), '4');
  EXPECT_EQ(CheckDigit("5724"), '0');
}

// What the scheme does with a row of digits depends only on the digit that it has come to, so all
// beginnings, all wrong digits and all swaps are these.
TEST(CredentialTest, TheCheckDigitNoticesEveryWrongDigitAndEverySwap) {
  for (char before = '0'; before <= '9'; ++before) {
    for (char a = '0'; a <= '9'; ++a) {
      for (char b = '0'; b <= '9'; ++b) {
        if (a == b) continue;
        const std::string digits = {before, a, b};
        SCOPED_TRACE(digits);
        EXPECT_NE(CheckDigit(std::string{before, a}), CheckDigit(std::string{before, b}));
        EXPECT_NE(CheckDigit(std::string{before, a, b}), CheckDigit(std::string{before, b, a}));
      }
    }
  }
}

TEST(CredentialTest, AMistypedBadgeNumberIsRefusedAtEveryPlace) {
  const Id person = *Id::FromHex("000102030405060708090a0b0c0d0e0f");
  for (std::uint32_t serial = 1; serial <= 200; ++serial) {
    std::string right = MadeBadgeNumber(LookupKey(), person, serial, 0);
    ASSERT_TRUE(HashOf(v1::BADGE_TYPE_NUMBER, right).ok()) << right;
    right.erase(std::remove(right.begin(), right.end(), '-'), right.end());
    ASSERT_EQ(right.size(), 9u);
    for (std::size_t i = 0; i < right.size(); ++i) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string typed = right;
        typed[i] = digit;
        EXPECT_EQ(HashOf(v1::BADGE_TYPE_NUMBER, typed).ok(), typed == right) << typed;
      }
      std::string swapped = right;
      if (i > 0) std::swap(swapped[i - 1], swapped[i]);
      EXPECT_EQ(HashOf(v1::BADGE_TYPE_NUMBER, swapped).ok(), swapped == right) << swapped;
    }
  }
}

TEST(CredentialTest, ABadgeNumberMayBeTypedInGroups) {
  const std::string number = MadeBadgeNumber(LookupKey(), Id(), 1, 0);
  std::string blanks = number;
  std::replace(blanks.begin(), blanks.end(), '-', ' ');
  std::string plain = number;
  plain.erase(std::remove(plain.begin(), plain.end(), '-'), plain.end());
  const Id hash = *HashOf(v1::BADGE_TYPE_NUMBER, number);
  EXPECT_EQ(*HashOf(v1::BADGE_TYPE_NUMBER, blanks), hash);
  EXPECT_EQ(*HashOf(v1::BADGE_TYPE_NUMBER, plain), hash);
  for (absl::string_view text : {"", "57240", "0000000000", "12345678x"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(HashOf(v1::BADGE_TYPE_NUMBER, text).status())) << text;
  }
}

// Never changed: badges in people's hands rest on it.
TEST(CredentialTest, MadeBadgesStayWhatTheyAre) {
  const Id person = *Id::FromHex("000102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(MadeBadgeText(LookupKey(), person, 1), "WBUA53HVLGBWCWX6QVWCK23UCN4M");
  EXPECT_EQ(MadeBadgeNumber(LookupKey(), person, 1, 0), "202-752-058");
}

TEST(CredentialTest, MadeBadgesDifferByPersonSerialAndSecret) {
  const Id person = *Id::FromHex("000102030405060708090a0b0c0d0e0f");
  const SecretKey other = *SecretKey::FromHex(std::string(64, 'b'));
  const std::string text = MadeBadgeText(LookupKey(), person, 1);
  EXPECT_EQ(text.size(), 28u);
  EXPECT_NE(MadeBadgeText(LookupKey(), person, 2), text);
  EXPECT_NE(MadeBadgeText(LookupKey(), Id(), 1), text);
  EXPECT_NE(MadeBadgeText(other, person, 1), text);
  const std::string number = MadeBadgeNumber(LookupKey(), person, 1, 0);
  EXPECT_NE(MadeBadgeNumber(LookupKey(), person, 2, 0), number);
  EXPECT_NE(MadeBadgeNumber(LookupKey(), person, 1, 1), number);
  EXPECT_NE(MadeBadgeNumber(LookupKey(), Id(), 1, 0), number);
  EXPECT_NE(MadeBadgeNumber(other, person, 1, 0), number);
}

}  // namespace
}  // namespace wijkboek
