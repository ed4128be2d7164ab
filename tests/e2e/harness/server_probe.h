// What a stranger or a monitoring program can ask the server over gRPC.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_SERVER_PROBE_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_SERVER_PROBE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/e2e/harness/town.h"

namespace grpc {
class Channel;
}

namespace wijkboek {

class ServerProbe {
 public:
  // With a certificate of the server's own authority (read from its data folder), as an operator
  // might make one.
  static absl::StatusOr<ServerProbe> Connect(const Town& town);
  // Whether a call without any certificate gets as far as an answer of the server.
  static bool AdmitsStrangers(const Town& town);

  // OK when the server says SERVING.
  absl::Status CheckHealth() const;
  absl::StatusOr<std::vector<std::string>> ListServices() const;

 private:
  explicit ServerProbe(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_SERVER_PROBE_H_
