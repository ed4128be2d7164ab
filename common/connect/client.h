// Calls a Connect service: one POST of a message, one message back.
#ifndef WIJKBOEK_COMMON_CONNECT_CLIENT_H_
#define WIJKBOEK_COMMON_CONNECT_CLIENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace wijkboek {

inline constexpr std::int64_t kConnectCallTimeoutMs = 30 * 1000;

// `url` is "http://127.0.0.1:8440", `method` "wijkboek.v1.KioskService/CheckIn". Returns the
// service's own status, UNAVAILABLE when nobody answers there, INVALID_ARGUMENT for an url that is
// none.
absl::Status CallConnect(const std::string& url, absl::string_view method,
                         const google::protobuf::Message& request,
                         google::protobuf::Message& response,
                         std::int64_t timeout_ms = kConnectCallTimeoutMs);

template <typename Response>
absl::StatusOr<Response> CallConnect(const std::string& url, absl::string_view method,
                                     const google::protobuf::Message& request,
                                     std::int64_t timeout_ms = kConnectCallTimeoutMs) {
  Response response;
  absl::Status status = CallConnect(url, method, request, response, timeout_ms);
  if (!status.ok()) return status;
  return response;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_CLIENT_H_
