// Reports as known at an earlier position, what moved since, and reports that were filed: a real
// server over its socket, with late records, a restart and a rebuild in between.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// As the office knew it: p1 was at the first of two sessions, by the imported history.
class AsKnownAtTest : public OfficeServerTest {
 protected:
  AsKnownAtTest() {
    v1::OfficeFacts facts;
    AddCentre("north", "Noord", facts);
    AddCohort("c14", facts);
    for (const char* key : {"p1", "p2"}) Enrol(key, facts);
    AddResident("r1", "Cor", facts);
    AddCoach("k1", "Kim", facts);
    AddSession("s1", "2025-11-03", facts);
    AddSession("s2", "2025-11-04", facts);
    Apply(facts);
    Import(
        "presence,2025-11-03 09:30,2025-11-03 12:00,p1,,north,,\n"
        "visit,2025-11-03 13:00,2025-11-03 13:45,p1,r1,,,\n"
        "help,2025-11-03,,p1,p2,,30,language\n");
  }

  // What comes late: p2 was at the second session, p1 had another visit, and a name changed.
  void ComeLate() {
    Import(
        "presence,2025-11-04 09:00,2025-11-04 12:00,p2,,north,,\n"
        "visit,2025-11-04 13:00,2025-11-04 14:00,p1,r1,,,\n");
    v1::OfficeFacts facts;
    Enrol("p1", facts);
    facts.mutable_participants(0)->mutable_name()->set_given("Other name");
    Enrol("p3", facts);
    AddSession("s3", "2025-11-05", facts);
    Apply(facts);
  }

  static std::vector<v1::GetReportRequest> AllReports() {
    std::vector<v1::GetReportRequest> all(14);
    std::size_t i = 0;
    for (const int by : {1, 2, 3, 4, 5}) {
      all[i++].mutable_attendance()->set_by(static_cast<v1::AttendanceReportRequest::By>(by));
    }
    all[i++].mutable_hours();
    all[i++].mutable_presence();
    all[i++].mutable_visits();
    all[i++].mutable_tasks();
    all[i++].mutable_help();
    all[i++].mutable_balances();
    all[i++].mutable_sightings();
    all[i++].mutable_pending();
    all[i++].mutable_doubts();
    return all;
  }
  static v1::AsKnownAt WhenOf(const v1::GetReportResponse& report) {
    v1::AsKnownAt at;
    at.set_position(report.as_known_at().position());
    at.set_now_ms(report.now_ms());
    return at;
  }
  absl::StatusOr<v1::FiledReport> File(const std::string& name, const v1::GetReportRequest& report,
                                       const std::string& author = "") {
    v1::FileReportRequest request;
    request.set_name(name);
    *request.mutable_report() = report;
    request.set_author(author);
    v1::FileReportResponse response;
    const absl::Status status = office_->FileReport(request, response);
    if (!status.ok()) return status;
    return response.filed();
  }
  v1::ListFiledReportsResponse Filed(const std::string& name) {
    v1::ListFiledReportsRequest request;
    request.set_name(name);
    v1::ListFiledReportsResponse response;
    const absl::Status status = office_->ListFiledReports(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  v1::ListChangesResponse Changes(const v1::ListChangesRequest& request) {
    v1::ListChangesResponse response;
    const absl::Status status = office_->ListChanges(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  // "attendance 2025-11-04 Name of p2: unknown -> present, 180 min".
  static std::vector<std::string> Lines(
      const google::protobuf::RepeatedPtrField<v1::FigureChange>& changes) {
    std::vector<std::string> lines;
    for (const v1::FigureChange& change : changes) {
      lines.push_back(absl::StrCat(change.type(), " ", change.day(), " ", change.person().name(),
                                   ": ", change.before(), " -> ", change.after()));
    }
    return lines;
  }
};

TEST_F(AsKnownAtTest, EveryReportIsTheSameForEver) {
  std::vector<v1::GetReportRequest> requests = AllReports();
  std::vector<v1::GetReportResponse> before;
  for (const v1::GetReportRequest& request : requests) before.push_back(Report(request));
  ComeLate();
  Restart();
  v1::RebuildResponse rebuilt;
  ASSERT_TRUE(office_->Rebuild({}, rebuilt).ok());
  EXPECT_THAT(rebuilt.differing(), IsEmpty());
  int moved = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const v1::GetReportResponse now = Report(requests[i]);
    moved += now.rows_size() != before[i].rows_size() ? 1 : 0;
    *requests[i].mutable_as_known_at() = WhenOf(before[i]);
    EXPECT_EQ(Report(requests[i]).SerializeAsString(), before[i].SerializeAsString())
        << requests[i].ShortDebugString() << Report(requests[i]).ShortDebugString() << "\n"
        << before[i].ShortDebugString();
  }
  EXPECT_GT(moved, 3);
}

TEST_F(AsKnownAtTest, KiosksAreTheSameButForWhatTheySaidOfThemselves) {
  v1::GetReportRequest request;
  request.mutable_kiosks();
  *request.mutable_as_known_at() = WhenOf(Report(request));
  const v1::GetReportResponse before = Report(request);
  EXPECT_THAT(before.small_print(), Contains(HasSubstr("is known of now alone")));
  ComeLate();
  Restart();
  EXPECT_EQ(Report(request).SerializeAsString(), before.SerializeAsString());
}

TEST_F(AsKnownAtTest, RefusalsSayWhatToDo) {
  v1::GetReportRequest request;
  request.mutable_presence();
  v1::GetReportResponse response;
  request.mutable_as_known_at()->set_position(1'000'000);
  EXPECT_THAT(std::string(office_->GetReport(request, response).message()),
              HasSubstr("beyond the end of the log"));
  request.mutable_as_known_at()->Clear();
  request.mutable_as_known_at()->set_time("2999-01-01T00:00");
  EXPECT_THAT(std::string(office_->GetReport(request, response).message()), HasSubstr("future"));
  request.mutable_as_known_at()->set_time("1999-01-01T00:00");
  EXPECT_THAT(std::string(office_->GetReport(request, response).message()),
              HasSubstr("the log begins later"));
  request.mutable_as_known_at()->set_time("soon");
  EXPECT_EQ(office_->GetReport(request, response).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AsKnownAtTest, ChangesNameTheLateEvents) {
  v1::GetReportRequest presence;
  presence.mutable_presence();
  v1::ListChangesRequest request;
  *request.mutable_since() = WhenOf(Report(presence));
  EXPECT_THAT(Changes(request).changes(), IsEmpty());
  ComeLate();
  const v1::ListChangesResponse changes = Changes(request);
  const std::vector<std::string> lines = Lines(changes.changes());
  EXPECT_THAT(lines, Contains("presence 2025-11-04 Name of p2: nothing -> 180 min"));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("attendance 2025-11-04 Name of p2: unknown"),
                                    HasSubstr("-> present, 180 min"))));
  EXPECT_THAT(lines, Contains(HasSubstr("visit 2025-11-04 Other name: nothing -> 13:00-14:00")));
  // Who was enrolled late was expected there, too; nobody else's figures of that day moved.
  EXPECT_THAT(lines, Not(Contains(HasSubstr("2025-11-03 Name of p2"))));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("2025-11-03 Other name"))));
  for (const v1::FigureChange& change : changes.changes()) {
    EXPECT_TRUE(change.late_size() > 0 || !change.cause().empty()) << change.ShortDebugString();
    for (const v1::TraceEvent& late : change.late()) {
      EXPECT_GT(late.position(), request.since().position());
      EXPECT_GT(late.seq(), 0u);
      EXPECT_FALSE(late.hash().empty() || late.received().empty() || late.captured().empty());
    }
    if (change.type() == "presence") {
      EXPECT_THAT(change.late(), SizeIs(1));
    }
  }
  // Only a day; only what came until then.
  request.set_first_day(20395);
  request.set_last_day(20395);
  EXPECT_THAT(Lines(Changes(request).changes()), Not(Contains(HasSubstr("2025-11-04"))));
  request.clear_first_day();
  request.clear_last_day();
  *request.mutable_until() = request.since();
  EXPECT_THAT(Changes(request).changes(), IsEmpty());
}

TEST_F(AsKnownAtTest, ChangesBackwardsAreRefused) {
  v1::GetReportRequest presence;
  presence.mutable_presence();
  v1::ListChangesRequest request;
  *request.mutable_since() = WhenOf(Report(presence));
  request.mutable_until()->set_position(2);
  v1::ListChangesResponse response;
  EXPECT_THAT(std::string(office_->ListChanges(request, response).message()),
              HasSubstr("backwards"));
}

TEST_F(AsKnownAtTest, AFiledReportIsReproducedAndRestated) {
  v1::GetReportRequest report;
  report.mutable_presence();
  report.set_centre("north");
  const v1::GetReportResponse shown = Report(report);
  const absl::StatusOr<v1::FiledReport> filed = File("2025-Q4", report, "k1");
  ASSERT_TRUE(filed.ok()) << filed.status();
  EXPECT_EQ(filed->what(), "presence, centre north");
  // Neither filing it nor listing it runs it again.
  EXPECT_FALSE(filed->has_reproduced());
  EXPECT_FALSE(Filed("").reports(0).has_reproduced());
  v1::ListFiledReportsResponse again = Filed("2025-Q4");
  EXPECT_TRUE(again.reports(0).reproduced());
  EXPECT_EQ(again.reports(0).filed_by(), "Kim");
  EXPECT_THAT(again.changes(), IsEmpty());

  ComeLate();
  Restart();
  again = Filed("2025-Q4");
  EXPECT_TRUE(again.reports(0).reproduced());
  ASSERT_EQ(again.as_filed().rows_size(), shown.rows_size());
  for (int i = 0; i < shown.rows_size(); ++i) {
    EXPECT_EQ(again.as_filed().rows(i).SerializeAsString(), shown.rows(i).SerializeAsString());
  }
  EXPECT_EQ(again.now().rows_size(), shown.rows_size() + 1);
  EXPECT_THAT(Lines(again.changes()),
              Contains("presence 2025-11-04 Name of p2: nothing -> 180 min"));
  EXPECT_THAT(Filed("").reports(), SizeIs(1));
}

TEST_F(AsKnownAtTest, ANameIsUsedOnce) {
  v1::GetReportRequest report;
  report.mutable_hours();
  ASSERT_TRUE(File("2025-Q4", report).ok());
  const absl::Status second = File("2025-Q4", report).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(second.message()),
              AllOf(HasSubstr("another name"), HasSubstr("wijkboek filed '2025-Q4'")));
  for (const char* name : {"", " x", "a\nb"}) {
    EXPECT_EQ(File(name, report).status().code(), absl::StatusCode::kInvalidArgument) << name;
  }
  v1::ListFiledReportsRequest request;
  request.set_name("2024");
  v1::ListFiledReportsResponse response;
  EXPECT_EQ(office_->ListFiledReports(request, response).code(), absl::StatusCode::kNotFound);
}

// A report may be filed as known earlier, too.
TEST_F(AsKnownAtTest, FiledAsKnownEarlier) {
  v1::GetReportRequest report;
  report.mutable_presence();
  *report.mutable_as_known_at() = WhenOf(Report(report));
  ComeLate();
  ASSERT_TRUE(File("early", report).ok());
  const v1::ListFiledReportsResponse filed = Filed("early");
  EXPECT_TRUE(filed.reports(0).reproduced());
  EXPECT_EQ(filed.reports(0).cut_off().position(), report.as_known_at().position());
  EXPECT_LT(filed.as_filed().rows_size(), filed.now().rows_size());
}

}  // namespace
}  // namespace wijkboek
