#include "server/report_sightings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

SightingDay Day(unsigned char person, std::vector<std::int64_t> seen_ms, int goal) {
  return {.person = TestId(person),
          .centre = TestId(9),
          .day = kDay,
          .seen_ms = std::move(seen_ms),
          .goal = goal};
}

TEST(SightingReportTest, GapsAreShownAndNeverCountAgainstAnybody) {
  const std::vector<SightingDay> days = {
      Day(1, {At(9 * 60 + 30), At(11 * 60)}, 3), Day(2, {}, 3),
      // More than the goal is no credit for another day; a goal of nothing has no gaps.
      Day(3, {At(9 * 60), At(10 * 60), At(11 * 60), At(13 * 60)}, 3), Day(4, {}, 0)};
  const std::vector<AttendanceRecord> records = {{.status = AttendanceStatus::kUnknown}};
  const v1::GetReportResponse report = SightingReport(days, records, Basis());
  EXPECT_EQ(Head(report), "person|id|day|centre|sightings|times|goal|missing");
  EXPECT_THAT(Lines(report),
              ElementsAre("03000000|03000000|2026-03-03|Noord|4|09:00 10:00 11:00 13:00|3|0",
                          "04000000|04000000|2026-03-03|Noord|0||0|0",
                          "=Bram|02000000|2026-03-03|Noord|0||3|3",
                          "Amina|01000000|2026-03-03|Noord|2|09:30 11:00|3|1", "total||||6||9|4"));
  EXPECT_THAT(
      report.small_print(),
      Contains(StartsWith("gaps (days attended with fewer sightings than the goal): 2 of 4; ")));
  EXPECT_THAT(report.small_print(),
              Contains(HasSubstr("a gap says something of the day at the centre and never counts "
                                 "against the participant")));
  EXPECT_THAT(report.small_print(), Contains(StartsWith("statuses: 0 of 1 known")));
  EXPECT_THAT(report.small_print(),
              Contains("all days: 4 people on 4 days on which they attended something"));
}

TEST(SightingReportTest, NobodyAttended) {
  EXPECT_THAT(Lines(SightingReport({}, {}, Basis())), ElementsAre("total||||0||0|0"));
}

}  // namespace
}  // namespace wijkboek
