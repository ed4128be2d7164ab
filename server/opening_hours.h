// Opening hours as the office writes them: "mon-fri 09:00-17:00, sat 10:00-13:00".
#ifndef WIJKBOEK_SERVER_OPENING_HOURS_H_
#define WIJKBOEK_SERVER_OPENING_HOURS_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// One stretch on one weekday (1 Monday … 7 Sunday), in seconds of the day; 86400 is midnight at its
// end.
struct OpeningSpan {
  std::uint32_t weekday = 0;
  std::uint32_t opens = 0;
  std::uint32_t closes = 0;

  friend auto operator<=>(const OpeningSpan&, const OpeningSpan&) = default;
};

// Parts stand between commas; a weekday or a range of them (mon tue wed thu fri sat sun) is
// followed by a time range. Empty text: never open. Sorted. INVALID_ARGUMENT for what can't be
// read, closing before opening, or stretches of one day that overlap.
absl::StatusOr<std::vector<OpeningSpan>> ParseOpeningHours(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OPENING_HOURS_H_
