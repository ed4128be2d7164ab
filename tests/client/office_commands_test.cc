// What the command line asks the office for and prints: accounts, steps on somebody's way, reports,
// and answers as JSON. Everybody is invented.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "client/cli/file.h"
#include "client/cli/print.h"
#include "tests/common/temp_dir.h"
#include "tests/office/command_line_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class OfficeCommandsTest : public CommandLineTest {
 protected:
  void ExpectAsks(const std::string& line, const std::string& method, const std::string& request) {
    EXPECT_EQ(Run(line), kExitDone) << line << "\n" << err_.str();
    EXPECT_EQ(calls_.method, method) << line;
    EXPECT_EQ(calls_.request, request) << line;
  }
  void ExpectRefused(const std::string& line, const std::string& words) {
    EXPECT_EQ(Run(line), kExitFailed) << line;
    EXPECT_THAT(err_.str(), HasSubstr(words)) << line;
    EXPECT_EQ(calls_.method, "") << line;
  }
};

// ---- accounts

TEST_F(OfficeCommandsTest, AOneTimePasswordStandsAloneOnStdout) {
  calls_.answer_json = R"({"oneTimePassword": "abcd-efgh"})";
  ExpectAsks("account reset els", "ResetAccount", R"(name: "els")");
  EXPECT_EQ(out_.str(), "abcd-efgh\n");
  EXPECT_THAT(err_.str(), StartsWith("one-time password of els: works for seven days"));
  ExpectAsks("account reset els --json", "ResetAccount", R"(name: "els")");
  EXPECT_THAT(out_.str(), HasSubstr(R"("oneTimePassword": "abcd-efgh")"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(OfficeCommandsTest, WhatAnAccountIsAboutMayBeSeveral) {
  calls_.answer_json = R"({"oneTimePassword": "abcd", "account": {"name": "bo"}})";
  ExpectAsks(
      "account make bo --role client-manager --who Bo --municipality GM0363 --municipality GM0599 "
      "--centre noord --programme zorg",
      "MakeAccount",
      R"(name: "bo" display_name: "Bo" role: ROLE_CLIENT_MANAGER remit { centres: "noord" )"
      R"(municipalities: "GM0363" municipalities: "GM0599" programmes: "zorg" })");
  EXPECT_EQ(out_.str(), "abcd\n");
}

TEST_F(OfficeCommandsTest, AccountsSayWhatTheyMayAndHowTheyStand) {
  calls_.answer_json = "{}";
  ExpectAsks("account list", "ListAccounts", "");
  EXPECT_EQ(out_.str(), "nobody can sign in yet: wijkboek account make\n");
  calls_.answer_json = R"({"accounts": [
    {"name": "els", "displayName": "Els", "role": "ROLE_OFFICE", "isNew": true},
    {"name": "bo", "displayName": "Bo", "role": 99, "remitText": "Noord", "disabled": true,
     "lastSignedInMs": "1772539200000"}]})";
  ExpectAsks("account list", "ListAccounts", "");
  EXPECT_EQ(out_.str(),
            "name  role     about       last signed in    state         who\n"
            "els   office   everything  never             to be set up  Els\n"
            "bo    another  Noord       2026-03-03 13:00  disabled      Bo\n");
}

// ---- steps on the way

TEST_F(OfficeCommandsTest, IndicatorsAreAnsweredOneByOne) {
  TempDir dir;
  const std::string codes = dir.File("codes.json");
  std::ofstream(codes) << R"({"indicator": [{"code": "gender", "first_day": "2020-01-01"},
                                            {"code": "education", "first_day": "2020-01-01"},
                                            {"code": "age", "first_day": "2020-01-01"}]})";
  calls_.answer_json = R"({"event": "q83vAQ==", "ref": "0123456789"})";
  ExpectAsks(
      "path add --codes " + codes +
          " indicators p1 --author k1 --day 2026-03-02 --moment entry --answer gender=woman "
          "--answer education=mbo=2 --answer age",
      "RecordPathStep",
      R"(participant: "p1" step { type: "indicators" day: "2026-03-02" )"
      R"(moment: INDICATOR_MOMENT_ENTRY indicators { question: "gender" answer: "woman" } )"
      R"(indicators { question: "education" answer: "mbo=2" } indicators { question: "age" } } )"
      R"(author: "k1")");
  EXPECT_EQ(out_.str(), "recorded abcdef01\nindicators 0123456789\n");
  calls_.answer_json = R"({"items": [{"step": {"day": "2026-03-02", "type": "indicators",
    "indicators": [{"question": "gender", "answer": "woman"},
                   {"question": "age", "answer": "31"}]}}]})";
  EXPECT_EQ(Run("path show p1"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("gender=woman; age=31"));
}

TEST_F(OfficeCommandsTest, AStepSaysWhoWritesItDown) {
  ExpectRefused("path add one_to_one p1 --minutes 20", "by --author at the office");
  ExpectRefused("path add one_to_one p1 --minutes 20 --here", "say by --coach who writes it down");
  TempDir dir;
  const std::string broken = dir.File("codes.json");
  std::ofstream(broken) << "[]";
  ExpectRefused("path add milestone p1 --code diploma --author k1 --codes " + broken, broken);
  ExpectRefused("path add milestone p1 --code diploma --author k1 --codes /does/not/exist",
                "name the file of codes by --codes");
}

// ---- reports

TEST_F(OfficeCommandsTest, EachReportHasItsOwnWords) {
  ExpectAsks("report tasks --by area", "GetReport", "tasks { by: BY_AREA }");
  ExpectAsks("report tasks --by task", "GetReport", "tasks { by: BY_TASK }");
  ExpectAsks("report outcomes --by gender --hide-below 5", "GetReport",
             R"(outcomes { by: "gender" } hide_below: 5)");
  ExpectAsks("report indicators --set esf-2014", "GetReport", "indicators { set: SET_ESF_2014 }");
  ExpectAsks("report indicators --set esf-plus", "GetReport", "indicators { set: SET_ESF_PLUS }");
  ExpectAsks("report progress p1", "GetReport", R"(progress { person: "p1" })");
  ExpectAsks("report book p1", "GetReport", R"(book { person: "p1" })");
  ExpectRefused("report hours --author k1", "give --file too");
}

// ---- what is printed

TEST_F(OfficeCommandsTest, JsonIsTheWholeAnswerOfEveryCommand) {
  TempDir dir;
  const std::string facts = dir.File("facts.json");
  std::ofstream(facts) << R"({"centres": [{"key": "n", "name": "Noord"}]})";
  struct Case {
    std::string line;
    std::string answer;
    std::string json;
  };
  for (const Case& each :
       std::vector<Case>{{"office apply " + facts, R"({"events": 3})", R"("events": 3)"},
                         {"import history " + facts, R"({"presences": 4})", R"("presences": 4)"},
                         {"rebuild", R"({"partitions": 5})", R"("partitions": "5")"},
                         {"verify", R"({"chains": 6})", R"("chains": "6")"},
                         {"account make els --role office --who Els", R"({"oneTimePassword": "x"})",
                          R"("oneTimePassword": "x")"},
                         {"device invite --centre n", R"({"codes": ["AAA"]})", R"("AAA")"},
                         {"settle 0123 --accept --author k1", R"({"event": "q83vAQ=="})",
                          R"("event": "abcdef01")"},
                         {"case account 3f9a-1 --result warning --author k1",
                          R"({"event": "q83vAQ=="})", R"("event": "abcdef01")"},
                         {"people merge p1 p2 --author k1", R"({"event": "q83vAQ=="})",
                          R"("event": "abcdef01")"}}) {
    calls_.answer_json = each.answer;
    EXPECT_EQ(Run(each.line + " --json"), kExitDone) << each.line << "\n" << err_.str();
    EXPECT_THAT(out_.str(), StartsWith("{")) << each.line;
    EXPECT_THAT(out_.str(), HasSubstr(each.json)) << each.line;
    EXPECT_EQ(err_.str(), "") << each.line;
  }
}

TEST_F(OfficeCommandsTest, NoticesFollowWhatWasSaved) {
  calls_.answer_json = R"({"event": "q83vAQ==", "notice": "it stays open"})";
  EXPECT_EQ(Run("people merge p1 p2 --author k1"), kExitDone) << err_.str();
  EXPECT_EQ(out_.str(), "saved abcdef01\nit stays open\n");
}

TEST_F(OfficeCommandsTest, BadgesThatWereMadeAreNotForgotten) {
  TempDir dir;
  const std::string people = dir.File("people.csv");
  std::ofstream(people) << "key,given\np1,Amina\n";
  calls_.answer_json = R"({"badges": [{}, {}]})";
  EXPECT_EQ(Run("import roster " + people), kExitDone) << err_.str();
  EXPECT_THAT(err_.str(), StartsWith("2 badges are made by the system: --badges-out FILE"));
}

TEST_F(OfficeCommandsTest, WhatCouldNotBePrintedIsAFailure) {
  out_.setstate(std::ios::badbit);
  EXPECT_EQ(Run("account list"), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("could not be written"));
}

TEST(PrintTest, TodayNamesWhoIsHereAndWhatToLookAt) {
  v1::GetTodayResponse today;
  v1::PersonToday& amina = *today.add_persons();
  amina.set_name("Amina");
  amina.set_person("77");
  amina.set_present(true);
  amina.set_since("09:02");
  amina.set_presence_minutes(18);
  amina.set_to_confirm_minutes(5);
  v1::PersonToday& bram = *today.add_persons();
  bram.set_name("Bram");
  bram.set_person("78");
  bram.set_visit_minutes(60);
  v1::DoubtToday& doubt = *today.add_doubts();
  doubt.set_kind("forgotten_check_out");
  doubt.add_persons("Bram");
  doubt.set_detail("checked in 08:58\x1b[2J");
  EXPECT_EQ(TodayText(today),
            "name   here         minutes  to confirm  visits  person\n"
            "Amina  since 09:02       18           5       0  77\n"
            "Bram                      0           0      60  78\n"
            "\n"
            "to look at:\n"
            "  forgotten_check_out Bram: checked in 08:58?[2J\n");
}

TEST(PrintTest, AKiosksClockIsShownInSeconds) {
  v1::ListDevicesResponse devices;
  v1::Device& device = *devices.add_devices();
  device.set_name("desk");
  device.set_last_heard_ms(1'772'539'200'000);
  device.set_clock_error_ms(-1'250);
  EXPECT_THAT(DevicesText(devices), HasSubstr("-1.2 s"));
}

TEST(ReadFileTest, AFolderAndWhatIsTooLargeAreRefused) {
  TempDir dir;
  const absl::Status folder = ReadFile(dir.path(), 100).status();
  EXPECT_TRUE(absl::IsInvalidArgument(folder)) << folder;
  EXPECT_THAT(std::string(folder.message()), HasSubstr("is a folder"));
  const std::string path = dir.File("large");
  std::ofstream(path) << "x";
  constexpr std::size_t kMiB = 1024 * 1024;
  std::filesystem::resize_file(path, kMiB);
  EXPECT_EQ(ReadFile(path, kMiB)->size(), kMiB);
  const absl::Status large = ReadFile(path, kMiB - 1).status();
  EXPECT_TRUE(absl::IsInvalidArgument(large)) << large;
  std::filesystem::resize_file(path, kMiB + 1);
  EXPECT_THAT(std::string(ReadFile(path, kMiB).status().message()),
              HasSubstr("is larger than 1 MiB"));
}

}  // namespace
}  // namespace wijkboek
