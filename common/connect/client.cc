#include "common/connect/client.h"

#include <httplib.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/connect/dispatch.h"
#include "common/connect/error.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {

absl::Status CallConnect(const std::string& url, absl::string_view method,
                         const google::protobuf::Message& request,
                         google::protobuf::Message& response, std::int64_t timeout_ms) {
  if (!absl::StartsWith(url, "http://")) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", url, "\" is no address of a kiosk; write http://127.0.0.1:8440"));
  }
  httplib::Client client(url);
  client.set_connection_timeout(timeout_ms / 1000, timeout_ms % 1000 * 1000);
  client.set_read_timeout(timeout_ms / 1000, timeout_ms % 1000 * 1000);
  client.set_write_timeout(timeout_ms / 1000, timeout_ms % 1000 * 1000);
  ASSIGN_OR_RETURN(std::string json, DispatchTable::PrintJson(request));
  httplib::Headers headers = {{"Connect-Protocol-Version", "1"}};
  httplib::Result result =
      client.Post(absl::StrCat("/", method).c_str(), headers, json, "application/json");
  if (!result) {
    return absl::UnavailableError(absl::StrCat("nobody answers at ", url, " (",
                                               httplib::to_string(result.error()),
                                               "): is wijkboek-kiosk running?"));
  }
  RETURN_IF_ERROR(StatusOfAnswer(result->status, result->body));
  return DispatchTable::ParseJson(result->body, response);
}

}  // namespace wijkboek
