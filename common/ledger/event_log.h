// The log as the fold reads it: events at positions, in the order in which they arrived. The
// kiosk's store and the server's store are two implementations; a vector in tests is a third.
#ifndef WIJKBOEK_COMMON_LEDGER_EVENT_LOG_H_
#define WIJKBOEK_COMMON_LEDGER_EVENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct LogEvent {
  // Grows, with gaps (entries that are no events have positions too).
  std::uint64_t position = 0;
  Hash previous;
  std::string bytes;
  // When the server first received it (server time); absent for a kiosk's own event that is not
  // acknowledged yet.
  std::optional<std::int64_t> received_ms;
};

// The log has events, and notices: how far which device was heard, and devices' lives.
class EventLog {
 public:
  virtual ~EventLog() = default;
  // At most `limit` events after `position`, oldest first.
  virtual absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                          std::size_t limit) const = 0;
  // NOT_FOUND when there is no event at this position.
  virtual absl::StatusOr<LogEvent> Read(std::uint64_t position) const = 0;
  // At most `limit` notices (heard-through and lifecycle entries) after `position`, oldest first.
  // Their positions are the server's, and need not be comparable with those of events. Whoever
  // reads notices first and events afterwards has every event that the notices vouch for.
  virtual absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                                     std::size_t limit) const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_EVENT_LOG_H_
