// A participant's own times, which replace the sessions', as the office writes them:
// "2026-03-02..2026-03-29 mon-fri 10:00-12:00, 2026-03-30.. mon 09:00-12:00".
#ifndef WIJKBOEK_SERVER_OWN_TIMES_H_
#define WIJKBOEK_SERVER_OWN_TIMES_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "wijkboek/v1/people.pb.h"

namespace wijkboek {

// One stretch of the day on some days. Seconds of the day; 86400 is midnight at its end.
struct OwnTimeSpan {
  // Absent: on all days of the enrolment.
  std::optional<CivilDay> first_day;
  // Absent: until its end.
  std::optional<CivilDay> last_day;
  // 1 Monday … 7 Sunday.
  std::uint32_t first_weekday = 1;
  std::uint32_t last_weekday = 7;
  std::uint32_t starts = 0;
  std::uint32_t ends = 0;

  friend auto operator<=>(const OwnTimeSpan&, const OwnTimeSpan&) = default;
};

// Parts stand between commas; each is a day, a range of days ("A..B", or "A.." without an end), a
// weekday or a range of them, either or both of which may be left out, and a range of times. Empty
// text: none. Sorted. INVALID_ARGUMENT for what can't be read, ends before it begins, or stands
// there twice.
absl::StatusOr<std::vector<OwnTimeSpan>> ParseOwnTimes(absl::string_view text);

// "09:30", "09:30:15" where there are seconds, "24:00" for midnight at the day's end.
std::string TimeOfDayText(std::uint32_t second);
// As ParseOwnTimes reads it; empty: none.
std::string OwnTimesText(const std::vector<OwnTimeSpan>& spans);

v1::OwnTimes ToProto(const OwnTimeSpan& span);
// Of what this module wrote.
OwnTimeSpan FromProto(const v1::OwnTimes& times);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OWN_TIMES_H_
