// cases, case and report cases: what is asked of whom, and what is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/office/command_line_fixture.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kCases[] = R"({"items": [
  {"id": "3f9a12bc-2026-03-02", "participant": {"person": "aabbccddeeff", "name": "Amina"},
   "stage": "call", "days": ["2026-03-02"], "language": "ti", "centre": "Noord"},
  {"id": "77aa12bc-2026-03-02", "participant": {"person": "1122334455667788"}, "stage": "retracted",
   "days": ["2026-03-02", "2026-03-03"], "retractionOpen": true, "municipality": "GM0363"}]})";

class CaseCommandsTest : public CommandLineTest {
 protected:
  void ExpectAsks(const std::string& line, const std::string& method, const std::string& request) {
    EXPECT_EQ(Run(line), kExitDone) << line << "\n" << err_.str();
    EXPECT_EQ(calls_.method, method) << line;
    EXPECT_EQ(calls_.request, request) << line;
  }
};

TEST_F(CaseCommandsTest, ListsWhomToCallAndWhatHappensNext) {
  calls_.answer_json = kCases;
  ExpectAsks("cases", "ListCases", "");
  EXPECT_THAT(out_.str(),
              AllOf(HasSubstr("3f9a12bc-2026-03-02  Amina"), HasSubstr("call her, in ti"),
                    HasSubstr("11223344"), HasSubstr("2026-03-02 2026-03-03"),
                    HasSubstr("tell the client manager, then acknowledge")));
  ExpectAsks("cases --all --centre Noord --person p1", "ListCases",
             R"(all: true centre: "Noord" participant: "p1")");
  ExpectAsks("cases --here --all", "ListCasesHere", "all: true");
  EXPECT_EQ(calls_.url, "http://127.0.0.1:8440");
  calls_.answer_json = "{}";
  Run("cases");
  EXPECT_EQ(out_.str(), "no cases, and nobody to call\n");
}

TEST_F(CaseCommandsTest, ChangesACaseAtTheKioskOrInTheOffice) {
  calls_.answer_json = R"({"saved": {"event": "ab12", "at": "10:00", "name": "Amina"}})";
  ExpectAsks("case hear 3f9a-1 --text bus --language ti --interpreter --coach pin:2468",
             "ChangeCaseHere",
             R"(change { case: "3f9a-1" heard { text: "bus" language: "ti" interpreter: true } } )"
             R"(coach { pin: "2468" })");
  EXPECT_EQ(out_.str(), "saved ab12 10:00 Amina\n");
  calls_.answer_json = R"({"event": "qxI=", "notice": "said before"})";
  ExpectAsks("case send 3f9a-1 --author sanne", "ChangeCase",
             R"(change { case: "3f9a-1" sent: true } author: "sanne")");
  EXPECT_EQ(out_.str(), "saved ab12\nsaid before\n");
  ExpectAsks("case account 3f9a-1 --result warning --author sanne", "ChangeCase",
             R"(change { case: "3f9a-1" accounted: CASE_RESULT_WARNING } author: "sanne")");
  ExpectAsks("case acknowledge 3f9a-1 --sanction-undone --author sanne", "ChangeCase",
             R"(change { case: "3f9a-1" retraction { sanction_undone: true } } author: "sanne")");
  ExpectAsks("case acknowledge 3f9a-1 --author sanne", "ChangeCase",
             R"(change { case: "3f9a-1" retraction { } } author: "sanne")");
}

TEST_F(CaseCommandsTest, SaysWhoDecidesAndWhat) {
  for (const char* line :
       {"case", "case hear 3f9a-1 --language ti --text x",
        "case hear 3f9a-1 --text x --coach pin:1", "case send --author sanne",
        "case send 3f9a-1 --author sanne --coach pin:2468", "case account 3f9a-1 --author sanne",
        "case account 3f9a-1 --result jail --author sanne", "case letter",
        "case letter 3f9a-1 --municipality GM0363", "cases --here --centre Noord"}) {
    EXPECT_EQ(Run(line), kExitUsage) << line;
    EXPECT_EQ(calls_.method, "") << line;
  }
}

TEST_F(CaseCommandsTest, PrintsTheLetterAsItIs) {
  calls_.answer_json = R"({"text": "Aan de klantmanager\n"})";
  ExpectAsks("case letter 3f9a-1", "GetCaseLetter", R"(case: "3f9a-1")");
  EXPECT_EQ(out_.str(), "Aan de klantmanager\n");
  ExpectAsks("case letter --municipality GM0363", "GetCaseLetter", R"(municipality: "GM0363")");
  calls_.status = absl::FailedPreconditionError("this case was not sent");
  EXPECT_EQ(Run("case letter 3f9a-1"), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("this case was not sent"));
}

TEST_F(CaseCommandsTest, ReportsThoseOfAMunicipality) {
  ExpectAsks("report cases --municipality GM0363", "GetReport",
             R"(cases { municipality: "GM0363" })");
  ExpectAsks("report cases", "GetReport", "cases { }");
}

}  // namespace
}  // namespace wijkboek
