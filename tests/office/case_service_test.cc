// No-show cases of a real server, over its socket: listed, heard, sent, accounted for, retracted,
// and what is refused meanwhile.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/office_ids.h"
#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Code = absl::StatusCode;

// Tess, a coach, marked p1 and p3 absent on two days. Ugur is a coordinator. All are invented.
class CaseServiceTest : public OfficeServerTest {
 protected:
  CaseServiceTest() {
    v1::OfficeFacts facts;
    AddCentre("north", "Noord", facts);
    AddCentre("south", "Zuid", facts);
    AddCohort("c14", facts);
    for (const char* key : {"p1", "p2", "p3"}) Enrol(key, facts).set_municipality("GM0363");
    AddCoach("tess", "Tess", facts);
    AddCoach("ugur", "Ugur", facts).set_duty("coordinator");
    AddSession("s1", "2025-11-03", facts);
    AddSession("s2", "2025-11-04", facts);
    Apply(facts);
    WriteApart([](const SecretKey& key) {
      std::vector<EventDraft> marks;
      for (const char* person : {"p1", "p3"}) {
        for (const char* session : {"s1", "s2"}) marks.push_back(MarkAbsent(key, person, session));
      }
      return marks;
    });
  }

  static EventDraft MarkAbsent(const SecretKey& key, const char* person, const char* session) {
    EventDraft draft;
    v1::Event& event = draft.event;
    event.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    event.mutable_session_marked()->set_status(v1::MARK_STATUS_ABSENT);
    event.set_session_id(OfficeId(key, "session", session).ToString());
    event.set_centre_id(OfficeId(key, "centre", "north").ToString());
    AddPerson(event, OfficeId(key, "participant", person), v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
    event.mutable_actor()->set_person_id(OfficeId(key, "coach", "tess").ToString());
    return draft;
  }

  std::vector<v1::CaseItem> List(const v1::ListCasesRequest& request = {}) {
    v1::ListCasesResponse response;
    const absl::Status status = office_->ListCases(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return {response.items().begin(), response.items().end()};
  }
  v1::CaseItem Of(const std::string& participant) {
    v1::ListCasesRequest request;
    request.set_participant(participant);
    request.set_all(true);
    const std::vector<v1::CaseItem> items = List(request);
    EXPECT_THAT(items, SizeIs(1)) << participant;
    return items.empty() ? v1::CaseItem() : items.front();
  }
  absl::Status Change(v1::CaseChange change, const std::string& author,
                      const std::string& which = "p1") {
    change.set_case_(which);
    v1::ChangeCaseRequest request;
    *request.mutable_change() = std::move(change);
    request.set_author(author);
    changed_.Clear();
    return office_->ChangeCase(request, changed_);
  }
  static v1::CaseChange Hear(const std::string& text = "The bus did not come.",
                             const std::string& language = "ti") {
    v1::CaseChange change;
    change.mutable_heard()->set_text(text);
    change.mutable_heard()->set_language(language);
    return change;
  }
  static v1::CaseChange Send() {
    v1::CaseChange change;
    change.set_sent(true);
    return change;
  }
  static v1::CaseChange Account(v1::CaseResult result) {
    v1::CaseChange change;
    change.set_accounted(result);
    return change;
  }
  static v1::CaseChange Acknowledge() {
    v1::CaseChange change;
    change.mutable_retraction()->set_sanction_undone(true);
    return change;
  }
  static void ExpectRefused(const absl::Status& status, Code code, const std::string& words) {
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(words));
  }
  absl::Status Letter(const std::string& which, const std::string& municipality = "") {
    v1::GetCaseLetterRequest request;
    request.set_case_(which);
    request.set_municipality(municipality);
    letter_.Clear();
    return office_->GetCaseLetter(request, letter_);
  }

  v1::ChangeCaseResponse changed_;
  v1::GetCaseLetterResponse letter_;
};

TEST_F(CaseServiceTest, ListsThoseWhoDidNotComeTwice) {
  ASSERT_THAT(List(), SizeIs(2));
  const v1::CaseItem item = Of("p1");
  EXPECT_EQ(item.participant().name(), "Name of p1");
  EXPECT_EQ(item.stage(), "open");
  EXPECT_THAT(item.days(), ElementsAre("2025-11-03", "2025-11-04"));
  EXPECT_EQ(item.municipality(), "GM0363");
  EXPECT_EQ(item.centre(), "Noord");
  EXPECT_EQ(item.cohort(), "14");
  EXPECT_THAT(item.steps(), IsEmpty());
  v1::ListCasesRequest request;
  request.set_participant("p2");
  EXPECT_THAT(List(request), IsEmpty());
  request.Clear();
  request.set_centre("south");
  EXPECT_THAT(List(request), IsEmpty());
  request.set_centre("north");
  EXPECT_THAT(List(request), SizeIs(2));
  v1::ListCasesResponse response;
  request.set_centre("nowhere");
  EXPECT_EQ(office_->ListCases(request, response).code(), Code::kNotFound);
  request.Clear();
  request.set_participant("tess");
  EXPECT_EQ(office_->ListCases(request, response).code(), Code::kNotFound);
}

TEST_F(CaseServiceTest, GoesFromHearingToTheResult) {
  ASSERT_TRUE(Change(Hear(), "tess").ok());
  EXPECT_FALSE(changed_.event().empty());
  EXPECT_EQ(changed_.notice(), "");
  EXPECT_EQ(Of("p1").stage(), "heard");
  ASSERT_TRUE(Change(Hear("I was ill.", "ar-MA"), "tess").ok());
  EXPECT_THAT(changed_.notice(), HasSubstr("both stay"));
  ExpectRefused(Change(Send(), "tess"), Code::kInvalidArgument, "only a coordinator");
  ExpectRefused(Letter("p1"), Code::kFailedPrecondition, "was not sent");
  ASSERT_TRUE(Change(Send(), "ugur", Of("p1").id()).ok());
  EXPECT_EQ(Of("p1").stage(), "sent");
  ASSERT_TRUE(Letter("p1").ok());
  EXPECT_THAT(letter_.text(),
              AllOf(HasSubstr("I was ill."), HasSubstr("GM0363"), Not(HasSubstr("INGETROKKEN"))));
  ASSERT_TRUE(Change(Account(v1::CASE_RESULT_SANCTION), "ugur").ok());
  EXPECT_THAT(List(), SizeIs(1));
  ASSERT_TRUE(Change(Account(v1::CASE_RESULT_WARNING), "ugur").ok());
  EXPECT_THAT(changed_.notice(), HasSubstr("before as sanction: now it is warning"));
  const v1::CaseItem done = Of("p1");
  EXPECT_EQ(done.stage(), "accounted");
  EXPECT_EQ(done.result(), v1::CASE_RESULT_WARNING);
  ASSERT_THAT(done.steps(), SizeIs(3));
  EXPECT_EQ(done.steps(0).note(), "in ar-MA");
  EXPECT_EQ(done.steps(1).who(), "Ugur");
  EXPECT_EQ(done.steps(2).note(), "warning");
  // Nothing of it became the other one's.
  EXPECT_EQ(Of("p3").stage(), "open");
  v1::RebuildResponse rebuilt;
  ASSERT_TRUE(office_->Rebuild({}, rebuilt).ok());
  EXPECT_THAT(rebuilt.differing(), IsEmpty());
}

TEST_F(CaseServiceTest, IsRetractedWhenItsNoShowsHoldNoMore) {
  ASSERT_TRUE(Change(Hear(), "tess").ok());
  ASSERT_TRUE(Change(Send(), "ugur").ok());
  Import("presence,2025-11-03 09:00,2025-11-03 12:00,p1,,north,,\n");
  EXPECT_EQ(Of("p1").stage(), "retracted");
  EXPECT_TRUE(Of("p1").retraction_open());
  ASSERT_TRUE(Letter("p1").ok());
  EXPECT_THAT(letter_.text(), HasSubstr("INGETROKKEN"));
  // The mark against her presence names its session by what people call it.
  v1::ListDiscrepanciesRequest list;
  list.mutable_choice()->set_kind("mark_against_presence");
  v1::ListDiscrepanciesResponse listed;
  ASSERT_TRUE(office_->ListDiscrepancies(list, listed).ok());
  ASSERT_THAT(listed.items(), SizeIs(1));
  EXPECT_EQ(listed.items(0).session_text(), "Taal, 14, 09:00-12:00");
  EXPECT_THAT(listed.items(0).session(), SizeIs(2 * Id::kSize));

  ExpectRefused(Change(Account(v1::CASE_RESULT_SANCTION), "ugur"), Code::kFailedPrecondition,
                "was retracted");
  ExpectRefused(Change(Hear(), "tess"), Code::kFailedPrecondition, "was retracted");
  ASSERT_TRUE(Change(Acknowledge(), "ugur").ok());
  EXPECT_EQ(Of("p1").stage(), "retraction acknowledged");
  EXPECT_TRUE(Of("p1").sanction_undone());
  EXPECT_FALSE(Of("p1").retraction_open());
  ASSERT_TRUE(Change(Acknowledge(), "ugur").ok());
  EXPECT_THAT(changed_.notice(), HasSubstr("acknowledged"));
}

TEST_F(CaseServiceTest, RefusalsSayWhatToDoAndWriteNothing) {
  const std::uint64_t before = Events();
  struct Case {
    v1::CaseChange change;
    std::string author;
    std::string which;
    Code code;
    std::string words;
  };
  for (const Case& each : std::vector<Case>{
           {Hear(), "", "p1", Code::kInvalidArgument, "say who decides"},
           {Hear(), "p1", "p1", Code::kNotFound, "there is no coach"},
           {Hear(), "tess", "p2", Code::kNotFound, "\"wijkboek cases\" lists them"},
           {Hear(), "tess", "", Code::kNotFound, "\"wijkboek cases\" lists them"},
           {{}, "tess", "p1", Code::kInvalidArgument, "say what happens to the case"},
           {Hear(" "), "tess", "p1", Code::kInvalidArgument, "write what she said"},
           {Send(), "ugur", "p1", Code::kFailedPrecondition, "hear her first"},
           {Account(v1::CASE_RESULT_WARNING), "ugur", "p1", Code::kFailedPrecondition,
            "send it first"},
           {Acknowledge(), "ugur", "p1", Code::kFailedPrecondition, "this case stands"}}) {
    SCOPED_TRACE(each.words);
    ExpectRefused(Change(each.change, each.author, each.which), each.code, each.words);
  }
  ASSERT_TRUE(Change(Hear(), "tess").ok());
  ASSERT_TRUE(Change(Send(), "ugur").ok());
  ExpectRefused(Change(Send(), "ugur"), Code::kFailedPrecondition, "already");
  ExpectRefused(Change(Hear(), "tess"), Code::kFailedPrecondition, "was sent");
  ExpectRefused(Change(Account(v1::CASE_RESULT_UNSPECIFIED), "ugur"), Code::kInvalidArgument,
                "accepted, warning, sanction or other");
  EXPECT_EQ(Events(), before + 2);
}

TEST_F(CaseServiceTest, ALanguageIsATag) {
  for (const char* tag : {"", "t", "Tigrinya", "ti_ET", "ti-", "-ti", "nl NL", "n1", "ti--ET",
                          "ar-verylongpart", "nl-a"}) {
    ExpectRefused(Change(Hear("x", tag), "tess"), Code::kInvalidArgument,
                  "two or three letters such as nl, ti or tzm");
  }
  for (const char* tag : {"nl", "ti", "tzm", "ar-MA", "ku-Arab", "zh-Hans-CN", "de-1996", "NL"}) {
    const absl::Status heard = Change(Hear("x", tag), "tess");
    EXPECT_TRUE(heard.ok()) << tag << heard;
  }
}

TEST_F(CaseServiceTest, AMunicipalityThatNobodyHasGetsNoLetter) {
  ExpectRefused(Letter("", "GM9999"), Code::kNotFound,
                "no enrolment and no centre is of municipality GM9999");
  // One with people and without cases that were sent does.
  ASSERT_TRUE(Letter("", "GM0363").ok());
  EXPECT_THAT(letter_.text(), HasSubstr("Er zijn geen dossiers gestuurd."));
  ExpectRefused(Letter("p1", "GM0363"), Code::kInvalidArgument, "one of them");
}

TEST_F(CaseServiceTest, ATraceTakesWhoeverHasOneCase) {
  v1::TraceRequest request;
  v1::TraceResponse response;
  const auto cases = [&] {
    int found = 0;
    for (const v1::TraceRecord& record : response.records()) found += record.type() == "case";
    return found;
  };
  for (const std::string& named : {std::string("p1"), Of("p1").participant().person().substr(0, 8),
                                   Of("p1").id(), std::string("Name of p1")}) {
    request.set_case_(named);
    const absl::Status status = office_->Trace(request, response);
    EXPECT_TRUE(status.ok()) << named << status;
    EXPECT_EQ(cases(), 1) << named;
  }
  request.set_case_("p2");
  ExpectRefused(office_->Trace(request, response), Code::kNotFound,
                "\"wijkboek cases\" lists them");
}

}  // namespace
}  // namespace wijkboek
