// The listeners for kiosks and for other programs: gRPC over TLS.
#ifndef WIJKBOEK_SERVER_LISTENERS_H_
#define WIJKBOEK_SERVER_LISTENERS_H_

#include <cstdint>
#include <memory>
#include <string>

#include <grpcpp/generic/async_generic_service.h>

#include "absl/status/statusor.h"
#include "server/authority.h"

namespace grpc {
class Service;
}

namespace wijkboek {

// Serves from construction until Stop or destruction.
class GrpcListener {
 public:
  virtual ~GrpcListener() = default;
  // "host:port" with the port that was taken.
  virtual const std::string& address() const = 0;
  // Calls that run may end within `grace_ms`, then they are cancelled. Returns when all have ended.
  virtual void Stop(std::int64_t grace_ms) = 0;
};

// TLS 1.2 or 1.3 with a client certificate of the authority. UNAVAILABLE when the address is taken.
// `service` outlives it.
absl::StatusOr<std::unique_ptr<GrpcListener>> ListenForSync(const std::string& address,
                                                            const Authority& authority,
                                                            grpc::Service& service);

// TLS 1.2 or 1.3, for anybody: who calls is the service's to find out. PEM: the certificate with
// its chain, and its key. UNAVAILABLE as above. `service` outlives it.
absl::StatusOr<std::unique_ptr<GrpcListener>> ListenForPrograms(
    const std::string& address, const std::string& certificate_pem, const std::string& key_pem,
    grpc::CallbackGenericService& service);

// Health checking and reflection on every listener that is made from now on. Once per process.
void EnableHealthAndReflection();

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_LISTENERS_H_
