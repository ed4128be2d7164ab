#include "common/civil_time.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

const absl::TimeZone& Amsterdam() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    // Without its rules every day and minute would be wrong: better not to run at all.
    if (!absl::LoadTimeZone("Europe/Amsterdam", &loaded)) std::abort();
    return loaded;
  }();
  return zone;
}

absl::CivilDay ToAbslDay(CivilDay day) { return absl::CivilDay(1970, 1, 1) + day; }

CivilDay FromAbslDay(absl::CivilDay day) {
  return static_cast<CivilDay>(day - absl::CivilDay(1970, 1, 1));
}

absl::TimeZone::CivilInfo LocalInfo(std::int64_t t_ms) {
  return Amsterdam().At(absl::FromUnixMillis(t_ms));
}

bool ParseNumber(absl::string_view text, std::size_t digits, int& value) {
  if (text.size() != digits) return false;
  for (char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return absl::SimpleAtoi(text, &value);
}

}  // namespace

CivilDay DayOf(std::int64_t t_ms) { return FromAbslDay(absl::CivilDay(LocalInfo(t_ms).cs)); }

std::int64_t StartOfDay(CivilDay day) {
  return absl::ToUnixMillis(Amsterdam().At(absl::CivilSecond(ToAbslDay(day))).pre);
}

std::int64_t InstantOf(CivilDay day, std::uint32_t second_of_day, bool second_pass) {
  absl::CivilSecond second = absl::CivilSecond(ToAbslDay(day)) + second_of_day;
  absl::TimeZone::TimeInfo info = Amsterdam().At(second);
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::SKIPPED:
      return absl::ToUnixMillis(info.trans);
    case absl::TimeZone::TimeInfo::REPEATED:
      return absl::ToUnixMillis(second_pass ? info.post : info.pre);
    case absl::TimeZone::TimeInfo::UNIQUE:
      break;
  }
  return absl::ToUnixMillis(info.pre);
}

std::int64_t InstantOf(const v1::CivilTime& time) {
  return InstantOf(time.day(), time.second_of_day(), time.second_pass());
}

int WeekdayOf(CivilDay day) { return static_cast<int>(absl::GetWeekday(ToAbslDay(day))) + 1; }

v1::CivilTime ToCivilTime(std::int64_t t_ms) {
  absl::CivilSecond local = LocalInfo(t_ms).cs;
  v1::CivilTime time;
  time.set_day(FromAbslDay(absl::CivilDay(local)));
  time.set_second_of_day(
      static_cast<std::uint32_t>(local.hour() * 3600 + local.minute() * 60 + local.second()));
  absl::TimeZone::TimeInfo info = Amsterdam().At(local);
  time.set_second_pass(info.kind == absl::TimeZone::TimeInfo::REPEATED &&
                       absl::FromUnixMillis(t_ms) >= info.trans);
  return time;
}

absl::StatusOr<CivilDay> ParseDay(absl::string_view text) {
  std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  int year = 0, month = 0, day = 0;
  if (parts.size() == 3 && ParseNumber(parts[0], 4, year) && ParseNumber(parts[1], 2, month) &&
      ParseNumber(parts[2], 2, day)) {
    absl::CivilDay civil(year, month, day);
    if (civil.year() == year && civil.month() == month && civil.day() == day) {
      return FromAbslDay(civil);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no day; write 2026-03-31"));
}

std::string FormatDay(CivilDay day) {
  absl::CivilDay civil = ToAbslDay(day);
  return absl::StrFormat("%04d-%02d-%02d", civil.year(), civil.month(), civil.day());
}

absl::StatusOr<std::uint32_t> ParseTimeOfDay(absl::string_view text) {
  std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  int hour = 0, minute = 0, second = 0;
  bool ok = (parts.size() == 2 || parts.size() == 3) && ParseNumber(parts[0], 2, hour) &&
            ParseNumber(parts[1], 2, minute) &&
            (parts.size() == 2 || ParseNumber(parts[2], 2, second));
  std::uint32_t seconds = static_cast<std::uint32_t>(hour * 3600 + minute * 60 + second);
  if (!ok || minute > 59 || second > 59 || seconds > 86400) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no time; write 09:30"));
  }
  return seconds;
}

absl::StatusOr<v1::CivilTime> ParseCivilTime(absl::string_view text) {
  absl::string_view whole = text;
  absl::string_view offset;
  if (text.size() > 16 && (absl::EndsWith(text, "+01:00") || absl::EndsWith(text, "+02:00"))) {
    offset = text.substr(text.size() - 6);
    text.remove_suffix(6);
  }
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", whole, "\" is no time; write 2026-03-31T09:30"));
  }
  ASSIGN_OR_RETURN(CivilDay day, ParseDay(text.substr(0, 10)));
  ASSIGN_OR_RETURN(std::uint32_t second, ParseTimeOfDay(text.substr(11)));
  absl::CivilSecond local = absl::CivilSecond(ToAbslDay(day)) + second;
  absl::TimeZone::TimeInfo info = Amsterdam().At(local);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", whole, "\" does not exist: the clock goes forward in that hour"));
  }
  v1::CivilTime time;
  time.set_day(day);
  time.set_second_of_day(second);
  // Winter time (+01:00) is the second pass of the repeated hour.
  time.set_second_pass(info.kind == absl::TimeZone::TimeInfo::REPEATED && offset == "+01:00");
  return time;
}

std::string FormatTime(std::int64_t t_ms) {
  absl::CivilSecond local = LocalInfo(t_ms).cs;
  std::string text = absl::StrFormat("%04d-%02d-%02d %02d:%02d", local.year(), local.month(),
                                     local.day(), local.hour(), local.minute());
  if (local.second() != 0) absl::StrAppendFormat(&text, ":%02d", local.second());
  return text;
}

std::string FormatTimeOfDay(std::int64_t t_ms) {
  absl::CivilSecond local = LocalInfo(t_ms).cs;
  return absl::StrFormat("%02d:%02d", local.hour(), local.minute());
}

}  // namespace wijkboek
