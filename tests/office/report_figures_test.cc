#include "server/report_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(ReportFiguresTest, PresenceSumsExactlyAndRoundsWhatIsShown) {
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
  const v1::GetReportResponse report = PresenceReport(days, {}, Basis());
  // 1:29 twice is 2:58, which shows as 3.
  EXPECT_THAT(Lines(report),
              ElementsAre("=Bram|02000000|2026-03-03|Noord|1|1|enrolled",
                          "Amina|01000000|2026-03-03|Noord|1|0|enrolled", "total||||3|1|enrolled",
                          "03000000|03000000|2026-03-03|08000000|10|0|never enrolled",
                          "total||||10|0|never enrolled"));
}

TEST(ReportFiguresTest, OpenPresencesHaveNoMinutesAndAreSaid) {
  const std::vector<PresenceRecord> open = {
      {.person = TestId(1), .centre = TestId(9), .span = {At(11 * 60), At(18 * 60)}},
      {.person = TestId(2), .centre = TestId(9), .span = {At(9 * 60 + 5), At(18 * 60)}}};
  const v1::GetReportResponse report = PresenceReport({}, open, Basis());
  EXPECT_THAT(Lines(report), ElementsAre("total||||0|0|enrolled"));
  EXPECT_THAT(report.small_print(),
              Contains("open: 2 presences have begun and not ended, the earliest at 2026-03-03 "
                       "09:05; no minutes of them are in the table"));
  EXPECT_THAT(PresenceReport({}, {}, Basis()).small_print(),
              Contains("open: nobody; every presence has ended"));
}

// A night of 23 hours and one of 25: the days before and after keep their own minutes.
TEST(ReportFiguresTest, DaysOfTheClockChangesKeepTheirMinutes) {
  const CivilDay spring = *ParseDay("2026-03-29");
  const CivilDay autumn = *ParseDay("2026-10-25");
  const std::vector<PresenceDay> days = {
      {.person = TestId(1),
       .day = spring,
       .centre = TestId(9),
       .settled_ms = StartOfDay(spring + 1) - StartOfDay(spring)},
      {.person = TestId(1),
       .day = autumn,
       .centre = TestId(9),
       .settled_ms = StartOfDay(autumn + 1) - StartOfDay(autumn)}};
  EXPECT_THAT(
      Lines(PresenceReport(days, {}, Basis())),
      ElementsAre("Amina|01000000|2026-03-29|Noord|1380|0|enrolled",
                  "Amina|01000000|2026-10-25|Noord|1500|0|enrolled", "total||||2880|0|enrolled"));
}

TEST(ReportFiguresTest, VisitsAreSummedOverDays) {
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

}  // namespace
}  // namespace wijkboek
