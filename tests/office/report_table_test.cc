#include "server/report_table.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/print.h"
#include "server/report_doubts.h"
#include "server/report_figures.h"
#include "server/report_help.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ReportTest, MinutesRoundHalfUp) {
  EXPECT_EQ(RoundedMinutes(0), 0);
  EXPECT_EQ(RoundedMinutes(29'999), 0);
  EXPECT_EQ(RoundedMinutes(30'000), 1);
  EXPECT_EQ(RoundedMinutes(89'999), 1);
  EXPECT_EQ(RoundedMinutes(90'000), 2);
}

TEST(ReportTest, HoursHaveTwoDecimalsHalfUp) {
  EXPECT_EQ(HoursCell(0), "0.00");
  EXPECT_EQ(HoursCell(17'999), "0.00");
  EXPECT_EQ(HoursCell(18'000), "0.01");
  EXPECT_EQ(HoursCell(90 * kMinuteMs), "1.50");
  EXPECT_EQ(HoursCell(20 * kMinuteMs), "0.33");
  EXPECT_EQ(HoursCell(40 * kMinuteMs), "0.67");
  EXPECT_EQ(HoursCell(1234 * kHourMs + 35'999), "1234.01");
}

TEST(ReportTest, PartsOfNothingStayEmpty) {
  EXPECT_EQ(PercentCell(31, 34), "91.2");
  EXPECT_EQ(PercentCell(1, 3), "33.3");
  EXPECT_EQ(PercentCell(2, 3), "66.7");
  EXPECT_EQ(PercentCell(1, 2000), "0.1");
  EXPECT_EQ(PercentCell(0, 7), "0.0");
  EXPECT_EQ(PercentCell(7, 7), "100.0");
  EXPECT_EQ(PercentCell(8, 7), "114.3");
  EXPECT_EQ(PercentCell(0, 0), "");
}

std::string Coverage(const ReportBasis& basis) {
  v1::GetReportResponse table;
  AddSmallPrint(table, basis, "nothing");
  return table.small_print(1);
}

TEST(ReportTest, CoverageNamesWhoIsWaitedForNoMore) {
  ReportBasis basis = Basis();
  basis.days = {.first = kDay, .last = kDay};
  // Everything of that day is here when a kiosk was heard through the next midnight.
  basis.kiosks = {{.device = TestId(20),
                   .name = "desk",
                   .state = "enrolled",
                   .heard_through_ms = StartOfDay(kDay + 1)},
                  {.device = TestId(21),
                   .name = "door",
                   .state = "enrolled",
                   .heard_through_ms = StartOfDay(kDay + 1) - 1},
                  {.device = TestId(22),
                   .name = "van",
                   .state = "enrolled",
                   .whereabouts = Whereabouts::kLost,
                   .since_ms = At(13 * 60)},
                  // Parked the evening before: it holds nothing of that day.
                  {.device = TestId(23),
                   .name = "attic",
                   .state = "enrolled",
                   .whereabouts = Whereabouts::kParked,
                   .since_ms = At(18 * 60, kDay - 1)},
                  // Parked that day with everything said.
                  {.device = TestId(25),
                   .name = "side",
                   .state = "enrolled",
                   .whereabouts = Whereabouts::kParked,
                   .since_ms = At(12 * 60),
                   .heard_through_ms = At(12 * 60)},
                  // Came later.
                  {.device = TestId(24),
                   .name = "new",
                   .state = "enrolled",
                   .enrolled_ms = At(9 * 60, kDay + 1)}};
  EXPECT_EQ(Coverage(basis),
            "coverage: 1 of 3 kiosks were heard through 2026-03-04 00:00; not yet: door "
            "(2026-03-03 23:59:59); waited for no more: van, lost since 2026-03-03 13:00 (never)");
  // Asked for all days, the attic counts: nobody knows what it had.
  basis.days = {};
  EXPECT_THAT(Coverage(basis), HasSubstr("attic, parked since 2026-03-02 18:00 (never)"));
  EXPECT_THAT(Coverage(basis), HasSubstr("0 of 5 kiosks"));
}

TEST(ReportTest, CoverageNamesTenKiosksAndCountsTheOthers) {
  ReportBasis basis = Basis();
  basis.kiosks.clear();
  for (unsigned char i = 0; i < 12; ++i) {
    basis.kiosks.push_back({.device = TestId(i), .state = "enrolled"});
  }
  EXPECT_THAT(Coverage(basis), HasSubstr("0 of 12 kiosks"));
  EXPECT_THAT(Coverage(basis), ::testing::EndsWith("09000000 (never) and 2 more"));
  basis.kiosks.clear();
  EXPECT_EQ(Coverage(basis), "coverage: no kiosk is in use");
  // It has not been here long enough to have been silent.
  basis.kiosks = {{.device = TestId(1),
                   .name = "desk",
                   .state = "enrolled",
                   .enrolled_ms = basis.now_ms - kMinuteMs}};
  EXPECT_EQ(Coverage(basis),
            "coverage: no kiosk was in use through 2026-03-04 17:53; 1 kiosk was enrolled since");
  basis.kiosks[0].enrolled_ms = basis.now_ms - 7 * kMinuteMs;
  EXPECT_EQ(Coverage(basis),
            "coverage: 0 of 1 kiosk was heard through 2026-03-04 17:53; not yet: desk (never)");
}

TEST(ReportTest, SmallPrintSaysWhichPartWasAskedFor) {
  ReportBasis basis = Basis();
  v1::GetReportResponse table;
  basis.days.first = kDay;
  basis.only = "centre Noord, cohort 14";
  AddSmallPrint(table, basis, "2 people");
  EXPECT_EQ(table.small_print(0), "from 2026-03-03, only centre Noord, cohort 14: 2 people");
}

Hash TestHash(unsigned char n) {
  Hash hash;
  hash.data()[0] = n;
  return hash;
}

TEST(ReportTest, DoubtsLeaveOutWhatWasVoided) {
  ReportBasis basis = Basis();
  basis.discrepancies = {{.kind = "two_places_at_once",
                          .persons = {TestId(1)},
                          .centre = TestId(9),
                          .day = kDay,
                          .detail = "10:00",
                          .suggestion = {.field = "accepted", .number = 1}},
                         // Set aside as well: listed once.
                         {.kind = "unowned_check_in",
                          .centre = TestId(9),
                          .day = kDay - 1,
                          .events = {TestHash(7)},
                          .suggestion = {}}};
  basis.set_aside = {
      {.reason = SetAsideReason::kUnownedCheckIn,
       .kind = "unowned_check_in",
       .centre = TestId(9),
       .event = TestHash(7)},
      {.reason = SetAsideReason::kVoided, .kind = "checked_in", .event = TestHash(8)},
      // For two reasons.
      {.reason = SetAsideReason::kPractice, .kind = "checked_in", .event = TestHash(8)},
      {.reason = SetAsideReason::kUnknownBadge,
       .kind = "checked_in",
       .earliest_ms = StartOfDay(kDay),
       .latest_ms = StartOfDay(kDay),
       .event = TestHash(9)},
      {.reason = SetAsideReason::kClockUncertain,
       .kind = "checked_in",
       .earliest_ms = StartOfDay(kDay),
       .latest_ms = StartOfDay(kDay + 1),
       .event = TestHash(9)},
      {.reason = SetAsideReason::kVoided, .kind = "checked_in", .event = TestHash(9)}};
  const v1::GetReportResponse report = DoubtReport(basis);
  EXPECT_THAT(
      Lines(report),
      ElementsAre(
          StartsWith("unowned_check_in|a check-in without a "
                     "badge|2026-03-02|Noord|||070000000000|say who it "
                     "was (person), or reject: it was nobody's||a coach or the office|2|"),
          StartsWith("two_places_at_once|at two centres at the same time|2026-03-03|Noord|Amina "
                     "(01000000)|10:00||accept it as it stands, or correct the times of one of "
                     "them|accept|a coach or the office|1|"),
          StartsWith("unknown_badge|a badge that is nobody's|2026-03-03 00:00|||check-in|"),
          StartsWith("clock_uncertain|"), "total|||||4 doubts||||||"));
  // Each fact once: what is a discrepancy, what is set aside for two reasons, what was voided.
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("2 discrepancies and 1 fact set aside")));
  EXPECT_THAT(report.small_print(),
              Contains(HasSubstr("1 fact set aside; 2 discrepancies to settle (report doubts); 1 "
                                 "fact voided or practised")));
}

TEST(ReportTest, SmallPrintSaysWhatTheFiguresStandOn) {
  const v1::GetReportResponse report = VisitReport({}, Basis());
  EXPECT_THAT(report.small_print(),
              Contains("coverage: 1 of 3 kiosks were heard through 2026-03-04 17:53; not yet: "
                       "door (never), gone, out of use (never)"));
  EXPECT_THAT(report.small_print(),
              Contains("as known at position 42, generation abc, 2026-03-04 18:00"));
  EXPECT_THAT(report.small_print(), Contains("all days: 0 people visited 0 residents"));
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
