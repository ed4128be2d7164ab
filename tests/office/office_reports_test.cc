// Reports of a real server, over its socket: from facts and history to rows.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/office_connection.h"
#include "server/server.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A session of November 2025 that was put on record only now: p1 was there by the imported history,
// and of p2 nobody will ever know.
class OfficeReportsTest : public ::testing::Test {
 protected:
  OfficeReportsTest() {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.data_dir = dir_.File("data"),
                       .listen = "127.0.0.1:0",
                       .enrolment_listen = "127.0.0.1:0"});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    office_ = ConnectToOffice(server_->socket_path());
    v1::ApplyFactsRequest request;
    v1::OfficeFacts& facts = *request.mutable_facts();
    v1::CentreFact& centre = *facts.add_centres();
    centre.set_key("north");
    centre.set_name("Noord");
    centre.set_opening_hours("mon-sun 08:00-18:00");
    v1::ProgrammeFact& programme = *facts.add_programmes();
    programme.set_key("care");
    programme.set_name("Zorg");
    programme.set_target_hours(10);
    v1::CohortFact& cohort = *facts.add_cohorts();
    cohort.set_key("c14");
    cohort.set_name("14");
    cohort.set_first_day("2025-11-01");
    cohort.set_programme("care");
    for (const char* key : {"p1", "p2"}) {
      v1::ParticipantFact& person = *facts.add_participants();
      person.set_key(key);
      person.mutable_name()->set_given(absl::StrCat("Name of ", key));
      v1::EnrolmentFact& enrolment = *facts.add_enrolments();
      enrolment.set_participant(key);
      enrolment.set_cohort("c14");
      enrolment.set_centre("north");
      enrolment.set_first_day("2025-11-01");
    }
    facts.add_residents()->set_key("r1");
    facts.mutable_residents(0)->mutable_name()->set_given("Cor");
    v1::SessionFact& session = *facts.add_sessions();
    session.set_key("s1");
    session.set_title("Taal");
    session.set_centre("north");
    session.add_cohorts("c14");
    session.set_day("2025-11-03");
    session.set_start("09:00");
    session.set_end("12:00");
    v1::ApplyFactsResponse applied;
    const absl::Status status = office_->ApplyFacts(request, applied);
    EXPECT_TRUE(status.ok()) << status;
    v1::ImportHistoryRequest history;
    history.set_csv(
        "kind,start,end,person,other,centre,minutes,subject\n"
        "presence,2025-11-03 09:30,2025-11-03 12:00,p1,,north,,\n"
        "visit,2025-11-03 13:00,2025-11-03 13:45,p1,r1,,,\n"
        "help,2025-11-03,,p1,p2,,30,language\n");
    v1::ImportHistoryResponse imported;
    EXPECT_TRUE(office_->ImportHistory(history, imported).ok());
    EXPECT_THAT(imported.errors(), IsEmpty());
    request_.set_centre("north");
  }
  ~OfficeReportsTest() override { server_.reset(); }

  v1::GetReportResponse Get() {
    v1::GetReportResponse response;
    const absl::Status status = office_->GetReport(request_, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  // Rows without ids and events, which are random.
  std::vector<std::string> Rows() {
    const v1::GetReportResponse response = Get();
    std::vector<std::string> rows;
    for (const v1::ReportRow& row : response.rows()) {
      std::vector<std::string> cells;
      for (int i = 0; i < row.cells_size(); ++i) {
        const std::string& name = response.columns(i).name();
        const bool is_hash = name == "events" && !response.columns(i).number();
        if (name != "id" && !is_hash && !absl::EndsWith(name, " id")) {
          cells.push_back(row.cells(i));
        }
      }
      rows.push_back(absl::StrJoin(cells, "|"));
    }
    return rows;
  }

  TempDir dir_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<OfficeConnection> office_;
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

TEST_F(OfficeReportsTest, RefusalsSayWhatIsWrong) {
  v1::GetReportResponse response;
  request_.mutable_hours();
  request_.set_centre("nowhere");
  const absl::Status status = office_->GetReport(request_, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("\"nowhere\""));
  request_.Clear();
  EXPECT_EQ(office_->GetReport(request_, response).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wijkboek
