// Tells the lines of a week in the order in which they happened, whatever the order in which its
// stories were chosen. Beside the lines of a Scene:
//
//   TIME WHO hears|sends P DAY… [in LANGUAGE] [interpreter] [#seen…]
//   TIME WHO accounts P DAY… accepted|other|warning|sanction [#seen…]
//   TIME WHO acknowledges P DAY… [undone] [#seen…]
//   TIME WHO path P goal|met|unmet|review|assessed NAME [#seen…]
//   TIME WHO path P placement NAME FIRST [LAST] | end NAME LAST | phase NAME
//   TIME WHO path P milestone|exit|aftercare|ladder|asked | talk MINUTES | referred in|out
//   TIME WHO path P invited [SESSION]
//   TIME WHO takes-back #seen…
//   TIME WHO groups P+Q [R…] [#seen…]          each word a group, or one alone
//   TIME WHO words P LANGUAGE [#seen…]         the language that P speaks
//   TIME office pairs P mentors|helps|equals Q FIRST [LAST]
//   TIME WHO parts LAST [#seen…]               the pair goes no further
//   TIME office ends P COHORT LAST             the enrolment in that cohort
//   TIME office opens P PROGRAMME              the cohort of P is of that programme
//   TIME office rules PROGRAMME RULE VALUE
//   TIME kiosk KIOSK samples|steps|replaced    it hears the server's time; its own clock jumps; the
//                                              steady one stands in its place
//
// DAY, FIRST and LAST are counted from the first day. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_WEEK_WORDS_H_
#define WIJKBOEK_TESTS_RECONCILE_WEEK_WORDS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {

class WeekTeller {
 public:
  explicit WeekTeller(Scene& scene) : scene_(scene) {}

  // Keeps the lines of a story until everything is told.
  void Keep(absl::string_view story);
  // In the order of their times; of the same time in the order in which they were kept.
  void TellAll();

 private:
  // A line taken apart, as far as every line is alike.
  struct Line {
    std::string label;
    std::string device = "kiosk";
    int day = 0;
    std::int64_t t_ms = 0;
    std::vector<std::string> words;
    std::string text;
  };

  Line Parse(absl::string_view text) const;
  void Tell(const Line& line);
  // False: it is one of the scene's own lines.
  bool Fill(const Line& line, v1::Event& event) const;
  bool FillCase(const std::vector<std::string>& words, v1::Event& event) const;
  bool FillPath(const Line& line, v1::Event& event) const;
  bool FillPeople(const std::vector<std::string>& words, v1::Event& event) const;
  bool FillOffice(const std::vector<std::string>& words, v1::Event& event) const;
  bool FillKiosk(const Line& line, v1::Event& event) const;
  CivilDay DayNamed(const std::string& word) const;

  Scene& scene_;
  std::vector<Line> lines_;
  std::map<std::string, Hash> labels_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_WEEK_WORDS_H_
