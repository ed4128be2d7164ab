#include "server/access/password.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "common/random.h"

namespace wijkboek {
namespace {

TEST(PasswordTest, IsHashedWithArgon2idAndASaltOfItsOwn) {
  const std::string password = "vier fietsen in de regen";
  const absl::StatusOr<std::string> hash = HashPassword(password);
  ASSERT_TRUE(hash.ok()) << hash.status();
  EXPECT_TRUE(absl::StartsWith(*hash, "$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
  EXPECT_NE(*hash, *HashPassword(password));
  EXPECT_TRUE(PasswordMatches(*hash, password));
  EXPECT_FALSE(PasswordMatches(*hash, "vier fietsen in de zon"));
  EXPECT_FALSE(PasswordMatches(*hash, ""));
  EXPECT_FALSE(PasswordMatches("no hash", password));
  EXPECT_FALSE(PasswordMatches("", ""));
}

TEST(PasswordTest, LengthIsWhatCounts) {
  EXPECT_TRUE(CheckPassword("vier fietsen", "els").ok());
  EXPECT_TRUE(CheckPassword("ኣብ ገዛና ብዙሕ ኣሎ", "els").ok()) << "characters, not bytes";
  std::string longest(199, 'a');
  longest.append("b");
  EXPECT_TRUE(CheckPassword(longest, "els").ok());
  for (const char* refused : {"kort", "ሰላም ኣብ ገዛ", "11 signs on", "xxxxxxxxxxxxxxxxxxxx",
                              "wie is ELS dan ook", "\xff\xfe twaalf tekens"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CheckPassword(refused, "els"))) << refused;
  }
  std::string long_one(200, 'a');
  long_one.append("b");
  EXPECT_TRUE(absl::IsInvalidArgument(CheckPassword(long_one, "els")));
}

TEST(PasswordTest, AOneTimePasswordCanBeReadOut) {
  SystemRandom random;
  std::set<std::string> seen;
  std::set<char> signs;
  for (int i = 0; i < 200; ++i) {
    const std::string password = NewOneTimePassword(random);
    EXPECT_EQ(password.size(), 23u);
    EXPECT_EQ(password.find_first_of("01IO5SUVLZ"), std::string::npos) << password;
    EXPECT_TRUE(seen.insert(password).second);
    signs.insert(password.begin(), password.end());
  }
  EXPECT_EQ(signs.size(), 27u) << "all signs and the hyphen";
  EXPECT_EQ(PlainOneTimePassword(" k7qf2-m4TXA 9rwhc-pb3nd\n"), "K7QF2M4TXA9RWHCPB3ND");
}

}  // namespace
}  // namespace wijkboek
