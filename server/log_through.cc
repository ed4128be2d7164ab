#include "server/log_through.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {

// Whoever reads takes a page that is not full for the end of the log.
absl::StatusOr<std::vector<LogEvent>> LogThrough::ReadAfter(std::uint64_t position,
                                                            std::size_t limit) const {
  if (position >= end_) return std::vector<LogEvent>();
  ASSIGN_OR_RETURN(std::vector<LogEvent> events, log_.ReadAfter(position, limit));
  std::erase_if(events, [&](const LogEvent& event) { return event.position > end_; });
  return events;
}

absl::StatusOr<LogEvent> LogThrough::Read(std::uint64_t position) const {
  if (position > end_) {
    return absl::NotFoundError(absl::StrCat("position ", position, " lies behind this log's end"));
  }
  return log_.Read(position);
}

absl::StatusOr<std::vector<v1::LogEntry>> LogThrough::ReadNoticesAfter(std::uint64_t position,
                                                                       std::size_t limit) const {
  if (position >= end_) return std::vector<v1::LogEntry>();
  ASSIGN_OR_RETURN(std::vector<v1::LogEntry> notices, log_.ReadNoticesAfter(position, limit));
  std::erase_if(notices, [&](const v1::LogEntry& notice) { return notice.position() > end_; });
  return notices;
}

}  // namespace wijkboek
