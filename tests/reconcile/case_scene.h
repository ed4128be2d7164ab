// Stories about no-show cases, written so that a coordinator can read them. P is enrolled at C with
// sessions 09:00-12:00 and 13:00-16:00 on the days that the scene names; nobody comes unless a line
// says so. Besides the lines of scene.h:
//
//   [#name] [+days] [@kiosk] TIME WHO hears P DAY… [in LANGUAGE] [interpreter] [#seen…]
//                            TIME WHO sends P DAY… [#seen…]
//                            TIME WHO accounts P DAY… accepted|other|warning|sanction [#seen…]
//                            TIME WHO acknowledges P DAY… [undone] [#seen…]
//                            TIME WHO takes-back #act
//
// DAY is counted from the first. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_CASE_SCENE_H_
#define WIJKBOEK_TESTS_RECONCILE_CASE_SCENE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/reconcile/scene.h"

namespace wijkboek {

class CaseScene {
 public:
  // One kiosk stands at C, and is heard through the moment at which the scene is looked at.
  explicit CaseScene(const std::vector<int>& days, const std::string& who = "P");

  CaseScene& Tell(absl::string_view story);
  Scene& scene() { return scene_; }

  // What became of the cases, one line each, then the doubts about them and what was set aside.
  // By default as known on day 400.
  std::string Outcome() const { return Outcome(scene_.At(400, "12:00")); }
  std::string Outcome(std::int64_t now_ms) const;
  FoldedLog Fold(std::int64_t now_ms) const;
  // The events in another order, and folded with a look in between.
  std::string OutcomeShuffled(std::uint64_t seed) const;

 private:
  bool TellAct(absl::string_view line);

  Scene scene_;
  std::map<std::string, Hash> labels_;
};

std::string DescribeCases(const Ledger& ledger, CivilDay first_day);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_CASE_SCENE_H_
