#include "tests/e2e/harness/office_caller.h"

#include <httplib.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/base32.h"
#include "common/clock.h"
#include "common/connect/dispatch.h"
#include "common/status.h"
#include "server/access/totp.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {
namespace {

// A machine that builds something else answers slowly.
constexpr std::chrono::minutes kPatience{10};

httplib::Headers HeadersWith(const std::string& cookie) {
  httplib::Headers headers;
  if (!cookie.empty()) headers.emplace("Cookie", "__Host-wijkboek=" + cookie);
  return headers;
}

}  // namespace

OfficeCaller::OfficeCaller(const std::string& url)
    : client_(std::make_unique<httplib::SSLClient>("127.0.0.1",
                                                   std::stoi(url.substr(url.rfind(':') + 1)))) {
  client_->enable_server_certificate_verification(false);
  client_->set_keep_alive(true);
  client_->set_tcp_nodelay(true);
  client_->set_read_timeout(kPatience);
}
OfficeCaller::~OfficeCaller() = default;

OfficeCaller::Answer OfficeCaller::Call(const std::string& method, const std::string& json,
                                        const std::string& cookie) {
  httplib::Result result =
      client_->Post("/wijkboek.v1." + method, HeadersWith(cookie), json, "application/json");
  if (!result) return {.status = -1, .body = httplib::to_string(result.error())};
  const std::string set = result->get_header_value("Set-Cookie");
  if (!set.empty()) cookie_ = set.substr(set.find('=') + 1, set.find(';') - set.find('=') - 1);
  return {.status = result->status,
          .body = result->body,
          .disposition = result->get_header_value("Content-Disposition")};
}

absl::StatusOr<std::size_t> OfficeCaller::Download(const std::string& method,
                                                   const std::string& json,
                                                   const std::string& cookie) {
  std::size_t bytes = 0;
  httplib::Request request;
  request.method = "POST";
  request.path = "/wijkboek.v1." + method;
  request.headers = HeadersWith(cookie);
  request.set_header("Content-Type", "application/json");
  request.body = json;
  request.content_receiver = [&](const char*, std::size_t size, std::uint64_t, std::uint64_t) {
    bytes += size;
    return true;
  };
  const httplib::Result result = client_->send(request);
  if (!result) return absl::UnavailableError(httplib::to_string(result.error()));
  if (result->status != 200) return absl::UnknownError(absl::StrCat("HTTP ", result->status));
  return bytes;
}

absl::StatusOr<std::string> OfficeCaller::SetUp(const std::string& name,
                                                const std::string& one_time_password,
                                                const std::string& password) {
  const Answer first =
      Call("AccessService/SignIn",
           absl::StrCat(R"({"name":")", name, R"(","password":")", one_time_password, R"("})"), "");
  v1::SignInResponse begun;
  RETURN_IF_ERROR(WithContext(DispatchTable::ParseJson(first.body, begun), first.body));
  ASSIGN_OR_RETURN(const std::string secret, FromBase32(begun.set_up().secret()));
  const std::string code = TotpCode(secret, SystemClock().WallMs() / kTotpStepMs);
  const Answer done =
      Call("AccessService/SetUp",
           absl::StrCat(R"({"name":")", name, R"(","oneTimePassword":")", one_time_password,
                        R"(","password":")", password, R"(","code":")", code, R"("})"),
           "");
  if (done.status != 200) return absl::UnknownError(done.body);
  return cookie_;
}

}  // namespace wijkboek
