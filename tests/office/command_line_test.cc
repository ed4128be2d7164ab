#include "client/cli/command_line.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "client/cli/print.h"
#include "client/cli/words.h"
#include "common/civil_time.h"
#include "tests/office/command_line_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kSaved[] =
    R"({"saved": {"event": "ab12", "name": "Amina", "at": "09:02", "person": "77"}})";

TEST_F(CommandLineTest, SavesAreSaid) {
  calls_.answer_json = kSaved;
  EXPECT_EQ(Run("check-in --badge 04A2 --kiosk http://127.0.0.1:9"), kExitDone);
  EXPECT_EQ(out_.str(), "saved ab12 09:02 Amina\n");
  EXPECT_EQ(calls_.method, "CheckIn");
  EXPECT_EQ(calls_.request, "who { badge: \"04A2\" }");
  EXPECT_EQ(calls_.url, "http://127.0.0.1:9");
  EXPECT_EQ(err_.str(), "");

  calls_.answer_json = R"({"saved": {"event": "cd", "at": "09:03", "notice": "ask your coach"}})";
  EXPECT_EQ(Run("check-out --pin 1234 --practice"), kExitUnknownBadge);
  EXPECT_EQ(out_.str(), "saved cd 09:03\nask your coach\n");
  EXPECT_EQ(calls_.request, "who { pin: \"1234\" } practice: true");
}

TEST_F(CommandLineTest, TheOfficeSaysWhatBecameOfAKioskAndWhoCalled) {
  calls_.answer_json = R"({"deviceId": "q83v"})";
  struct Line {
    std::string line;
    std::string method;
    std::string request;
  };
  for (const Line& one : std::vector<Line>{
           {"device lost kiosk-2 --since 2026-03-03T13:00", "ChangeDevice",
            R"(device: "kiosk-2" change: CHANGE_LOST since: "2026-03-03T13:00")"},
           {"device found kiosk-2", "ChangeDevice", R"(device: "kiosk-2" change: CHANGE_FOUND)"},
           {"device park kiosk-2", "ChangeDevice", R"(device: "kiosk-2" change: CHANGE_PARKED)"},
           {"device replace kiosk-2 --by kiosk-3", "ChangeDevice",
            R"(device: "kiosk-2" change: CHANGE_REPLACED by_device: "kiosk-3")"},
           {"device carried kiosk-2", "ChangeDevice",
            R"(device: "kiosk-2" change: CHANGE_CARRIED)"}}) {
    SCOPED_TRACE(one.line);
    EXPECT_EQ(Run(one.line), kExitDone) << err_.str();
    EXPECT_EQ(calls_.method, one.method);
    EXPECT_EQ(calls_.request, one.request);
    EXPECT_EQ(out_.str(), "recorded for abcdef\n");
  }
  EXPECT_EQ(Run("device replace kiosk-2"), kExitUsage);
  EXPECT_EQ(Run("device carried kiosk-2 --since 2026-03-03T13:00"), kExitUsage);

  calls_.answer_json = R"({"event": "q83v"})";
  EXPECT_EQ(Run("office excuse p1 --days 2026-03-02..2026-03-04 --reason sick --called-at "
                "2026-03-02T08:15"),
            kExitDone);
  EXPECT_EQ(calls_.method, "RecordExcuse");
  EXPECT_EQ(calls_.request,
            "participant: \"p1\" reason: ABSENCE_REASON_SICK first_day: \"2026-03-02\" last_day: "
            "\"2026-03-04\" called_at: \"2026-03-02T08:15\"");
  EXPECT_EQ(out_.str(), "recorded abcdef\n");
  EXPECT_EQ(Run("office excuse p1 --days 2026-03-02 --reason sick"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("first_day: \"2026-03-02\" last_day: \"2026-03-02\""));
  EXPECT_EQ(Run("office excuse p1 --until-better --from 2026-03-02 --reason sick"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("first_day: \"2026-03-02\" until_better: true"));
  EXPECT_EQ(Run("office excuse p1 --until-better --days 2026-03-02 --reason sick"), kExitUsage);
  EXPECT_EQ(Run("office excuse p1 --reason sick"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("--days"));
  EXPECT_THAT(err_.str(), HasSubstr("--until-better"));
  EXPECT_EQ(Run("office excuse p1 --days 2026-03-02"), kExitUsage);
  EXPECT_EQ(Run("office excuse p1 --days 2026-03-02 --reason tired"), kExitUsage);
}

TEST_F(CommandLineTest, RequestsHoldWhatWasTyped) {
  calls_.answer_json = R"({"saved": {"event": "ab", "at": "10:00"}, "visit": "f00d"})";
  EXPECT_EQ(Run("visit start --participant badge:1 qr:2 --resident r1"), kExitDone);
  EXPECT_EQ(calls_.request,
            "participants { badge: \"1\" } participants { qr: \"2\" } residents: \"r1\"");
  EXPECT_THAT(out_.str(), HasSubstr("\nvisit f00d\n"));

  calls_.answer_json = kSaved;
  EXPECT_EQ(Run("visit end --visit f00d --outcome not_at_home --task going_along --task walk"),
            kExitDone);
  EXPECT_EQ(
      calls_.request,
      "visit: \"f00d\" outcome: VISIT_OUTCOME_NOT_AT_HOME tasks: VISIT_TASK_GOING_ALONG tasks: "
      "VISIT_TASK_WALK");
  EXPECT_EQ(Run("visit log --participant person:ab --resident r --start 2026-03-03T10:00 --end "
                "2026-03-03T11:00 --coach pin:4321"),
            kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("coach { pin: \"4321\" }"));
  EXPECT_EQ(Run("help-log --helper badge:1 --helped badge:2 --side helped --minutes 30 --subject "
                "language"),
            kExitDone);
  EXPECT_EQ(
      calls_.request,
      "helper { badge: \"1\" } helped { badge: \"2\" } side: HELP_SIDE_HELPED minutes: 30 subject: "
      "\"language\"");
  EXPECT_EQ(Run("visit deny ab12cd34 --badge 2"), kExitDone);
  EXPECT_EQ(calls_.method, "DenyVisit");
  EXPECT_EQ(calls_.request, "event: \"ab12cd34\" who { badge: \"2\" }");
  EXPECT_EQ(Run("help deny ab12cd34 --pin 1234"), kExitDone);
  EXPECT_EQ(calls_.method, "DenyHelp");
  EXPECT_EQ(calls_.request, "event: \"ab12cd34\" who { pin: \"1234\" }");
  EXPECT_EQ(Run("help deny ab12cd34"), kExitUsage);
  EXPECT_EQ(Run("visit deny --badge 2"), kExitUsage);
  EXPECT_EQ(Run("visit deny ab12cd34 --person 77"), kExitUsage);
  EXPECT_EQ(Run("walk-in --given Noor --badge 9"), kExitDone);
  EXPECT_EQ(calls_.request, "name { given: \"Noor\" } credential { badge: \"9\" }");
  EXPECT_THAT(out_.str(), HasSubstr("\nperson 77\n"));
  EXPECT_EQ(Run("mark --person ab --session cd --status late --coach pin:1111"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("MARK_STATUS_LATE"));
  EXPECT_EQ(Run("correct --person ab --start a --end b --reason forgotten --replaces e1 e2 --coach "
                "pin:1111"),
            kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("replaces: \"e1\" replaces: \"e2\""));
  EXPECT_EQ(Run("void e1 --reason wrong_tap --coach pin:1111"), kExitDone);
  EXPECT_EQ(calls_.request, "event: \"e1\" reason: VOID_REASON_WRONG_TAP coach { pin: \"1111\" }");
  EXPECT_EQ(Run("sighting --person ab --coach pin:1111 --by-phone"), kExitDone);
  EXPECT_EQ(Run("excuse --person ab --reason sick --from 2026-03-03 --to 2026-03-04"), kExitDone);
  EXPECT_EQ(
      calls_.request,
      "who { person: \"ab\" } reason: ABSENCE_REASON_SICK first_day: \"2026-03-03\" last_day: "
      "\"2026-03-04\"");
  EXPECT_EQ(Run("no-badge --token boat"), kExitDone);
}

TEST_F(CommandLineTest, WhatIsSaidBelowPeopleIsNotTheListOfThem) {
  calls_.answer_json = R"({"people": [{"person": "ab", "name": "Amina"}]})";
  EXPECT_EQ(Run("people"), kExitDone) << err_.str();
  EXPECT_EQ(calls_.method, "ListPeople");

  calls_.answer_json = "{}";
  EXPECT_EQ(Run("people groups --suggestions"), kExitDone) << err_.str();
  EXPECT_EQ(calls_.method, "ListPeopleGroups");
  EXPECT_EQ(calls_.request, "suggestions: true");

  calls_.answer_json = R"({"event": "q83v"})";
  EXPECT_EQ(Run("people separate p1 p2 --author k1"), kExitDone) << err_.str();
  EXPECT_EQ(calls_.method, "GroupPeople");
  EXPECT_EQ(calls_.request, "people: \"p1\" people: \"p2\" as: AS_SEPARATE author: \"k1\"");

  calls_.answer_json = kSaved;
  EXPECT_EQ(Run("people merge p1 p2 --coach pin:1111"), kExitDone) << err_.str();
  EXPECT_EQ(calls_.method, "GroupPeopleHere");
  EXPECT_EQ(calls_.request, "people: \"p1\" people: \"p2\" one: true coach { pin: \"1111\" }");
}

TEST_F(CommandLineTest, WhatIsNotUnderstoodCallsNobody) {
  for (const char* line :
       {"", "dance", "check-in", "check-in --badge 1 --pin 2222", "check-in --badge 1 extra",
        "visit", "visit start --participant 5 --resident r", "visit end --outcome bored",
        "excuse --pin 1234 --reason sick",
        "excuse --pin 1234 --reason sick --until-better --from x",
        "help-log --helper badge:1 --helped badge:2 --side helped --minutes 0 --subject x",
        "report presence --from yesterday", "report presence --format xml",
        "device invite --batch 0", "mark --person a --session b --status great --coach pin:1"}) {
    SCOPED_TRACE(line);
    EXPECT_EQ(Run(line), kExitUsage);
    EXPECT_THAT(err_.str(), StartsWith("wijkboek: "));
    EXPECT_EQ(calls_.method, "");
  }
}

TEST_F(CommandLineTest, APinThatIsWrittenWronglyIsNotRepeated) {
  EXPECT_EQ(Run("sighting --person a --coach 98765"), kExitUsage);
  EXPECT_EQ(err_.str().find("98765"), std::string::npos);
}

TEST_F(CommandLineTest, RefusalsAreOneOnStderr) {
  calls_.status = absl::UnavailableError("nobody answers");
  EXPECT_EQ(Run("check-in --badge 1"), kExitFailed);
  EXPECT_EQ(err_.str(), "wijkboek: nobody answers\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CommandLineTest, HelpIsNoError) {
  EXPECT_EQ(Run("--help"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("check-in"));
  EXPECT_EQ(Run("visit log --help"), kExitDone);
}

TEST_F(CommandLineTest, JsonIsTheWholeAnswer) {
  calls_.answer_json = kSaved;
  EXPECT_EQ(Run("check-in --badge 1 --json"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\"event\": \"ab12\""));
  EXPECT_THAT(out_.str(), HasSubstr("\"notice\": \"\""));
}

TEST_F(CommandLineTest, CodesStandAloneOnStdout) {
  calls_.answer_json = R"({"codes": ["AAA", "BBB"], "expiresMs": "1772000000000"})";
  EXPECT_EQ(Run("device invite --centre Noord --batch 2 --days 30 --socket /x/admin.sock"),
            kExitDone);
  EXPECT_EQ(out_.str(), "AAA\nBBB\n");
  EXPECT_EQ(calls_.request, "centre: \"Noord\" count: 2 valid_hours: 720");
  EXPECT_EQ(calls_.url, "/x/admin.sock");
}

TEST_F(CommandLineTest, AReplacedKioskShowsWhichStandsInItsPlace) {
  calls_.answer_json = R"({"devices": [{"name": "kiosk-2", "state": "DEVICE_STATE_LOST",
    "replacedBy": "kiosk-3", "awaySinceMs": "1772539200000"}]})";
  EXPECT_EQ(Run("device list"), kExitDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("lost, replaced by kiosk-3 since 2026-03-03 13:00"));
}

TEST_F(CommandLineTest, FactsComeFromAFile) {
  calls_.answer_json = R"({"events": 3, "unchanged": 2})";
  const std::string path = WriteFile(R"({"centres": [{"key": "n", "name": "Noord"}]})");
  EXPECT_EQ(Run("office apply --dry-run " + path), kExitDone);
  EXPECT_EQ(out_.str(), "would apply 3 events, 2 facts unchanged\n");
  EXPECT_THAT(calls_.request, HasSubstr("dry_run: true"));

  calls_.status = absl::InvalidArgumentError("centres[0].key: is missing");
  EXPECT_EQ(Run("office apply " + path), kExitFailed);
  EXPECT_EQ(err_.str(), "wijkboek: " + path +
                            " does not fit, nothing was applied:\ncentres[0].key: is missing\n");

  calls_.method.clear();
  const std::string broken = WriteFile(R"({"centers": []})");
  EXPECT_EQ(Run("office apply " + broken), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("is no file of office facts"));
  EXPECT_EQ(calls_.method, "");
  EXPECT_EQ(Run("office apply /does/not/exist"), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("can't open /does/not/exist"));
  unlink(path.c_str());
}

TEST_F(CommandLineTest, ImportErrorsAreListedByLine) {
  const std::string path = WriteFile("kind,start,person\n");
  calls_.answer_json = R"({"errors": [{"line": 3, "column": "end", "reason": "is missing"},
                                      {"line": 4, "reason": "odd"}, {"reason": "and 5 more errors"}]})";
  EXPECT_EQ(Run("import history " + path), kExitFailed);
  EXPECT_EQ(err_.str(),
            "wijkboek: " + path +
                " does not fit, nothing was imported:\nline 3, end: is missing\nline 4: "
                "odd\nand 5 more errors\n");
  unlink(path.c_str());
}

TEST_F(CommandLineTest, ReportsAreChosenByWord) {
  calls_.answer_json = "{}";
  for (const std::string name : {"attendance", "hours", "presence", "visits", "tasks", "help",
                                 "balances", "sightings", "kiosks", "pending", "doubts"}) {
    EXPECT_EQ(Run("report " + name + " --centre north --cohort c14"), kExitDone);
    EXPECT_EQ(calls_.method, "GetReport");
    EXPECT_THAT(calls_.request, StartsWith(name + " {"));
    EXPECT_THAT(calls_.request, HasSubstr("centre: \"north\" cohort: \"c14\""));
  }
  EXPECT_EQ(Run("report attendance"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("by: BY_SESSION"));
  EXPECT_EQ(Run("report attendance --by person"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("by: BY_PERSON"));
  EXPECT_EQ(Run("report attendance --by status"), kExitDone);
  EXPECT_THAT(calls_.request, HasSubstr("by: BY_STATUS"));
  EXPECT_EQ(Run("report attendance --by centre"), kExitUsage);
  EXPECT_EQ(Run("report hours --by person"), kExitUsage);
}

TEST_F(CommandLineTest, ReportsHaveThreeForms) {
  calls_.answer_json = R"({
    "columns": [{"name": "person"}, {"name": "minutes", "number": true}],
    "rows": [{"cells": ["Zoë", "5"]}, {"cells": ["=Bram\u001b[2J", "-120"]}],
    "smallPrint": ["as known at position 7"]})";
  EXPECT_EQ(Run("report presence --from 2026-03-01 --to 2026-03-31"), kExitDone);
  EXPECT_EQ(out_.str(),
            "person     minutes\n"
            "Zoë              5\n"
            "=Bram?[2J     -120\n"
            "\n"
            "as known at position 7\n");
  EXPECT_EQ(calls_.request, "presence { } first_day: 20513 last_day: 20543");
  EXPECT_EQ(FormatDay(20513), "2026-03-01");

  EXPECT_EQ(Run("report presence --format csv"), kExitDone);
  EXPECT_EQ(out_.str(), "person,minutes\r\nZoë,5\r\n'=Bram\x1b[2J,-120\r\n");
  EXPECT_EQ(err_.str(), "as known at position 7\n");

  EXPECT_EQ(Run("report presence --format json"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\"smallPrint\""));
}

TEST_F(CommandLineTest, DamageIsAFailure) {
  calls_.answer_json = R"({"partitions": "9", "differing": ["person:ab"]})";
  EXPECT_EQ(Run("rebuild"), kExitFailed);
  EXPECT_THAT(out_.str(), HasSubstr("differs: person:ab"));
  calls_.answer_json = R"({"events": "9", "breaks": ["device x at seq 3"]})";
  EXPECT_EQ(Run("verify"), kExitFailed);
  EXPECT_THAT(out_.str(), HasSubstr("broken: device x at seq 3"));
  calls_.answer_json = R"({"events": "9"})";
  EXPECT_EQ(Run("verify"), kExitDone);
}

TEST(WordsTest, EnumsAreTypedInLowerCase) {
  const auto words = EnumWords(*v1::VisitOutcome_descriptor());
  EXPECT_THAT(words, ElementsAre(std::pair("done", 1), std::pair("not_at_home", 2),
                                 std::pair("refused", 3), std::pair("worried", 4)));
}

TEST(PrintTest, StatusSaysWhyThingsWait) {
  v1::GetStatusResponse status;
  status.set_name("desk");
  status.set_unsent(3);
  status.set_oldest_unsent_ms(StartOfDay(20513));
  status.set_reason("no network");
  const std::string text = StatusText(status);
  EXPECT_THAT(text, HasSubstr("unsent         3 since 2026-03-01 00:00\n"));
  EXPECT_THAT(text, HasSubstr("reason         no network\n"));
  EXPECT_THAT(text, HasSubstr("last contact   never\n"));
}

}  // namespace
}  // namespace wijkboek
