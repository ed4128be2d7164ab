// Discrepancies and traces of a real server, over its socket: listed, settled by a named author,
// and traced to the events.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// p1 is on two visits at once on 3 November, and another one took ten hours. All are invented.
class OfficeSettlingTest : public OfficeServerTest {
 protected:
  OfficeSettlingTest() {
    v1::OfficeFacts facts;
    for (const char* name : {"north", "south"}) {
      AddCentre(name, absl::StrCat("Centre ", name), facts);
    }
    AddCohort("c14", facts);
    for (const char* key : {"p1", "p2"}) Enrol(key, facts);
    for (const char* key : {"r1", "r2"}) AddResident(key, absl::StrCat("Name of ", key), facts);
    AddCoach("k1", "Marieke", facts);
    AddSession("s1", "2025-11-03", facts);
    Apply(facts);
    Import(
        "presence,2025-11-03 09:30,2025-11-03 12:00,p1,,north,,\n"
        "visit,2025-11-03 13:00,2025-11-03 13:45,p1,r1,,,\n"
        "visit,2025-11-03 13:20,2025-11-03 14:10,p1,r2,,,\n"
        "visit,2025-11-05 08:00,2025-11-05 18:00,p2,r1,,,\n");
  }

  std::vector<v1::DiscrepancyItem> List(const v1::DiscrepancyChoice& choice = {},
                                        const std::string& centre = "") {
    v1::ListDiscrepanciesRequest request;
    *request.mutable_choice() = choice;
    request.set_centre(centre);
    v1::ListDiscrepanciesResponse response;
    const absl::Status status = office_->ListDiscrepancies(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return {response.items().begin(), response.items().end()};
  }
  std::vector<std::string> Kinds(const v1::DiscrepancyChoice& choice = {}) {
    std::vector<std::string> kinds;
    for (const v1::DiscrepancyItem& item : List(choice)) kinds.push_back(item.kind());
    return kinds;
  }
  v1::DiscrepancyItem Only(const std::string& kind, bool settled = false) {
    v1::DiscrepancyChoice choice;
    choice.set_kind(kind);
    choice.set_settled(settled);
    const std::vector<v1::DiscrepancyItem> items = List(choice);
    EXPECT_THAT(items, SizeIs(1)) << kind;
    return items.empty() ? v1::DiscrepancyItem() : items.front();
  }
  absl::Status Settle(const std::string& id, const v1::Decision& decision,
                      const std::string& author = "k1") {
    v1::SettleDiscrepancyRequest request;
    request.set_id(id);
    *request.mutable_decision() = decision;
    request.set_author(author);
    settled_.Clear();
    return office_->SettleDiscrepancy(request, settled_);
  }
  v1::TraceResponse Trace(const v1::TraceRequest& request) {
    v1::TraceResponse response;
    const absl::Status status = office_->Trace(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  static v1::Decision Accept(bool accept = true) {
    v1::Decision decision;
    decision.set_accept(accept);
    return decision;
  }
  static std::vector<std::string> Whats(const v1::TraceResponse& trace, const std::string& type) {
    std::vector<std::string> whats;
    for (const v1::TraceRecord& record : trace.records()) {
      if (record.type() == type) whats.push_back(record.what());
    }
    return whats;
  }

  v1::SettleDiscrepancyResponse settled_;
};

TEST_F(OfficeSettlingTest, ItemsNameEverybodyAndEverything) {
  EXPECT_THAT(Kinds(), UnorderedElementsAre("two_visits_at_once", "visit_too_long"));
  const v1::DiscrepancyItem item = Only("two_visits_at_once");
  EXPECT_EQ(item.what(), "on two visits at the same time");
  ASSERT_THAT(item.people(), SizeIs(1));
  EXPECT_EQ(item.people(0).name(), "Name of p1");
  EXPECT_EQ(item.day(), "2025-11-03");
  ASSERT_THAT(item.said(), SizeIs(2));
  EXPECT_THAT(item.said(0).what(), HasSubstr("visit"));
  EXPECT_EQ(item.said(0).where(), "the office");
  EXPECT_THAT(item.ways(), ElementsAre("accept", "reject"));
  EXPECT_TRUE(item.open());
}

TEST_F(OfficeSettlingTest, ANamedAuthorSettlesIt) {
  v1::Decision decision = Accept(false);
  decision.set_note("she was with r1 all the time");
  ASSERT_TRUE(Settle(Only("two_visits_at_once").id().substr(0, 10), decision).ok());
  EXPECT_EQ(settled_.notice(), "");
  EXPECT_THAT(Kinds(), ElementsAre("visit_too_long"));
  const v1::DiscrepancyItem after = Only("two_visits_at_once", /*settled=*/true);
  EXPECT_FALSE(after.open());
  ASSERT_THAT(after.settlements(), SizeIs(1));
  EXPECT_EQ(after.settlements(0).value(), "reject");
  EXPECT_EQ(after.settlements(0).who(), "Marieke");
  EXPECT_EQ(after.settlements(0).where(), "the office");
  EXPECT_EQ(after.settlements(0).event(), absl::BytesToHexString(settled_.event()));
  v1::RebuildResponse rebuilt;
  ASSERT_TRUE(office_->Rebuild({}, rebuilt).ok());
  EXPECT_THAT(rebuilt.differing(), IsEmpty());
}

TEST_F(OfficeSettlingTest, WhoeverWasMergedIsFoundByEitherKey) {
  const auto group = [&](v1::GroupPeopleRequest::As as) {
    v1::GroupPeopleRequest request;
    request.add_people("p1");
    request.add_people("p2");
    request.set_as(as);
    request.set_author("k1");
    v1::GroupPeopleResponse response;
    return office_->GroupPeople(request, response);
  };
  EXPECT_THAT(std::string(group(v1::GroupPeopleRequest::AS_SEPARATE).message()),
              HasSubstr("nobody merged them"));
  ASSERT_TRUE(group(v1::GroupPeopleRequest::AS_ONE).ok());
  v1::RecordPathStepRequest goal;
  goal.mutable_step()->set_type("goal");
  goal.mutable_step()->set_day("2025-11-03");
  goal.mutable_step()->set_note("A job in care");
  goal.set_author("k1");
  v1::RecordPathStepResponse recorded;
  for (const char* key : {"p1", "p2"}) {
    goal.set_participant(key);
    const absl::Status status = office_->RecordPathStep(goal, recorded);
    ASSERT_TRUE(status.ok()) << status;
  }
  for (const char* key : {"p1", "p2"}) {
    v1::DiscrepancyChoice choice;
    choice.set_person(key);
    EXPECT_THAT(Kinds(choice), UnorderedElementsAre("two_visits_at_once", "visit_too_long")) << key;
    v1::TraceRequest trace;
    trace.set_participant(key);
    EXPECT_THAT(Whats(Trace(trace), "total"),
                ElementsAre("hours in 14: 195 min count, 625 min to confirm"))
        << key;
    // What was sealed for the registration that was named is read whoever stands for it.
    v1::ListPathRequest path;
    path.set_participant(key);
    v1::ListPathResponse steps;
    ASSERT_TRUE(office_->ListPath(path, steps).ok());
    ASSERT_THAT(steps.items(), SizeIs(2)) << key;
    for (const v1::PathItem& item : steps.items()) {
      EXPECT_EQ(item.step().note(), "A job in care") << key;
    }
  }
  // Registrations show by their own names.
  v1::ListPeopleGroupsResponse groups;
  ASSERT_TRUE(office_->ListPeopleGroups({}, groups).ok());
  ASSERT_THAT(groups.groups(), SizeIs(1));
  std::vector<std::string> names;
  for (const v1::NamedPerson& person : groups.groups(0).people()) names.push_back(person.name());
  EXPECT_THAT(names, UnorderedElementsAre("Name of p1", "Name of p2"));
  EXPECT_TRUE(group(v1::GroupPeopleRequest::AS_SEPARATE).ok());
}

TEST_F(OfficeSettlingTest, WhatIsMistypedIsNeverTakenForNothing) {
  v1::ListDiscrepanciesRequest list;
  list.mutable_choice()->set_kind("forgoten_check_out");
  v1::ListDiscrepanciesResponse listed;
  EXPECT_THAT(std::string(office_->ListDiscrepancies(list, listed).message()),
              HasSubstr("is no kind of discrepancy; write one of"));
  v1::GetCaseLetterRequest letter;
  letter.set_municipality("0518");
  v1::GetCaseLetterResponse text;
  EXPECT_THAT(std::string(office_->GetCaseLetter(letter, text).message()),
              HasSubstr("write GM and four digits"));
  v1::GetReportRequest report;
  v1::GetReportResponse table;
  report.mutable_cases()->set_municipality("0518");
  EXPECT_THAT(std::string(office_->GetReport(report, table).message()),
              HasSubstr("write GM and four digits"));
  report.mutable_path()->set_type("goal_met");
  EXPECT_THAT(std::string(office_->GetReport(report, table).message()),
              HasSubstr("is no type of step; write one of"));
}

TEST_F(OfficeSettlingTest, AnotherDecisionReplacesTheFirst) {
  const std::string id = Only("visit_too_long").id();
  ASSERT_TRUE(Settle(id, Accept()).ok());
  v1::Decision end;
  end.set_end("10:00");
  ASSERT_TRUE(Settle(id, end).ok());
  const v1::DiscrepancyItem after = Only("visit_too_long", /*settled=*/true);
  ASSERT_THAT(after.settlements(), SizeIs(1));
  EXPECT_EQ(after.settlements(0).value(), "end 10:00");
}

TEST_F(OfficeSettlingTest, ChoicesNarrowTheList) {
  v1::DiscrepancyChoice choice;
  choice.set_person("p2");
  EXPECT_THAT(Kinds(choice), ElementsAre("visit_too_long"));
  choice.Clear();
  choice.set_kind("forgotten_check_out");
  EXPECT_THAT(Kinds(choice), IsEmpty());
  choice.Clear();
  choice.set_id(Only("visit_too_long").id().substr(0, 8));
  EXPECT_THAT(Kinds(choice), ElementsAre("visit_too_long"));
  v1::ListDiscrepanciesRequest request;
  request.set_centre("nowhere");
  v1::ListDiscrepanciesResponse response;
  EXPECT_EQ(office_->ListDiscrepancies(request, response).code(), absl::StatusCode::kNotFound);
}

TEST_F(OfficeSettlingTest, RefusalsSayWhatToDo) {
  const std::string id = Only("two_visits_at_once").id();
  struct Case {
    std::string id;
    v1::Decision decision;
    std::string author;
    absl::StatusCode code;
    std::string words;
  };
  v1::Decision status;
  status.set_status(v1::MARK_STATUS_PRESENT);
  using Code = absl::StatusCode;
  for (const Case& refused : std::vector<Case>{
           {id, Accept(), "", Code::kInvalidArgument, "say who decides"},
           {id, Accept(), "p1", Code::kNotFound, "there is no coach with the key or id \"p1\""},
           {id, Accept(), "nobody", Code::kNotFound, "there is no coach"},
           {"ffffffffffff", Accept(), "k1", Code::kNotFound, "\"wijkboek discrepancies\" lists"},
           {id, {}, "k1", Code::kInvalidArgument, "settled by one of: accept; reject"},
           {id, status, "k1", Code::kInvalidArgument, "settled by one of: accept; reject"}}) {
    SCOPED_TRACE(refused.words);
    const absl::Status status = Settle(refused.id, refused.decision, refused.author);
    EXPECT_EQ(status.code(), refused.code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(refused.words));
  }
  EXPECT_THAT(Kinds(), SizeIs(2));
}

TEST_F(OfficeSettlingTest, TheReportOfDoubtsLeavesOutWhatIsSettled) {
  ASSERT_TRUE(Settle(Only("two_visits_at_once").id(), Accept()).ok());
  v1::GetReportRequest request;
  request.mutable_doubts();
  v1::GetReportResponse report;
  ASSERT_TRUE(office_->GetReport(request, report).ok());
  ASSERT_THAT(report.rows(), SizeIs(2));
  EXPECT_EQ(report.rows(0).cells(0), "visit_too_long");
  EXPECT_THAT(report.rows(0).cells(), Contains(Only("visit_too_long").id().substr(0, 12)));
}

TEST_F(OfficeSettlingTest, ATraceAddsUpToTheReport) {
  v1::TraceRequest request;
  request.set_participant("p1");
  request.set_first_day("2025-11-03");
  request.set_last_day("2025-11-03");
  const v1::TraceResponse trace = Trace(request);
  v1::GetReportRequest hours;
  hours.mutable_hours();
  v1::GetReportResponse report;
  ASSERT_TRUE(office_->GetReport(hours, report).ok());
  std::string minutes;
  for (int i = 0; i < report.columns_size(); ++i) {
    if (report.columns(i).name() == "minutes") minutes = report.rows(0).cells(i);
  }
  ASSERT_FALSE(minutes.empty());
  EXPECT_THAT(Whats(trace, "total"),
              ElementsAre(HasSubstr(absl::StrCat("hours in 14: ", minutes, " min count"))));
  EXPECT_THAT(Whats(trace, "attendance"), ElementsAre(HasSubstr("Name of p1 at Taal, 2025-11-03")));
  EXPECT_THAT(Whats(trace, "visit"), SizeIs(2));
  EXPECT_THAT(Whats(trace, "discrepancy"), ElementsAre(HasSubstr("on two visits")));
  for (const v1::TraceEvent& event : trace.events()) {
    EXPECT_EQ(event.device(), "the office");
    EXPECT_EQ(event.method(), "import");
    EXPECT_EQ(event.state(), "counts");
    EXPECT_FALSE(event.stated().empty());
  }
  EXPECT_GT(trace.as_known_at().position(), 0u);
}

TEST_F(OfficeSettlingTest, EachFigureIsTraced) {
  const v1::DiscrepancyItem item = Only("visit_too_long");
  v1::TraceRequest request;
  request.set_discrepancy(item.id().substr(0, 8));
  const v1::TraceResponse of_discrepancy = Trace(request);
  ASSERT_THAT(of_discrepancy.records(), SizeIs(1));
  ASSERT_THAT(of_discrepancy.events(), SizeIs(item.said_size()));
  EXPECT_THAT(of_discrepancy.records(0).partition(), HasSubstr("household:"));
  EXPECT_THAT(of_discrepancy.records(0).fingerprint(), SizeIs(64));

  request.set_event(of_discrepancy.events(0).hash().substr(0, 10));
  const v1::TraceResponse of_event = Trace(request);
  EXPECT_THAT(Whats(of_event, "visit"), SizeIs(1));
  EXPECT_THAT(Whats(of_event, "discrepancy"), SizeIs(1));

  request.set_session("s1");
  EXPECT_THAT(Whats(Trace(request), "attendance"), SizeIs(2));
}

TEST_F(OfficeSettlingTest, AsKnownBeforeItWasSettled) {
  v1::TraceRequest request;
  request.set_participant("p1");
  const v1::TraceResponse before = Trace(request);
  ASSERT_TRUE(Settle(Only("two_visits_at_once").id(), Accept()).ok());
  EXPECT_THAT(Whats(Trace(request), "discrepancy"),
              ElementsAre(HasSubstr("settled: accept by Marieke")));
  request.mutable_as_known_at()->set_position(before.as_known_at().position());
  const v1::TraceResponse then = Trace(request);
  EXPECT_THAT(Whats(then, "discrepancy"), ElementsAre(HasSubstr("; open")));
  EXPECT_EQ(then.as_known_at().position(), before.as_known_at().position());
  EXPECT_EQ(then.events_size(), before.events_size());
}

TEST_F(OfficeSettlingTest, WhatCannotBeTracedIsSaid) {
  struct Case {
    v1::TraceRequest request;
    absl::StatusCode code;
    std::string words;
  };
  std::vector<Case> cases(6);
  cases[0] = {{}, absl::StatusCode::kInvalidArgument, "trace what?"};
  cases[1].request.set_event("abc");
  cases[1].words = "at least 8 of its hex digits";
  cases[2].request.set_event("0123456789abcdef");
  cases[2].code = absl::StatusCode::kNotFound;
  cases[2].words = "no event's hash begins with";
  cases[3].request.set_participant("nobody");
  cases[3].code = absl::StatusCode::kNotFound;
  cases[3].words = "there is no participant";
  cases[4].request.set_session("nosession");
  cases[4].code = absl::StatusCode::kNotFound;
  cases[4].words = "there is no session";
  cases[5].request.set_participant("p1");
  cases[5].request.set_first_day("2025-11-04");
  cases[5].request.set_last_day("2025-11-03");
  cases[5].words = "the last day must not be before the first";
  for (Case& refused : cases) {
    SCOPED_TRACE(refused.words);
    if (refused.code == absl::StatusCode::kOk) refused.code = absl::StatusCode::kInvalidArgument;
    v1::TraceResponse response;
    const absl::Status status = office_->Trace(refused.request, response);
    EXPECT_EQ(status.code(), refused.code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(refused.words));
  }
}

}  // namespace
}  // namespace wijkboek
