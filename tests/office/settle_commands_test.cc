// discrepancies, settle and trace: what is asked of whom, and what is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/office/command_line_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

constexpr char kItems[] = R"json({"items": [
  {"id": "0123456789abcdef01", "kind": "forgotten_check_out", "what": "never checked out",
   "people": [{"person": "aabbccddeeff0011", "name": "Amina"}], "centre": "Noord",
   "day": "2026-03-03", "detail": "checked in 08:58", "session": "0a0b0c0d0e0f",
   "sessionText": "Taal, 14, 09:00-12:00",
   "said": [{"what": "check-in", "who": "Amina", "where": "Noord, desk", "at": "2026-03-03 08:58",
             "event": "77", "strength": "own"}],
   "suggestion": "end 16:00", "ways": ["accept", "end"], "ageDays": 3,
   "settler": "a coach or the office", "open": true},
  {"id": "fedcba9876543210fe", "kind": "help_denied", "what": "denied", "day": "2026-03-04",
   "session": "0a0b0c0d0e0f",
   "people": [{"person": "1122334455667788"}],
   "settlements": [{"value": "reject", "who": "Marieke", "where": "the office",
                    "at": "2026-03-05 10:00"}], "open": false}]})json";

class SettleCommandsTest : public CommandLineTest {
 protected:
  void ExpectAsks(const std::string& line, const std::string& method, const std::string& request) {
    EXPECT_EQ(Run(line), kExitDone) << line << "\n" << err_.str();
    EXPECT_EQ(calls_.method, method) << line;
    EXPECT_EQ(calls_.request, request) << line;
  }
  void ExpectNotUnderstood(const std::string& line) {
    EXPECT_EQ(Run(line), kExitUsage) << line;
    EXPECT_EQ(calls_.method, "") << line;
  }
};

TEST_F(SettleCommandsTest, EachDiscrepancyIsABlock) {
  calls_.answer_json = kItems;
  ExpectAsks("discrepancies", "ListDiscrepancies", "choice { }");
  EXPECT_EQ(out_.str(),
            "0123456789ab  never checked out  [forgotten_check_out]  3 days\n"
            "  who          Amina (aabbccdd)\n"
            "  where        2026-03-03, Noord\n"
            "  session      Taal, 14, 09:00-12:00\n"
            "  it is        checked in 08:58\n"
            "  said         2026-03-03 08:58  check-in, by Amina (own), at Noord, desk\n"
            "  suggestion   end 16:00\n"
            "  settle by    --accept, --end TIME\n"
            "  settled by   a coach or the office\n"
            "\n"
            "fedcba987654  denied  [help_denied]  settled\n"
            "  who          (11223344)\n"
            "  where        2026-03-04\n"
            "  session      0a0b0c0d\n"
            "  settled      reject, by Marieke, at the office, 2026-03-05 10:00\n"
            "\n"
            "1 to settle, 1 settled\n");
  Run("discrepancies --json");
  EXPECT_THAT(out_.str(), HasSubstr("\"suggestion\": \"end 16:00\""));
}

TEST_F(SettleCommandsTest, NothingSaysWhereItLooked) {
  calls_.answer_json = "{}";
  struct Case {
    std::string typed;
    std::string said;
  };
  for (const Case& each : std::vector<Case>{
           {"", "nothing to settle"},
           {" --settled", "nothing to settle, and nothing settled"},
           {" --kind evidence_gap", "nothing to settle, of kind evidence_gap"},
           {" --person p1", "nothing to settle, about p1"},
           {" --centre Noord", "nothing to settle, at Noord"},
           {" --older-than 1", "nothing to settle, older than 1 day"},
           {" --settled --kind evidence_gap --person p1 --centre Noord --older-than 7",
            "nothing to settle, and nothing settled, of kind evidence_gap, about p1, at Noord, "
            "older than 7 days"},
           {" --here --person ab12", "nothing to settle, about ab12"}}) {
    EXPECT_EQ(Run("discrepancies" + each.typed), kExitDone);
    EXPECT_EQ(out_.str(), each.said + "\n") << each.typed;
  }
}

TEST_F(SettleCommandsTest, ChoicesGoToTheKioskOrTheOffice) {
  calls_.answer_json = "{}";
  ExpectAsks(
      "discrepancies --kind evidence_gap --person p1 --settled --older-than 7 --centre Noord",
      "ListDiscrepancies",
      R"(choice { kind: "evidence_gap" person: "p1" settled: true older_than_days: 7 } )"
      R"(centre: "Noord")");
  ExpectAsks("discrepancies --here --id 0123", "ListDiscrepanciesHere", R"(choice { id: "0123" })");
  EXPECT_EQ(calls_.url, "http://127.0.0.1:8440");
}

TEST_F(SettleCommandsTest, EveryDecisionIsUnderstood) {
  struct Case {
    std::string typed;
    std::string decision;
  };
  calls_.answer_json = R"({"saved": {"event": "ab12", "at": "10:00", "name": "Amina"}})";
  for (const Case& each :
       std::vector<Case>{{"--accept", "accept: true"},
                         {"--reject", "accept: false"},
                         {"--start 09:00", R"(start: "09:00")"},
                         {"--end 2026-03-03T16:00", R"(end: "2026-03-03T16:00")"},
                         {"--time 09:00", R"(time: "09:00")"},
                         {"--status late", "status: MARK_STATUS_LATE"},
                         {"--minutes 30", "minutes: 30"},
                         {"--person 77ab", R"(person: "77ab")"},
                         {"--accept --note ok", R"(accept: true note: "ok")"}}) {
    ExpectAsks("settle 0123 " + each.typed + " --coach pin:2468", "SettleDiscrepancyHere",
               R"(id: "0123" decision { )" + each.decision + R"( } coach { pin: "2468" })");
    EXPECT_EQ(out_.str(), "saved ab12 10:00 Amina\n");
  }
  calls_.answer_json = R"({"event": "qxI=", "notice": "it stays open"})";
  ExpectAsks("settle 0123 --accept --author sanne", "SettleDiscrepancy",
             R"(id: "0123" decision { accept: true } author: "sanne")");
  EXPECT_EQ(out_.str(), "saved ab12\nit stays open\n");
}

TEST_F(SettleCommandsTest, WhatIsNotUnderstoodCallsNobody) {
  for (const char* line :
       {"settle 0123 --accept", "settle --accept --coach pin:1",
        "settle 0123 --accept --reject --coach pin:1",
        "settle 0123 --accept --minutes 3 --coach pin:1",
        "settle 0123 --accept --coach pin:1 --author sanne",
        "settle 0123 --status great --author s", "settle 0123 --accept --author sanne --here",
        "settle 0123 --accept --coach 1234", "discrepancies --here --centre Noord",
        "discrepancies --older-than week", "trace", "trace --event a --session b",
        "trace --days 2026-03-02", "trace --person p1 --days march",
        "trace --person p1 --days 2026-03-02..2026-03-03..2026-03-04"}) {
    ExpectNotUnderstood(line);
  }
}

constexpr char kTrace[] = R"json({
  "records": [
    {"type": "hours", "what": "Amina, 14, 2026-03-03: 180 min count, 0 min to confirm",
     "events": ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"], "partition": "person:77",
     "fingerprint": "cccccccccccccccc"},
    {"type": "presence", "what": "08:55-12:05", "events": ["aaaaaaaaaaaaaaaa"]}],
  "events": [
    {"hash": "aaaaaaaaaaaaaaaa", "device": "desk", "deviceId": "20", "epoch": "05", "seq": 7,
     "position": 42, "kind": "check-in", "captured": "2026-03-03 08:55",
     "received": "2026-03-03 08:56", "who": "Amina", "method": "own badge", "strength": 3,
     "state": "counts", "namedBy": ["dddddddddddddddd"]}],
  "asKnownAt": {"position": 99, "generation": 5}, "nowMs": 1772607600000})json";

TEST_F(SettleCommandsTest, ATraceGoesFromRecordsToEventsAndBack) {
  calls_.answer_json = kTrace;
  ExpectAsks("trace --person p1 --days 2026-03-02..2026-03-06", "Trace",
             R"(participant: "p1" first_day: "2026-03-02" last_day: "2026-03-06")");
  EXPECT_EQ(out_.str(),
            "1.  hours: Amina, 14, 2026-03-03: 180 min count, 0 min to confirm\n"
            "     events    aaaaaaaaaaaa bbbbbbbbbbbb\n"
            "     folded in person:77  cccccccccccc\n"
            "\n"
            "2.  presence: 08:55-12:05\n"
            "     events    aaaaaaaaaaaa\n"
            "\n"
            "aaaaaaaaaaaa  check-in: counts\n"
            "     by        Amina (own badge, strength 3)\n"
            "     captured  2026-03-03 08:55\n"
            "     received  2026-03-03 08:56\n"
            "     stands    desk, epoch 05, seq 7; position 42\n"
            "     named by  dddddddddddd\n"
            "     behind    1, 2\n"
            "\n"
            "as known at position 99, generation 5, 2026-03-04 08:00\n");
  calls_.answer_json = "{}";
  ExpectAsks("trace --event aabbccdd", "Trace", R"(event: "aabbccdd")");
  EXPECT_THAT(out_.str(), HasSubstr("no figure rests on it\n"));
  ExpectAsks("trace --discrepancy aabb", "Trace", R"(discrepancy: "aabb")");
  ExpectAsks("trace --case aabb-1", "Trace", R"(case: "aabb-1")");
  ExpectAsks("trace --session s1 --as-known-at 4711", "Trace",
             R"(session: "s1" as_known_at { position: 4711 })");
  ExpectAsks("trace --person p1 --days 2026-03-02", "Trace",
             R"(participant: "p1" first_day: "2026-03-02" last_day: "2026-03-02")");
  ExpectAsks("trace --person p1 --days ..2026-03-02", "Trace",
             R"(participant: "p1" last_day: "2026-03-02")");
  ExpectAsks("trace --person p1", "Trace", R"(participant: "p1")");
}

}  // namespace
}  // namespace wijkboek
