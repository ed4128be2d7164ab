#include "common/civil_time.h"

#include <gtest/gtest.h>

#include "absl/time/time.h"

namespace wijkboek {
namespace {

std::int64_t Utc(absl::string_view rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << error;
  return absl::ToUnixMillis(time);
}

CivilDay Day(absl::string_view text) {
  absl::StatusOr<CivilDay> day = ParseDay(text);
  EXPECT_TRUE(day.ok()) << day.status();
  return day.value_or(0);
}

std::int64_t InstantOfText(absl::string_view text) {
  absl::StatusOr<v1::CivilTime> time = ParseCivilTime(text);
  EXPECT_TRUE(time.ok()) << time.status();
  return time.ok() ? InstantOf(*time) : 0;
}

TEST(CivilTimeTest, DaysBeginAtMidnightInAmsterdam) {
  EXPECT_EQ(Day("1970-01-01"), 0);
  EXPECT_EQ(StartOfDay(Day("2026-01-15")), Utc("2026-01-14T23:00:00Z"));
  EXPECT_EQ(StartOfDay(Day("2026-07-15")), Utc("2026-07-14T22:00:00Z"));
  EXPECT_EQ(DayOf(Utc("2026-01-14T22:59:59.999Z")), Day("2026-01-14"));
  EXPECT_EQ(DayOf(Utc("2026-01-14T23:00:00Z")), Day("2026-01-15"));
  EXPECT_EQ(DayOf(-1), 0);  // 00:59:59.999 in Amsterdam.
}

TEST(CivilTimeTest, Weekdays) {
  EXPECT_EQ(WeekdayOf(Day("2026-03-02")), 1);
  EXPECT_EQ(WeekdayOf(Day("2026-03-08")), 7);
  EXPECT_EQ(WeekdayOf(0), 4);
}

// 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
TEST(CivilTimeTest, SpringNightHas23Hours) {
  CivilDay day = Day("2026-03-29");
  EXPECT_EQ(StartOfDay(day + 1) - StartOfDay(day), 23 * kHourMs);
  EXPECT_EQ(InstantOf(day, 2 * 3600 - 1), Utc("2026-03-29T00:59:59Z"));
  // The hour that does not exist: the instant of the change.
  EXPECT_EQ(InstantOf(day, 2 * 3600), Utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(InstantOf(day, 2 * 3600 + 1800), Utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(InstantOf(day, 3 * 3600), Utc("2026-03-29T01:00:00Z"));
  EXPECT_EQ(InstantOf(day, 86400), StartOfDay(day + 1));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseCivilTime("2026-03-29T02:30").status()));
  EXPECT_TRUE(ParseCivilTime("2026-03-29T03:00").ok());
}

// 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
TEST(CivilTimeTest, AutumnNightHas25Hours) {
  CivilDay day = Day("2026-10-25");
  EXPECT_EQ(StartOfDay(day + 1) - StartOfDay(day), 25 * kHourMs);
  EXPECT_EQ(InstantOf(day, 2 * 3600 + 1800, false), Utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(InstantOf(day, 2 * 3600 + 1800, true), Utc("2026-10-25T01:30:00Z"));
  EXPECT_EQ(InstantOfText("2026-10-25T02:30"), Utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(InstantOfText("2026-10-25T02:30+02:00"), Utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(InstantOfText("2026-10-25T02:30+01:00"), Utc("2026-10-25T01:30:00Z"));
}

TEST(CivilTimeTest, EveryMinuteOfBothNightsSurvivesTheRoundTrip) {
  for (absl::string_view text : {"2026-03-29", "2026-10-25"}) {
    CivilDay day = Day(text);
    for (std::int64_t t = StartOfDay(day); t < StartOfDay(day + 1); t += kMinuteMs) {
      v1::CivilTime civil = ToCivilTime(t);
      ASSERT_EQ(civil.day(), day) << t;
      ASSERT_EQ(InstantOf(civil), t) << civil.ShortDebugString();
    }
  }
}

TEST(CivilTimeTest, LeapDays) {
  EXPECT_EQ(Day("2028-02-29") + 1, Day("2028-03-01"));
  EXPECT_EQ(FormatDay(Day("2028-02-28") + 1), "2028-02-29");
  EXPECT_TRUE(ParseDay("2000-02-29").ok());
  EXPECT_TRUE(absl::IsInvalidArgument(ParseDay("2026-02-29").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseDay("1900-02-29").status()));
}

TEST(CivilTimeTest, RefusesWhatIsNoDay) {
  for (absl::string_view text :
       {"", "2026", "2026-3-03", "2026-03-3", "2026-13-01", "2026-00-10", "2026-04-31",
        "03-03-2026", "2026-03-03 ", "2026-03-03-04", "2026-0a-03", "-026-03-03", "2026-+3-03"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseDay(text).status())) << text;
  }
}

TEST(CivilTimeTest, ParsesTimes) {
  EXPECT_EQ(InstantOfText("2026-03-03T10:00"), Utc("2026-03-03T09:00:00Z"));
  EXPECT_EQ(InstantOfText("2026-03-03 10:00:30"), Utc("2026-03-03T09:00:30Z"));
  EXPECT_EQ(*ParseTimeOfDay("24:00"), 86400u);
  EXPECT_EQ(*ParseTimeOfDay("09:05:07"), 9u * 3600 + 5 * 60 + 7);
  for (absl::string_view text :
       {"", "9:00", "09", "09:60", "09:00:60", "24:01", "25:00", "-9:00", "09:00:", "aa:bb"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseTimeOfDay(text).status())) << text;
  }
  for (absl::string_view text : {"", "2026-03-03", "2026-03-03X10:00", "2026-03-03T", "T10:00",
                                 "2026-03-03T10:00Z", "2026-03-03T10:00+03:00"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseCivilTime(text).status())) << text;
  }
}

TEST(CivilTimeTest, Formats) {
  EXPECT_EQ(FormatTime(Utc("2026-03-03T09:00:00Z")), "2026-03-03 10:00");
  EXPECT_EQ(FormatTime(Utc("2026-03-03T09:00:30.700Z")), "2026-03-03 10:00:30");
  EXPECT_EQ(FormatTimeOfDay(Utc("2026-07-03T07:02:59Z")), "09:02");
  EXPECT_EQ(FormatDay(Day("0999-12-31")), "0999-12-31");
}

}  // namespace
}  // namespace wijkboek
