#include "server/weekdays.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

absl::StatusOr<std::uint32_t> ParseWeekday(absl::string_view text) {
  const auto* found = std::find(std::begin(kWeekdays), std::end(kWeekdays),
                                absl::AsciiStrToLower(absl::StripAsciiWhitespace(text)));
  if (found == std::end(kWeekdays)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no weekday; write mon tue wed thu fri sat or sun"));
  }
  return static_cast<std::uint32_t>(found - std::begin(kWeekdays)) + 1;
}

}  // namespace

absl::StatusOr<WeekdayRange> ParseWeekdays(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, absl::MaxSplits('-', 1));
  WeekdayRange range;
  ASSIGN_OR_RETURN(range.first, ParseWeekday(ends.front()));
  ASSIGN_OR_RETURN(range.last, ParseWeekday(ends.back()));
  if (range.last < range.first) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" runs backwards; write the later weekday last"));
  }
  return range;
}

absl::string_view WeekdayWord(std::uint32_t weekday) { return kWeekdays[weekday - 1]; }

}  // namespace wijkboek
