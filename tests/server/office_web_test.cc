// The office over HTTPS, with the real server behind it: who may call what, and that a client
// manager of one municipality learns nothing of another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/access/method_rules.h"
#include "tests/server/office_web_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Every unary method of the services, as their protos have them.
std::vector<std::string> Methods() {
  std::vector<std::string> methods;
  for (const google::protobuf::FileDescriptor* file :
       {v1::GetMeRequest::descriptor()->file(), v1::InviteDevicesRequest::descriptor()->file(),
        v1::GetOverviewRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto* method = file->service(s)->method(m);
        if (method->client_streaming()) continue;
        methods.push_back(absl::StrCat(file->service(s)->name(), "/", method->name()));
      }
    }
  }
  return methods;
}

// What somebody may try with a method: all reports in all their forms, and whatever names the other
// municipality's people and places.
std::vector<std::string> RequestsOf(const std::string& method) {
  if (method == "AccessService/SignOut") return {};
  if (method == "OfficeService/ExportReport") {
    std::vector<std::string> requests;
    const std::vector<std::string> reports = RequestsOf("OfficeService/GetReport");
    for (const std::string& report : reports) {
      requests.push_back(absl::StrCat(R"({"form":"FORM_CSV","report":)", report, "}"));
    }
    return requests;
  }
  if (method == "OfficeService/GetReport") {
    std::vector<std::string> requests;
    for (const char* report : {R"("presence":{})",
                               R"("visits":{})",
                               R"("help":{})",
                               R"("kiosks":{})",
                               R"("doubts":{})",
                               R"("attendance":{"by":"BY_SESSION"})",
                               R"("attendance":{"by":"BY_PERSON"})",
                               R"("attendance":{"by":"BY_STATUS"})",
                               R"("attendance":{"by":"BY_COHORT"})",
                               R"("attendance":{"by":"BY_MONTH"})",
                               R"("hours":{"by":"BY_ENROLMENT"})",
                               R"("hours":{"by":"BY_COHORT"})",
                               R"("hours":{"by":"BY_MONTH"})",
                               R"("tasks":{})",
                               R"("balances":{})",
                               R"("sightings":{})",
                               R"("pending":{})",
                               R"("cases":{})",
                               R"("cases":{"municipality":"GM0599"})",
                               R"("path":{})",
                               R"("outcomes":{})",
                               R"("outcomes":{"by":"gender"})",
                               R"("attendance":{"by":"BY_LIST"})",
                               R"("tasks":{"by":"BY_AREA"})",
                               R"("funnel":{})",
                               R"("ladder":{})",
                               R"("transfers":{})",
                               R"("aftercare":{})",
                               R"("indicators":{"set":"SET_ESF_PLUS"})",
                               R"("indicators":{"set":"SET_ESF_2014"})",
                               R"("progress":{"person":"p-2"})",
                               R"("book":{"person":"p-2"})"}) {
      for (const char* where :
           {"", R"(,"centre":"quay")", R"(,"cohort":"xylo")", R"(,"programme":"care")",
            R"(,"hideBelow":5)", R"(,"asKnownAt":{"position":"20"})"}) {
        requests.push_back(absl::StrCat("{", report, where, "}"));
      }
    }
    return requests;
  }
  return {R"({"participant":"p-2","step":{"type":"one_to_one","minutes":20}})",
          R"({"participant":"p-2","reason":"ABSENCE_REASON_SICK","firstDay":"2026-03-03"})",
          R"({"change":{"case":"p-2","sent":true}})",
          R"({"case":"p-2"})",
          "{}",
          R"({"centre":"quay"})",
          R"({"participant":"p-2"})",
          R"({"all":true,"participant":"p-2"})",
          R"({"municipality":"GM0599"})",
          R"({"choice":{"person":"p-2","settled":true}})",
          R"({"name":"els"})"};
}

const char* WordOf(int status) {
  switch (status) {
    case 200:
      return "yes";
    case 403:
      return "no";
    case 401:
      return "sign in";
    case 400:
    case 404:
    case 409:
    case 412:
      return "bad input";
    default:
      return "?";
  }
}

TEST_F(OfficeWebTest, EveryMethodHasARuleAndWithoutASessionNobodyIsAnswered) {
  for (const std::string& method : Methods()) {
    const bool is_open = method == "AccessService/SignIn" || method == "AccessService/SetUp";
    const Answer answer = Call(method, "{}", "");
    if (FindMethodRule("wijkboek.v1." + method) == nullptr && !is_open) {
      EXPECT_EQ(answer.status, 404) << method << " without a rule must not be served";
      continue;
    }
    EXPECT_EQ(answer.status, 401) << method << ": " << answer.body;
    EXPECT_EQ(Call(method, "{}", "made up").status, 401) << method;
  }
}

TEST_F(OfficeWebTest, AClientManagerLearnsNothingOfAnotherMunicipality) {
  struct Who {
    const char* name;
    std::string cookie;
  };
  const std::vector<Who> who = {
      {"office", SignedIn("office", v1::ROLE_OFFICE)},
      {"coordinator", SignedIn("coordinator", v1::ROLE_COORDINATOR, "", "north", "c-1")},
      {"client manager", SignedIn("manager", v1::ROLE_CLIENT_MANAGER, "GM0363")},
      {"auditor", SignedIn("auditor", v1::ROLE_AUDITOR)},
      {"administrator", SignedIn("administrator", v1::ROLE_ADMINISTRATOR)},
  };
  // Whatever of the other municipality could be in an answer.
  std::vector<std::string> theirs = {"Quay",     "Quast",    "Quispel", "Quizles",
                                     "Xylofoon", "Zwaantje", "Yvo",     "GM0599"};
  const Answer all = Call("OfficePageService/ListChoices", "{}", who[0].cookie);
  ASSERT_EQ(all.status, 200) << all.body;
  v1::ListChoicesResponse choices;
  ASSERT_TRUE(DispatchTable::ParseJson(all.body, choices).ok());
  for (const auto* list : {&choices.centres(), &choices.cohorts()}) {
    for (const v1::Choice& choice : *list) {
      if (choice.name() != "Quaystede" && choice.name() != "Xylofoon") continue;
      theirs.push_back(choice.id().substr(0, 8));
      theirs.push_back(absl::Base64Escape(absl::HexStringToBytes(choice.id())).substr(0, 16));
    }
  }
  ASSERT_EQ(theirs.size(), 12u);

  int with_theirs = 0;
  std::string matrix = absl::StrFormat("%-40s", "");
  for (const Who& each : who) absl::StrAppendFormat(&matrix, "%-16s", each.name);
  for (const std::string& method : Methods()) {
    if (FindMethodRule("wijkboek.v1." + method) == nullptr) continue;
    absl::StrAppendFormat(&matrix, "\n%-40s", method);
    for (const Who& each : who) {
      std::set<std::string> words;
      const bool is_theirs = absl::string_view(each.name) == "client manager" ||
                             absl::string_view(each.name) == "coordinator";
      std::vector<std::string> requests = RequestsOf(method);
      // Of who may see everything a few are enough.
      if (!is_theirs && requests.size() > 3) requests.resize(3);
      for (const std::string& request : requests) {
        const Answer answer = Call(method, request, each.cookie);
        words.insert(WordOf(answer.status));
        EXPECT_NE(answer.status, -1) << method << " " << request << ": " << answer.body;
        for (const std::string& word : theirs) {
          // What the caller wrote themselves may come back in an error.
          if (absl::StrContains(request, word) || !absl::StrContains(answer.body, word)) continue;
          ++with_theirs;
          EXPECT_FALSE(is_theirs) << each.name << " " << method << " " << request << " got \""
                                  << word << "\" in " << answer.body;
        }
      }
      absl::StrAppendFormat(&matrix, "%-16s",
                            words.contains("yes")         ? "yes"
                            : words.contains("bad input") ? "bad input"
                            : words.empty()               ? ""
                                                          : *words.begin());
    }
  }
  std::printf("%s\n", matrix.c_str());
  EXPECT_GT(with_theirs, 10) << "the others do see it, so the words would show";
}

TEST_F(OfficeWebTest, AClientManagerSeesTheirOwnPeople) {
  const std::string manager = SignedIn("manager", v1::ROLE_CLIENT_MANAGER, "GM0363");
  const Answer mine =
      Call("OfficeService/GetReport", R"({"attendance":{"by":"BY_PERSON"}})", manager);
  EXPECT_EQ(mine.status, 200) << mine.body;
  EXPECT_THAT(mine.body, HasSubstr("Amina"));
  const Answer totals =
      Call("OfficeService/GetReport", R"({"attendance":{"by":"BY_COHORT"}})", manager);
  EXPECT_THAT(totals.body, HasSubstr("Voorjaar"));
  const Answer month =
      Call("OfficeService/GetReport", R"({"attendance":{"by":"BY_MONTH"}})", manager);
  EXPECT_THAT(month.body, HasSubstr(R"({"cells":["2026-03","1")")) << month.body;
  const Answer hours =
      Call("OfficeService/GetReport", R"({"hours":{"by":"BY_ENROLMENT"}})", manager);
  EXPECT_THAT(hours.body, HasSubstr("Amina"));
}

TEST_F(OfficeWebTest, ADecisionIsTheAccountsCoachsOwn) {
  const std::string nobody = SignedIn("office", v1::ROLE_OFFICE);
  const char kGoal[] =
      R"({"participant":"p-1","author":"c-1","step":{"type":"one_to_one","minutes":20}})";
  EXPECT_EQ(Call("OfficeService/RecordPathStep", kGoal, nobody).status, 403);
  const std::string els = SignedIn("els", v1::ROLE_OFFICE, "", "", "c-1");
  const Answer done = Call("OfficeService/RecordPathStep", kGoal, els);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_THAT(Call("OfficeService/ListPath", R"({"participant":"p-1"})", els).body,
              HasSubstr("Els"));
}

TEST_F(OfficeWebTest, ReadingAboutPeopleLeavesARowAndWhoAskedStandsInIt) {
  const std::string office = SignedIn("office", v1::ROLE_OFFICE);
  const std::string auditor = SignedIn("auditor", v1::ROLE_AUDITOR);
  Call("OfficeService/GetReport", R"({"attendance":{"by":"BY_PERSON"},"centre":"north"})", office);
  Call("OfficeService/ListCases", R"({"participant":"p-1"})", office);
  Call("AccessService/ListAccounts", "{}", office);
  const Answer rows = Call("AccessService/ListAudit", R"({"account":"office"})", auditor);
  ASSERT_EQ(rows.status, 200) << rows.body;
  EXPECT_THAT(
      rows.body,
      HasSubstr(
          R"("account":"office","method":"GetReport","about":"attendance centre=north","result":"ok")"));
  EXPECT_THAT(rows.body,
              HasSubstr(R"("method":"ListCases","about":"participant=p-1","result":"ok")"));
  EXPECT_THAT(rows.body, HasSubstr(R"("method":"ListAccounts","result":"permission_denied")"));
  EXPECT_THAT(rows.body, Not(HasSubstr("Amina")));
}

TEST_F(OfficeWebTest, PeopleAreFoundByAnyPartOfTheirName) {
  const std::string office = SignedIn("office", v1::ROLE_OFFICE);
  const std::string north = SignedIn("north", v1::ROLE_COORDINATOR, "", "north");
  const auto find = [&](const std::string& json, const std::string& cookie) {
    const Answer answer = Call("OfficePageService/FindPeople", json, cookie);
    v1::FindPeopleResponse found;
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(DispatchTable::ParseJson(answer.body, found).ok());
    return found;
  };
  EXPECT_EQ(find("{}", office).total(), 2u);
  EXPECT_EQ(find("{}", north).total(), 1u);
  const v1::FindPeopleResponse one = find(R"({"text":"quast zwaan"})", office);
  ASSERT_EQ(one.people_size(), 1);
  EXPECT_EQ(one.people(0).person().name(), "Zwaantje Quastverzonnen");
  EXPECT_EQ(one.people(0).cohort(), "Xylofoon");
  EXPECT_EQ(one.people(0).municipality(), "GM0599");
  EXPECT_EQ(one.people(0).target_minutes(), 240u * 60);
  EXPECT_EQ(find(R"({"text":"quast amina"})", office).total(), 0u);
  v1::FindPeopleResponse page = find(R"({"limit":1})", office);
  EXPECT_EQ(page.total(), 2u);
  ASSERT_EQ(page.people_size(), 1);
  const std::string first = page.people(0).person().name();
  page = find(absl::StrCat(R"({"limit":1,"pageToken":")", page.next_page_token(), R"("})"), office);
  ASSERT_EQ(page.people_size(), 1);
  EXPECT_NE(page.people(0).person().name(), first);
  EXPECT_EQ(page.next_page_token(), "");
  EXPECT_EQ(Call("OfficePageService/FindPeople", R"({"pageToken":"x"})", office).status, 400);

  const std::string theirs =
      absl::StrCat(R"({"person":")", one.people(0).person().person(), R"("})");
  const Answer ledger = Call("OfficePageService/GetPersonLedger", theirs, office);
  EXPECT_EQ(ledger.status, 200) << ledger.body;
  EXPECT_THAT(ledger.body, HasSubstr("Quaystede"));
  EXPECT_EQ(Call("OfficePageService/GetPersonLedger", theirs, north).status, 404);
}

TEST_F(OfficeWebTest, ResidentsAreOfTheCentreThatVisitsThem) {
  const std::string office = SignedIn("kantoor", v1::ROLE_OFFICE);
  v1::ListOfficeResidentsResponse all;
  const Answer answer = Call("OfficePageService/ListOfficeResidents", "{}", office);
  ASSERT_EQ(answer.status, 200) << answer.body;
  ASSERT_TRUE(DispatchTable::ParseJson(answer.body, all).ok()) << answer.body;
  ASSERT_EQ(all.residents_size(), 1);
  EXPECT_EQ(all.residents(0).person().name(), "Yvo Quispelverzonnen");
  EXPECT_EQ(all.residents(0).state(), "active");
  EXPECT_EQ(all.residents(0).card(),
            absl::StrCat("wijkboek:resident:", all.residents(0).person().person()));
  EXPECT_THAT(Call("OfficePageService/ListOfficeResidents", R"({"text":"quis yv"})", office).body,
              HasSubstr("Yvo"));
  EXPECT_THAT(Call("OfficePageService/ListOfficeResidents", R"({"text":"amina"})", office).body,
              Not(HasSubstr("Yvo")));
  EXPECT_THAT(Call("OfficePageService/ListOfficeResidents", R"({"centre":"north"})", office).body,
              Not(HasSubstr("Yvo")));
  const std::string quay = SignedIn("kade", v1::ROLE_COORDINATOR, "", "quay");
  EXPECT_THAT(Call("OfficePageService/ListOfficeResidents", "{}", quay).body, HasSubstr("Yvo"));
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north");
  const Answer elsewhere = Call("OfficePageService/ListOfficeResidents", "{}", north);
  EXPECT_EQ(elsewhere.status, 200) << elsewhere.body;
  EXPECT_THAT(elsewhere.body, Not(HasSubstr("Yvo")));
  // Residents have no municipality of their own.
  const std::string part = SignedIn("deel", v1::ROLE_OFFICE, "GM0599");
  EXPECT_THAT(Call("OfficePageService/ListOfficeResidents", "{}", part).body,
              Not(HasSubstr("Yvo")));
}

TEST_F(OfficeWebTest, AnswersForIndicatorsAreReadByTheOfficeAlone) {
  v1::RecordPathStepRequest record;
  record.set_participant("p-1");
  record.set_author("c-1");
  record.mutable_step()->set_type("indicators");
  record.mutable_step()->set_day("2026-01-05");
  record.mutable_step()->set_moment(v1::INDICATOR_MOMENT_ENTRY);
  v1::IndicatorAnswer& answer = *record.mutable_step()->add_indicators();
  answer.set_question("disability");
  answer.set_answer("refused");
  grpc::ClientContext context;
  v1::RecordPathStepResponse recorded;
  const grpc::Status status = office_->RecordPathStep(&context, record, &recorded);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const std::string office = SignedIn("kantoor", v1::ROLE_OFFICE);
  v1::FindPeopleResponse found;
  const Answer people = Call("OfficePageService/FindPeople", R"({"text":"amina"})", office);
  ASSERT_TRUE(DispatchTable::ParseJson(people.body, found).ok()) << people.body;
  ASSERT_EQ(found.people_size(), 1);
  const std::string amina =
      absl::StrCat(R"({"person":")", found.people(0).person().person(), R"("})");
  EXPECT_THAT(Call("OfficePageService/GetPersonLedger", amina, office).body,
              HasSubstr("disability"));
  const std::string north = SignedIn("noord", v1::ROLE_COORDINATOR, "", "north");
  const Answer ledger = Call("OfficePageService/GetPersonLedger", amina, north);
  EXPECT_EQ(ledger.status, 200) << ledger.body;
  EXPECT_THAT(ledger.body, Not(HasSubstr("disability")));
  for (const char* report : {R"({"path":{}})", R"({"progress":{"person":"p-1"}})"}) {
    EXPECT_THAT(Call("OfficeService/GetReport", report, north).body, Not(HasSubstr("disability")));
  }
}

// Health, origin and work of each participant: only whoever answers for the fund's figures.
TEST_F(OfficeWebTest, FiguresOfIndicatorsAreForTheOfficeAndAuditorsOfEverything) {
  const std::string indicators = R"({"indicators":{"set":"SET_ESF_PLUS"}})";
  const std::string by_gender = R"({"outcomes":{"by":"gender"}})";
  for (const std::string& request : {indicators, by_gender}) {
    EXPECT_EQ(Call("OfficeService/GetReport", request,
                   SignedIn(absl::StrCat("kantoor", request.size()), v1::ROLE_OFFICE))
                  .status,
              200);
    for (const auto& [name, role, municipality, centre] :
         {std::tuple("lid", v1::ROLE_COORDINATOR, "", "north"),
          std::tuple("gemeente", v1::ROLE_CLIENT_MANAGER, "GM0363", ""),
          std::tuple("deel", v1::ROLE_OFFICE, "", "north")}) {
      EXPECT_EQ(Call("OfficeService/GetReport", request,
                     SignedIn(absl::StrCat(name, request.size()), role, municipality, centre))
                    .status,
                403)
          << name;
    }
  }
}

TEST_F(OfficeWebTest, TheTimetableLeadsToAList) {
  const std::string office = SignedIn("office", v1::ROLE_OFFICE);
  const std::string north = SignedIn("north", v1::ROLE_COORDINATOR, "", "north");
  const char kWeek[] = R"({"firstDay":"2026-03-02","lastDay":"2026-03-08"})";
  const auto sessions = [&](const std::string& cookie) {
    const Answer answer = Call("OfficePageService/ListSessions", kWeek, cookie);
    v1::ListSessionsResponse listed;
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(DispatchTable::ParseJson(answer.body, listed).ok());
    return listed;
  };
  const v1::ListSessionsResponse all = sessions(office);
  ASSERT_EQ(all.sessions_size(), 2);
  ASSERT_EQ(sessions(north).sessions_size(), 1);
  const v1::SessionRow& theirs = all.sessions(1);
  EXPECT_EQ(theirs.title(), "Quizles");
  EXPECT_EQ(theirs.expected(), 1u);
  EXPECT_EQ(theirs.open(), 1u) << "no kiosk was there to say";
  const std::string list = absl::StrCat(R"({"session":")", theirs.id(), R"("})");
  const Answer shown = Call("OfficePageService/GetSessionList", list, office);
  EXPECT_THAT(shown.body, HasSubstr("Zwaantje Quastverzonnen"));
  EXPECT_EQ(Call("OfficePageService/GetSessionList", list, north).status, 404);
  const Answer groups = Call("OfficePageService/ListCohorts", "{}", north);
  EXPECT_THAT(groups.body, HasSubstr("Voorjaar"));
  EXPECT_THAT(groups.body, Not(HasSubstr("Xylofoon")));
  for (const char* wrong : {"{}", R"({"firstDay":"2026-03-02","lastDay":"2026-03-01"})",
                            R"({"firstDay":"2026-01-01","lastDay":"2026-06-01"})"}) {
    EXPECT_EQ(Call("OfficePageService/ListSessions", wrong, office).status, 400) << wrong;
  }
}

TEST_F(OfficeWebTest, TodayIsSentAgainWhenItChanged) {
  const std::string office = SignedIn("office", v1::ROLE_OFFICE);
  const Answer first = Call("OfficePageService/GetOverview", "{}", office);
  ASSERT_EQ(first.status, 200) << first.body;
  v1::GetOverviewResponse overview;
  ASSERT_TRUE(DispatchTable::ParseJson(first.body, overview).ok());
  EXPECT_EQ(overview.weeks_size(), 13);
  const std::string again = absl::StrCat(R"({"version":")", overview.version(), R"("})");
  EXPECT_THAT(Call("OfficePageService/GetOverview", again, office).body,
              HasSubstr(R"("unchanged":true)"));
  EXPECT_EQ(Call("OfficePageService/GetOverview", R"({"weeks":54})", office).status, 400);
  EXPECT_EQ(Call("OfficePageService/GetOverview", R"({"centre":"nowhere"})", office).status, 404);
}

}  // namespace
}  // namespace wijkboek
