// The office's services over gRPC, asked by real programs: who is let in, what they leave in the
// trail, and what strangers at the port can't do to others.
#include <filesystem>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/api_fixture.h"
#include "tests/e2e/harness/program_probe.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ApiListenerTest : public ApiFixture {
 protected:
  std::int64_t ServerThreads() {
    const std::filesystem::directory_iterator threads(
        absl::StrCat("/proc/", town_.server()->pid(), "/task"));
    return std::distance(begin(threads), end(threads));
  }
};

TEST_F(ApiListenerTest, WithoutAGoodTokenNothingIsAnswered) {
  WriteFile(town_.scratch() / "wrong", "wbt_nothing");
  // What a browser's session shows is no token.
  WriteFile(town_.scratch() / "cookie", cookie_);
  WriteFile(town_.scratch() / "empty", "");
  for (const char* token : {"wrong", "cookie", "empty"}) {
    SCOPED_TRACE(token);
    ASSERT_OK_AND_ASSIGN(const Finished refused, ApiCall("FindPeople", token));
    EXPECT_THAT(refused, FailedSaying("UNAUTHENTICATED: .*token"));
    EXPECT_EQ(refused.exit_status, 1);
    EXPECT_EQ(refused.output, "");
  }
  ASSERT_OK_AND_ASSIGN(const Finished signing_in,
                       ApiCall(R"(SignIn '{"name":"els","password":"vier fietsen in de regen"}')"));
  EXPECT_EQ(signing_in.exit_status, 1);
  EXPECT_THAT(signing_in.errors, HasSubstr("UNIMPLEMENTED: signing in is for the page"));
  ASSERT_OK_AND_ASSIGN(const Finished stranger,
                       Run("wijkboek api call GetMe --server $GRPC --token-file token"));
  EXPECT_THAT(stranger, FailedSaying("UNAVAILABLE: "));
}

TEST_F(ApiListenerTest, ARevokedTokenIsNone) {
  ASSERT_OK_AND_ASSIGN(const Finished before, ApiCall("ListTokens"));
  ASSERT_THAT(before, Succeeded());
  const std::string id = before.output.substr(before.output.find("\"id\": \"") + 7, 32);
  ASSERT_OK_AND_ASSIGN(const Finished revoked,
                       ApiCall(absl::StrCat("RevokeToken '{\"id\": \"", id, "\"}'")));
  ASSERT_THAT(revoked, Succeeded()) << before.output;
  ASSERT_OK_AND_ASSIGN(const Finished after, ApiCall("ListTokens"));
  EXPECT_THAT(after, FailedSaying("UNAUTHENTICATED: "));
}

TEST_F(ApiListenerTest, WhatWasMistypedIsSaidBeforeAnybodyIsAsked) {
  ASSERT_OK_AND_ASSIGN(const Finished method, ApiCall("FindPeeple"));
  EXPECT_THAT(method.errors, HasSubstr("there is no method"));
  ASSERT_OK_AND_ASSIGN(const Finished field, ApiCall("FindPeople '{\"texts\": 1}'"));
  EXPECT_THAT(field.errors, HasSubstr("this is no FindPeopleRequest as JSON"));
}

// The rules and the trail are the page's.
TEST_F(ApiListenerTest, AProgramLeavesARowAndMayNoMoreThanItsAccount) {
  ASSERT_OK_AND_ASSIGN(const Finished refused, ApiCall("ListAccounts"));
  EXPECT_THAT(refused, FailedSaying("PERMISSION_DENIED: .*this is for administrators"));
  ASSERT_OK_AND_ASSIGN(const Finished another, ApiCall("MakeToken '{\"purpose\": \"more\"}'"));
  EXPECT_THAT(another, FailedSaying("PERMISSION_DENIED: "));
  ASSERT_OK_AND_ASSIGN(const Finished found, ApiCall("FindPeople"));
  EXPECT_THAT(found, Succeeded());
  OfficeCaller caller(town_.office_url());
  ASSERT_OK_AND_ASSIGN(const std::string cookie, SignIn(caller, "controle", {"--role", "auditor"}));
  const std::string rows =
      caller.Call("AccessService/ListAudit", R"({"account":"els"})", cookie).body;
  EXPECT_THAT(rows, HasSubstr(R"("method":"FindPeople","result":"ok")"));
  EXPECT_THAT(rows, HasSubstr(R"("method":"ListAccounts","result":"permission_denied")"));
}

// A list that names what nobody answers would send people the wrong way.
TEST_F(ApiListenerTest, EveryMethodThatIsListedIsServed) {
  ASSERT_OK_AND_ASSIGN(const Finished listed, Run("wijkboek api methods"));
  ASSERT_THAT(listed, Succeeded());
  int methods = 0;
  for (absl::string_view method : absl::StrSplit(listed.output, '\n', absl::SkipEmpty())) {
    SCOPED_TRACE(method);
    ASSERT_OK_AND_ASSIGN(const Finished called, ApiCall(std::string(method)));
    EXPECT_THAT(called.errors, Not(HasSubstr("UNIMPLEMENTED")));
    ++methods;
  }
  EXPECT_GE(methods, 40);
}

TEST_F(ApiListenerTest, ToolsLearnTheServicesFromTheServer) {
  ProgramProbe probe(town_);
  EXPECT_OK(probe.CheckHealth());
  for (const char* service : {"OfficeService", "OfficePageService", "AccessService"}) {
    ASSERT_OK_AND_ASSIGN(const std::string answer,
                         probe.Reflect(absl::StrCat("wijkboek.v1.", service)));
    // The file that holds it.
    EXPECT_THAT(answer, HasSubstr(".proto"));
    EXPECT_THAT(answer, HasSubstr(service));
  }
  ASSERT_OK_AND_ASSIGN(const std::string answer, probe.Reflect("wijkboek.v1.NoSuchService"));
  EXPECT_THAT(answer, Not(HasSubstr(".proto")));
}

TEST_F(ApiListenerTest, StrangersWhoHoldCallsOpenKeepNobodyOut) {
  const std::int64_t before = ServerThreads();
  ProgramProbe probe(town_);
  ASSERT_OK_AND_ASSIGN(const int answered, probe.OpenReflection(60));
  EXPECT_GT(answered, 0);
  EXPECT_LT(answered, 60);
  EXPECT_LT(ServerThreads(), before + 20);
  ASSERT_OK(probe.OpenSilently("wijkboek.v1.OfficeService/GetReport", 100));
  ASSERT_OK_AND_ASSIGN(const Finished found, ApiCall("FindPeople '{\"text\": \"amina\"}'"));
  EXPECT_THAT(found, Succeeded());
  EXPECT_THAT(found.output, HasSubstr("Amina Verzonnen"));
  // And they do not keep the server from ending.
  ASSERT_OK_AND_ASSIGN(const int status, town_.StopServer());
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace wijkboek
