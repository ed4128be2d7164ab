// A log as it was when it ended at a position: nothing behind that is there.
#ifndef WIJKBOEK_SERVER_LOG_THROUGH_H_
#define WIJKBOEK_SERVER_LOG_THROUGH_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/event_log.h"

namespace wijkboek {

// For logs whose notices and events share their positions: the server's. Thread-safe.
class LogThrough final : public EventLog {
 public:
  // `log` must outlive this.
  LogThrough(const EventLog& log, std::uint64_t end) : log_(log), end_(end) {}

  std::uint64_t end() const { return end_; }
  void MoveTo(std::uint64_t end) { end_ = end; }

  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override;
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override;
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override;

 private:
  const EventLog& log_;
  std::atomic<std::uint64_t> end_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_LOG_THROUGH_H_
