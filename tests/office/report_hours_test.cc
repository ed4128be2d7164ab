#include "server/report_hours.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

EnrolmentLine Line(unsigned char enrolment, unsigned char person, std::uint32_t target_minutes) {
  return {.enrolment = TestId(enrolment),
          .person = TestId(person),
          .cohort = TestId(60),
          .centre = TestId(9),
          .first_day = kDay,
          .target_minutes = target_minutes};
}

ReportBasis HoursBasis() {
  ReportBasis basis = Basis();
  basis.cohorts = {{TestId(60), "14"}};
  return basis;
}

TEST(HoursReportTest, HoursStandAgainstTheTarget) {
  std::vector<EnrolmentLine> enrolments = {Line(101, 1, 100 * 60), Line(102, 2, 0),
                                           Line(103, 1, 90)};
  enrolments[2].first_day = kDay - 60;
  enrolments[2].last_day = kDay - 30;
  const std::vector<EnrolmentTally> sums = {
      // 40 minutes and 59.8 seconds, and 5 minutes to confirm.
      {.enrolment = TestId(101), .settled_ms = 2'459'800, .to_confirm_ms = 300'000},
      {.enrolment = TestId(103), .settled_ms = 91 * kMinuteMs}};
  const v1::GetReportResponse report = HoursReport(enrolments, sums, {}, HoursBasis());
  EXPECT_EQ(
      Head(report),
      "person|id|enrolment id|cohort|centre|first day|last day|minutes|to confirm|hours|hours "
      "to confirm|target hours|% of target");
  EXPECT_THAT(
      Lines(report),
      ElementsAre("=Bram|02000000|66000000|14|Noord|2026-03-03||0|0|0.00|0.00||",
                  "Amina|01000000|67000000|14|Noord|2026-01-02|2026-02-01|91|0|1.52|0.00|1.50|"
                  "101.1",
                  "Amina|01000000|65000000|14|Noord|2026-03-03||41|5|0.68|0.08|100.00|0.7",
                  "total|||||||132|5|2.20|0.08||"));
  EXPECT_THAT(report.small_print(),
              Contains("all days: 3 enrolments of 2 people that ran on a day of the span"));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("2 of 3 enrolments have one")));
}

TEST(HoursReportTest, SumsAreExactBeforeTheyAreRounded) {
  // Three times less than half a minute: 89.997 seconds, one minute, 0.02 hours.
  const std::vector<EnrolmentTally> sums = {
      {.enrolment = TestId(101), .settled_ms = std::int64_t{3} * 29'999}};
  EXPECT_THAT(Lines(HoursReport({Line(101, 1, 0)}, sums, {}, HoursBasis())),
              ElementsAre(HasSubstr("|1|0|0.02|0.00||"), "total|||||||1|0|0.02|0.00||"));
}

TEST(HoursReportTest, NobodyEnrolledAndWhatIsNotKnown) {
  EnrolmentTally sum;
  sum.statuses = {.expected = 2, .present = 1, .pending = 1};
  const std::vector<AttendanceRecord> open = {{.status = AttendanceStatus::kPending}};
  const v1::GetReportResponse report = HoursReport({}, {sum}, open, HoursBasis());
  EXPECT_THAT(Lines(report), ElementsAre("total|||||||0|0|0.00|0.00||"));
  EXPECT_THAT(report.small_print(), Contains(StartsWith("statuses: 1 of 2 known; pending 1")));
  EXPECT_THAT(report.small_print(), Contains("pending: 0 waiting for a kiosk, 1 at sessions that "
                                             "are not over"));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("0 of 0 enrolments have one")));
}

}  // namespace
}  // namespace wijkboek
