// Stories in which coaches settle what is doubtful, as a kiosk would let them: with everything seen
// that it shows. Beside the lines of a Scene:
//
//   [@device] [+days] TIME COACH decides KIND accept|reject|start TIME|end TIME|minutes N [apart]
//
// It is about the only discrepancy of that kind, open or settled, and replaces what others said of
// it; "apart": without knowing of those.
#ifndef WIJKBOEK_TESTS_RECONCILE_SETTLING_STORY_H_
#define WIJKBOEK_TESTS_RECONCILE_SETTLING_STORY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/reconcile/records.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {

void TellSettling(Scene& scene, absl::string_view story);

// What the scene comes to, with what is settled: "settled KIND WHO: end 10:45 by K".
std::string SettlingOutcome(const Scene& scene);

// The only discrepancy of that kind, as known at the scene's end; open or settled.
Discrepancy OnlyDiscrepancy(const Scene& scene, absl::string_view kind);

// One line for each line of text, without what indents it.
std::string TrimmedLines(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SETTLING_STORY_H_
