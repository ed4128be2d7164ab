#include "server/report.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "client/cli/print.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Id TestId(unsigned char n) {
  Id id;
  id.data()[0] = n;
  return id;
}

std::vector<std::string> Lines(const v1::GetReportResponse& report) {
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) lines.push_back(absl::StrJoin(row.cells(), "|"));
  return lines;
}

ReportBasis Basis() {
  ReportBasis basis;
  basis.now_ms = InstantOf(*ParseDay("2026-03-04"), 18 * 3600);
  basis.as_known_at.set_position(42);
  basis.as_known_at.set_generation(0xabc);
  basis.people = {{TestId(1), "Amina"}, {TestId(2), "=Bram"}};
  basis.centres = {{TestId(9), "Noord"}};
  basis.kiosks = {
      {.device = TestId(20), .name = "desk", .state = "enrolled", .heard_through_ms = basis.now_ms},
      {.device = TestId(21), .name = "door", .state = "enrolled"},
      {.device = TestId(22), .name = "gone", .state = "revoked"}};
  return basis;
}

const CivilDay kDay = *ParseDay("2026-03-03");

TEST(ReportTest, MinutesRoundHalfUp) {
  EXPECT_EQ(RoundedMinutes(0), 0);
  EXPECT_EQ(RoundedMinutes(29'999), 0);
  EXPECT_EQ(RoundedMinutes(30'000), 1);
  EXPECT_EQ(RoundedMinutes(89'999), 1);
  EXPECT_EQ(RoundedMinutes(90'000), 2);
}

TEST(ReportTest, PresenceSumsExactlyAndRoundsWhatIsShown) {
  const std::vector<PresenceDay> days = {
      {.person = TestId(1), .day = kDay, .centre = TestId(9), .settled_ms = 60'000 + 29'000},
      {.person = TestId(2),
       .day = kDay,
       .centre = TestId(9),
       .settled_ms = 60'000 + 29'000,
       .to_confirm_ms = 30'000},
      {.person = TestId(3),
       .day = kDay,
       .centre = TestId(8),
       .settled_ms = 600'000,
       .never_enrolled = true}};
  const v1::GetReportResponse report = PresenceReport(days, Basis());
  // 1:29 twice is 2:58, which shows as 3.
  EXPECT_THAT(Lines(report),
              ElementsAre("=Bram|02000000|2026-03-03|Noord|1|1|enrolled",
                          "Amina|01000000|2026-03-03|Noord|1|0|enrolled", "total||||3|1|enrolled",
                          "03000000|03000000|2026-03-03|08000000|10|0|never enrolled",
                          "total||||10|0|never enrolled"));
}

TEST(ReportTest, VisitsAreSummedOverDays) {
  const std::vector<VisitShareDay> shares = {
      {.person = TestId(1), .resident = TestId(5), .day = kDay, .settled_ms = 45 * kMinuteMs},
      {.person = TestId(1),
       .resident = TestId(5),
       .day = kDay + 1,
       .settled_ms = 30 * kMinuteMs,
       .to_confirm_ms = 15 * kMinuteMs}};
  EXPECT_THAT(Lines(VisitReport(shares, Basis())),
              ElementsAre("Amina|01000000|05000000|05000000|2|75|15", "total|||||75|15"));
}

TEST(ReportTest, HelpShowsClaimsBesideAndBalancesConfirmedMinutes) {
  const std::vector<HelpRecord> helps = {
      {.helper = TestId(1), .helped = TestId(2), .minutes = 60, .confirmed = true},
      {.helper = TestId(1), .helped = TestId(2), .minutes = 30},
      {.helper = TestId(1), .helped = TestId(2), .minutes = 5, .denied = true},
      {.helper = TestId(2), .helped = TestId(1), .minutes = 20, .confirmed = true}};
  EXPECT_THAT(Lines(HelpReport(helps, Basis())),
              ElementsAre("=Bram|02000000|Amina|01000000|20|0|0|-40",
                          "Amina|01000000|=Bram|02000000|60|30|5|40", "total||||80|30|5|"));
}

TEST(ReportTest, DoubtsLeaveOutWhatWasVoided) {
  ReportBasis basis = Basis();
  basis.discrepancies = {{.kind = "two_places_at_once",
                          .persons = {TestId(1)},
                          .centre = TestId(9),
                          .day = kDay,
                          .detail = "10:00"}};
  basis.set_aside = {{.reason = SetAsideReason::kVoided, .kind = "checked_in"},
                     {.reason = SetAsideReason::kUnknownBadge,
                      .kind = "checked_in",
                      .earliest_ms = StartOfDay(kDay),
                      .latest_ms = StartOfDay(kDay)}};
  const v1::GetReportResponse report = DoubtReport(basis);
  EXPECT_THAT(Lines(report),
              ElementsAre("two_places_at_once|2026-03-03|Noord|Amina (01000000)|10:00|",
                          StartsWith("unknown_badge|2026-03-03 00:00|||checked_in|"),
                          "total||||2 doubts|"));
  EXPECT_THAT(report.small_print(),
              Contains(HasSubstr("1 facts set aside; 1 discrepancies to settle (report doubts); 1 "
                                 "facts voided or practised")));
}

TEST(ReportTest, SmallPrintSaysWhatTheFiguresStandOn) {
  const v1::GetReportResponse report = KioskReport(Basis());
  EXPECT_THAT(report.small_print(),
              Contains("coverage: 1 of 3 kiosks were heard through 2026-03-04 17:58; not yet: "
                       "door (never), gone, out of use (never)"));
  EXPECT_THAT(report.small_print(),
              Contains("as known at position 42, generation abc, 2026-03-04 18:00"));
  EXPECT_THAT(report.small_print(), Contains("all days: 3 kiosks"));
}

TEST(ReportTest, CsvIsQuotedAndHarmless) {
  const std::vector<HelpRecord> helps = {
      {.helper = TestId(2), .helped = TestId(1), .minutes = 20, .confirmed = true},
      {.helper = TestId(1), .helped = TestId(2), .minutes = 60, .confirmed = true}};
  ReportBasis basis = Basis();
  basis.people[TestId(1)] = "Amina \"Mina\", V.";
  const std::string csv = ReportCsv(HelpReport(helps, basis));
  EXPECT_THAT(csv,
              HasSubstr("\r\n'=Bram,02000000,\"Amina \"\"Mina\"\", V.\",01000000,20,0,0,-40\r\n"));
}

}  // namespace
}  // namespace wijkboek
