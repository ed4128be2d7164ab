#include "server/authority.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "common/limits.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kNowMs = 1'770'000'000'000;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

class AuthorityTest : public testing::Test {
 protected:
  absl::StatusOr<Authority> Open(std::int64_t now_ms = kNowMs) {
    return Authority::OpenOrCreate(dir_, now_ms);
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  }

  TempDir temporary_;
  const std::string dir_ = temporary_.File("authority");
};

TEST_F(AuthorityTest, IsMadeOnceAndKept) {
  absl::StatusOr<Authority> first = Open();
  ASSERT_TRUE(first.ok()) << first.status();
  absl::StatusOr<Authority> second = Open(kNowMs + kDayMs);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->certificate_pem(), first->certificate_pem());
  EXPECT_EQ(second->server_chain_pem(), first->server_chain_pem());
  EXPECT_EQ(second->server_key_pem(), first->server_key_pem());
  EXPECT_EQ(second->pin(), first->pin());
}

TEST_F(AuthorityTest, NobodyElseMayReadIt) {
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(ModeOf(dir_), 0700u);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir_)) {
    EXPECT_EQ(ModeOf(entry.path().string()), 0600u) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 4);
}

TEST_F(AuthorityTest, TheServersCertificateIsRenewedInItsLastThird) {
  std::string first = Open()->server_chain_pem();
  EXPECT_EQ(Open(kNowMs + kServerCertificateDays * kDayMs * 2 / 3 - kDayMs)->server_chain_pem(),
            first);
  absl::StatusOr<Authority> renewed =
      Open(kNowMs + kServerCertificateDays * kDayMs * 2 / 3 + kDayMs);
  ASSERT_TRUE(renewed.ok());
  EXPECT_NE(renewed->server_chain_pem(), first);
  EXPECT_TRUE(CheckIssuedBy(renewed->server_chain_pem(), renewed->certificate_pem()).ok());
}

TEST_F(AuthorityTest, GreetsKiosksThatStartIn1970) {
  absl::StatusOr<Authority> authority = Open();
  EXPECT_EQ(ValidityOf(authority->server_chain_pem())->not_before_ms, 0);
  EXPECT_EQ(ValidityOf(authority->certificate_pem())->not_before_ms, 0);
}

TEST_F(AuthorityTest, ALostServerKeyIsMadeAnew) {
  std::string pem = Open()->certificate_pem();
  std::filesystem::remove(dir_ + "/server.key");
  absl::StatusOr<Authority> again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->certificate_pem(), pem);
}

TEST_F(AuthorityTest, ALostAuthorityKeyIsNotReplacedInSilence) {
  ASSERT_TRUE(Open().ok());
  std::filesystem::remove(dir_ + "/authority.key");
  absl::Status status = Open().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_FALSE(std::filesystem::exists(dir_ + "/authority.key"));
}

TEST_F(AuthorityTest, AnotherAuthoritysKeyIsNoticed) {
  ASSERT_TRUE(Open().ok());
  std::ofstream(dir_ + "/authority.key") << *MakeTlsKey();
  EXPECT_TRUE(absl::IsDataLoss(Open().status()));
}

TEST_F(AuthorityTest, ACertificateThatIsGoneIsMadeAgainForTheSameKey) {
  // After a crash between the two files; and kiosks that know the authority go on knowing it.
  absl::StatusOr<Authority> first = Open();
  std::filesystem::remove(dir_ + "/authority.pem");
  absl::StatusOr<Authority> again = Open();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->pin(), first->pin());
  EXPECT_TRUE(CheckIssuedBy(again->server_chain_pem(), first->certificate_pem()).ok());
}

TEST_F(AuthorityTest, IssuesDevices) {
  absl::StatusOr<Authority> authority = Open();
  std::string key = *MakeTlsKey();
  DeviceIdentity identity{.device = *Id::FromHex(std::string(32, '1')),
                          .centre = *Id::FromHex(std::string(32, '2')),
                          .log_key = *PublicKey::FromHex(std::string(64, '3'))};
  absl::StatusOr<IssuedCertificate> issued =
      authority->IssueDevice(*MakeSigningRequest(key), identity, kNowMs, kDayMs);
  ASSERT_TRUE(issued.ok()) << issued.status();
  EXPECT_EQ(issued->not_after_ms, kNowMs + kDayMs);
  EXPECT_EQ(ValidityOf(issued->pem)->not_before_ms, kNowMs - 5 * 60 * 1000);
  EXPECT_EQ(*authority->Identify(issued->pem), identity);
  EXPECT_TRUE(absl::IsInvalidArgument(
      authority->IssueDevice("nonsense", identity, kNowMs, kDayMs).status()));
}

}  // namespace
}  // namespace wijkboek
