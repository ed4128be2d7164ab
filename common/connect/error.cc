#include "common/connect/error.h"

#include <google/protobuf/util/json_util.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {
namespace {

struct CodeRow {
  absl::StatusCode code;
  absl::string_view name;
  int http_status;
};

// As the Connect protocol fixes them.
constexpr std::array<CodeRow, 16> kCodes = {{
    {absl::StatusCode::kCancelled, "canceled", 499},
    {absl::StatusCode::kUnknown, "unknown", 500},
    {absl::StatusCode::kInvalidArgument, "invalid_argument", 400},
    {absl::StatusCode::kDeadlineExceeded, "deadline_exceeded", 504},
    {absl::StatusCode::kNotFound, "not_found", 404},
    {absl::StatusCode::kAlreadyExists, "already_exists", 409},
    {absl::StatusCode::kPermissionDenied, "permission_denied", 403},
    {absl::StatusCode::kResourceExhausted, "resource_exhausted", 429},
    {absl::StatusCode::kFailedPrecondition, "failed_precondition", 400},
    {absl::StatusCode::kAborted, "aborted", 409},
    {absl::StatusCode::kOutOfRange, "out_of_range", 400},
    {absl::StatusCode::kUnimplemented, "unimplemented", 501},
    {absl::StatusCode::kInternal, "internal", 500},
    {absl::StatusCode::kUnavailable, "unavailable", 503},
    {absl::StatusCode::kDataLoss, "data_loss", 500},
    {absl::StatusCode::kUnauthenticated, "unauthenticated", 401},
}};

absl::StatusCode CodeOfHttp(int http_status) {
  switch (http_status) {
    case 400:
      return absl::StatusCode::kInternal;
    case 401:
      return absl::StatusCode::kUnauthenticated;
    case 403:
      return absl::StatusCode::kPermissionDenied;
    case 404:
      return absl::StatusCode::kUnimplemented;
    case 429:
    case 502:
    case 503:
    case 504:
      return absl::StatusCode::kUnavailable;
    default:
      return absl::StatusCode::kUnknown;
  }
}

}  // namespace

absl::string_view ConnectCode(absl::StatusCode code) {
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row.name;
  }
  return "unknown";
}

int HttpStatusOf(absl::StatusCode code) {
  if (code == absl::StatusCode::kOk) return 200;
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row.http_status;
  }
  return 500;
}

std::string ConnectErrorJson(const absl::Status& status) {
  v1::CallError error;
  error.set_code(std::string(ConnectCode(status.code())));
  error.set_message(std::string(status.message()));
  std::string json;
  if (google::protobuf::util::MessageToJsonString(error, &json).ok()) return json;
  // A message that is not UTF-8: the code still says what kind of trouble it is.
  return absl::StrCat("{\"code\":\"", error.code(), "\"}");
}

absl::Status StatusOfAnswer(int http_status, absl::string_view body) {
  if (http_status == 200) return absl::OkStatus();
  v1::CallError error;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (google::protobuf::util::JsonStringToMessage(std::string(body), &error, options).ok()) {
    for (const CodeRow& row : kCodes) {
      if (row.name == error.code()) return absl::Status(row.code, error.message());
    }
  }
  return absl::Status(CodeOfHttp(http_status),
                      absl::StrCat("the answer is HTTP ", http_status,
                                   " and no Wijkboek answer: is another program at this address?"));
}

}  // namespace wijkboek
