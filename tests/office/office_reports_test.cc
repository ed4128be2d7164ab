// Reports of a real server, over its socket: from facts and history to rows.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A session of November 2025 that was put on record only now: p1 was there by the imported history,
// and of p2 nobody will ever know.
class OfficeReportsTest : public OfficeServerTest {
 protected:
  OfficeReportsTest() {
    v1::OfficeFacts facts;
    AddCentre("north", "Noord", facts);
    v1::ProgrammeFact& programme = *facts.add_programmes();
    programme.set_key("care");
    programme.set_name("Zorg");
    programme.set_target_hours(10);
    AddCohort("c14", facts).set_programme("care");
    for (const char* key : {"p1", "p2"}) Enrol(key, facts);
    AddResident("r1", "Cor", facts);
    AddSession("s1", "2025-11-03", facts);
    Apply(facts);
    Import(
        "presence,2025-11-03 09:30,2025-11-03 12:00,p1,,north,,\n"
        "visit,2025-11-03 13:00,2025-11-03 13:45,p1,r1,,,\n"
        "help,2025-11-03,,p1,p2,,30,language\n");
    request_.set_centre("north");
  }
  v1::GetReportResponse Get() { return Report(request_); }
  std::vector<std::string> Rows() { return RowsOf(Get()); }

  v1::GetReportRequest request_;
};

TEST_F(OfficeReportsTest, AttendanceWithNamesAndWhatIsNotKnown) {
  using By = v1::AttendanceReportRequest;
  request_.mutable_attendance()->set_by(By::BY_SESSION);
  EXPECT_THAT(Rows(), ElementsAre("Taal|2025-11-03|09:00-12:00|Noord|2|1|1|1|0|0|0|0|0|0|1|0|0|0",
                                  "total||||2|1|1|1|0|0|0|0|0|0|1|0|0|0"));
  EXPECT_THAT(Get().small_print(), Contains(StartsWith("statuses: 1 of 2 known")));
  EXPECT_THAT(Get().small_print(),
              Contains("all days, only centre Noord: 2 statuses of 2 people at 1 session"));
  request_.mutable_attendance()->set_by(By::BY_PERSON);
  EXPECT_THAT(Rows(), ElementsAre("Name of p1|1|1|1|1|0|0|0|0|0|0|0|1|1|100.0",
                                  "Name of p2|1|0|0|0|0|0|0|0|0|0|1|0|0|",
                                  "total|2|1|1|1|0|0|0|0|0|0|1|1|1|100.0"));
  request_.mutable_attendance()->set_by(By::BY_STATUS);
  EXPECT_THAT(
      Rows(),
      ElementsAre(StartsWith("Name of p1|Taal|2025-11-03|09:00-12:00|Noord|present|yes||yes||150|"),
                  StartsWith("Name of p2|Taal|2025-11-03|09:00-12:00|Noord|unknown||||")));
}

TEST_F(OfficeReportsTest, HoursTasksBalancesAndSightings) {
  // 150 minutes in the session and 45 of the visit, of ten hours.
  request_.mutable_hours();
  EXPECT_THAT(Rows(), ElementsAre("Name of p1|14|Noord|2025-11-01||195|0|3.25|0.00|10.00|32.5",
                                  "Name of p2|14|Noord|2025-11-01||0|0|0.00|0.00|10.00|0.0",
                                  "total|||||195|0|3.25|0.00||"));
  request_.mutable_tasks();
  EXPECT_THAT(Rows(), ElementsAre("not said|1|45|0", "unreadable|0|0|0", "total visits|1|45|0"));
  request_.mutable_balances();
  EXPECT_THAT(Rows(), ElementsAre("Name of p1|30|0|0|0|0|30|0|0", "Name of p2|0|0|30|0|0|-30|0|0"));
  request_.mutable_sightings();
  EXPECT_THAT(Rows(), ElementsAre("Name of p1|2025-11-03|Noord|0||3|3", "total|||0||3|3"));
}

TEST_F(OfficeReportsTest, NothingIsPendingWithoutKiosks) {
  request_.mutable_pending();
  EXPECT_THAT(Rows(), IsEmpty());
  request_.mutable_kiosks();
  EXPECT_THAT(Rows(), ElementsAre("total|||||0|0|||||||"));
  EXPECT_THAT(Get().small_print(), Contains("coverage: no kiosk is in use"));
}

TEST_F(OfficeReportsTest, InDutchWhatStandsBelowIsDutch) {
  request_.mutable_hours();
  request_.set_language("nl");
  const v1::GetReportResponse dutch = Get();
  request_.clear_language();
  const v1::GetReportResponse english = Get();
  ASSERT_EQ(dutch.small_print_size(), english.small_print_size());
  for (int i = 0; i < english.small_print_size(); ++i) {
    if (absl::StartsWith(english.small_print(i), "as known at")) continue;
    EXPECT_EQ(dutch.small_print(i), DutchPrint(english.small_print(i)).text);
    EXPECT_NE(dutch.small_print(i), english.small_print(i));
  }
  request_.set_language("en");
  v1::GetReportResponse response;
  EXPECT_EQ(office_->GetReport(request_, response).code(), absl::StatusCode::kInvalidArgument);
}

// Of a programme the records are added up, as the ledger itself adds up everybody's.
TEST_F(OfficeReportsTest, OfAProgrammeTheTotalsAreThoseOfItsRecords) {
  request_.clear_centre();
  request_.mutable_hours()->set_by(v1::HoursReportRequest::BY_COHORT);
  const std::vector<std::string> all = Rows();
  EXPECT_THAT(all, Contains(HasSubstr("195")));
  request_.set_programme("care");
  EXPECT_EQ(Rows(), all);
}

TEST_F(OfficeReportsTest, RefusalsSayWhatIsWrong) {
  v1::GetReportResponse response;
  request_.mutable_hours();
  request_.set_centre("nowhere");
  const absl::Status status = office_->GetReport(request_, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("\"nowhere\""));
  request_.Clear();
  EXPECT_EQ(office_->GetReport(request_, response).code(), absl::StatusCode::kInvalidArgument);
  request_.mutable_indicators();
  EXPECT_EQ(office_->GetReport(request_, response).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wijkboek
