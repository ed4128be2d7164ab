// What is fuzzed: a function for each subject, which takes any bytes and ends the program when
// something does not hold (require.h). One thread. docs/fuzzing.md says what each looks for.
#ifndef WIJKBOEK_TESTS_FUZZ_TARGETS_H_
#define WIJKBOEK_TESTS_FUZZ_TARGETS_H_

#include "absl/strings/string_view.h"

namespace wijkboek {

// Messages of a kiosk's Push stream, up to what the writer commits.
void FuzzPush(absl::string_view bytes);
// The Connect protocol: HTTP, JSON, and the kiosk's services behind them.
void FuzzConnect(absl::string_view bytes);
// CSV, rosters and history.
void FuzzCsv(absl::string_view bytes);
// Events: reading, completing, folding, and what the fold keeps.
void FuzzEvent(absl::string_view bytes);
// A kiosk's store, opened on damaged files.
void FuzzRecovery(absl::string_view bytes);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FUZZ_TARGETS_H_
