// Reads the events of one device's own log by their index, so that it costs what that device said
// and not what everybody said.
#ifndef WIJKBOEK_SERVER_OWN_EVENTS_H_
#define WIJKBOEK_SERVER_OWN_EVENTS_H_

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/event.h"
#include "common/ids.h"
#include "server/log_store.h"

namespace wijkboek {

// For a device whose epochs follow each other without forks: the office. One thread.
class OwnEvents {
 public:
  // `log` must outlive this.
  OwnEvents(const LogStore& log, const Id& device) : log_(log), device_(device) {}

  // Visits what came since the last call: epoch after epoch, each in its order. After an error the
  // next call goes on behind the last event that was visited.
  absl::Status Next(absl::FunctionRef<void(const StoredEvent& event)> visit);

 private:
  absl::Status NextOf(Epoch epoch, std::uint64_t until,
                      absl::FunctionRef<void(const StoredEvent& event)> visit);

  const LogStore& log_;
  const Id device_;
  // The last seq that was visited of each epoch.
  absl::flat_hash_map<Epoch, std::uint64_t> visited_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OWN_EVENTS_H_
