// Every example of docs/api.md, run as it stands there against a real server.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/connect/dispatch.h"
#include "google/protobuf/struct.pb.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/office_caller.h"
#include "tests/e2e/harness/town.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kFacts[] = R"({
  "programmes": [{"key": "care", "name": "Leren in de zorg"}],
  "centres": [{"key": "north", "name": "Noord", "municipality": "GM0363"}],
  "cohorts": [{"key": "spring", "name": "Voorjaar", "first_day": "2026-01-05", "programme": "care"}],
  "coaches": [{"key": "c-1", "name": {"given": "Els", "family": "Verzonnen"}, "duty": "coordinator"}],
  "participants": [{"key": "p-1", "name": {"given": "Amina", "family": "Verzonnen"}}],
  "enrolments": [{"participant": "p-1", "cohort": "spring", "centre": "north", "first_day": "2026-01-05"}],
  "sessions": [{"key": "s-1", "title": "Taal", "centre": "north", "cohorts": ["spring"],
                "day": "2026-03-03", "start": "09:00", "end": "12:00"}]
})";

// A fenced block.
struct Block {
  std::string form;
  std::string text;
};

std::vector<Block> BlocksOf(const std::string& document) {
  std::vector<Block> blocks;
  bool is_within = false;
  for (absl::string_view line : absl::StrSplit(document, '\n')) {
    if (absl::ConsumePrefix(&line, "```")) {
      is_within = !is_within;
      if (is_within) blocks.push_back({.form = std::string(line), .text = {}});
    } else if (is_within) {
      absl::StrAppend(&blocks.back().text, line, "\n");
    }
  }
  return blocks;
}

// Everything of the part stands in the whole; of a list, in some entry of it (cells: in some cell).
bool Holds(const Value& whole, const Value& part) {
  if (part.has_struct_value()) {
    const auto& fields = whole.struct_value().fields();
    return std::all_of(part.struct_value().fields().begin(), part.struct_value().fields().end(),
                       [&](const auto& field) {
                         const auto found = fields.find(field.first);
                         return found != fields.end() && Holds(found->second, field.second);
                       });
  }
  if (part.has_list_value()) {
    const auto& entries = whole.list_value().values();
    return std::all_of(part.list_value().values().begin(), part.list_value().values().end(),
                       [&](const Value& wanted) {
                         return std::any_of(
                             entries.begin(), entries.end(),
                             [&](const Value& entry) { return Holds(entry, wanted); });
                       });
  }
  return whole.SerializeAsString() == part.SerializeAsString();
}

Value ParseValue(const std::string& json) {
  Value value;
  EXPECT_TRUE(DispatchTable::ParseJson(json, *value.mutable_struct_value()).ok()) << json;
  return value;
}

class ApiDocsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // After the session.
    town_.server_clock().MoveTo(kTuesday0800 + std::int64_t{5} * 3600 * 1000);
    ASSERT_OK(
        town_.StartServer({}, {"--office-listen", "127.0.0.1:0", "--api-listen", "127.0.0.1:0"}));
    WriteFile(town_.scratch() / "facts.json", kFacts);
    ASSERT_OK(town_.OfficeSays({"office", "apply", town_.scratch() / "facts.json"}).status());
    ASSERT_OK_AND_ASSIGN(const std::string password,
                         town_.OfficeSays({"account", "make", "els", "--role", "office", "--who",
                                           "Els Verzonnen", "--coach", "c-1"}));
    OfficeCaller caller(town_.office_url());
    ASSERT_OK_AND_ASSIGN(const std::string cookie,
                         caller.SetUp("els", std::string(absl::StripAsciiWhitespace(password)),
                                      "vier fietsen in de regen"));
    v1::MakeTokenResponse made;
    const auto answer =
        caller.Call("AccessService/MakeToken", R"({"purpose":"documentation"})", cookie);
    ASSERT_TRUE(DispatchTable::ParseJson(answer.body, made).ok()) << answer.body;
    token_ = made.secret();
    ASSERT_NE(token_, "");
    WriteFile(town_.scratch() / "token", token_ + "\n");
  }

  absl::StatusOr<Finished> Run(const std::string& script) {
    const std::string program = WIJKBOEK_PATH;
    const std::string set_up = absl::StrCat(
        "set -eu; cd '", town_.scratch() / "", "'; PATH='", program.substr(0, program.rfind('/')),
        "':$PATH; HTTPS=", absl::StripPrefix(town_.office_url(), "https://"),
        "; GRPC=", town_.api_address(), "; CA='", town_.server_folder(),
        "/authority/authority.pem'; TOKEN_FILE=token; TOKEN=$(cat token)\n");
    return RunProgram({"/bin/bash", "-c", set_up + script}, {}, std::chrono::seconds(60));
  }

  Town town_;
  std::string token_;
};

TEST_F(ApiDocsTest, EveryExampleWorksAsItStandsThere) {
  const std::vector<Block> blocks =
      BlocksOf(ReadFile(absl::StrCat(WIJKBOEK_SOURCE_DIR, "/docs/api.md")));
  int run = 0;
  std::string output;
  for (const Block& block : blocks) {
    SCOPED_TRACE(block.text);
    if (block.form == "sh") {
      ASSERT_OK_AND_ASSIGN(const Finished finished, Run(block.text));
      EXPECT_THAT(finished, Succeeded());
      output = finished.output;
      ++run;
    } else if (block.form == "json") {
      EXPECT_TRUE(Holds(ParseValue(output), ParseValue(block.text))) << output;
    } else {
      ASSERT_EQ(block.form, "text") << "a block that is not run proves nothing";
      for (absl::string_view line : absl::StrSplit(block.text, '\n')) {
        EXPECT_TRUE(absl::StrContains(output, line)) << line << "\nis not in\n" << output;
      }
    }
  }
  EXPECT_GE(run, 11);
  EXPECT_EQ(ReadFile(town_.scratch() / "list.xlsx").substr(0, 2), "PK");
  EXPECT_THAT(ReadFile(town_.scratch() / "list.csv"), ::testing::HasSubstr("Amina Verzonnen"));
}

TEST_F(ApiDocsTest, WithoutAGoodTokenNothingIsAnswered) {
  const auto call = [&](const std::string& words) { return Run("wijkboek api call " + words); };
  const std::string rest = " --server $GRPC --ca \"$CA\" --token-file ";
  WriteFile(town_.scratch() / "wrong", "wbt_nothing");
  ASSERT_OK_AND_ASSIGN(const Finished wrong, call("FindPeople" + rest + "wrong"));
  EXPECT_EQ(wrong.exit_status, 1);
  EXPECT_EQ(wrong.output, "");
  // A program never signs in, and has no cookie.
  ASSERT_OK_AND_ASSIGN(
      const Finished signing_in,
      call(R"(SignIn '{"name":"els","password":"vier fietsen in de regen"}')" + rest + "token"));
  EXPECT_EQ(signing_in.exit_status, 1);
  EXPECT_THAT(signing_in.errors, ::testing::HasSubstr("programs show a token"));
  // Another authority's certificate is not believed.
  ASSERT_OK_AND_ASSIGN(const Finished stranger,
                       Run("wijkboek api call GetMe --server $GRPC --token-file token"));
  EXPECT_EQ(stranger.exit_status, 1);
  ASSERT_OK_AND_ASSIGN(const Finished typo, call("FindPeeple" + rest + "token"));
  EXPECT_THAT(typo.errors, ::testing::HasSubstr("there is no method"));
  ASSERT_OK_AND_ASSIGN(const Finished bad, call("FindPeople '{\"texts\": 1}'" + rest + "token"));
  EXPECT_THAT(bad.errors, ::testing::HasSubstr("this is no FindPeopleRequest as JSON"));
}

// The rules and the trail are the page's.
TEST_F(ApiDocsTest, AProgramLeavesARowAndMayNoMoreThanItsAccount) {
  ASSERT_OK_AND_ASSIGN(
      const Finished refused,
      Run("wijkboek api call ListAccounts --server $GRPC --ca \"$CA\" --token-file token"));
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.errors, ::testing::HasSubstr("this is for administrators"));
  ASSERT_OK_AND_ASSIGN(
      const Finished found,
      Run("wijkboek api call FindPeople --server $GRPC --ca \"$CA\" --token-file token"));
  EXPECT_THAT(found, Succeeded());
  ASSERT_OK_AND_ASSIGN(const std::string password,
                       town_.OfficeSays({"account", "make", "controle", "--role", "auditor",
                                         "--who", "Co Verzonnen"}));
  OfficeCaller caller(town_.office_url());
  ASSERT_OK_AND_ASSIGN(const std::string cookie,
                       caller.SetUp("controle", std::string(absl::StripAsciiWhitespace(password)),
                                    "vier fietsen in de regen"));
  const std::string rows =
      caller.Call("AccessService/ListAudit", R"({"account":"els"})", cookie).body;
  EXPECT_THAT(rows, ::testing::HasSubstr(R"("method":"FindPeople","result":"ok")"));
  EXPECT_THAT(rows,
              ::testing::HasSubstr(R"("method":"ListAccounts","result":"permission_denied")"));
}

// Calls that wait for an answer do not keep the server from ending.
TEST_F(ApiDocsTest, TheServerEndsWhileProgramsAreConnected) {
  ASSERT_OK_AND_ASSIGN(
      const Finished found,
      Run("for i in 1 2 3; do wijkboek api call FindPeople --server $GRPC --ca \"$CA\" "
          "--token-file token > /dev/null & done; wait"));
  EXPECT_THAT(found, Succeeded());
  ASSERT_OK_AND_ASSIGN(const int status, town_.StopServer());
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace wijkboek
