// EnrolmentService over gRPC, on a listener of its own: TLS with the server's certificate, none
// asked of the caller.
#ifndef WIJKBOEK_SERVER_ENROLMENT_ADAPTER_H_
#define WIJKBOEK_SERVER_ENROLMENT_ADAPTER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/authority.h"
#include "server/enrolment.h"

namespace wijkboek {

// Serves from construction until Stop or destruction.
class EnrolmentListener {
 public:
  // `address` is "host:port"; port 0 takes a free one. `enrolment` must outlive this. UNAVAILABLE
  // when the address is taken.
  static absl::StatusOr<std::unique_ptr<EnrolmentListener>> Start(const std::string& address,
                                                                  DeviceEnrolment& enrolment,
                                                                  const Authority& authority);
  virtual ~EnrolmentListener() = default;

  // "host:port" with the port that was taken.
  virtual const std::string& address() const = 0;
  // Calls that run may end within `grace_ms`, then they are cancelled.
  virtual void Stop(std::int64_t grace_ms) = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ENROLMENT_ADAPTER_H_
