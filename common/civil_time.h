// Civil time in Europe/Amsterdam, the only zone Wijkboek keeps books in. Instants are UTC
// milliseconds. Pure and thread-safe; needs the operating system's time zone data (package tzdata).
#ifndef WIJKBOEK_COMMON_CIVIL_TIME_H_
#define WIJKBOEK_COMMON_CIVIL_TIME_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "wijkboek/v1/common.pb.h"

namespace wijkboek {

// Days since 1970-01-01 in the civil calendar.
using CivilDay = std::int32_t;

inline constexpr std::int64_t kMinuteMs = 60 * 1000;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;

// The civil day on which an instant falls.
CivilDay DayOf(std::int64_t t_ms);
// The instant at which a civil day begins (days of 23 and 25 hours exist).
std::int64_t StartOfDay(CivilDay day);
// The instant of a wall-clock second on a day; 86400 is the next midnight. A time that the spring
// change skips gives the instant of the change; in the repeated hour of autumn `second_pass`
// chooses.
std::int64_t InstantOf(CivilDay day, std::uint32_t second_of_day, bool second_pass = false);
std::int64_t InstantOf(const v1::CivilTime& time);
// 1 Monday … 7 Sunday.
int WeekdayOf(CivilDay day);

v1::CivilTime ToCivilTime(std::int64_t t_ms);

// "2026-03-03" and back. INVALID_ARGUMENT for anything that is no day.
absl::StatusOr<CivilDay> ParseDay(absl::string_view text);
std::string FormatDay(CivilDay day);
// "2026-03-03T10:00" or "2026-03-03T10:00:30", optionally ending in "+01:00" or "+02:00" for the
// repeated hour; a blank may stand for the T. INVALID_ARGUMENT for what is no time or does not
// exist on that day (the night of the spring change).
absl::StatusOr<v1::CivilTime> ParseCivilTime(absl::string_view text);
// "2026-03-03 10:00:30" (seconds only where there are any).
std::string FormatTime(std::int64_t t_ms);
// "09:02".
std::string FormatTimeOfDay(std::int64_t t_ms);
// "09:00" to seconds of the day; "24:00" is 86400.
absl::StatusOr<std::uint32_t> ParseTimeOfDay(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CIVIL_TIME_H_
