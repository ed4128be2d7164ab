#include "server/own_times.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

// What was read is written the same way, whatever else stood there.
TEST(OwnTimesTest, WhatIsWrittenReadsAsItWasMeant) {
  for (const auto& [written, text] : {
           std::pair("", ""),
           std::pair("10:00-12:00", "10:00-12:00"),
           std::pair("mon 09:00-12:00", "mon 09:00-12:00"),
           std::pair("mon-fri 10:00-12:00", "mon-fri 10:00-12:00"),
           std::pair("mon-sun 10:00-12:00", "10:00-12:00"),
           std::pair("2026-03-02 10:00-12:00", "2026-03-02 10:00-12:00"),
           std::pair("2026-03-02..2026-03-02 10:00-12:00", "2026-03-02 10:00-12:00"),
           std::pair("2026-03-02..2026-03-29 mon-fri 10:00-12:00",
                     "2026-03-02..2026-03-29 mon-fri 10:00-12:00"),
           std::pair("2026-03-30..  mon  09:00-24:00", "2026-03-30.. mon 09:00-24:00"),
           std::pair("tue 13:00-15:00, mon 10:00:30-12:00", "mon 10:00:30-12:00, tue 13:00-15:00"),
       }) {
    const absl::StatusOr<std::vector<OwnTimeSpan>> spans = ParseOwnTimes(written);
    ASSERT_TRUE(spans.ok()) << written << ": " << spans.status();
    EXPECT_EQ(OwnTimesText(*spans), text);
    for (const OwnTimeSpan& span : *spans) EXPECT_EQ(FromProto(ToProto(span)), span) << written;
  }
}

// An end alone: from the beginning of the enrolment.
TEST(OwnTimesTest, AnEndAloneIsShownAsOne) {
  const OwnTimeSpan span{
      .last_day = ParseDay("2026-03-29").value(), .starts = 36'000, .ends = 43'200};
  EXPECT_EQ(OwnTimesText({span}), "..2026-03-29 10:00-12:00");
}

TEST(OwnTimesTest, WhatCannotBeReadIsRefused) {
  for (const auto& [written, because] : {
           std::pair("mon", "\"mon\""),
           std::pair("2026-03-29..2026-03-02 10:00-12:00", "2026-03-29..2026-03-02"),
           std::pair("mon tue 10:00-12:00", "is too much"),
           std::pair("2026-03-02 mon tue 10:00-12:00", "2026-03-02 mon tue 10:00-12:00"),
           std::pair("mon 12:00-10:00", "12:00-10:00"),
           std::pair("mon 10:00-12:00,, tue 10:00-12:00", "\"\""),
           std::pair("mon 10:00-12:00, mon 10:00-12:00", "twice"),
       }) {
    const absl::Status status = ParseOwnTimes(written).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << written << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(because)) << written;
  }
}

}  // namespace
}  // namespace wijkboek
