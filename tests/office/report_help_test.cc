#include "server/report_help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ReportHelpTest, HelpShowsClaimsBesideAndBalancesConfirmedMinutes) {
  const std::vector<HelpRecord> helps = {
      {.helper = TestId(1), .helped = TestId(2), .minutes = 60, .confirmed = true},
      {.helper = TestId(1), .helped = TestId(2), .minutes = 30},
      {.helper = TestId(1), .helped = TestId(2), .minutes = 5, .denied = true},
      {.helper = TestId(2), .helped = TestId(1), .minutes = 20, .confirmed = true}};
  EXPECT_THAT(Lines(HelpReport(helps, Basis())),
              ElementsAre("=Bram|02000000|Amina|01000000|20|0|0|-40",
                          "Amina|01000000|=Bram|02000000|60|30|5|40", "total||||80|30|5|"));
}

BalanceEntry Entry(unsigned char helper, unsigned char helped, std::uint32_t minutes,
                   bool confirmed, CivilDay day = kDay) {
  return {.help = {.helper = TestId(helper),
                   .helped = TestId(helped),
                   .day = day,
                   .minutes = minutes,
                   .confirmed = confirmed}};
}

TEST(ReportHelpTest, BalancesHoldConfirmedMinutesWithClaimsBeside) {
  std::vector<BalanceEntry> entries = {Entry(1, 2, 60, true), Entry(1, 2, 30, false),
                                       Entry(2, 1, 20, true), Entry(3, 1, 15, true),
                                       Entry(2, 3, 10, false)};
  entries[4].help.denied = true;
  const v1::GetReportResponse report = BalanceReport(entries, Basis());
  EXPECT_EQ(Head(report),
            "person|id|given confirmed|given claimed|received confirmed|received claimed|denied|"
            "balance|old claims|old claims min");
  // Amina gave 60 and got 20 + 15; Bram gave 20 and got 60, and was claimed 30 of.
  EXPECT_THAT(Lines(report), ElementsAre("03000000|03000000|15|0|0|0|10|15|0|0",
                                         "=Bram|02000000|20|0|60|30|10|-40|0|0",
                                         "Amina|01000000|60|30|35|0|0|25|0|0"));
  EXPECT_THAT(report.small_print(),
              Contains(HasSubstr("3 people gave or received help, 5 records")));
}

// Now is the evening of 4 March: a claim of 24 February was to be answered through 3 March.
TEST(ReportHelpTest, AClaimIsOldWhenItsDaysAreOver) {
  std::vector<BalanceEntry> entries = {Entry(1, 2, 30, false, *ParseDay("2026-02-25")),
                                       Entry(1, 2, 20, false, *ParseDay("2026-02-24")),
                                       Entry(1, 2, 10, false, *ParseDay("2026-02-01")),
                                       Entry(1, 2, 5, true, *ParseDay("2026-02-01"))};
  entries[2].claim_days = 60;
  const v1::GetReportResponse report = BalanceReport(entries, Basis());
  EXPECT_THAT(Lines(report),
              ElementsAre("=Bram|02000000|0|0|5|60|0|-5|1|20", "Amina|01000000|5|60|0|0|0|5|1|20"));
  EXPECT_THAT(report.small_print(),
              Contains("old claims: 1 that nobody answered in 7 or 60 days; each stands under both "
                       "people: ask a coach"));
}

TEST(ReportHelpTest, OnlyThoseWhomTheReportIsAboutHaveARow) {
  std::vector<BalanceEntry> entries = {Entry(1, 2, 60, true)};
  entries[0].of_helped = false;
  EXPECT_THAT(Lines(BalanceReport(entries, Basis())),
              ElementsAre("Amina|01000000|60|0|0|0|0|60|0|0"));
  EXPECT_THAT(Lines(BalanceReport({}, Basis())), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
