// Weekdays as the office writes them.
#ifndef WIJKBOEK_SERVER_WEEKDAYS_H_
#define WIJKBOEK_SERVER_WEEKDAYS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Both included; 1 Monday … 7 Sunday.
struct WeekdayRange {
  std::uint32_t first = 1;
  std::uint32_t last = 7;
};

// "wed" or "mon-fri" (mon tue wed thu fri sat sun, in any case). INVALID_ARGUMENT for other words,
// and for a range that runs backwards.
absl::StatusOr<WeekdayRange> ParseWeekdays(absl::string_view text);

// "mon".
absl::string_view WeekdayWord(std::uint32_t weekday);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_WEEKDAYS_H_
