#include "server/dutch.h"

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

constexpr std::array<absl::string_view, 7> kWeekdays = {
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"};
constexpr std::array<absl::string_view, 12> kMonths = {
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};

using Language = std::pair<absl::string_view, absl::string_view>;
constexpr std::array<Language, 16> kLanguages = {{{"ar", "Arabisch"},
                                                  {"de", "Duits"},
                                                  {"en", "Engels"},
                                                  {"es", "Spaans"},
                                                  {"fa", "Dari of Farsi"},
                                                  {"fr", "Frans"},
                                                  {"nl", "Nederlands"},
                                                  {"pap", "Papiaments"},
                                                  {"pl", "Pools"},
                                                  {"prs", "Dari"},
                                                  {"ru", "Russisch"},
                                                  {"so", "Somalisch"},
                                                  {"ti", "Tigrinya"},
                                                  {"tr", "Turks"},
                                                  {"uk", "Oekraïens"},
                                                  {"zh", "Chinees"}}};

int Number(absl::string_view digits) {
  int number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : 0;
}

}  // namespace

std::string DutchDate(CivilDay day) {
  // "2026-03-02"
  const std::string text = FormatDay(day);
  const int month = Number(text.substr(5, 2));
  return absl::StrCat(Number(text.substr(8, 2)), " ",
                      kMonths.at(static_cast<std::size_t>(month - 1)), " ", text.substr(0, 4));
}

std::string DutchDay(CivilDay day) {
  return absl::StrCat(kWeekdays.at(static_cast<std::size_t>(WeekdayOf(day) - 1)), " ",
                      DutchDate(day));
}

std::string DutchTime(std::int64_t t_ms) {
  return absl::StrCat(DutchDate(DayOf(t_ms)), ", ", FormatTimeOfDay(t_ms), " uur");
}

std::string DutchLanguage(absl::string_view tag) {
  const absl::string_view primary = tag.substr(0, tag.find('-'));
  for (const auto& [code, name] : kLanguages) {
    if (absl::EqualsIgnoreCase(code, primary)) return std::string(name);
  }
  return std::string(tag);
}

}  // namespace wijkboek
