// The HTTP server over TLS: names, the session's cookie, tokens, certificates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include "common/connect/http_server.h"
#include "common/tls/x509.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

constexpr char kMethod[] = "wijkboek.v1.Test/Call";

// Says back what it was called with.
class Echo final : public CallHandler {
 public:
  bool Has(absl::string_view method) const override { return method == kMethod; }
  HttpAnswer Call(const HttpCall& call) override {
    cookie_ = call.cookie;
    bearer_ = call.bearer;
    from_ = call.from;
    return {.json = answer_, .cookie = next_};
  }

  absl::StatusOr<std::string> answer_ = std::string("{}");
  std::optional<std::string> next_;
  std::string cookie_, bearer_, from_;
};

class ConnectTlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Validity validity{.not_before_ms = 0, .not_after_ms = 4'000'000'000'000};
    absl::StatusOr<KeyAndCertificate> authority = MakeAuthority(validity);
    ASSERT_TRUE(authority.ok()) << authority.status();
    tls_.key_pem = *MakeTlsKey();
    tls_.certificate_pem = *IssueServerCertificate(*authority, tls_.key_pem, validity);
    absl::StatusOr<std::unique_ptr<HttpServer>> server = HttpServer::Start(
        {.listen = "127.0.0.1:0", .tls = tls_, .names = {"wijkboek.example"}}, echo_, page_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<httplib::SSLClient>("127.0.0.1", server_->port());
    client_->enable_server_certificate_verification(false);
  }

  httplib::Result Post(const httplib::Headers& headers = {}) {
    return client_->Post(std::string("/") + kMethod, headers, "{}", "application/json");
  }

  HttpTls tls_;
  Echo echo_;
  PageFiles page_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<httplib::SSLClient> client_;
};

TEST_F(ConnectTlsTest, TheSessionIsACookieThatNoScriptAndNoOtherSiteHas) {
  echo_.next_ = "secret";
  httplib::Result began = Post();
  ASSERT_TRUE(began) << httplib::to_string(began.error());
  const std::string cookie = began->get_header_value("Set-Cookie");
  EXPECT_EQ(cookie, "__Host-wijkboek=secret; Path=/; Secure; HttpOnly; SameSite=Strict");
  EXPECT_EQ(echo_.cookie_, "");
  echo_.next_ = std::nullopt;
  EXPECT_FALSE(Post({{"Cookie", "a=b; __Host-wijkboek=secret; c=d"}})->has_header("Set-Cookie"));
  EXPECT_EQ(echo_.cookie_, "secret");
  EXPECT_EQ(echo_.from_, "127.0.0.1");
  echo_.next_ = "";
  EXPECT_THAT(Post()->get_header_value("Set-Cookie"), HasSubstr("Max-Age=0"));
  echo_.answer_ = absl::UnauthenticatedError("sign in first");
  httplib::Result ended = Post();
  EXPECT_EQ(ended->status, 401);
  EXPECT_THAT(ended->get_header_value("Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST_F(ConnectTlsTest, ATokenComesAsBearer) {
  Post({{"Authorization", "bearer wbt_abc "}});
  EXPECT_EQ(echo_.bearer_, "wbt_abc");
  Post({{"Authorization", "Basic wbt_abc"}});
  EXPECT_EQ(echo_.bearer_, "");
}

TEST_F(ConnectTlsTest, OnlyItsOwnNamesAndOriginMayCall) {
  const std::string port = std::to_string(server_->port());
  for (const std::string& host :
       {"127.0.0.1:" + port, "localhost:" + port, std::string("Wijkboek.Example")}) {
    EXPECT_EQ(Post({{"Host", host}})->status, 200) << host;
    EXPECT_EQ(Post({{"Host", host}, {"Origin", "https://" + host}})->status, 200) << host;
    EXPECT_EQ(Post({{"Host", host}, {"Origin", "http://" + host}})->status, 403) << host;
    EXPECT_EQ(Post({{"Host", host}, {"Origin", "https://evil.example"}})->status, 403) << host;
  }
  for (const char* host : {"evil.example", "wijkboek.example.evil", "127.0.0.1:1", ""}) {
    EXPECT_EQ(Post({{"Host", host}})->status, 403) << host;
  }
  EXPECT_EQ(echo_.bearer_, "");
}

TEST_F(ConnectTlsTest, BrowsersRememberTlsForItsNameAndNotForLoopback) {
  EXPECT_TRUE(Post({{"Host", "wijkboek.example"}})->has_header("Strict-Transport-Security"));
  EXPECT_FALSE(Post()->has_header("Strict-Transport-Security"));
}

TEST_F(ConnectTlsTest, WithoutTlsNobodyIsAnswered) {
  httplib::Client plain("127.0.0.1", server_->port());
  plain.set_read_timeout(2);
  httplib::Result answer = plain.Get("/");
  EXPECT_FALSE(answer && answer->status == 200);
}

TEST_F(ConnectTlsTest, ACertificateWithoutItsKeyIsRefusedAtTheStart) {
  for (const HttpTls& wrong :
       {HttpTls{.certificate_pem = tls_.certificate_pem, .key_pem = *MakeTlsKey()},
        HttpTls{.certificate_pem = "no PEM", .key_pem = tls_.key_pem},
        HttpTls{.certificate_pem = tls_.certificate_pem, .key_pem = ""}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        HttpServer::Start({.listen = "127.0.0.1:0", .tls = wrong, .names = {}}, echo_, page_)
            .status()));
  }
}

}  // namespace
}  // namespace wijkboek
