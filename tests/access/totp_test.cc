#include "server/access/totp.h"

#include <gtest/gtest.h>

#include "common/base32.h"

namespace wijkboek {
namespace {

// RFC 6238, appendix B, SHA-1: its codes have eight digits, ours the last six of them.
constexpr char kSecret[] = "12345678901234567890";

TEST(TotpTest, GivesTheCodesOfTheStandard) {
  struct Example {
    std::int64_t seconds;
    const char* code;
  };
  for (const Example& example : {Example{59, "287082"},
                                 {1111111109, "081804"},
                                 {1111111111, "050471"},
                                 {1234567890, "005924"},
                                 {2000000000, "279037"},
                                 {20000000000, "353130"}}) {
    EXPECT_EQ(TotpCode(kSecret, example.seconds / 30), example.code) << example.seconds;
  }
}

TEST(TotpTest, APhonesClockMayBeAStepOff) {
  const std::int64_t step = 1'000'000;
  const std::int64_t now_ms = step * kTotpStepMs + 5000;
  for (std::int64_t off = -2; off <= 2; ++off) {
    const std::optional<std::int64_t> found =
        TotpStepOf(kSecret, TotpCode(kSecret, step + off), now_ms, 0);
    if (off < -kTotpStepsOff || off > kTotpStepsOff) {
      EXPECT_EQ(found, std::nullopt) << off;
    } else {
      EXPECT_EQ(found, step + off) << off;
    }
  }
}

TEST(TotpTest, ACodeWorksOnce) {
  const std::int64_t step = 1'000'000;
  const std::string code = TotpCode(kSecret, step);
  EXPECT_EQ(TotpStepOf(kSecret, code, step * kTotpStepMs, step - 1), step);
  EXPECT_EQ(TotpStepOf(kSecret, code, step * kTotpStepMs, step), std::nullopt);
}

TEST(TotpTest, BlanksAreSkippedAndNothingElseIs) {
  const std::int64_t now_ms = 59'000;
  EXPECT_TRUE(TotpStepOf(kSecret, "287 082", now_ms, 0).has_value());
  for (const char* typed : {"", "28708", "2870820", "287083", "28708a"}) {
    EXPECT_FALSE(TotpStepOf(kSecret, typed, now_ms, 0).has_value()) << typed;
  }
}

TEST(TotpTest, IsShownAsAppsReadIt) {
  // RFC 4648, 10, without padding.
  EXPECT_EQ(Base32(""), "");
  EXPECT_EQ(Base32("f"), "MY");
  EXPECT_EQ(Base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(*FromBase32("mzxw6ytboi"), "foobar");
  EXPECT_FALSE(FromBase32("MZXW6YTBO1").ok());
  EXPECT_EQ(TotpUri("foobar", "els@noord"),
            "otpauth://totp/Wijkboek:els%40noord?secret=MZXW6YTBOI&issuer=Wijkboek");
}

}  // namespace
}  // namespace wijkboek
