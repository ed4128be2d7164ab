// A server's events in another order.
#ifndef WIJKBOEK_TESTS_SIM_SHUFFLED_LOG_H_
#define WIJKBOEK_TESTS_SIM_SHUFFLED_LOG_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "server/log_store.h"
#include "tests/sim/dice.h"

namespace wijkboek::sim {

class ShuffledLog final : public EventLog {
 public:
  ShuffledLog(const LogStore& log, Dice& dice) : log_(log) {
    std::uint64_t position = 0;
    while (true) {
      absl::StatusOr<std::vector<LogEvent>> some = log.ReadAfter(position, 1000);
      if (!some.ok() || some->empty()) break;
      position = some->back().position;
      for (LogEvent& event : *some) events_.push_back(std::move(event));
    }
    for (std::size_t i = events_.size(); i > 1; --i) {
      std::swap(events_[i - 1], events_[dice.Below(i)]);
    }
    for (std::size_t i = 0; i < events_.size(); ++i) events_[i].position = i + 1;
  }
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    const std::size_t first = std::min<std::size_t>(position, events_.size());
    const std::size_t last = std::min(events_.size(), first + limit);
    return std::vector<LogEvent>(events_.begin() + static_cast<std::ptrdiff_t>(first),
                                 events_.begin() + static_cast<std::ptrdiff_t>(last));
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    if (position == 0 || position > events_.size()) return absl::NotFoundError("no such event");
    return events_[position - 1];
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    return log_.ReadNoticesAfter(position, limit);
  }

 private:
  const LogStore& log_;
  std::vector<LogEvent> events_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_SHUFFLED_LOG_H_
