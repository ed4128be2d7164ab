#include "common/invitation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "tests/common/counting_random.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Invitation Some(std::uint64_t seed = 1) {
  CountingRandom random(seed);
  Invitation invitation;
  random.Fill(invitation.secret.data(), InvitationSecret::kSize);
  random.Fill(invitation.authority.data(), AuthorityPin::kSize);
  return invitation;
}

void ExpectMistyped(const std::string& text) {
  absl::Status status = ParseInvitation(text).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << text << ": " << status;
  EXPECT_EQ(status.message().substr(0, 8), "mistyped") << status;
}

TEST(InvitationTest, RoundTrips) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Invitation invitation = Some(seed);
    absl::StatusOr<Invitation> again = ParseInvitation(FormatInvitation(invitation));
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, invitation);
  }
}

TEST(InvitationTest, HasNineGroupsOfFour) {
  std::string text = FormatInvitation(Some());
  EXPECT_EQ(text.size(), 9u * 4 + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % 5 == 4) {
      EXPECT_EQ(text[i], '-');
    } else {
      EXPECT_NE(kAlphabet.find(text[i]), absl::string_view::npos);
    }
  }
}

TEST(InvitationTest, KnownAnswer) {
  // Twenty zero bytes; SHA-256 of them begins de 47.
  EXPECT_EQ(FormatInvitation({}), "0000-0000-0000-0000-0000-0000-0000-0000-VS3G");
}

TEST(InvitationTest, ForgivesHowItIsTyped) {
  // Zeros and ones give every letter that is forgiven.
  Invitation invitation = {.secret = *InvitationSecret::FromHex("00108421084210842108"),
                           .authority = *AuthorityPin::FromHex("08421084210842108421")};
  std::string text = FormatInvitation(invitation);
  ASSERT_NE(text.find('0'), std::string::npos);
  ASSERT_NE(text.find('1'), std::string::npos);
  for (const std::string& typed :
       {absl::AsciiStrToLower(text), absl::StrReplaceAll(text, {{"-", ""}}),
        absl::StrReplaceAll(text, {{"-", " "}}), " " + text + " \n",
        absl::StrReplaceAll(text, {{"0", "O"}, {"1", "I"}}),
        absl::StrReplaceAll(text, {{"0", "o"}, {"1", "l"}})}) {
    absl::StatusOr<Invitation> parsed = ParseInvitation(typed);
    ASSERT_TRUE(parsed.ok()) << typed << ": " << parsed.status();
    EXPECT_EQ(*parsed, invitation);
  }
}

TEST(InvitationTest, AMistakeAtAnyPlaceIsNoticed) {
  const std::string text = FormatInvitation(Some());
  int tried = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-') continue;
    for (char c : kAlphabet) {
      if (c == text[i]) continue;
      std::string wrong = text;
      wrong[i] = c;
      ExpectMistyped(wrong);
      ++tried;
    }
  }
  EXPECT_EQ(tried, 36 * 31);
}

TEST(InvitationTest, SwappedNeighboursAreNoticed) {
  const std::string text = absl::StrReplaceAll(FormatInvitation(Some()), {{"-", ""}});
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == text[i + 1]) continue;
    std::string wrong = text;
    std::swap(wrong[i], wrong[i + 1]);
    ExpectMistyped(wrong);
  }
}

TEST(InvitationTest, WhatIsNoWholeCodeIsMistyped) {
  const std::string text = FormatInvitation(Some());
  ExpectMistyped("");
  ExpectMistyped("----");
  ExpectMistyped(text.substr(0, text.size() - 1));
  ExpectMistyped(text + "0");
  ExpectMistyped(text + text);
  ExpectMistyped("U" + text.substr(1));
  ExpectMistyped("!" + text.substr(1));
  ExpectMistyped("\xc3\xa9" + text.substr(1));
}

TEST(InvitationTest, ThePinIsTheFingerprintsBeginning) {
  Hash fingerprint = Sha256("abc");
  EXPECT_EQ(PinOf(fingerprint).hex(), fingerprint.hex().substr(0, 20));
}

}  // namespace
}  // namespace wijkboek
