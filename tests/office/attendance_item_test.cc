// One entry of a list as the office's page shows it.
#include "server/attendance_item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;

TEST(AttendanceItemTest, EachStatusHasItsWord) {
  using enum AttendanceStatus;
  std::vector<std::string> words;
  for (const AttendanceStatus status :
       {kPending, kPresent, kExcused, kAbsent, kUnclear, kUnknown}) {
    words.push_back(AttendanceItemOf({.status = status}, Reference(), {}).status());
  }
  EXPECT_THAT(words, ElementsAre("pending", "present", "excused", "absent", "unclear", "unknown"));
}

TEST(AttendanceItemTest, KiosksThatAreWaitedForAreNamed) {
  const v1::AttendanceItem item = AttendanceItemOf({.session = TestId(50),
                                                    .day = kDay,
                                                    .expected = {At(9 * 60), At(12 * 60)},
                                                    .attended_ms = 90 * kMinuteMs,
                                                    .waited_for = {TestId(20), TestId(99)}},
                                                   Reference(), Basis().kiosks);
  EXPECT_THAT(item.waited_for(), ElementsAre("desk", "63000000"));
  EXPECT_EQ(item.day(), "2026-03-03");
  EXPECT_EQ(item.start(), "09:00");
  EXPECT_EQ(item.end(), "12:00");
  EXPECT_EQ(item.minutes(), 90);
  EXPECT_EQ(item.session(), TestId(50).hex());
}

}  // namespace
}  // namespace wijkboek
