// SyncService over gRPC: decodes, hands on, encodes. Nothing here blocks in gRPC's reactions:
// batches are stored by the writer, pages are read by a few workers.
#ifndef WIJKBOEK_SERVER_SYNC_ADAPTER_H_
#define WIJKBOEK_SERVER_SYNC_ADAPTER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/clock.h"
#include "server/device_directory.h"
#include "server/feed.h"
#include "server/push_session.h"

namespace grpc {
class Service;
}

namespace wijkboek {

// Everything is thread-safe and outlives the adapter.
struct SyncParts {
  PushParts push;
  Feed& feed;
  // Who a client certificate (PEM) of our authority names.
  std::function<absl::StatusOr<DeviceIdentity>(absl::string_view certificate_pem)> identify;
  // How many streams of each kind are admitted.
  int streams_max = 0;
};

class SyncAdapter {
 public:
  static std::unique_ptr<SyncAdapter> Make(SyncParts parts);
  virtual ~SyncAdapter() = default;

  // To be registered with a server.
  virtual grpc::Service& service() = 0;
  // The log grew: pulls go on. Cheap; may be called on any thread.
  virtual void LogGrew() = 0;
  // Ends all streams of the device.
  virtual void Cut(const Id& device, const absl::Status& why) = 0;
  // Ends all streams, and admits none any more. The server can then be shut down without waiting.
  virtual void Stop() = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SYNC_ADAPTER_H_
