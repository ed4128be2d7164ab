// OfficeService over gRPC on a socket file that only the server's own account may open: decodes,
// calls, encodes.
#ifndef WIJKBOEK_SERVER_OFFICE_ADAPTER_H_
#define WIJKBOEK_SERVER_OFFICE_ADAPTER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/office.h"

namespace grpc {
class Service;
}

namespace wijkboek {

// Serves from Start until Stop or destruction.
class OfficeListener {
 public:
  // `socket_path` lies in a folder that is the caller's alone (the data folder, whose lock is
  // held): a socket left by an earlier server is taken away. Mode 0600. `office` and `access`
  // (AccessService there) must outlive this. INVALID_ARGUMENT when the path is too long for a
  // socket, UNAVAILABLE when it can't be made.
  static absl::StatusOr<std::unique_ptr<OfficeListener>> Start(const std::string& socket_path,
                                                               Office& office,
                                                               grpc::Service& access);
  virtual ~OfficeListener() = default;

  // Calls that run may end within `grace_ms`, then they are cancelled. Removes the socket.
  virtual void Stop(std::int64_t grace_ms) = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_ADAPTER_H_
