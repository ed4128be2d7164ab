#include "server/own_times.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "server/weekdays.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kDaysOfWeek = 7;

absl::Status ParseDays(absl::string_view text, OwnTimeSpan& span) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, absl::MaxSplits("..", 1));
  ASSIGN_OR_RETURN(span.first_day, ParseDay(ends.front()));
  if (ends.size() == 1) span.last_day = span.first_day;
  if (ends.size() == 2 && !ends[1].empty()) {
    ASSIGN_OR_RETURN(span.last_day, ParseDay(ends[1]));
  }
  if (span.last_day && *span.last_day < *span.first_day) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" runs backwards; write the later day last"));
  }
  return absl::OkStatus();
}

absl::Status ParseTimes(absl::string_view text, OwnTimeSpan& span) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, absl::MaxSplits('-', 1));
  ASSIGN_OR_RETURN(span.starts, ParseTimeOfDay(ends.front()));
  ASSIGN_OR_RETURN(span.ends, ParseTimeOfDay(ends.back()));
  if (span.ends > span.starts) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" ends before it begins"));
}

absl::StatusOr<OwnTimeSpan> ParsePart(absl::string_view part) {
  const std::vector<absl::string_view> words = absl::StrSplit(part, ' ', absl::SkipEmpty());
  if (words.empty() || words.size() > 3 || words.back().find('-') == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", part, "\" can't be read; write \"2026-03-02..2026-03-29 mon-fri 10:00-12:00\""));
  }
  OwnTimeSpan span;
  std::size_t next = 0;
  // Days begin with a digit, weekdays with a letter.
  if (words.size() > 1 && absl::ascii_isdigit(static_cast<unsigned char>(words[0][0]))) {
    RETURN_IF_ERROR(ParseDays(words[next++], span));
  }
  if (next + 1 < words.size()) {
    ASSIGN_OR_RETURN(const WeekdayRange weekdays, ParseWeekdays(words[next++]));
    span.first_weekday = weekdays.first;
    span.last_weekday = weekdays.last;
  }
  if (next + 1 < words.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", part, "\" can't be read: \"", words[next], "\" is too much"));
  }
  RETURN_IF_ERROR(ParseTimes(words[next], span));
  return span;
}

}  // namespace

absl::StatusOr<std::vector<OwnTimeSpan>> ParseOwnTimes(absl::string_view text) {
  std::vector<OwnTimeSpan> spans;
  if (absl::StripAsciiWhitespace(text).empty()) return spans;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    ASSIGN_OR_RETURN(const OwnTimeSpan span, ParsePart(absl::StripAsciiWhitespace(part)));
    spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end());
  if (std::adjacent_find(spans.begin(), spans.end()) != spans.end()) {
    return absl::InvalidArgumentError("the same times stand here twice");
  }
  return spans;
}

std::string TimeOfDayText(std::uint32_t second) {
  const std::string minutes = absl::StrFormat("%02d:%02d", second / 3600, second / 60 % 60);
  return second % 60 == 0 ? minutes : absl::StrFormat("%s:%02d", minutes, second % 60);
}

std::string OwnTimesText(const std::vector<OwnTimeSpan>& spans) {
  std::string text;
  for (const OwnTimeSpan& span : spans) {
    if (!text.empty()) text += ", ";
    // An end alone begins with the enrolment, which no day is written for.
    if (span.first_day || span.last_day) {
      const bool one_day = span.first_day == span.last_day;
      if (span.first_day) text += FormatDay(*span.first_day);
      if (!one_day) absl::StrAppend(&text, "..", span.last_day ? FormatDay(*span.last_day) : "");
      text += " ";
    }
    const bool every_day = span.first_weekday == 1 && span.last_weekday == kDaysOfWeek;
    if (!every_day) {
      absl::StrAppend(&text, WeekdayWord(span.first_weekday));
      if (span.last_weekday != span.first_weekday) {
        absl::StrAppend(&text, "-", WeekdayWord(span.last_weekday));
      }
      text += " ";
    }
    absl::StrAppend(&text, TimeOfDayText(span.starts), "-", TimeOfDayText(span.ends));
  }
  return text;
}

v1::OwnTimes ToProto(const OwnTimeSpan& span) {
  v1::OwnTimes times;
  if (span.first_day) times.mutable_days()->set_first_day(*span.first_day);
  if (span.last_day) times.mutable_days()->set_last_day(*span.last_day);
  const bool every_day = span.first_weekday == 1 && span.last_weekday == kDaysOfWeek;
  for (std::uint32_t day = span.first_weekday; !every_day && day <= span.last_weekday; ++day) {
    times.add_weekdays(day);
  }
  times.set_start_second_of_day(span.starts);
  times.set_end_second_of_day(span.ends);
  return times;
}

OwnTimeSpan FromProto(const v1::OwnTimes& times) {
  OwnTimeSpan span{.starts = times.start_second_of_day(), .ends = times.end_second_of_day()};
  if (times.has_days()) {
    span.first_day = times.days().first_day();
    if (times.days().has_last_day()) span.last_day = times.days().last_day();
  }
  if (!times.weekdays().empty()) {
    span.first_weekday = *times.weekdays().begin();
    span.last_weekday = *times.weekdays().rbegin();
  }
  return span;
}

}  // namespace wijkboek
