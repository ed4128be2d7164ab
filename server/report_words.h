// Codes that programs read, in the words of a coordinator, and what can be done about them.
#ifndef WIJKBOEK_SERVER_REPORT_WORDS_H_
#define WIJKBOEK_SERVER_REPORT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

// Of a sign in docs/rules.md: "they were somewhere else at the time"; empty: one that is not known
// here.
std::string SignText(absl::string_view sign);
// Of a discrepancy or of the reason why a fact was set aside.
std::string DoubtText(absl::string_view doubt);
std::string DoubtHelp(absl::string_view doubt);
// Of a kind of event: "check-in".
std::string KindText(absl::string_view kind);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_WORDS_H_
