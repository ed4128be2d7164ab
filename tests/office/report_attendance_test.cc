#include "server/report_attendance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/report_statuses.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

using Status = AttendanceStatus;

// Session 50 is on kDay, 09:00 to 12:00, at Noord.
AttendanceRecord Record(unsigned char person, Status status, unsigned char session = 50) {
  return {
      .person = TestId(person),
      .session = TestId(session),
      .enrolment = TestId(static_cast<unsigned char>(100 + person)),
      .centre = TestId(9),
      .day = kDay,
      .expected = {At(9 * 60), At(12 * 60)},
      .status = status,
      .is_final = status == Status::kPresent || status == Status::kExcused,
      .strength = status == Status::kPresent ? EvidenceStrength::kOwn : EvidenceStrength::kNone};
}

SessionLines Sessions() {
  return {{TestId(50), {.title = "Taal", .span = {At(9 * 60), At(12 * 60)}}},
          {TestId(51), {.title = "Zorg", .span = {At(13 * 60), At(16 * 60)}}}};
}

// The European Social Fund takes what participant and instructor confirmed, each by themselves.
TEST(AttendanceReportTest, AListSaysWhoConfirmedWhat) {
  std::vector<AttendanceRecord> records = {Record(1, Status::kPresent), Record(2, Status::kPresent),
                                           Record(3, Status::kPresent), Record(4, Status::kPresent),
                                           Record(5, Status::kPresent), Record(6, Status::kAbsent)};
  records[0].signed_off = true;
  records[2].strength = EvidenceStrength::kNameTile;
  records[2].signed_off = true;
  records[3].strength = EvidenceStrength::kCoach;
  records[4].signed_off = true;
  records[4].changed_since_sign_off = true;
  records[5].signed_off = true;
  const v1::GetReportResponse report = AttendanceList(records, Sessions(), Basis());
  EXPECT_EQ(
      Head(report),
      "day|times|session|centre|person|id|status|minutes|participant|instructor|confirmed by");
  const std::string session = "2026-03-03|09:00-12:00|Taal|Noord|";
  EXPECT_THAT(Lines(report),
              testing::UnorderedElementsAre(
                  session + "Amina|01000000|present|0|own|signed|both",
                  session + "=Bram|02000000|present|0|own||participant alone",
                  session + "03000000|03000000|present|0|name tile|signed|instructor alone",
                  session + "04000000|04000000|present|0|coach||nobody",
                  session + "05000000|05000000|present|0|own|changed since|participant alone",
                  session + "06000000|06000000|absent|0|none|signed|"));
  EXPECT_THAT(report.small_print(),
              Contains(testing::EndsWith("what both confirmed: 1 of 5 who were present; 2 by the "
                                         "participant alone, 1 by the instructor alone, 1 by "
                                         "neither")));
}

TEST(AttendanceReportTest, BySessionEveryStatusStandsOnce) {
  std::vector<AttendanceRecord> records = {
      Record(1, Status::kPresent),   Record(2, Status::kPresent), Record(3, Status::kExcused),
      Record(4, Status::kAbsent),    Record(5, Status::kAbsent),  Record(6, Status::kPending),
      Record(7, Status::kUnclear),   Record(8, Status::kUnknown), Record(1, Status::kPresent, 51),
      Record(2, Status::kAbsent, 51)};
  records[0].late = true;
  records[0].left_early = true;
  records[1].strength = EvidenceStrength::kNameTile;
  records[1].signed_off = true;
  records[3].is_final = true;
  records[3].signed_off = true;
  records[3].changed_since_sign_off = true;
  const v1::GetReportResponse report = AttendanceBySession(records, Sessions(), Basis());
  EXPECT_EQ(Head(report),
            "session|id|day|times|centre|expected|known|present|late|left early|excused|absent "
            "final|absent not final|pending|unclear|unknown|confirmed|changed since|weak evidence");
  EXPECT_THAT(Lines(report),
              ElementsAre("Taal|32000000|2026-03-03|09:00-12:00|Noord|8|5|2|1|1|1|1|1|1|1|1|2|1|1",
                          "Zorg|33000000|2026-03-03|13:00-16:00|Noord|2|2|1|0|0|0|0|1|0|0|0|0|0|0",
                          "total|||||10|7|3|1|1|1|1|2|1|1|1|2|1|1"));
  EXPECT_THAT(report.small_print(), Contains("all days: 10 statuses of 8 people at 2 sessions"));
  EXPECT_THAT(report.small_print(),
              Contains("statuses: 7 of 10 known; pending 1, unclear 1, unknown 1; absent and not "
                       "yet final 2"));
}

TEST(AttendanceReportTest, NobodyEnrolledIsATableOfNoughts) {
  const v1::GetReportResponse report = AttendanceBySession({}, {}, Basis());
  EXPECT_THAT(Lines(report), ElementsAre("total|||||0|0|0|0|0|0|0|0|0|0|0|0|0|0"));
  EXPECT_THAT(report.small_print(), Contains("all days: 0 statuses of 0 people at 0 sessions"));
  EXPECT_THAT(report.small_print(), Contains(StartsWith("statuses: 0 of 0 known")));
  EXPECT_THAT(report.small_print(), Not(Contains(StartsWith("pending:"))));
  EXPECT_THAT(Lines(AttendanceByPerson({}, Basis())),
              ElementsAre("total||0|0|0|0|0|0|0|0|0|0|0|0|0|"));
  EXPECT_THAT(Lines(AttendanceByStatus({}, {}, Basis())), ElementsAre());
}

// 31 of 34 statuses are known; 4 of them excused: the rate is taken of 27.
TEST(AttendanceReportTest, TheRateIsOfWhatIsKnown) {
  std::vector<AttendanceRecord> records;
  const auto add = [&](int count, Status status) {
    for (int i = 0; i < count; ++i) {
      records.push_back(Record(1, status, static_cast<unsigned char>(records.size())));
    }
  };
  add(25, Status::kPresent);
  add(4, Status::kExcused);
  add(2, Status::kAbsent);
  add(1, Status::kPending);
  add(1, Status::kUnclear);
  add(1, Status::kUnknown);
  const v1::GetReportResponse report = AttendanceByPerson(records, Basis());
  EXPECT_EQ(Head(report),
            "person|id|expected|known|present|late|left early|excused|absent final|absent not "
            "final|pending|unclear|unknown|attended|of|rate %");
  EXPECT_THAT(Lines(report), ElementsAre("Amina|01000000|34|31|25|0|0|4|0|2|1|1|1|25|27|92.6",
                                         "total||34|31|25|0|0|4|0|2|1|1|1|25|27|92.6"));
  EXPECT_THAT(report.small_print(), Contains(StartsWith("statuses: 31 of 34 known")));
}

TEST(AttendanceReportTest, ARateOfNothingIsEmpty) {
  EXPECT_THAT(Lines(AttendanceByPerson({Record(1, Status::kExcused), Record(2, Status::kPending)},
                                       Basis())),
              ElementsAre("=Bram|02000000|1|0|0|0|0|0|0|0|1|0|0|0|0|",
                          "Amina|01000000|1|1|0|0|0|1|0|0|0|0|0|0|0|",
                          "total||2|1|0|0|0|1|0|0|1|0|0|0|0|"));
}

TEST(AttendanceReportTest, ByStatusSaysWhatEachRestsOn) {
  std::vector<AttendanceRecord> records = {Record(2, Status::kPresent),
                                           Record(1, Status::kUnknown)};
  records[0].expected = {At(10 * 60), At(12 * 60)};
  records[0].late = true;
  records[0].to_confirm = true;
  records[0].attended_ms = 95 * kMinuteMs + 30'000;
  records[0].by_mark = true;
  records[0].contested = true;
  records[0].signed_off = true;
  records[0].events = {Hash(), *Hash::FromHex(std::string(64, 'a'))};
  records[1].waited_for = {TestId(21)};
  records[1].lost = {TestId(22), TestId(77)};
  records[1].signs = {"clock_uncertain", "elsewhere"};
  const v1::GetReportResponse report = AttendanceByStatus(records, Sessions(), Basis());
  EXPECT_EQ(Head(report),
            "person|id|session|session id|day|expected|centre|status|late|left early|final|to "
            "confirm|minutes|evidence|by mark|contested|confirmed|changed since|waits "
            "for|lost|signs|events");
  EXPECT_THAT(Lines(report),
              ElementsAre("=Bram|02000000|Taal|32000000|2026-03-03|10:00-12:00|Noord|present|yes||"
                          "yes|yes|96|own|yes|yes|yes||||"
                          "|000000000000 aaaaaaaaaaaa",
                          "Amina|01000000|Taal|32000000|2026-03-03|09:00-12:00|Noord|unknown||||"
                          "|0|none|||||door|gone, 4d000000|clock_uncertain elsewhere|"));
}

// A night class in the hours that the clocks skip and repeat is shown in civil time.
TEST(AttendanceReportTest, ClockChangesShowAsPeopleReadThem) {
  for (const auto& [day, minutes] : {std::pair("2026-03-29", 120), std::pair("2026-10-25", 240)}) {
    AttendanceRecord record = Record(1, Status::kPresent);
    record.day = *ParseDay(day);
    record.expected = {InstantOf(record.day, 3600), InstantOf(record.day, 4 * 3600)};
    record.attended_ms = record.expected.length_ms();
    EXPECT_THAT(
        Lines(AttendanceByStatus({record}, {}, Basis())),
        ElementsAre(absl::StrCat("Amina|01000000||32000000|", day,
                                 "|01:00-04:00|Noord|present|||yes||", minutes, "|own||||||||")));
  }
}

TEST(AttendanceReportTest, TheSmallPrintSaysWhyItIsNotKnown) {
  ReportBasis basis = Basis();
  basis.kiosks[1].heard_through_ms = At(8 * 60);
  basis.kiosks.push_back({.device = TestId(23),
                          .name = "van",
                          .state = "enrolled",
                          .whereabouts = Whereabouts::kLost,
                          .since_ms = At(13 * 60),
                          .heard_through_ms = At(7 * 60)});
  std::vector<AttendanceRecord> records = {
      Record(1, Status::kPending), Record(2, Status::kPending), Record(3, Status::kPending),
      Record(4, Status::kUnclear), Record(5, Status::kUnclear), Record(6, Status::kUnknown),
      Record(7, Status::kAbsent),  Record(8, Status::kPresent)};
  records[0].waited_for = {TestId(21)};
  records[1].waited_for = {TestId(21), TestId(77)};
  // Records[2] waits for nobody: its session is not over.
  records[3].signs = {"elsewhere", "unowned_check_in"};
  records[4].signs = {"elsewhere"};
  records[5].lost = {TestId(23)};
  records[5].signs = {"kiosk_lost"};
  // Marked absent, while a kiosk is still waited for.
  records[6].waited_for = {TestId(21)};
  // Who is present waits for nothing.
  records[7].waited_for = {TestId(21)};
  v1::GetReportResponse table;
  AddStatusPrint(table, records, basis);
  EXPECT_THAT(
      table.small_print(),
      ElementsAre(
          "statuses: 2 of 8 known; pending 3, unclear 2, unknown 1; absent and not yet "
          "final 1",
          "pending: 2 waiting for a kiosk, 1 at sessions that are not over",
          "waited for: door (heard through 2026-03-03 08:00; 3 statuses), 4d000000 (never "
          "heard; 1 status)",
          "unclear (there may be several reasons): 2 because they were somewhere else at the "
          "time, 1 because somebody checked in there without a badge",
          "unknown (there may be several reasons): 1 because of kiosk lost",
          "lost, or put away with something unsent: van, lost since 2026-03-03 13:00 "
          "(heard through 2026-03-03 07:00; 1 status)"));
}

}  // namespace
}  // namespace wijkboek
