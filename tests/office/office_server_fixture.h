// A real server in a folder of the test's own, with the office's connection to it over its socket,
// and the facts of a small town. Everybody is invented.
#ifndef WIJKBOEK_TESTS_OFFICE_OFFICE_SERVER_FIXTURE_H_
#define WIJKBOEK_TESTS_OFFICE_OFFICE_SERVER_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/office_connection.h"
#include "common/clock.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/server.h"
#include "server/writer.h"
#include "tests/common/temp_dir.h"
#include "tests/office/in_dutch.h"
#include "tests/server/write_apart.h"

namespace wijkboek {

// Open every day from 8 to 18.
inline void AddCentre(const std::string& key, const std::string& name, v1::OfficeFacts& facts) {
  v1::CentreFact& centre = *facts.add_centres();
  centre.set_key(key);
  centre.set_name(name);
  centre.set_opening_hours("mon-sun 08:00-18:00");
}

// From 1 November 2025 on; its name is the key without the "c".
inline v1::CohortFact& AddCohort(const std::string& key, v1::OfficeFacts& facts) {
  v1::CohortFact& cohort = *facts.add_cohorts();
  cohort.set_key(key);
  cohort.set_name(key.substr(1));
  cohort.set_first_day("2025-11-01");
  return cohort;
}

inline void AddParticipant(const std::string& key, v1::OfficeFacts& facts) {
  v1::ParticipantFact& person = *facts.add_participants();
  person.set_key(key);
  person.mutable_name()->set_given(absl::StrCat("Name of ", key));
}

// A participant in c14 at north, from 1 November 2025 on.
inline v1::EnrolmentFact& Enrol(const std::string& key, v1::OfficeFacts& facts) {
  AddParticipant(key, facts);
  v1::EnrolmentFact& enrolment = *facts.add_enrolments();
  enrolment.set_participant(key);
  enrolment.set_cohort("c14");
  enrolment.set_centre("north");
  enrolment.set_first_day("2025-11-01");
  return enrolment;
}

inline void AddResident(const std::string& key, const std::string& given, v1::OfficeFacts& facts) {
  v1::ResidentFact& resident = *facts.add_residents();
  resident.set_key(key);
  resident.mutable_name()->set_given(given);
}

inline v1::CoachFact& AddCoach(const std::string& key, const std::string& given,
                               v1::OfficeFacts& facts) {
  v1::CoachFact& coach = *facts.add_coaches();
  coach.set_key(key);
  coach.mutable_name()->set_given(given);
  return coach;
}

// Of c14 at north, from 9 to 12.
inline void AddSession(const std::string& key, const std::string& day, v1::OfficeFacts& facts) {
  v1::SessionFact& session = *facts.add_sessions();
  session.set_key(key);
  session.set_title("Taal");
  session.set_centre("north");
  session.add_cohorts("c14");
  session.set_day(day);
  session.set_start("09:00");
  session.set_end("12:00");
}

// Rows without ids and events, which are random.
inline std::vector<std::string> RowsOf(const v1::GetReportResponse& report) {
  ExpectAllInDutch(report);
  std::vector<std::string> rows;
  for (const v1::ReportRow& row : report.rows()) {
    std::vector<std::string> cells;
    for (int i = 0; i < row.cells_size(); ++i) {
      const v1::ReportColumn& column = report.columns(i);
      const bool is_hash = column.name() == "events" && !column.number();
      if (is_hash || column.name() == "id" || absl::EndsWith(column.name(), " id")) continue;
      cells.push_back(row.cells(i));
    }
    rows.push_back(absl::StrJoin(cells, "|"));
  }
  return rows;
}

class OfficeServerTest : public ::testing::Test {
 protected:
  OfficeServerTest() { Start(); }

  void Start() {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.data_dir = dir_.File("data"),
                       .listen = "127.0.0.1:0",
                       .enrolment_listen = "127.0.0.1:0"});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    office_ = ConnectToOffice(server_->socket_path());
  }
  void Restart() {
    server_.reset();
    Start();
  }

  // Writes to the office's log what no call of the office makes, while the server is away. `make`
  // is given the key from which the office's ids are made.
  void WriteApart(const std::function<std::vector<EventDraft>(const SecretKey&)>& make) {
    server_.reset();
    wijkboek::WriteApart(dir_.File("data"), make);
    Start();
  }

  v1::ApplyFactsResponse Apply(const v1::OfficeFacts& facts, bool dry_run = false) {
    v1::ApplyFactsRequest request;
    *request.mutable_facts() = facts;
    request.set_dry_run(dry_run);
    v1::ApplyFactsResponse response;
    const absl::Status status = office_->ApplyFacts(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  // Rows of kind, start, end, person, other, centre, minutes and subject. Each must fit.
  v1::ImportHistoryResponse Import(const std::string& rows, bool dry_run = false) {
    v1::ImportHistoryRequest request;
    request.set_csv(absl::StrCat("kind,start,end,person,other,centre,minutes,subject\n", rows));
    request.set_dry_run(dry_run);
    v1::ImportHistoryResponse response;
    const absl::Status status = office_->ImportHistory(request, response);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(response.errors_size(), 0) << response.ShortDebugString();
    return response;
  }
  v1::GetReportResponse Report(const v1::GetReportRequest& request) {
    v1::GetReportResponse response;
    const absl::Status status = office_->GetReport(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  // The log is whole, and holds so many events.
  std::uint64_t Events() {
    v1::VerifyResponse response;
    EXPECT_TRUE(office_->Verify({}, response).ok());
    EXPECT_EQ(response.breaks_size(), 0);
    return response.events();
  }

  TempDir dir_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<OfficeConnection> office_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_OFFICE_SERVER_FIXTURE_H_
