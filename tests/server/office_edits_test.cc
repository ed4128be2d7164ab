// What the office's page edits: people, groups and sessions by the ids that it sees, badges,
// rosters, and who looks into what. Everything by the server's own calls, as the page makes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/office_ids.h"
#include "tests/server/office_web_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kApply[] = "OfficeService/ApplyFacts";
constexpr char kWeek[] = R"({"firstDay":"2026-03-02","lastDay":"2026-03-08"})";

class OfficeEditsTest : public OfficeWebTest {
 protected:
  void SetUp() override {
    OfficeWebTest::SetUp();
    office_cookie_ = SignedIn("kantoor", v1::ROLE_OFFICE, "", "", "c-1");
    const auto choices =
        Ask<v1::ListChoicesResponse>("OfficePageService/ListChoices", "{}", office_cookie_);
    north_ = IdOf(choices.centres(), "Noord");
    quay_ = IdOf(choices.centres(), "Quaystede");
    spring_ = IdOf(choices.cohorts(), "Voorjaar");
    amina_ = PersonOf("amina");
  }

  static std::string IdOf(const google::protobuf::RepeatedPtrField<v1::Choice>& choices,
                          const std::string& name) {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const v1::Choice& each) { return each.name() == name; });
    EXPECT_NE(found, choices.end()) << name;
    return found == choices.end() ? "" : found->id();
  }
  std::string PersonOf(const std::string& text) {
    const auto found =
        Ask<v1::FindPeopleResponse>("OfficePageService/FindPeople",
                                    absl::StrCat(R"({"text":")", text, R"("})"), office_cookie_);
    EXPECT_EQ(found.people_size(), 1) << text;
    return found.people_size() == 0 ? "" : found.people(0).person().person();
  }
  v1::GetPersonLedgerResponse LedgerOf(const std::string& person) {
    return Ask<v1::GetPersonLedgerResponse>("OfficePageService/GetPersonLedger",
                                            absl::StrCat(R"({"person":")", person, R"("})"),
                                            office_cookie_);
  }
  std::string Sessions() {
    return Call("OfficePageService/ListSessions", kWeek, office_cookie_).body;
  }
  void ImportHistory(const std::string& rows) {
    v1::ImportHistoryRequest request;
    request.set_csv("kind,start,end,person,other,centre,subject,note\n" + rows);
    grpc::ClientContext context;
    v1::ImportHistoryResponse response;
    ASSERT_TRUE(office_->ImportHistory(&context, request, &response).ok());
    ASSERT_THAT(response.errors(), IsEmpty()) << response.errors(0).reason();
  }

  std::string office_cookie_;
  std::string north_;
  std::string quay_;
  std::string spring_;
  std::string amina_;
};

TEST_F(OfficeEditsTest, SomebodyNewIsEnrolledAndThenChangedByTheIdsThatThePageSees) {
  const std::string add = absl::StrCat(
      R"({"facts":{"participants":[{"key":"page-1","name":{"given":"Joy","family":"Fictief"},)"
      R"("birthDate":"1990-05-31","language":"nl"}],"enrolments":[{"participant":"page-1",)"
      R"("cohort":"#)",
      spring_, R"(","centre":"#)", north_,
      R"(","firstDay":"2026-02-02","targetHours":100,"ownTimes":"mon-fri 10:00-12:00"}]}})");
  EXPECT_THAT(Call(kApply, add, office_cookie_).body, HasSubstr(R"("events":2)"));
  const std::string joy = PersonOf("joy");
  v1::GetPersonLedgerResponse ledger = LedgerOf(joy);
  EXPECT_TRUE(ledger.on_record());
  EXPECT_EQ(ledger.name_parts().given(), "Joy");
  EXPECT_EQ(ledger.name_parts().family(), "Fictief");
  EXPECT_EQ(ledger.birth_date(), "1990-05-31");
  ASSERT_EQ(ledger.enrolments_size(), 1);
  EXPECT_EQ(ledger.enrolments(0).own_times(), "mon-fri 10:00-12:00");
  EXPECT_EQ(ledger.enrolments(0).own_target_hours(), 100u);

  const std::string change = absl::StrCat(
      R"({"facts":{"participants":[{"key":"#)", joy,
      R"(","name":{"given":"Joy","family":"Bedacht","called":"Jojo"},"language":"nl"}],)"
      R"("enrolments":[{"participant":"#)",
      joy, R"(","cohort":"#)", spring_, R"(","centre":"#)", north_,
      R"(","firstDay":"2026-02-02","lastDay":"2026-06-30"}]}})");
  EXPECT_THAT(Call(kApply, change, office_cookie_).body, HasSubstr(R"("events":2)"));
  EXPECT_THAT(Call(kApply, change, office_cookie_).body, HasSubstr(R"("unchanged":2)"))
      << "the same again says nothing new";
  ledger = LedgerOf(joy);
  EXPECT_EQ(ledger.person().name(), "Jojo Bedacht");
  EXPECT_EQ(ledger.birth_date(), "1990-05-31") << "what is left empty stays";
  ASSERT_EQ(ledger.enrolments_size(), 1);
  EXPECT_EQ(ledger.enrolments(0).last_day(), "2026-06-30");
  EXPECT_EQ(ledger.enrolments(0).own_times(), "");

  const Answer trace = Call("OfficeService/Trace",
                            absl::StrCat(R"({"participant":"#)", joy, R"("})"), office_cookie_);
  EXPECT_THAT(trace.body, HasSubstr("Els Verzonnen")) << "each edit says whose word it is";
}

TEST_F(OfficeEditsTest, AnIdMustBeOnRecordAndOfTheRightKind) {
  const auto refused = [&](const std::string& facts, const std::string& because) {
    const Answer answer = Call(kApply, absl::StrCat(R"({"facts":)", facts, "}"), office_cookie_);
    EXPECT_EQ(answer.status, 400) << facts;
    EXPECT_THAT(answer.body, HasSubstr(because)) << facts;
  };
  const std::string nobody(32, '0');
  const std::string name = R"("name":{"given":"Joy"})";
  refused(absl::StrCat(R"({"participants":[{"key":"#)", nobody, R"(",)", name, "}]}"),
          "participants[0].key: the office knows no participant with this id");
  refused(absl::StrCat(R"({"participants":[{"key":"#12",)", name, "}]}"),
          "participants[0].key: begins with \\\"#\\\", which is for ids");
  refused(absl::StrCat(R"({"coaches":[{"key":"#)", amina_, R"(",)", name, "}]}"),
          "coaches[0].key: the person with this id is no coach");
  const auto programmes =
      Ask<v1::ListChoicesResponse>("OfficePageService/ListChoices", "{}", office_cookie_);
  refused(absl::StrCat(R"({"programmes":[{"key":"#)", programmes.programmes(0).id(),
                       R"(","name":"Zorg"}]})"),
          "programmes[0].key: a programme is described by its own key");
  refused(absl::StrCat(R"({"badges":[{"person":"#)", nobody, R"(","text":"1"}]})"),
          "badges[0].person: the office knows no participant or coach with this id");
  refused(absl::StrCat(R"({"enrolments":[{"participant":"#)", amina_, R"(","cohort":"#)", nobody,
                       R"(","centre":"#)", north_, R"(","firstDay":"2026-02-02"}]})"),
          "enrolments[0].cohort: there is no cohort");
}

TEST_F(OfficeEditsTest, SessionsAreMovedAndCalledOffTogetherOrNotAtAll) {
  const auto listed =
      Ask<v1::ListSessionsResponse>("OfficePageService/ListSessions", kWeek, office_cookie_);
  ASSERT_EQ(listed.sessions_size(), 2);
  const v1::SessionRow& mine = listed.sessions(0);
  ASSERT_EQ(mine.title(), "Taal");
  ASSERT_EQ(mine.cohort_ids_size(), 1);
  EXPECT_EQ(mine.cohort_ids(0), spring_);

  const std::string move = absl::StrCat(
      R"({"facts":{"sessions":[{"key":"#)", mine.id(), R"(","title":"Taal","centre":"#)", north_,
      R"(","cohorts":["#)", spring_, R"("],"day":"2026-03-04","start":"13:00","end":"15:00"}]})");
  EXPECT_THAT(Call(kApply, move + "}", office_cookie_).body, HasSubstr(R"("sessionsMoved":1)"));
  EXPECT_THAT(Sessions(), HasSubstr(R"("day":"2026-03-04","start":"13:00","end":"15:00")"));

  const std::string both = absl::StrCat(move, R"(,"cancelledSessions":["#)", mine.id(), R"("]})");
  EXPECT_THAT(Call(kApply, both, office_cookie_).body,
              HasSubstr("cancelled_sessions[0]: is planned by this request, too"));
  const std::string one_unknown =
      absl::StrCat(R"({"cancelledSessions":["#)", mine.id(), R"(","nothing"]})");
  const Answer refused = Call(kApply, one_unknown, office_cookie_);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("cancelled_sessions[1]: there is no session"));
  EXPECT_THAT(Sessions(), Not(HasSubstr("cancelled"))) << "nothing is half done";

  const std::string off = absl::StrCat(R"({"cancelledSessions":["#)", mine.id(), R"("]})");
  EXPECT_THAT(Call(kApply, off, office_cookie_).body, HasSubstr(R"("events":1)"));
  EXPECT_THAT(Sessions(), HasSubstr(R"("cancelled":true)"));
  EXPECT_THAT(Call(kApply, off, office_cookie_).body, HasSubstr(R"("unchanged":1)"));
}

TEST_F(OfficeEditsTest, ARosterComesInByOneCallAndSaysWhatIsWrongWhere) {
  const auto import = [&](const std::string& csv, bool dry_run) {
    return Ask<v1::ImportRosterFilesResponse>(
               "OfficePageService/ImportRosterFiles",
               absl::StrCat(R"({"options":{"dryRun":)", dry_run ? "true" : "false",
                            R"(},"files":[{"file":"timetable.csv","content":")",
                            absl::Base64Escape(csv), R"("}]})"),
               office_cookie_)
        .imported();
  };
  const std::string header = "key,centre,cohorts,title,weekdays,start,end,first_day,last_day\n";
  const v1::ImportRosterResponse wrong = import(
      header + "rooster-1,nowhere,#" + spring_ + ",Taal,mon,09:00,08:00,2026-03-09,2026-03-15\n",
      false);
  ASSERT_EQ(wrong.errors_size(), 2);
  EXPECT_EQ(wrong.errors(0).line(), 2u);
  const std::string right = header + "rooster-1,#" + north_ + ",#" + spring_ +
                            ",Taal,mon wed,09:00,12:00,2026-03-09,2026-03-22\n";
  EXPECT_EQ(import(right, true).sessions(), 4u);
  EXPECT_EQ(import(right, false).events(), 4u);
  EXPECT_EQ(import(right, false).events(), 0u) << "the same rows say nothing new";
}

TEST_F(OfficeEditsTest, BadgesAreMadeOnceAndALostOneIsAnother) {
  const std::string people = absl::StrCat(R"("people":[")", amina_, R"("])");
  const auto sheet = [&](const std::string& more) {
    return Ask<v1::MakeBadgeSheetResponse>("OfficePageService/MakeBadgeSheet",
                                           absl::StrCat("{", people, more, "}"), office_cookie_);
  };
  EXPECT_EQ(sheet(R"(,"dryRun":true)").made(), 1u);
  EXPECT_THAT(LedgerOf(amina_).badges(), IsEmpty()) << "a dry run makes none";
  const v1::MakeBadgeSheetResponse first = sheet("");
  EXPECT_EQ(first.made(), 1u);
  EXPECT_EQ(first.pdf().substr(0, 5), "%PDF-");
  // A QR code, and a number for typing.
  EXPECT_EQ(LedgerOf(amina_).badges_size(), 2);
  const v1::MakeBadgeSheetResponse again = sheet("");
  EXPECT_EQ(again.made(), 0u);
  EXPECT_EQ(again.known(), 1u);
  EXPECT_EQ(LedgerOf(amina_).badges_size(), 2);
  EXPECT_EQ(sheet(R"(,"replace":true)").made(), 1u);
  const v1::GetPersonLedgerResponse ledger = LedgerOf(amina_);
  EXPECT_EQ(ledger.badges_size(), 4);
  EXPECT_EQ(std::count_if(ledger.badges().begin(), ledger.badges().end(),
                          [](const v1::BadgeItem& each) { return each.until().empty(); }),
            2);
  EXPECT_EQ(sheet("").known(), 1u) << "the new one";
  EXPECT_EQ(Call("OfficePageService/MakeBadgeSheet", R"({"people":[]})", office_cookie_).status,
            400);
  EXPECT_EQ(Call("OfficePageService/MakeBadgeSheet",
                 absl::StrCat(R"({"people":[")", std::string(32, '0'), R"("]})"), office_cookie_)
                .status,
            400);
}

TEST_F(OfficeEditsTest, ACoordinatorSettlesWhatIsOfTheirCentreAndNothingElse) {
  ImportHistory(
      "visit,2026-03-02 08:00,2026-03-02 18:00,p-1,r-2,north,,\n"
      "visit,2026-03-02 08:00,2026-03-02 18:00,p-2,r-2,quay,,\n");
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north", "c-1");
  const auto all =
      Ask<v1::ListDiscrepanciesResponse>("OfficeService/ListDiscrepancies", "{}", office_cookie_);
  ASSERT_EQ(all.items_size(), 2);
  const auto mine =
      Ask<v1::ListDiscrepanciesResponse>("OfficeService/ListDiscrepancies", "{}", north);
  ASSERT_EQ(mine.items_size(), 1);
  const std::string own = mine.items(0).id();
  const std::string other = all.items(0).id() == own ? all.items(1).id() : all.items(0).id();
  const auto settle = [&](const std::string& id) {
    return Call("OfficeService/SettleDiscrepancy",
                absl::StrCat(R"({"id":")", id, R"(","decision":{"accept":true}})"), north);
  };
  EXPECT_EQ(settle(other).status, 404) << "as if there were none";
  const Answer done = settle(own);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(
      Ask<v1::ListDiscrepanciesResponse>("OfficeService/ListDiscrepancies", "{}", north).items(),
      IsEmpty());
}

// A coach marked both participants absent for a whole day, in the log of a kiosk that is gone
// since: written into the stores while no server runs.
class OfficeCasesTest : public OfficeEditsTest {
 protected:
  void SetUp() override {
    OfficeEditsTest::SetUp();
    const Answer planned =
        Call(kApply,
             R"({"facts":{"sessions":[{"key":"s-3","centre":"north","cohorts":["spring"],)"
             R"("day":"2026-03-04","start":"09:00","end":"12:00"},{"key":"s-4","centre":"quay",)"
             R"("cohorts":["xylo"],"day":"2026-03-04","start":"09:00","end":"12:00"}]}})",
             office_cookie_);
    ASSERT_EQ(planned.status, 200) << planned.body;
    WriteApart(Marks);
  }

  static std::vector<EventDraft> Marks(const SecretKey& key) {
    std::vector<EventDraft> marks;
    for (const auto& [person, session, centre] : {std::tuple("p-1", "s-1", "north"),
                                                  {"p-1", "s-3", "north"},
                                                  {"p-2", "s-2", "quay"},
                                                  {"p-2", "s-4", "quay"}}) {
      EventDraft& draft = marks.emplace_back();
      draft.event.set_kind(v1::EVENT_KIND_SESSION_MARKED);
      draft.event.mutable_session_marked()->set_status(v1::MARK_STATUS_ABSENT);
      draft.event.set_session_id(OfficeId(key, "session", session).ToString());
      draft.event.set_centre_id(OfficeId(key, "centre", centre).ToString());
      AddPerson(draft.event, OfficeId(key, "participant", person), v1::PERSON_ROLE_PARTICIPANT);
      draft.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
      draft.event.mutable_actor()->set_person_id(OfficeId(key, "coach", "c-1").ToString());
    }
    return marks;
  }
};

TEST_F(OfficeCasesTest, ACaseIsMovedOnAndReadByThoseWhomItConcerns) {
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north", "c-1");
  const std::string manager = SignedIn("gemeente", v1::ROLE_CLIENT_MANAGER, "GM0363");
  const auto hear = [&](const std::string& who, const std::string& cookie) {
    return Call("OfficeService/ChangeCase",
                absl::StrCat(R"({"change":{"case":")", who,
                             R"(","heard":{"text":"The bus did not come.","language":"nl"}}})"),
                cookie)
        .status;
  };
  const auto letter = [&](const std::string& who, const std::string& cookie) {
    return Call("OfficeService/GetCaseLetter", absl::StrCat(R"({"case":")", who, R"("})"), cookie);
  };
  const std::string others = SignedIn("buiten", v1::ROLE_CLIENT_MANAGER, "GM0599");
  EXPECT_EQ(hear("p-2", north), 404) << "as if there were none";
  EXPECT_EQ(hear("p-1", north), 200);
  EXPECT_EQ(letter("p-1", manager).status, 404) << "a client manager is told nothing before";
  EXPECT_EQ(
      Call("OfficeService/ChangeCase", R"({"change":{"case":"p-1","sent":true}})", north).status,
      200);
  const Answer sent = letter("p-1", manager);
  EXPECT_EQ(sent.status, 200) << sent.body;
  EXPECT_THAT(sent.body, HasSubstr("Amina"));
  EXPECT_EQ(letter("p-1", others).status, 404);
  EXPECT_THAT(Call("OfficeService/GetCaseLetter", R"({"municipality":"GM0363"})", manager).body,
              HasSubstr("Amina"));
  EXPECT_EQ(Call("OfficeService/GetCaseLetter", R"({"municipality":"GM0599"})", manager).status,
            404);
}

TEST_F(OfficeEditsTest, ACoordinatorWritesDownStepsAndExcusesOfTheirOwnPeople) {
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north", "c-1");
  const auto step = [&](const std::string& who, const std::string& step) {
    return Call("OfficeService/RecordPathStep",
                absl::StrCat(R"({"participant":")", who, R"(","step":)", step, "}"), north);
  };
  EXPECT_EQ(step("p-1", R"({"type":"one_to_one","minutes":20})").status, 200);
  EXPECT_EQ(step("p-2", R"({"type":"one_to_one","minutes":20})").status, 404);
  EXPECT_EQ(step("p-1", R"({"type":"indicators","moment":"INDICATOR_MOMENT_ENTRY",)"
                        R"("indicators":[{"question":"gender","answer":"female"}]})")
                .status,
            403);
  const Answer unknown_code = step("p-1", R"({"type":"milestone","code":"flying"})");
  EXPECT_EQ(unknown_code.status, 400);
  EXPECT_THAT(unknown_code.body, HasSubstr("diploma")) << "it says what may be written";
  const std::string sick =
      R"("reason":"ABSENCE_REASON_SICK","firstDay":"2026-03-03","lastDay":"2026-03-03"})";
  EXPECT_EQ(
      Call("OfficeService/RecordExcuse", absl::StrCat(R"({"participant":"p-1",)", sick), north)
          .status,
      200);
  EXPECT_EQ(
      Call("OfficeService/RecordExcuse", absl::StrCat(R"({"participant":"p-2",)", sick), north)
          .status,
      404);
}

TEST_F(OfficeEditsTest, WorkIsSomebodysUntilItIsNobodysAndStaysSoWhenMoreIsSaid) {
  ImportHistory("visit,2026-03-02 08:00,2026-03-02 18:00,p-1,r-2,north,,\n");
  const auto doubt = [&] {
    const auto all =
        Ask<v1::ListDiscrepanciesResponse>("OfficeService/ListDiscrepancies", "{}", office_cookie_);
    EXPECT_EQ(all.items_size(), 1);
    return all.items_size() == 0 ? v1::DiscrepancyItem() : all.items(0);
  };
  const auto assign = [&](const std::string& item, const std::string& coach) {
    return Call("OfficePageService/AssignWork",
                absl::StrCat(R"({"items":[")", item, R"("],"coach":")", coach, R"("})"),
                office_cookie_)
        .status;
  };
  EXPECT_FALSE(doubt().has_assigned_to());
  EXPECT_EQ(assign("00000000", "c-1"), 404);
  EXPECT_EQ(assign(doubt().id(), "nobody"), 404);
  EXPECT_EQ(assign(doubt().id(), "c-1"), 200);
  EXPECT_EQ(doubt().assigned_to().name(), "Els Verzonnen");
  const std::string quay = SignedIn("kade", v1::ROLE_COORDINATOR, "", "quay", "c-1");
  EXPECT_EQ(Call("OfficePageService/AssignWork",
                 absl::StrCat(R"({"items":[")", doubt().id(), R"("],"coach":"c-1"})"), quay)
                .status,
            404);
  EXPECT_EQ(assign(doubt().id(), ""), 200);
  EXPECT_FALSE(doubt().has_assigned_to());
}

TEST_F(OfficeEditsTest, ResidentsAreEditedFromWhatTheListShows) {
  const auto resident = [&] {
    return Ask<v1::ListOfficeResidentsResponse>("OfficePageService/ListOfficeResidents", "{}",
                                                office_cookie_)
        .residents(0);
  };
  v1::OfficeResident yvo = resident();
  EXPECT_EQ(yvo.centre(), "Quaystede");
  EXPECT_EQ(yvo.centre_id(), quay_);
  EXPECT_EQ(yvo.name_parts().family(), "Quispelverzonnen");
  const std::string change = absl::StrCat(
      R"({"facts":{"residents":[{"key":"#)", yvo.person().person(),
      R"(","name":{"given":"Yvo","family":"Quispelverzonnen"},"household":"#)", yvo.household(),
      R"(","centre":"#)", quay_, R"(","area":"BU05990100","areaYear":2025}]}})");
  EXPECT_THAT(Call(kApply, change, office_cookie_).body, HasSubstr(R"("events":1)"));
  yvo = resident();
  EXPECT_EQ(yvo.area(), "BU05990100");
  EXPECT_EQ(yvo.area_year(), 2025u);
  EXPECT_THAT(Call(kApply, change, office_cookie_).body, HasSubstr(R"("unchanged":1)"));
}

TEST_F(OfficeEditsTest, ThePageIsOfferedTheCodesThatTheServerTakes) {
  const auto choices =
      Ask<v1::ListChoicesResponse>("OfficePageService/ListChoices", "{}", office_cookie_);
  const auto has = [&](const std::string& list, const std::string& code) {
    return std::any_of(choices.codes().begin(), choices.codes().end(), [&](const v1::Choice& each) {
      return each.within() == list && each.id() == code;
    });
  };
  EXPECT_TRUE(has("outcome", "paid_work"));
  EXPECT_TRUE(has("level NT2", "A1"));
  EXPECT_TRUE(has("version taalmeter", "2"));
  EXPECT_TRUE(has("indicator", "gender"));
  EXPECT_TRUE(has("indicator gender", "woman"));
}

TEST_F(OfficeEditsTest, AnExportIsAFileThatTheTrailKnowsOf) {
  const std::string request =
      R"({"report":{"attendance":{"by":"BY_LIST"},"firstDay":20515,"lastDay":20516},"form":"FORM_CSV"})";
  const Answer file = Call("OfficeService/ExportReport", request, office_cookie_);
  EXPECT_EQ(file.status, 200) << file.body;
  EXPECT_EQ(file.disposition, "attachment; filename=\"attendance.csv\"");
  EXPECT_THAT(file.body, HasSubstr("Amina"));
  EXPECT_THAT(file.body, HasSubstr("Zwaantje"));
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north");
  EXPECT_THAT(Call("OfficeService/ExportReport", request, north).body,
              testing::AllOf(HasSubstr("Amina"), Not(HasSubstr("Zwaantje"))));
  const Answer wrong = Call("OfficeService/ExportReport",
                            R"({"report":{"attendance":{"by":"BY_LIST"}}})", office_cookie_);
  EXPECT_EQ(wrong.status, 400) << "an error is said, not a file";
  EXPECT_EQ(wrong.disposition, "");
  const std::string auditor = SignedIn("controle", v1::ROLE_AUDITOR);
  EXPECT_THAT(
      Call("AccessService/ListAudit", R"({"account":"kantoor"})", auditor).body,
      HasSubstr(
          R"("method":"ExportReport","about":"attendance first_day=20515 last_day=20516","result":"ok")"));
}

}  // namespace
}  // namespace wijkboek
