// The Connect protocol's unary JSON on loopback: dispatch, errors, and who may call.

#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "common/connect/client.h"
#include "common/connect/dispatch.h"
#include "common/connect/error.h"
#include "common/connect/http_server.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "tests/common/temp_dir.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {
namespace {

constexpr char kCheckIn[] = "wijkboek.v1.KioskService/CheckIn";
constexpr char kCheckInPath[] = "/wijkboek.v1.KioskService/CheckIn";

class ConnectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    table_.Add<v1::CheckInRequest, v1::CheckInResponse>(
        kCheckIn, [](const v1::CheckInRequest& request) -> absl::StatusOr<v1::CheckInResponse> {
          if (request.who().badge() == "nobody") return absl::NotFoundError("no such \"badge\"");
          if (request.who().badge() == "throw") throw std::runtime_error("boom");
          v1::CheckInResponse response;
          response.mutable_saved()->set_name(request.who().badge());
          return response;
        });
    WriteFile("index.html", "<!doctype html><title>Wijkboek</title>");
    WriteFile("assets/index-4f2a.js", "export {};");
    WriteFile(".hidden.html", "not for anybody");
    std::filesystem::create_symlink("/etc/hostname", folder_.File("page/link.html"));
    absl::StatusOr<PageFiles> page = PageFiles::Open(folder_.File("page"));
    ASSERT_TRUE(page.ok()) << page.status();
    page_ = *std::move(page);
    absl::StatusOr<std::unique_ptr<HttpServer>> server =
        HttpServer::Start("127.0.0.1:0", table_, page_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<httplib::Client>(server_->url());
  }

  void WriteFile(const std::string& name, const std::string& content) {
    const std::filesystem::path path = folder_.File("page/" + name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << content;
  }

  httplib::Result Post(const std::string& body, const std::string& type = "application/json",
                       const httplib::Headers& headers = {}) {
    return client_->Post(kCheckInPath, headers, body, type.c_str());
  }

  TempDir folder_;
  DispatchTable table_;
  PageFiles page_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(ConnectTest, CallsThroughTheClientFunction) {
  v1::CheckInRequest request;
  request.mutable_who()->set_badge("04A1");
  absl::StatusOr<v1::CheckInResponse> response =
      CallConnect<v1::CheckInResponse>(server_->url(), kCheckIn, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->saved().name(), "04A1");
}

TEST_F(ConnectTest, ErrorsKeepTheirCodeAndMessage) {
  v1::CheckInRequest request;
  request.mutable_who()->set_badge("nobody");
  absl::Status status =
      CallConnect<v1::CheckInResponse>(server_->url(), kCheckIn, request).status();
  EXPECT_EQ(status, absl::NotFoundError("no such \"badge\""));
  httplib::Result result = Post(R"({"who":{"badge":"nobody"}})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 404);
  EXPECT_EQ(result->body, R"({"code":"not_found","message":"no such \"badge\""})");
}

TEST_F(ConnectTest, EachCallHasAConnectionOfItsOwn) {
  const httplib::Result answer = Post(R"({"who":{"badge":"x"}})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Connection"), "close")
      << "a browser would send a call again when a connection that it used before breaks";
}

TEST_F(ConnectTest, AnswersAreNotCachedNorSniffed) {
  httplib::Result result = Post(R"({"who":{"badge":"x"}})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
  EXPECT_EQ(result->get_header_value("Cache-Control"), "no-store");
  EXPECT_EQ(result->get_header_value("X-Content-Type-Options"), "nosniff");
}

TEST_F(ConnectTest, RefusesWhatIsNoCall) {
  EXPECT_EQ(Post("{", "application/json")->status, 400);
  EXPECT_EQ(Post("{}", "text/plain")->status, 415);
  EXPECT_EQ(client_->Post("/wijkboek.v1.KioskService/Nothing", "{}", "application/json")->status,
            404);
  EXPECT_EQ(client_->Get(kCheckInPath)->status, 405);
  EXPECT_EQ(Post(std::string(kHttpBodyBytesMax + 1, ' '))->status, 413);
}

TEST_F(ConnectTest, GivesThePageAndNothingElseOfTheDisk) {
  httplib::Result index = client_->Get("/");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->status, 200);
  EXPECT_EQ(index->get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(index->get_header_value("Cache-Control"), "no-cache");
  EXPECT_EQ(index->body, "<!doctype html><title>Wijkboek</title>");
  httplib::Result script = client_->Get("/assets/index-4f2a.js");
  EXPECT_EQ(script->get_header_value("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script->get_header_value("Cache-Control"), "public, max-age=31536000, immutable");
  for (const char* path : {"/link.html", "/.hidden.html", "/../secret.html", "/%2e%2e/secret.html",
                           "/assets", "/assets/", "/index.html/", "//index.html"}) {
    EXPECT_EQ(client_->Get(path)->status, 404) << path;
  }
  EXPECT_EQ(client_->Get("/", {{"Host", "evil.example"}})->status, 403);
  EXPECT_EQ(client_->Post("/", "{}", "application/json")->status, 404);
}

TEST_F(ConnectTest, ThePageMayLoadNothingFromElsewhere) {
  const std::string policy = client_->Get("/")->get_header_value("Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'self'"), std::string::npos) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
}

TEST_F(ConnectTest, WhatDidNotChangeIsNotSentAgain) {
  const std::string etag = client_->Get("/")->get_header_value("ETag");
  EXPECT_EQ(client_->Get("/", {{"If-None-Match", etag}})->status, 304);
  EXPECT_EQ(client_->Get("/", {{"If-None-Match", "\"other\""}})->status, 200);
}

// Packing the page's program took a second, of every start.
TEST_F(ConnectTest, NothingIsPackedForLoopback) {
  const httplib::Headers packed = {{"Accept-Encoding", "gzip, deflate, br"}};
  for (const char* path : {"/", "/assets/index-4f2a.js", "/no-such-page"}) {
    httplib::Result file = client_->Get(path, packed);
    EXPECT_FALSE(file->has_header("Content-Encoding")) << path;
    EXPECT_EQ(file->get_header_value("Content-Length"), std::to_string(file->body.size()));
  }
  httplib::Result call = Post(R"({"who":{"badge":"04A1"}})", "application/json", packed);
  EXPECT_EQ(call->status, 200);
  EXPECT_FALSE(call->has_header("Content-Encoding"));
}

TEST_F(ConnectTest, AFolderThatIsNoPageIsRefused) {
  EXPECT_EQ(PageFiles::Open(folder_.File("nowhere")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PageFiles::Open(folder_.File("page/assets")).status().code(),
            absl::StatusCode::kNotFound);
  WriteFile("store.db", "not for anybody");
  EXPECT_EQ(PageFiles::Open(folder_.File("page")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(ConnectTest, ExceptionsEndAtTheServer) {
  httplib::Result result = Post(R"({"who":{"badge":"throw"}})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 500);
  EXPECT_EQ(result->body.find("boom"), std::string::npos);
}

TEST_F(ConnectTest, UnknownFieldsAreSkipped) {
  EXPECT_EQ(Post(R"({"who":{"badge":"x","colour":"blue"},"later":1})")->status, 200);
}

TEST_F(ConnectTest, OnlyItsOwnHostAndOriginMayCall) {
  const std::string body = R"({"who":{"badge":"x"}})";
  const std::string port = std::to_string(server_->port());
  EXPECT_EQ(Post(body, "application/json", {{"Host", "evil.example:" + port}})->status, 403);
  EXPECT_EQ(Post(body, "application/json", {{"Host", "127.0.0.1:1"}})->status, 403);
  EXPECT_EQ(Post(body, "application/json", {{"Origin", "http://evil.example"}})->status, 403);
  EXPECT_EQ(Post(body, "application/json", {{"Origin", "null"}})->status, 403);
  EXPECT_EQ(Post(body, "application/json", {{"Origin", server_->url()}})->status, 200);
  EXPECT_EQ(Post(body, "application/json", {{"Host", "localhost:" + port}})->status, 200);
}

TEST_F(ConnectTest, ListensOnLoopbackAloneAndOnAFreePort) {
  EXPECT_EQ(HttpServer::Start("0.0.0.0:0", table_, page_).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(HttpServer::Start("nonsense", table_, page_).status().code(),
            absl::StatusCode::kInvalidArgument);
  absl::Status taken =
      HttpServer::Start("127.0.0.1:" + std::to_string(server_->port()), table_, page_).status();
  EXPECT_EQ(taken.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(taken.message().find("uses this port"), absl::string_view::npos) << taken;
}

// Whoever the kernel turns away tries again after seconds.
TEST_F(ConnectTest, ABurstIsNotTurnedAwayAtTheDoor) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::vector<pollfd> burst(100);
  for (pollfd& one : burst) {
    one = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), .events = POLLOUT};
    (void)connect(one.fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  int connected = 0;
  int patience_ms = 500;
  for (pollfd& one : burst) {
    if (poll(&one, 1, patience_ms) == 1) {
      ++connected;
    } else {
      patience_ms = 0;
    }
  }
  for (const pollfd& one : burst) close(one.fd);
  EXPECT_EQ(connected, 100);
  EXPECT_EQ(Post(R"({"who":{"badge":"x"}})")->status, 200);
}

TEST(ConnectClientTest, SaysWhenNobodyAnswers) {
  v1::CheckInRequest request;
  absl::Status status =
      CallConnect<v1::CheckInResponse>("http://127.0.0.1:1", kCheckIn, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CallConnect<v1::CheckInResponse>("kiosk", kCheckIn, request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ConnectErrorTest, EveryCodeComesBack) {
  for (int code = 1; code <= 16; ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(StatusOfAnswer(HttpStatusOf(status.code()), ConnectErrorJson(status)), status);
  }
}

TEST(ConnectErrorTest, AnAnswerThatIsNoneOfOursIsReadByItsNumber) {
  const std::vector<std::pair<int, absl::StatusCode>> codes = {
      {400, absl::StatusCode::kInternal},         {401, absl::StatusCode::kUnauthenticated},
      {403, absl::StatusCode::kPermissionDenied}, {404, absl::StatusCode::kUnimplemented},
      {429, absl::StatusCode::kUnavailable},      {502, absl::StatusCode::kUnavailable},
      {503, absl::StatusCode::kUnavailable},      {504, absl::StatusCode::kUnavailable},
      {418, absl::StatusCode::kUnknown}};
  for (const auto& [number, code] : codes) {
    EXPECT_EQ(StatusOfAnswer(number, "<html>").code(), code) << number;
  }
}

TEST(ConnectErrorTest, AMessageThatIsNoTextLeavesTheCode) {
  const absl::Status status = absl::NotFoundError("caf\xe9");
  const std::string json = ConnectErrorJson(status);
  EXPECT_TRUE(IsUtf8(json)) << json;
  EXPECT_EQ(StatusOfAnswer(404, json).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace wijkboek
