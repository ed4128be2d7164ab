// The way to the office's services as another program has it: gRPC over TLS, with a token.
#ifndef WIJKBOEK_CLIENT_CLI_API_CONNECTION_H_
#define WIJKBOEK_CLIENT_CLI_API_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wijkboek {

struct ApiAddress {
  // "wijkboek.example.nl:8446".
  std::string server;
  // "wbt_…".
  std::string token;
  // PEM of who vouches for the server's certificate; empty: whom this machine trusts.
  std::string authority_pem;
};

// Not thread-safe.
class ApiConnection {
 public:
  virtual ~ApiConnection() = default;
  // `method` is "wijkboek.v1.OfficeService/GetReport"; messages are in their binary form, and
  // `take` gets each one of the answer. Errors are the server's own, or `take`'s.
  virtual absl::Status Call(const std::string& method, const std::string& request,
                            absl::FunctionRef<absl::Status(const std::string&)> take) = 0;
};

// Nothing is sent before the first call. INVALID_ARGUMENT for an address that is none.
absl::StatusOr<std::unique_ptr<ApiConnection>> ConnectToApi(const ApiAddress& address);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_API_CONNECTION_H_
