#include "server/report_kiosks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Status = AttendanceStatus;

AttendanceRecord Record(unsigned char person, unsigned char session, Status status,
                        std::vector<Id> waited_for, std::vector<Id> lost = {}) {
  const CivilDay day = kDay + session - 50;
  return {.person = TestId(person),
          .session = TestId(session),
          .centre = TestId(9),
          .day = day,
          .expected = {At(10 * 60, day), At(12 * 60, day)},
          .status = status,
          .is_final = status == Status::kPresent,
          .waited_for = std::move(waited_for),
          .lost = std::move(lost)};
}

TEST(KioskReportTest, SaysWhereEachIsAndWhatWaitsForIt) {
  ReportBasis basis = Basis();
  basis.kiosks[0].events = 7;
  basis.kiosks[0].behind = 2;
  basis.kiosks[0].clock_error_ms = -1250;
  basis.kiosks[1].carried = true;
  basis.kiosks[2].whereabouts = Whereabouts::kParked;
  basis.kiosks[2].since_ms = At(17 * 60);
  basis.kiosks[2].forked = true;
  const std::vector<AttendanceRecord> records = {
      Record(1, 51, Status::kPending, {TestId(21)}), Record(2, 50, Status::kPending, {TestId(21)}),
      Record(3, 50, Status::kAbsent, {TestId(21)}), Record(4, 50, Status::kPresent, {TestId(21)}),
      Record(5, 50, Status::kUnknown, {}, {TestId(22)})};
  const v1::GetReportResponse report = KioskReport(records, basis);
  EXPECT_EQ(
      Head(report),
      "kiosk|id|centre|state|whereabouts|carried|events|behind|last heard|heard through|clock "
      "error s|sessions waiting|statuses waiting|waiting since|version");
  EXPECT_THAT(
      Lines(report),
      ElementsAre("desk|14000000||enrolled|in use||7|2|never|2026-03-04 18:00|-1.2|0|0||",
                  "door|15000000||enrolled|in use|yes|0|0|never|never|0.0|2|3|2026-03-03|",
                  "gone|16000000||revoked, forked|parked since 2026-03-03 17:00||0|0|never|never|"
                  "0.0|0|0||",
                  "total||||||7|2|||||||"));
  EXPECT_THAT(report.small_print(), Contains("all days: 3 kiosks"));
}

TEST(KioskReportTest, SaysWhichKioskIsInPlaceOfAnother) {
  ReportBasis basis = Basis();
  basis.kiosks[2].whereabouts = Whereabouts::kLost;
  basis.kiosks[2].since_ms = At(17 * 60);
  basis.kiosks[2].replaced_by = "door";
  EXPECT_THAT(Lines(KioskReport({}, basis))[2],
              HasSubstr("|replaced by door since 2026-03-03 17:00|"));
}

TEST(KioskReportTest, EveryKioskThatIsWaitedForIsCounted) {
  const auto waits = WaitsByKiosk({Record(1, 51, Status::kPending, {TestId(20), TestId(21)}),
                                   Record(2, 50, Status::kPending, {TestId(21)}),
                                   Record(3, 50, Status::kPresent, {TestId(20)})});
  ASSERT_EQ(waits.size(), 2u);
  EXPECT_EQ(waits.at(TestId(20)).sessions, 1u);
  EXPECT_EQ(waits.at(TestId(20)).statuses, 1u);
  EXPECT_EQ(waits.at(TestId(20)).since, kDay + 1);
  EXPECT_EQ(waits.at(TestId(21)).sessions, 2u);
  EXPECT_EQ(waits.at(TestId(21)).statuses, 2u);
  EXPECT_EQ(waits.at(TestId(21)).since, kDay);
  EXPECT_THAT(WaitsByKiosk({}), IsEmpty());
}

TEST(PendingReportTest, SaysWhoWaitsForWhatAndWhatHelps) {
  ReportBasis basis = Basis();
  basis.kiosks[1].behind = 4;
  basis.kiosks[1].heard_through_ms = At(8 * 60);
  basis.kiosks.push_back({.device = TestId(23),
                          .name = "van",
                          .state = "enrolled",
                          .whereabouts = Whereabouts::kLost,
                          .since_ms = At(13 * 60)});
  basis.kiosks.push_back({.device = TestId(24),
                          .name = "attic",
                          .state = "enrolled",
                          .whereabouts = Whereabouts::kParked,
                          .since_ms = At(14 * 60)});
  basis.kiosks.push_back(
      {.device = TestId(25), .name = "bag", .state = "enrolled", .carried = true});
  const SessionLines sessions = {
      {TestId(50), {.title = "Taal", .span = {At(9 * 60), At(12 * 60)}}}};
  const std::vector<AttendanceRecord> records = {
      Record(1, 50, Status::kPending, {TestId(20), TestId(21)}),
      Record(2, 50, Status::kPending, {TestId(21), TestId(22)}),
      Record(3, 50, Status::kUnknown, {}, {TestId(23), TestId(24), TestId(25)}),
      Record(4, 50, Status::kPresent, {}),
      // Unknown for another reason: no kiosk helps.
      Record(5, 50, Status::kUnknown, {}),
      // A doubt of that day decides, whatever the van held.
      Record(7, 50, Status::kUnclear, {}, {TestId(23)}), Record(6, 51, Status::kPending, {})};
  const v1::GetReportResponse report = PendingReport(records, sessions, basis);
  EXPECT_EQ(Head(report),
            "session|id|day|times|centre|participants|kiosk|kiosk id|heard through|why|what helps");
  EXPECT_THAT(
      Lines(report),
      ElementsAre(
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|1|desk|14000000|2026-03-04 18:00|in use, not "
          "heard since|let it reach the network, or: wijkboek device lost desk",
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|2|door|15000000|2026-03-03 08:00|in use, 4 "
          "unsent when it was last heard|let it reach the network, or: wijkboek device lost door",
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|1|gone|16000000|never|in use, never heard; "
          "shut out|enrol it anew, or: wijkboek device lost gone",
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|1|van|17000000|never|lost since 2026-03-03 "
          "13:00|a coach's mark decides; if it turns up: wijkboek device found van",
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|1|attic|18000000|never|parked since "
          "2026-03-03 14:00, with something unsent|start it once, or a coach's mark decides",
          "Taal|32000000|2026-03-03|09:00-12:00|Noord|1|bag|19000000|never|carried, and silent for "
          "days|let it reach the network, or a coach's mark decides",
          "|33000000|2026-03-04|10:00|Noord|1||||not over yet|"));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("altogether 4 statuses at 2 sessions")));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("statuses: 1 of 7 known")));
}

std::vector<std::string> Helps(const v1::GetReportResponse& report) {
  std::vector<std::string> helps;
  for (const v1::ReportRow& row : report.rows()) {
    helps.push_back(row.cells(row.cells_size() - 1));
  }
  return helps;
}

// Whoever copies the command into a terminal must reach that kiosk.
TEST(PendingReportTest, WhatHelpsCanBeTyped) {
  ReportBasis basis = Basis();
  basis.kiosks = {{.device = TestId(20), .name = "Tablet NW", .state = "enrolled"},
                  {.device = TestId(21), .name = "door", .state = "enrolled"},
                  {.device = TestId(22),
                   .name = "door",
                   .state = "enrolled",
                   .whereabouts = Whereabouts::kLost},
                  {.device = TestId(23), .name = "\"$HOME\"", .state = "enrolled"},
                  {.device = TestId(24), .name = "--help", .state = "enrolled"},
                  {.device = TestId(25), .state = "enrolled"}};
  const v1::GetReportResponse report =
      PendingReport({Record(1, 50, Status::kPending,
                            {TestId(20), TestId(21), TestId(23), TestId(24), TestId(25)}),
                     Record(2, 50, Status::kUnknown, {}, {TestId(22)})},
                    {}, basis);
  EXPECT_THAT(
      Helps(report),
      ElementsAre("let it reach the network, or: wijkboek device lost 'Tablet NW'",
                  "let it reach the network, or: wijkboek device lost 15000000",
                  "let it reach the network, or: wijkboek device lost '\"$HOME\"'",
                  "let it reach the network, or: wijkboek device lost 18000000",
                  "let it reach the network, or: wijkboek device lost 19000000",
                  "a coach's mark decides; if it turns up: wijkboek device found 16000000"));
}

TEST(PendingReportTest, NothingWaits) {
  const v1::GetReportResponse report =
      PendingReport({Record(1, 50, Status::kPresent, {})}, {}, Basis());
  EXPECT_THAT(Lines(report), IsEmpty());
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("altogether 0 statuses at 0 sessions")));
}

}  // namespace
}  // namespace wijkboek
