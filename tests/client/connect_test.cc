// The Connect protocol's unary JSON on loopback: dispatch, errors, and who may call.

#include <gtest/gtest.h>
#include <httplib.h>

#include "common/connect/client.h"
#include "common/connect/dispatch.h"
#include "common/connect/error.h"
#include "common/connect/http_server.h"
#include "common/limits.h"
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
    absl::StatusOr<std::unique_ptr<HttpServer>> server = HttpServer::Start("127.0.0.1:0", table_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    client_ = std::make_unique<httplib::Client>(server_->url());
  }

  httplib::Result Post(const std::string& body, const std::string& type = "application/json",
                       const httplib::Headers& headers = {}) {
    return client_->Post(kCheckInPath, headers, body, type.c_str());
  }

  DispatchTable table_;
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
  EXPECT_EQ(HttpServer::Start("0.0.0.0:0", table_).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(HttpServer::Start("nonsense", table_).status().code(),
            absl::StatusCode::kInvalidArgument);
  absl::Status taken =
      HttpServer::Start("127.0.0.1:" + std::to_string(server_->port()), table_).status();
  EXPECT_EQ(taken.code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(taken.message().find("uses this port"), absl::string_view::npos) << taken;
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
  EXPECT_EQ(StatusOfAnswer(503, "<html>").code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace wijkboek
