#include "client/cli/known_at_text.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

bool IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return absl::ascii_isdigit(c); });
}

absl::StatusOr<std::int64_t> ParseMoment(absl::string_view text) {
  std::int64_t t_ms = 0;
  if (IsNumber(text) && absl::SimpleAtoi(text, &t_ms)) return t_ms;
  ASSIGN_OR_RETURN(const v1::CivilTime time, ParseCivilTime(text));
  return InstantOf(time);
}

}  // namespace

absl::StatusOr<v1::AsKnownAt> ParseKnownAt(absl::string_view text) {
  v1::AsKnownAt known;
  const std::size_t at = text.find('@');
  const absl::string_view first = text.substr(0, at);
  if (!IsNumber(first)) {
    if (at != absl::string_view::npos || !ParseCivilTime(text).ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", text,
                       "\" is neither a time (2026-03-31T17:00) nor a position (4711, "
                       "or 4711@2026-03-31T17:00)"));
    }
    known.set_time(std::string(text));
    return known;
  }
  std::uint64_t position = 0;
  if (!absl::SimpleAtoi(first, &position) || position == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(first, " is no position: the log begins at position 1"));
  }
  known.set_position(position);
  if (at == absl::string_view::npos) return known;
  ASSIGN_OR_RETURN(const std::int64_t now_ms, ParseMoment(text.substr(at + 1)));
  known.set_now_ms(now_ms);
  return known;
}

}  // namespace wijkboek
