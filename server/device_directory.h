// Who may sync, and what is known of each device. The registry implements it; sync asks and tells
// it.
#ifndef WIJKBOEK_SERVER_DEVICE_DIRECTORY_H_
#define WIJKBOEK_SERVER_DEVICE_DIRECTORY_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/tls/identity.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// Thread-safe. Nothing here may take long: it is called between a request and its answer (what must
// reach a disk is written elsewhere or a little later).
class DeviceDirectory {
 public:
  virtual ~DeviceDirectory() = default;

  // At the opening of a stream. `from_certificate` is what a certificate of our authority says: a
  // device that is not known here (the server was restored) is learned from it. The identity that
  // holds. PERMISSION_DENIED when it is revoked.
  virtual absl::StatusOr<DeviceIdentity> Admit(const DeviceIdentity& from_certificate,
                                               std::int64_t now_ms) = 0;
  virtual bool IsRevoked(const Id& device) const = 0;

  // The device spoke, at this server time.
  virtual void Heard(const Id& device, const v1::DeviceStatus& status, std::int64_t server_ms) = 0;
  // Everything that it captured in this epoch until `through_ms` (server time) is here.
  virtual void HeardThrough(const Id& device, Epoch epoch, std::uint64_t seq,
                            std::int64_t through_ms) = 0;
  // There is more than one branch of its log.
  virtual void Forked(const Id& device) = 0;

  // Called with each device that is revoked from now on, on the thread that revokes it, outside all
  // locks. One listener; an empty function ends it, and when this returns the earlier one is not
  // called any more.
  virtual void OnRevoked(std::function<void(const Id& device)> listener) = 0;
};

// Where changes in devices' lives become entries of the server's log. The writer implements it.
class LifecycleLog {
 public:
  virtual ~LifecycleLog() = default;
  // Durable when it returns. UNAVAILABLE or RESOURCE_EXHAUSTED when the store can't be written: to
  // be tried again. Never call it from a completion of the writer.
  virtual absl::Status AppendLifecycle(const v1::DeviceLifecycle& lifecycle) = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DEVICE_DIRECTORY_H_
