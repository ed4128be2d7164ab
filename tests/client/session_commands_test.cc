// The kiosk's commands about sessions: what is asked of the kiosk, and what is printed.

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "client/cli/command_line.h"
#include "client/cli/print.h"
#include "client/cli/session_text.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSaved[] = R"({"saved": {"event": "ab12", "name": "Amina", "at": "09:02"}})";

struct Calls {
  std::string method;
  std::string request;
  std::string answer_json = "{}";
};

class FakeKiosk final : public KioskConnection {
 public:
  explicit FakeKiosk(Calls& calls) : calls_(calls) {}
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message& response) override {
    calls_.method = std::string(method);
    calls_.request = request.ShortDebugString();
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(calls_.answer_json, &response).ok());
    return absl::OkStatus();
  }

 private:
  Calls& calls_;
};

class SessionCommandsTest : public ::testing::Test {
 protected:
  int Run(const std::string& line) {
    std::vector<std::string> words = absl::StrSplit("wijkboek " + line, ' ', absl::SkipEmpty());
    std::vector<const char*> arguments;
    for (const std::string& word : words) arguments.push_back(word.c_str());
    out_.str("");
    err_.str("");
    calls_.method.clear();
    calls_.request.clear();
    return RunCommandLine(
        static_cast<int>(arguments.size()), arguments.data(),
        {.out = &out_,
         .err = &err_,
         .connect_kiosk = [this](std::string) { return std::make_unique<FakeKiosk>(calls_); },
         .connect_office = [](std::string) { return std::unique_ptr<OfficeConnection>(); }});
  }

  Calls calls_;
  std::ostringstream out_;
  std::ostringstream err_;
};

struct Line {
  std::string line;
  std::string method;
  std::string request;
};

TEST_F(SessionCommandsTest, RequestsHoldWhatWasTyped) {
  calls_.answer_json = kSaved;
  for (const Line& typed : std::vector<Line>{
           {"session move 3d00 --start 2026-03-03T10:00 --end 2026-03-03T12:00 --coach pin:1111",
            "MoveSession",
            "session: \"3d00\" start: \"2026-03-03T10:00\" end: \"2026-03-03T12:00\" coach { pin: "
            "\"1111\" }"},
           {"session cancel 3d00 --coach badge:7", "CancelSession",
            "session: \"3d00\" coach { badge: \"7\" }"},
           {"session sign-off 3d00 --coach pin:1111", "SignOffSession",
            "session: \"3d00\" coach { pin: \"1111\" }"},
           {"better number:12345678 --last-day 2026-03-02", "EndExcuse",
            "who { number: \"12345678\" } last_day: \"2026-03-02\""},
           {"better person:ab --coach pin:1111", "EndExcuse",
            "who { person: \"ab\" } coach { pin: \"1111\" }"},
           {"contest pin:1234 --session 3d00", "ContestAttendance",
            "who { pin: \"1234\" } session: \"3d00\""},
           {"contest pin:1234 --day 2026-03-03", "ContestAttendance",
            "who { pin: \"1234\" } day: \"2026-03-03\""},
           {"settle ab12cd34 --status present --coach pin:1111", "SettleDiscrepancyHere",
            "id: \"ab12cd34\" decision { status: MARK_STATUS_PRESENT } coach { pin: \"1111\" }"},
           {"settle ab12cd34 --coach pin:1111", "SettleDiscrepancyHere",
            "id: \"ab12cd34\" decision { } coach { pin: \"1111\" }"},
           {"park --coach pin:1111", "ParkKiosk", "coach { pin: \"1111\" }"},
           {"check-in --number 12345678", "CheckIn", "who { number: \"12345678\" }"}}) {
    SCOPED_TRACE(typed.line);
    // The kiosk did not say who it was: a tap under an unknown badge has its own exit code.
    EXPECT_EQ(Run(typed.line), typed.method == "CheckIn" ? kExitUnknownBadge : kExitDone);
    EXPECT_EQ(calls_.method, typed.method);
    EXPECT_EQ(calls_.request, typed.request);
    EXPECT_THAT(out_.str(), HasSubstr("saved ab12 09:02 Amina\n"));
    EXPECT_EQ(err_.str(), "");
  }
}

TEST_F(SessionCommandsTest, WhatIsNotUnderstoodCallsNobody) {
  for (const char* line :
       {"session", "session dance", "session move 3d00 --coach pin:1", "session cancel 3d00",
        "session sign-off --coach pin:1", "better", "better 1234", "contest pin:1234",
        "contest pin:1234 --session a --day 2026-03-03", "settle --coach pin:1",
        "settle a --status great --coach pin:1", "park", "person"}) {
    SCOPED_TRACE(line);
    EXPECT_EQ(Run(line), kExitUsage);
    EXPECT_EQ(calls_.method, "");
  }
}

TEST_F(SessionCommandsTest, UnknownCommandsAreTold) {
  EXPECT_EQ(Run("dance"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("there is no \"dance\"; wijkboek takes one of "));
  EXPECT_THAT(err_.str(), HasSubstr("check-in, "));
  EXPECT_EQ(Run("session dance"), kExitUsage);
  EXPECT_EQ(err_.str(),
            "wijkboek: there is no \"dance\"; \"session\" takes one of list, show, move, cancel, "
            "sign-off (--help shows how it is written)\n");
  EXPECT_EQ(Run("session"), kExitUsage);
  EXPECT_THAT(err_.str(), HasSubstr("\"session\" needs a command: one of list, "));
  EXPECT_EQ(Run("session list --colour blue"), kExitUsage);
  EXPECT_THAT(err_.str(), Not(HasSubstr("takes one of")));
}

TEST_F(SessionCommandsTest, WhatIsNoTextIsRefused) {
  EXPECT_EQ(Run("walk-in --given Zo\xeb"), kExitUsage);
  EXPECT_EQ(err_.str(),
            "wijkboek: word 3 of the command is no UTF-8: is the terminal set to another "
            "encoding?\n");
  EXPECT_EQ(calls_.method, "");
}

TEST_F(SessionCommandsTest, SessionsOfADayAreCounted) {
  calls_.answer_json = R"({
    "sessions": [{"session": "aa", "title": "Dutch", "start": "09:00", "end": "12:00"},
                 {"session": "bb", "title": "Cooking", "start": "22:00", "end": "06:00",
                  "endDay": "2026-03-04", "expected": 4}],
    "attendance": [{"session": "aa", "state": "ATTENDANCE_STATE_PRESENT"},
                   {"session": "aa", "state": "ATTENDANCE_STATE_ABSENT"},
                   {"session": "aa", "state": "ATTENDANCE_STATE_UNCLEAR"}]})";
  EXPECT_EQ(Run("session list --day 2026-03-03"), kExitDone);
  EXPECT_EQ(calls_.method, "GetToday");
  EXPECT_EQ(calls_.request, "day: \"2026-03-03\"");
  EXPECT_EQ(out_.str(),
            "time                    title    expected  present  excused  absent  open  session\n"
            "09:00-12:00             Dutch           3        1        0       1     1  aa\n"
            "22:00-2026-03-04 06:00  Cooking         4        0        0       0     4  bb\n");
  EXPECT_EQ(Run("today"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\n09:00-12:00             Dutch           3 "));
}

TEST_F(SessionCommandsTest, AListSaysHowItStandsAndWhy) {
  calls_.answer_json = R"json({
    "session": {"session": "aa", "title": "Dutch", "start": "09:00", "end": "12:00"},
    "day": "2026-03-03", "signedOffBy": "Marieke", "signedOffAt": "2026-03-03 12:05",
    "changedSince": 1,
    "rows": [{"name": "Amina", "person": "77", "start": "09:00", "end": "12:00",
              "state": "ATTENDANCE_STATE_PRESENT", "late": true, "toConfirm": true,
              "attendedMinutes": 150, "signedOff": true, "changedSinceSignOff": true},
             {"name": "Bram", "person": "78", "start": "10:00", "end": "12:00",
              "state": "ATTENDANCE_STATE_PENDING", "why": "waits for Kiosk B (never heard)"},
             {"name": "Carla", "person": "79", "start": "09:00", "end": "12:00",
              "state": "ATTENDANCE_STATE_ABSENT"}]})json";
  EXPECT_EQ(Run("session show aa"), kExitDone);
  EXPECT_EQ(calls_.request, "session: \"aa\"");
  EXPECT_EQ(
      out_.str(),
      "Dutch, 2026-03-03 09:00-12:00\n"
      "\n"
      "name   expected     state                      minutes  signed         why                  "
      "            person\n"
      "Amina  09:00-12:00  present, late, to confirm      150  changed since                       "
      "            77\n"
      "Bram   10:00-12:00  pending                          0                 waits for Kiosk B "
      "(never heard)  78\n"
      "Carla  09:00-12:00  absent, not final                0                                      "
      "            79\n"
      "\n"
      "signed off 2026-03-03 12:05 by Marieke, 1 changed since\n");
  calls_.answer_json = R"({"session": {"title": "Dutch", "start": "09:00", "end": "12:00"},
                           "day": "2026-03-03", "cancelled": true})";
  EXPECT_EQ(Run("session show aa"), kExitDone);
  EXPECT_EQ(out_.str(), "Dutch, 2026-03-03 09:00-12:00, cancelled\n");
  EXPECT_EQ(Run("session show aa --json"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\"cancelled\": true"));
}

TEST_F(SessionCommandsTest, APersonIsPrintedWithSums) {
  calls_.answer_json = R"({
    "person": "77", "name": "Amina", "hoursMinutes": 750, "hoursToConfirmMinutes": 90,
    "targetMinutes": 6000, "helpGivenMinutes": 1, "openContests": ["ab12"],
    "sightings": [{"day": "2026-03-03", "seen": ["09:10", "10:00"], "goal": 3}],
    "rows": [{"day": "2026-03-03", "start": "09:00", "end": "12:00", "title": "Dutch",
              "session": "aa", "state": "ATTENDANCE_STATE_EXCUSED"}]})";
  EXPECT_EQ(Run("person pin:1234 --from 2026-03-02 --to 2026-03-08"), kExitDone);
  EXPECT_EQ(calls_.request,
            "who { pin: \"1234\" } first_day: \"2026-03-02\" last_day: \"2026-03-08\"");
  EXPECT_EQ(out_.str(),
            "Amina (77)\n"
            "\n"
            "day         expected     title  state    minutes  why  session\n"
            "2026-03-03  09:00-12:00  Dutch  excused        0       aa\n"
            "\n"
            "hours  12.50 of 100.00, and 1.50 to confirm\n"
            "help   1 minute given, 0 received\n"
            "seen   2026-03-03  2 of 3  09:10 10:00\n"
            "contests  ab12\n");
}

TEST_F(SessionCommandsTest, SignOffAndParkSayWhatIsLeftToDo) {
  calls_.answer_json = R"({"saved": {"event": "ab", "at": "12:05"}, "entries": 3, "open": 1})";
  EXPECT_EQ(Run("session sign-off aa --coach pin:1111"), kExitDone);
  EXPECT_EQ(out_.str(), "saved ab 12:05\nsigned off 3 entries, 1 of them not final yet\n");
  calls_.answer_json = R"({"saved": {"event": "ab", "at": "12:05"}, "entries": 1})";
  EXPECT_EQ(Run("session sign-off aa --coach pin:1111"), kExitDone);
  EXPECT_EQ(out_.str(), "saved ab 12:05\nsigned off 1 entry\n");
  calls_.answer_json = R"({"saved": {"event": "ab", "at": "17:05"}, "outboxEmpty": true})";
  EXPECT_EQ(Run("park --coach pin:1111"), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("\nparked; "));
}

TEST_F(SessionCommandsTest, HelpAndVersionAreReadable) {
  EXPECT_EQ(Run("--version"), kExitDone);
  EXPECT_THAT(out_.str(), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
  for (const char* line : {"mark --help", "excuse --help", "visit log --help", "correct --help"}) {
    EXPECT_EQ(Run(line), kExitDone) << line;
    EXPECT_THAT(out_.str(), Not(HasSubstr(" :{"))) << line;
    EXPECT_THAT(out_.str(), HasSubstr(" WORD:{")) << line;
  }
}

TEST(StatusTextTest, AKioskThatIsNotInUseSaysSo) {
  v1::GetStatusResponse status;
  EXPECT_THAT(StatusText(status), Not(HasSubstr("in use")));
  status.set_standing("parked since 2026-03-03 09:10");
  EXPECT_THAT(StatusText(status),
              HasSubstr("\nin use         no, parked since 2026-03-03 09:10\n"));
}

TEST(StatusTextTest, AClockThatNobodySetSaysNoTime) {
  v1::GetStatusResponse status;
  status.set_device("0a0b");
  status.set_unsent(2);
  status.set_oldest_unsent_ms(61000);
  status.set_clock_quality(v1::CLOCK_QUALITY_UNKNOWN);
  const std::string text = StatusText(status);
  EXPECT_THAT(text, HasSubstr("kiosk          0a0b\n"));
  EXPECT_THAT(text, HasSubstr("unsent         2 since a time not known yet"));
  EXPECT_THAT(text, Not(HasSubstr("1970")));
}

TEST(JsonComplaintTest, IsOneLine) {
  v1::GetTodayRequest request;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage("{\n  \"day\" \"2026\"\n}", &request);
  ASSERT_FALSE(parsed.ok());
  const std::string complaint = JsonComplaint({parsed.message().data(), parsed.message().size()});
  EXPECT_EQ(complaint.find('\n'), std::string::npos);
  EXPECT_THAT(complaint, HasSubstr(", at \"2026\""));
  EXPECT_EQ(JsonComplaint("Unexpected end of string.\n{\n ^"),
            "Unexpected end of string, at the end of the text");
  EXPECT_EQ(JsonComplaint("day: Cannot find field."), "day: Cannot find field");
}

TEST(JsonTextTest, IdsAreHex) {
  v1::ListDevicesResponse devices;
  devices.add_devices()->set_device_id("0123456789abcde\xff");
  EXPECT_THAT(JsonText(devices), HasSubstr("\"deviceId\": \"303132333435363738396162636465ff\""));
  v1::SessionSignedOff list;
  list.set_list_fingerprint(std::string(32, '\x5a'));
  list.add_entries()->set_person_id(std::string(16, '\x01'));
  EXPECT_THAT(JsonText(list), HasSubstr("\"listFingerprint\": \"5a5a5a"));
  EXPECT_THAT(JsonText(list), HasSubstr("\"personId\": \"01010101"));
  v1::ExcusedSessions sessions;
  sessions.add_session_ids(std::string(16, '\x3d'));
  EXPECT_THAT(JsonText(sessions), HasSubstr("\"3d3d3d"));
}

}  // namespace
}  // namespace wijkboek
