#include "common/tls/probe.h"

#include <gtest/gtest.h>

#include <chrono>

#include "common/invitation.h"
#include "common/tls/x509.h"
#include "tests/common/tls_server.h"

namespace wijkboek {
namespace {

constexpr Validity kAlways{.not_before_ms = 0, .not_after_ms = 4'000'000'000'000};
constexpr std::int64_t kTimeoutMs = 5000;

class ProbeTest : public testing::Test {
 protected:
  void SetUp() override {
    authority_ = *MakeAuthority(kAlways);
    server_.key_pem = *MakeTlsKey();
    server_.certificate_pem = *IssueServerCertificate(authority_, server_.key_pem, kAlways);
    pin_ = PinOf(*PublicKeyFingerprint(authority_.certificate_pem)).ToString();
  }

  KeyAndCertificate authority_;
  KeyAndCertificate server_;
  std::string pin_;
};

TEST_F(ProbeTest, FindsThePinnedAuthority) {
  GreetingServer server(server_.key_pem, {server_.certificate_pem, authority_.certificate_pem});
  absl::StatusOr<std::string> found = FetchPinnedAuthority(server.address(), pin_, kTimeoutMs);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*PublicKeyFingerprint(*found), *PublicKeyFingerprint(authority_.certificate_pem));
}

TEST_F(ProbeTest, RefusesAnotherAuthority) {
  GreetingServer server(server_.key_pem, {server_.certificate_pem, authority_.certificate_pem});
  std::string other_pin = pin_;
  other_pin.back() = static_cast<char>(other_pin.back() ^ 1);
  absl::Status status = FetchPinnedAuthority(server.address(), other_pin, kTimeoutMs).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_NE(status.message().find("another authority"), absl::string_view::npos) << status;
  EXPECT_TRUE(
      absl::IsPermissionDenied(FetchPinnedAuthority(server.address(), "", kTimeoutMs).status()));
}

TEST_F(ProbeTest, RefusesABorrowedAuthority) {
  // The right authority's certificate is public: showing it is no proof.
  KeyAndCertificate impostor_authority = *MakeAuthority(kAlways);
  std::string impostor = *IssueServerCertificate(impostor_authority, server_.key_pem, kAlways);
  GreetingServer server(server_.key_pem, {impostor, authority_.certificate_pem});
  EXPECT_TRUE(
      absl::IsPermissionDenied(FetchPinnedAuthority(server.address(), pin_, kTimeoutMs).status()));
}

TEST_F(ProbeTest, WhoeverSpeaksNoTlsIsNotReached) {
  GreetingServer portal("", {}, "HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n");
  absl::Status status = FetchPinnedAuthority(portal.address(), pin_, kTimeoutMs).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

TEST_F(ProbeTest, ASilentServerCostsNoMoreThanTheTimeout) {
  SilentServer silent;
  auto start = std::chrono::steady_clock::now();
  absl::Status status = FetchPinnedAuthority(silent.address(), pin_, 200).status();
  auto took = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_GE(took, std::chrono::milliseconds(190));
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST_F(ProbeTest, NobodyThere) {
  std::string address;
  {
    SilentServer gone;
    address = gone.address();
  }
  EXPECT_TRUE(absl::IsUnavailable(FetchPinnedAuthority(address, pin_, kTimeoutMs).status()));
}

TEST_F(ProbeTest, AnAddressMayStandInBrackets) {
  GreetingServer server(server_.key_pem, {server_.certificate_pem, authority_.certificate_pem});
  const std::string address = server.address();
  const std::size_t colon = address.rfind(':');
  const std::string bracketed = "[" + address.substr(0, colon) + "]" + address.substr(colon);
  absl::StatusOr<std::string> found = FetchPinnedAuthority(bracketed, pin_, kTimeoutMs);
  EXPECT_TRUE(found.ok()) << found.status();
}

TEST_F(ProbeTest, ANameThatLeadsNowhereIsSaidToDoSo) {
  absl::Status status = FetchPinnedAuthority("127.0.0.1:nowhere", pin_, kTimeoutMs).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_NE(status.message().find("leads nowhere"), absl::string_view::npos) << status;
}

TEST_F(ProbeTest, RefusesWhatIsNoAddress) {
  for (const std::string address : {"", "host", "host:", ":80"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(FetchPinnedAuthority(address, pin_, kTimeoutMs).status()))
        << address;
  }
}

}  // namespace
}  // namespace wijkboek
