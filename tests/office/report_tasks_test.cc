#include "server/report_tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(TaskReportTest, AVisitStandsOnceUnderEachOfItsTasks) {
  const std::vector<VisitTasks> visits = {
      {.tasks = {v1::VISIT_TASK_SHOPPING, v1::VISIT_TASK_GOING_ALONG},
       .settled_ms = 60 * kMinuteMs},
      {.tasks = {v1::VISIT_TASK_SHOPPING}, .settled_ms = 90'000, .to_confirm_ms = 30 * kMinuteMs},
      {.tasks = {static_cast<v1::VisitTask>(99)}, .erased = true, .settled_ms = kMinuteMs},
      {.settled_ms = 45 * kMinuteMs},
      {.erased = true, .settled_ms = 20 * kMinuteMs},
      {.without_key = true, .settled_ms = 10 * kMinuteMs}};
  const v1::GetReportResponse report = TaskReport(visits, Basis());
  EXPECT_THAT(Lines(report),
              ElementsAre("shopping|2|62|30", "going_along|1|60|0", "task 99|1|1|0",
                          "not said|1|45|0", "unreadable|2|30|0", "total visits|6|138|30"));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("tasks overlap")));
  EXPECT_THAT(report.small_print(),
              Contains("unreadable: somebody said what was done, but the data was erased; of 1 the "
                       "key is not here; 1 of the others can be read in part"));
  EXPECT_THAT(report.small_print(), Contains("all days: 6 visits"));
}

TEST(AreaReportTest, AVisitStandsInTheAreaOfItsHousehold) {
  const std::vector<VisitTasks> visits = {
      {.area = "BU03630100", .settled_ms = 60 * kMinuteMs},
      {.area = "BU03630100", .settled_ms = 30 * kMinuteMs, .to_confirm_ms = 15 * kMinuteMs},
      {.area = "WK036302", .settled_ms = 20 * kMinuteMs},
      {.area = "GM0518", .settled_ms = 10 * kMinuteMs},
      {.settled_ms = 5 * kMinuteMs}};
  const v1::GetReportResponse report = AreaReport(visits, Basis());
  EXPECT_EQ(Head(report), "municipality|wijk|buurt|visits|minutes|to confirm");
  EXPECT_THAT(Lines(report),
              ElementsAre("(not said)|||1|5|0", "GM0363|WK036301|BU03630100|2|90|15",
                          "GM0518|||1|10|0", "GM0363|WK036302||1|20|0", "total|||5|125|15"));
}

TEST(TaskReportTest, NoVisitsAtAll) {
  EXPECT_THAT(Lines(TaskReport({}, Basis())),
              ElementsAre("not said|0|0|0", "unreadable|0|0|0", "total visits|0|0|0"));
}

}  // namespace
}  // namespace wijkboek
