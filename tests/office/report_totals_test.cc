#include "server/report_totals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ReportBasis BasisWithCohort() {
  ReportBasis basis = Basis();
  basis.cohorts = {{TestId(5), "NW7"}};
  return basis;
}

// Of NW7 at Noord: eight expected, of whom three came, one was excused, two were absent (one not
// for good yet), one is pending and one unknown.
DayTally NW7(CivilDay day) {
  DayTally tally{.day = day, .cohort = TestId(5), .centre = TestId(9)};
  tally.statuses = {.expected = 8,
                    .present = 3,
                    .excused = 1,
                    .absent_final = 1,
                    .absent_not_final = 1,
                    .pending = 1,
                    .unknown = 1,
                    .late = 2};
  tally.settled_ms = 90 * kMinuteMs;
  tally.to_confirm_ms = 30 * kMinuteMs;
  return tally;
}

TEST(ReportTotals, OfCohortsNameWhatTheRateIsTakenOf) {
  DayTally other = NW7(kDay);
  other.cohort = Id();
  const v1::GetReportResponse report =
      AttendanceByCohort({NW7(kDay), NW7(kDay + 1), other}, BasisWithCohort());
  EXPECT_EQ(Head(report),
            "cohort|id|centre|expected|known|present|late|left early|excused|absent final|absent "
            "not final|pending|unclear|unknown|attended|of|rate %");
  EXPECT_THAT(Lines(report), ElementsAre("NW7|05000000|Noord|16|12|6|4|0|2|2|2|2|0|2|6|10|60.0",
                                         "none||Noord|8|6|3|2|0|1|1|1|1|0|1|3|5|60.0",
                                         "total|||24|18|9|6|0|3|3|3|3|0|3|9|15|60.0"));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("24 statuses in 2 rows")));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("report attendance --by status")));
}

TEST(ReportTotals, OfMonthsGoByTheCivilDay) {
  const std::vector<DayTally> tallies = {NW7(*ParseDay("2026-02-28")), NW7(*ParseDay("2026-03-01")),
                                         NW7(*ParseDay("2026-03-31"))};
  EXPECT_THAT(Lines(AttendanceByMonth(tallies, BasisWithCohort())),
              ElementsAre("2026-02|8|6|3|2|0|1|1|1|1|0|1|3|5|60.0",
                          "2026-03|16|12|6|4|0|2|2|2|2|0|2|6|10|60.0",
                          "total|24|18|9|6|0|3|3|3|3|0|3|9|15|60.0"));
  EXPECT_THAT(
      Lines(HoursByMonth(tallies, BasisWithCohort())),
      ElementsAre("2026-02|90|30|1.50|0.50", "2026-03|180|60|3.00|1.00", "total|270|90|4.50|1.50"));
}

TEST(ReportTotals, LeaveOutWhatHasNone) {
  DayTally hours_alone{.day = kDay, .cohort = TestId(5), .centre = TestId(9)};
  hours_alone.settled_ms = kMinuteMs;
  EXPECT_THAT(Lines(AttendanceByCohort({hours_alone}, BasisWithCohort())),
              ElementsAre("total|||0|0|0|0|0|0|0|0|0|0|0|0|0|"));
  EXPECT_THAT(Lines(HoursByCohort({hours_alone}, BasisWithCohort())),
              ElementsAre("NW7|05000000|Noord|1|0|0.02|0.00", "total|||1|0|0.02|0.00"));
}

}  // namespace
}  // namespace wijkboek
