// Days, times and languages in Dutch, for letters. Pure.
#ifndef WIJKBOEK_SERVER_DUTCH_H_
#define WIJKBOEK_SERVER_DUTCH_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "common/civil_time.h"

namespace wijkboek {

// "maandag 2 maart 2026".
std::string DutchDay(CivilDay day);
// "2 maart 2026".
std::string DutchDate(CivilDay day);
// "2 maart 2026, 10:15 uur".
std::string DutchTime(std::int64_t t_ms);
// "Tigrinya" for "ti"; the tag itself for a language that is not known here (BCP 47).
std::string DutchLanguage(absl::string_view tag);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DUTCH_H_
