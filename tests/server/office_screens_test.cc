// What the office's page shows of people and lists that something is known of: history from
// elsewhere, a coach's marks and a signed list.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "server/office_ids.h"
#include "tests/server/office_web_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Beside those of the fixture: Bo and Chen come to Amina's cohort, Dirk left it, and Amina cooks
// too. Otto is a second coach.
constexpr char kMore[] = R"({"facts":{
  "programmes": [{"key": "kitchen", "name": "Koken"}],
  "cohorts": [{"key": "pan", "name": "Pannen", "first_day": "2026-01-05", "programme": "kitchen"}],
  "coaches": [{"key": "c-2", "name": {"given": "Otto", "family": "Verzonnen"}}],
  "participants": [
    {"key": "p-3", "name": {"given": "Bo", "family": "Verzonnen"}},
    {"key": "p-4", "name": {"given": "Chen", "family": "Verzonnen"}},
    {"key": "p-5", "name": {"given": "Dirk", "family": "Verzonnen"}}],
  "residents": [{"key": "r-1", "name": {"given": "Age", "family": "Verzonnen"}, "centre": "north"}],
  "enrolments": [
    {"participant": "p-1", "cohort": "pan", "centre": "north", "first_day": "2026-02-01"},
    {"participant": "p-3", "cohort": "spring", "centre": "north", "first_day": "2026-01-05"},
    {"participant": "p-4", "cohort": "spring", "centre": "north", "first_day": "2026-01-05"},
    {"participant": "p-5", "cohort": "spring", "centre": "north", "first_day": "2026-01-05",
     "last_day": "2026-02-01"}]}})";

// Of the first week of March; Wim was never enrolled.
constexpr char kHistory[] =
    "kind,start,end,person,other,centre,minutes,subject,logged_by,person_name\n"
    "presence,2026-03-03 08:55,2026-03-03 12:05,p-1,,Noord,,,,\n"
    "presence,2026-03-03 09:00,2026-03-03 10:00,w-1,,Noord,,,,Wim Verzonnen\n"
    "visit,2026-03-04 10:00,,p-1|p-2,r-2,,45,,c-1,\n"
    "visit,2026-03-06 10:00,,p-1,r-2,,30,,c-1,\n"
    "help,2026-03-05,,p-1,p-2,,30,language,,\n"
    "help,2026-03-06,,p-2,p-1,,25,forms,coach,\n"
    "help,2026-03-07,,p-1,p-2,,20,language,helper,\n"
    "help,2026-03-08,,p-2,p-1,,10,kitchen,helper,\n";

EventDraft OfSession(v1::EventKind kind, const std::string& coach, const SecretKey& key) {
  EventDraft draft;
  draft.event.set_kind(kind);
  draft.event.set_session_id(OfficeId(key, "session", "s-1").ToString());
  draft.event.set_centre_id(OfficeId(key, "centre", "north").ToString());
  draft.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
  draft.event.mutable_actor()->set_person_id(OfficeId(key, "coach", coach).ToString());
  return draft;
}

EventDraft Marked(const std::string& who, v1::MarkStatus status, const SecretKey& key) {
  EventDraft draft = OfSession(v1::EVENT_KIND_SESSION_MARKED, "c-1", key);
  draft.event.mutable_session_marked()->set_status(status);
  AddPerson(draft.event, OfficeId(key, "participant", who), v1::PERSON_ROLE_PARTICIPANT);
  return draft;
}

// Who was present, as somebody's list had it.
EventDraft Signed(const std::string& coach, const std::vector<std::string>& present,
                  const SecretKey& key) {
  EventDraft draft = OfSession(v1::EVENT_KIND_SESSION_SIGNED_OFF, coach, key);
  for (const std::string& who : present) {
    const Id person = OfficeId(key, "participant", who);
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    v1::SignedAttendance& entry = *draft.event.mutable_session_signed_off()->add_entries();
    entry.set_person_id(person.ToString());
    entry.set_state(v1::ATTENDANCE_STATE_PRESENT);
  }
  return draft;
}

class OfficeScreensTest : public OfficeWebTest {
 protected:
  void SetUp() override {
    OfficeWebTest::SetUp();
    WriteApart([](const SecretKey& key) {
      return std::vector{Marked("p-3", v1::MARK_STATUS_EXCUSED, key),
                         Marked("p-4", v1::MARK_STATUS_ABSENT, key), Signed("c-1", {"p-1"}, key),
                         Signed("c-2", {"p-1", "p-4"}, key)};
    });
    cookie_ = SignedIn("kantoor", v1::ROLE_OFFICE);
    const Answer more = Call("OfficeService/ApplyFacts", kMore, cookie_);
    ASSERT_EQ(more.status, 200) << more.body;
    v1::ImportHistoryRequest history;
    history.set_csv(kHistory);
    grpc::ClientContext context;
    v1::ImportHistoryResponse imported;
    ASSERT_TRUE(office_->ImportHistory(&context, history, &imported).ok());
    ASSERT_THAT(imported.errors(), IsEmpty()) << imported.errors(0).reason();
  }

  v1::FindPeopleResponse Find(const std::string& json, const std::string& cookie) {
    return Ask<v1::FindPeopleResponse>("OfficePageService/FindPeople", json, cookie);
  }
  std::vector<std::string> Found(const std::string& json, const std::string& cookie) {
    std::vector<std::string> names;
    const v1::FindPeopleResponse found = Find(json, cookie);
    for (const v1::PersonRow& row : found.people()) names.push_back(row.person().name());
    return names;
  }
  std::string IdOf(const std::string& text) {
    const v1::FindPeopleResponse found = Find(absl::StrCat(R"({"text":")", text, R"("})"), cookie_);
    EXPECT_EQ(found.people_size(), 1) << text;
    return found.people_size() == 1 ? found.people(0).person().person() : "";
  }
  // Of March.
  v1::GetPersonLedgerResponse LedgerOf(const std::string& text) {
    return Ask<v1::GetPersonLedgerResponse>(
        "OfficePageService/GetPersonLedger",
        absl::StrCat(R"({"person":")", IdOf(text),
                     R"(","firstDay":"2026-03-01","lastDay":"2026-03-31"})"),
        cookie_);
  }

  std::string cookie_;
};

std::string NamesOf(const google::protobuf::RepeatedPtrField<v1::NamedPerson>& people) {
  return absl::StrJoin(people, ", ", [](std::string* out, const v1::NamedPerson& person) {
    out->append(person.name());
  });
}

TEST_F(OfficeScreensTest, AListSaysWhatBecameOfEverybodyAndWhoSignedItLast) {
  const auto listed =
      Ask<v1::ListSessionsResponse>("OfficePageService/ListSessions",
                                    R"({"firstDay":"2026-03-03","lastDay":"2026-03-03"})", cookie_);
  ASSERT_EQ(listed.sessions_size(), 2);
  const v1::SessionRow& row = listed.sessions(0);
  EXPECT_EQ(row.title(), "Taal");
  EXPECT_EQ(row.present(), 1u);
  EXPECT_EQ(row.excused(), 1u);
  EXPECT_EQ(row.absent(), 1u);
  EXPECT_EQ(row.open(), 0u);
  EXPECT_TRUE(row.signed_off());
  EXPECT_FALSE(listed.sessions(1).signed_off());

  const auto list =
      Ask<v1::GetSessionListResponse>("OfficePageService/GetSessionList",
                                      absl::StrCat(R"({"session":")", row.id(), R"("})"), cookie_);
  EXPECT_EQ(list.signed_off_by(), "Otto Verzonnen");
  EXPECT_NE(list.signed_off_at(), "");
  std::vector<std::string> lines;
  for (const v1::SessionListRow& each : list.rows()) {
    lines.push_back(absl::StrCat(each.person().name(), " ", each.attendance().status(),
                                 each.attendance().signed_off() ? " signed" : "",
                                 each.attendance().changed_since_sign_off() ? " changed" : ""));
  }
  EXPECT_THAT(lines, ElementsAre("Amina Verzonnen present signed", "Bo Verzonnen excused",
                                 "Chen Verzonnen absent signed changed"));
}

TEST_F(OfficeScreensTest, OnesOwnLedgerNamesThoseTheyWereWith) {
  const v1::GetPersonLedgerResponse amina = LedgerOf("amina");
  EXPECT_EQ(amina.first_day(), "2026-03-01");
  ASSERT_EQ(amina.attendance_size(), 1);
  EXPECT_EQ(amina.attendance(0).status(), "present");
  EXPECT_EQ(amina.attendance(0).title(), "Taal");
  EXPECT_EQ(amina.attendance(0).centre(), "Noord");
  std::vector<std::string> visits;
  for (const v1::VisitItem& visit : amina.visits()) {
    visits.push_back(absl::StrCat(visit.day(), " ", visit.start(), "-", visit.end(), " ",
                                  NamesOf(visit.residents()), " with ", NamesOf(visit.with()), ": ",
                                  visit.minutes(), " ", visit.minutes_to_confirm(), " ",
                                  visit.witnesses()));
  }
  EXPECT_THAT(visits, ElementsAre("2026-03-04 10:00-10:45 Yvo Quispelverzonnen with Zwaantje "
                                  "Quastverzonnen: 45 0 1",
                                  "2026-03-06 10:00-10:30 Yvo Quispelverzonnen with : 30 0 1"));
  EXPECT_EQ(amina.help().given(), 30);
  EXPECT_EQ(amina.help().received(), 25);
  EXPECT_EQ(amina.help().given_claimed(), 20);
  EXPECT_EQ(amina.help().received_claimed(), 10);
  std::vector<std::string> latest;
  for (const v1::HelpItem& help : amina.help().latest()) {
    latest.push_back(absl::StrCat(help.day(), help.gave() ? " gave " : " got ", help.subject(), " ",
                                  help.minutes(), help.confirmed() ? " confirmed " : " claimed ",
                                  help.with().name()));
  }
  EXPECT_THAT(latest, ElementsAre("2026-03-08 got kitchen 10 claimed Zwaantje Quastverzonnen",
                                  "2026-03-07 gave language 20 claimed Zwaantje Quastverzonnen",
                                  "2026-03-06 got forms 25 confirmed Zwaantje Quastverzonnen",
                                  "2026-03-05 gave language 30 confirmed Zwaantje Quastverzonnen"));
  EXPECT_EQ(LedgerOf("bo verz").attendance(0).status(), "excused");
  EXPECT_EQ(LedgerOf("chen").attendance(0).status(), "absent");
  EXPECT_EQ(LedgerOf("wim").attendance_size(), 0);
}

TEST_F(OfficeScreensTest, PeopleAreFoundByWhereTheyStand) {
  EXPECT_THAT(Found(R"({"standing":"STANDING_WALK_IN"})", cookie_), ElementsAre("Wim Verzonnen"));
  EXPECT_THAT(Found(R"({"standing":"STANDING_LEFT"})", cookie_), ElementsAre("Dirk Verzonnen"));
  EXPECT_THAT(
      Found(R"({"standing":"STANDING_ENROLLED"})", cookie_),
      ElementsAre("Amina Verzonnen", "Bo Verzonnen", "Chen Verzonnen", "Zwaantje Quastverzonnen"));
  const v1::FindPeopleResponse dirk = Find(R"({"text":"dirk"})", cookie_);
  ASSERT_EQ(dirk.people_size(), 1);
  EXPECT_EQ(dirk.people(0).last_day(), "2026-02-01");
  EXPECT_EQ(Call("OfficePageService/FindPeople", R"({"limit":201})", cookie_).status, 400);
  EXPECT_EQ(Call("OfficePageService/FindPeople", R"({"pageToken":"x"})", cookie_).status, 400);
}

// Of two enrolments that both run, each is of its own programme.
TEST_F(OfficeScreensTest, AProgrammeFindsEverybodyWhoIsInIt) {
  const v1::FindPeopleResponse amina = Find(R"({"text":"amina"})", cookie_);
  ASSERT_EQ(amina.people_size(), 1);
  EXPECT_EQ(amina.people(0).cohort(), "Pannen") << "the one that began last";
  EXPECT_THAT(Found(R"({"programme":"kitchen"})", cookie_), ElementsAre("Amina Verzonnen"));
  const v1::FindPeopleResponse care = Find(R"({"programme":"care"})", cookie_);
  EXPECT_EQ(care.total(), 5u);
  ASSERT_GT(care.people_size(), 0);
  EXPECT_EQ(care.people(0).person().name(), "Amina Verzonnen");
  EXPECT_EQ(care.people(0).cohort(), "Voorjaar");
  EXPECT_EQ(care.people(0).programme(), "Leren in de zorg");
  EXPECT_EQ(Call("OfficePageService/FindPeople", R"({"programme":"nowhere"})", cookie_).status,
            404);
}

TEST_F(OfficeScreensTest, ARemitCanBeAProgramme) {
  v1::MakeAccountRequest make;
  make.set_name("koken");
  make.set_display_name("Kok Verzonnen");
  make.set_role(v1::ROLE_OFFICE);
  make.mutable_remit()->add_programmes("kitchen");
  grpc::ClientContext context;
  v1::MakeAccountResponse made;
  const grpc::Status status = access_->MakeAccount(&context, make, &made);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const absl::StatusOr<std::string> cook =
      caller_->SetUp("koken", made.one_time_password(), kPassword);
  ASSERT_TRUE(cook.ok()) << cook.status();
  // No walk-in either: of them nobody knows a programme.
  EXPECT_THAT(Found("{}", *cook), ElementsAre("Amina Verzonnen"));
  EXPECT_EQ(Call("OfficePageService/FindPeople", R"({"programme":"care"})", *cook).status, 404);
  EXPECT_EQ(Call("OfficePageService/GetPersonLedger",
                 absl::StrCat(R"({"person":")", IdOf("chen"), R"("})"), *cook)
                .status,
            404);
  make.set_name("elders");
  make.mutable_remit()->set_programmes(0, "nowhere");
  grpc::ClientContext again;
  EXPECT_EQ(access_->MakeAccount(&again, make, &made).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(OfficeScreensTest, ResidentsStandByNameWithTheirLatestVisits) {
  const std::string yesterday = FormatDay(DayOf(SystemClock().Now().wall_ms) - 1);
  v1::ImportHistoryRequest history;
  history.set_csv(absl::StrCat("kind,start,end,person,other,minutes\n", "visit,", yesterday,
                               " 14:00,,p-1,r-2,40\nvisit,", yesterday, " 10:00,,p-3,r-2,20\n"));
  grpc::ClientContext context;
  v1::ImportHistoryResponse imported;
  ASSERT_TRUE(office_->ImportHistory(&context, history, &imported).ok());
  ASSERT_THAT(imported.errors(), IsEmpty()) << imported.errors(0).reason();
  const auto all =
      Ask<v1::ListOfficeResidentsResponse>("OfficePageService/ListOfficeResidents", "{}", cookie_);
  ASSERT_EQ(all.residents_size(), 2);
  EXPECT_EQ(all.residents(0).person().name(), "Age Verzonnen");
  EXPECT_EQ(all.residents(0).visits(), 0u);
  EXPECT_EQ(all.residents(0).last_visit(), "");
  EXPECT_EQ(all.residents(1).person().name(), "Yvo Quispelverzonnen");
  // Those of March are long ago.
  EXPECT_EQ(all.residents(1).visits(), 2u);
  EXPECT_EQ(all.residents(1).minutes(), 60);
  EXPECT_EQ(all.residents(1).last_visit(), yesterday);
}

TEST_F(OfficeScreensTest, AResidentSaysWhetherTheyAreVisitedStill) {
  const auto states = [&] {
    std::vector<std::string> lines;
    const auto all = Ask<v1::ListOfficeResidentsResponse>("OfficePageService/ListOfficeResidents",
                                                          "{}", cookie_);
    for (const v1::OfficeResident& each : all.residents()) {
      lines.push_back(absl::StrCat(each.name_parts().given(), " ", each.state()));
    }
    return lines;
  };
  EXPECT_THAT(states(), ElementsAre("Age active", "Yvo active"));
  const auto change = [&](const std::string& who, v1::ResidentState state) {
    WriteApart([&](const SecretKey& key) {
      EventDraft draft;
      draft.event.set_kind(v1::EVENT_KIND_DETAIL_CHANGED);
      draft.event.mutable_detail_changed()->set_resident_state(state);
      draft.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
      draft.event.mutable_actor()->set_person_id(OfficeId(key, "coach", "c-1").ToString());
      AddPerson(draft.event, OfficeId(key, "resident", who), v1::PERSON_ROLE_RESIDENT);
      return std::vector{draft};
    });
  };
  change("r-1", v1::RESIDENT_STATE_PAUSED);
  change("r-2", v1::RESIDENT_STATE_MOVED);
  EXPECT_THAT(states(), ElementsAre("Age paused", "Yvo moved"));
  change("r-2", v1::RESIDENT_STATE_DECEASED);
  EXPECT_THAT(states(), ElementsAre("Age paused", "Yvo deceased"));
}

}  // namespace
}  // namespace wijkboek
