#include "server/opening_hours.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/status.h"
#include "server/weekdays.h"

namespace wijkboek {
namespace {

absl::Status ParsePart(absl::string_view part, std::vector<OpeningSpan>& spans) {
  const std::vector<absl::string_view> words = absl::StrSplit(part, ' ', absl::SkipEmpty());
  std::vector<absl::string_view> times;
  if (words.size() == 2) times = absl::StrSplit(words[1], '-');
  if (times.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", part, "\" can't be read; write \"mon-fri 09:00-17:00, sat 10:00-13:00\""));
  }
  ASSIGN_OR_RETURN(const WeekdayRange days, ParseWeekdays(words[0]));
  ASSIGN_OR_RETURN(const std::uint32_t opens, ParseTimeOfDay(times[0]));
  ASSIGN_OR_RETURN(const std::uint32_t closes, ParseTimeOfDay(times[1]));
  if (closes <= opens) {
    return absl::InvalidArgumentError(absl::StrCat("\"", words[1], "\" closes before it opens"));
  }
  for (std::uint32_t weekday = days.first; weekday <= days.last; ++weekday) {
    spans.push_back({.weekday = weekday, .opens = opens, .closes = closes});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<OpeningSpan>> ParseOpeningHours(absl::string_view text) {
  std::vector<OpeningSpan> spans;
  if (absl::StripAsciiWhitespace(text).empty()) return spans;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    RETURN_IF_ERROR(ParsePart(absl::StripAsciiWhitespace(part), spans));
  }
  std::sort(spans.begin(), spans.end());
  for (std::size_t i = 1; i < spans.size(); ++i) {
    if (spans[i].weekday == spans[i - 1].weekday && spans[i].opens < spans[i - 1].closes) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the stretches of ", WeekdayWord(spans[i].weekday), " overlap; give each hour once"));
    }
  }
  return spans;
}

}  // namespace wijkboek
