#include "server/fact_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

constexpr std::size_t kTextBytesMax = 1000;

bool IsMunicipality(absl::string_view text) {
  return text.size() == 6 && absl::StartsWith(text, "GM") &&
         std::all_of(text.begin() + 2, text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

absl::Status CheckMunicipality(absl::string_view text) {
  if (text.empty() || IsMunicipality(text)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "\"", absl::CHexEscape(text), "\" is no municipality; write GM and four digits"));
}

void FactFields::At(absl::string_view list, std::uint32_t number) {
  mark_.number = number;
  if (lists_[mark_.list] == list) return;
  const auto found = std::find(lists_.begin(), lists_.end(), list);
  mark_.list = static_cast<std::uint32_t>(found - lists_.begin());
  if (found == lists_.end()) lists_.emplace_back(list);
}

void FactFields::ErrorAt(FactMark mark, absl::string_view field, absl::string_view reason) {
  wrong_ = true;
  errors_.Add(Place(mark), field, reason);
}

bool FactFields::Ok(absl::string_view field, const absl::Status& status) {
  if (!status.ok()) Error(field, status.message());
  return status.ok();
}

void FactFields::CheckText(absl::string_view field, const std::string& text, bool required) {
  ErrorIf(required && absl::StripAsciiWhitespace(text).empty(), field, "is missing");
  if (text.size() > kTextBytesMax) {
    Error(field, absl::StrCat("is longer than ", kTextBytesMax, " bytes"));
  }
}

void FactFields::CheckMunicipality(const std::string& text) {
  Ok("municipality", wijkboek::CheckMunicipality(text));
}

CivilDay FactFields::Day(absl::string_view field, const std::string& text) {
  const absl::StatusOr<CivilDay> day = ParseDay(text);
  return Ok(field, day.status()) ? *day : 0;
}

std::optional<CivilDay> FactFields::OptionalDay(absl::string_view field, const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Day(field, text);
}

void FactFields::CheckDays(absl::string_view last_day, CivilDay first,
                           std::optional<CivilDay> last) {
  if (!last || *last >= first) return;
  Error(last_day, absl::StrCat(FormatDay(*last), " lies before the first day"));
}

void FactFields::CheckTargetHours(std::uint32_t hours) {
  if (hours > kTargetHoursMax) {
    Error("target_hours", absl::StrCat("is more than ", kTargetHoursMax));
  }
}

}  // namespace wijkboek
