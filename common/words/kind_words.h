// Codes that programs read, in the words of a coach or coordinator, and what can be done about
// them. One place for kiosk and office: both must say the same. Pure.
#ifndef WIJKBOEK_COMMON_WORDS_KIND_WORDS_H_
#define WIJKBOEK_COMMON_WORDS_KIND_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Of a sign in docs/rules.md: "they were somewhere else at the time"; empty: one that is not known
// here.
std::string SignText(absl::string_view sign);

// Of a discrepancy, or of the reason why a fact was set aside: what it is, and what helps. One that
// is not known here is its code with blanks, and nothing helps.
std::string DoubtText(absl::string_view doubt);
std::string DoubtHelp(absl::string_view doubt);

// As docs/rules.md names it: "unowned_check_in".
std::string ReasonCode(SetAsideReason reason);

// Of a kind of event: "check-in".
std::string KindText(absl::string_view kind);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_WORDS_KIND_WORDS_H_
