// An EventLog in memory. Positions grow by three, so that nobody counts on them having no gaps.
#ifndef WIJKBOEK_TESTS_FAKES_VECTOR_LOG_H_
#define WIJKBOEK_TESTS_FAKES_VECTOR_LOG_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/event.h"
#include "common/ledger/event_log.h"

namespace wijkboek {

class VectorLog final : public EventLog {
 public:
  // The position it got.
  std::uint64_t Append(const StoredEvent& event) { return Append(event, ReceivedOf(event)); }
  std::uint64_t Append(const StoredEvent& event, std::optional<std::int64_t> received_ms) {
    std::uint64_t position = (events_.size() + 1) * 3;
    events_.push_back({.position = position,
                       .previous = event.previous,
                       .bytes = event.bytes,
                       .received_ms = received_ms});
    return position;
  }

  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    std::size_t first = position / 3;
    std::size_t last = std::min(events_.size(), first + limit);
    if (first >= last) return std::vector<LogEvent>();
    return std::vector<LogEvent>(events_.begin() + static_cast<std::ptrdiff_t>(first),
                                 events_.begin() + static_cast<std::ptrdiff_t>(last));
  }

  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    if (position == 0 || position % 3 != 0 || position / 3 > events_.size()) {
      return absl::NotFoundError(absl::StrCat("no event at position ", position));
    }
    return events_[position / 3 - 1];
  }

  // Positions of notices are counted apart from those of events.
  std::uint64_t Append(v1::LogEntry notice) {
    notice.set_position(notices_.size() + 1);
    notices_.push_back(std::move(notice));
    return notices_.size();
  }

  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    std::size_t last = std::min<std::size_t>(notices_.size(), position + limit);
    if (position >= last) return std::vector<v1::LogEntry>();
    return std::vector<v1::LogEntry>(notices_.begin() + static_cast<std::ptrdiff_t>(position),
                                     notices_.begin() + static_cast<std::ptrdiff_t>(last));
  }

  // It becomes known when the server received the event.
  void SetReceived(std::uint64_t position, std::int64_t received_ms) {
    events_[position / 3 - 1].received_ms = received_ms;
  }

  std::size_t size() const { return events_.size(); }
  void Clear() {
    events_.clear();
    notices_.clear();
  }

 private:
  // A kiosk that parks is online: the server has that at once. Of other events it hardly matters.
  static std::optional<std::int64_t> ReceivedOf(const StoredEvent& event) {
    if (!event.event.has_kiosk_parked()) return std::nullopt;
    return event.event.hybrid().wall_ms();
  }

  std::vector<LogEvent> events_;
  std::vector<v1::LogEntry> notices_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FAKES_VECTOR_LOG_H_
