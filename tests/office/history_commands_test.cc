// filed: what is printed of reports that were filed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/office/command_line_fixture.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Invented. With what only a report that was run again says.
std::string Filed(const std::string& more) {
  return R"({"reports": [{"name": "2026-Q1", "what": "hours", "filedAt": "2026-04-01 09:00:00",
    "filedBy": "Kim", "cutOff": {"position": 4711, "generation": 10}, "nowMs": 1774969200000,
    "fingerprint": "0123456789abcdef0123")" +
         more;
}

class HistoryCommandsTest : public CommandLineTest {};

TEST_F(HistoryCommandsTest, OnlyWhatWasRunAgainIsReproducedOrNot) {
  calls_.answer_json = Filed("}]}");
  EXPECT_EQ(Run("filed"), kExitDone);
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("2026-Q1"), HasSubstr("Kim"), Not(HasSubstr("reproduced"))));
  EXPECT_EQ(Run("filed --json"), kExitDone);
  EXPECT_THAT(out_.str(), Not(HasSubstr("reproduced")));

  calls_.answer_json = Filed(R"(, "reproduced": true}], "asFiled": {}, "now": {}})");
  EXPECT_EQ(Run("filed 2026-Q1"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\nreproduced: yes\n\nAS FILED\n"));
  EXPECT_EQ(Run("filed 2026-Q1 --json"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr(R"("reproduced": true)"));

  calls_.answer_json = Filed(R"(, "reproduced": false}], "asFiled": {}, "now": {}})");
  EXPECT_EQ(Run("filed 2026-Q1"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\nreproduced: no\n\nAS FILED\n"));
  EXPECT_EQ(Run("filed 2026-Q1 --json"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr(R"("reproduced": false)"));

  // It was not run again.
  calls_.answer_json = Filed(R"(}], "asFiled": {}, "now": {}})");
  EXPECT_EQ(Run("filed 2026-Q1"), kExitDone);
  EXPECT_THAT(out_.str(), Not(HasSubstr("reproduced")));
}

TEST_F(HistoryCommandsTest, FilingRunsNothingAgain) {
  calls_.answer_json = R"({"filed": {"name": "2026-Q1", "what": "hours"}})";
  EXPECT_EQ(Run("report hours --file 2026-Q1 --json"), kExitDone) << err_.str();
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("2026-Q1"), Not(HasSubstr("reproduced"))));
}

}  // namespace
}  // namespace wijkboek
