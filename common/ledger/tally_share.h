// How the derived file writes what one participant brings into the tallies: a few bytes for each
// day, so that everybody's of years can be gone through for one report. A change of it is a new
// version of that file.
#ifndef WIJKBOEK_COMMON_LEDGER_TALLY_SHARE_H_
#define WIJKBOEK_COMMON_LEDGER_TALLY_SHARE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "common/reconcile/tally.h"

namespace wijkboek {

// Sorted as PartsOf gives them; no number is negative.
std::string EncodeShare(const std::vector<TallyPart>& parts);

// The reverse, one after another. Bytes that EncodeShare did not write end early.
void ForEachPart(absl::string_view share, absl::FunctionRef<void(const TallyPart&)> visit);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_TALLY_SHARE_H_
