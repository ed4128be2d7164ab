// The way to a kiosk's daemon: the Connect protocol's unary JSON on loopback.
#ifndef WIJKBOEK_CLIENT_CLI_KIOSK_CONNECTION_H_
#define WIJKBOEK_CLIENT_CLI_KIOSK_CONNECTION_H_

#include <memory>
#include <string>

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Not thread-safe.
class KioskConnection {
 public:
  virtual ~KioskConnection() = default;
  // Calls wijkboek.v1.KioskService/`method` and waits. The error is the daemon's own; UNAVAILABLE
  // when nobody answers.
  virtual absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                            google::protobuf::Message& response) = 0;
};

// `url` as in "http://127.0.0.1:8440". Nothing is sent before the first call; a bad address shows
// there too.
std::unique_ptr<KioskConnection> ConnectToKiosk(std::string url);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_KIOSK_CONNECTION_H_
