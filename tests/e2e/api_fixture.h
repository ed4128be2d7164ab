// A server with the office's services open to other programs, and an account's token for one.
#ifndef WIJKBOEK_TESTS_E2E_API_FIXTURE_H_
#define WIJKBOEK_TESTS_E2E_API_FIXTURE_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/connect/dispatch.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/office_caller.h"
#include "tests/e2e/harness/town.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

// All of them are invented.
inline constexpr char kApiFacts[] = R"({
  "programmes": [{"key": "care", "name": "Leren in de zorg"}],
  "centres": [{"key": "north", "name": "Noord", "municipality": "GM0363"}],
  "cohorts": [{"key": "spring", "name": "Voorjaar", "first_day": "2026-01-05", "programme": "care"}],
  "coaches": [{"key": "c-1", "name": {"given": "Els", "family": "Verzonnen"}, "duty": "coordinator"}],
  "participants": [{"key": "p-1", "name": {"given": "Amina", "family": "Verzonnen"}}],
  "enrolments": [{"participant": "p-1", "cohort": "spring", "centre": "north", "first_day": "2026-01-05"}],
  "sessions": [{"key": "s-1", "title": "Taal", "centre": "north", "cohorts": ["spring"],
                "day": "2026-03-03", "start": "09:00", "end": "12:00"}]
})";

class ApiFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    // After the session.
    town_.server_clock().MoveTo(kTuesday0800 + std::int64_t{5} * 3600 * 1000);
    ASSERT_OK(
        town_.StartServer({}, {"--office-listen", "127.0.0.1:0", "--api-listen", "127.0.0.1:0"}));
    WriteFile(town_.scratch() / "facts.json", kApiFacts);
    ASSERT_OK(town_.OfficeSays({"office", "apply", town_.scratch() / "facts.json"}).status());
    OfficeCaller caller(town_.office_url());
    ASSERT_OK_AND_ASSIGN(cookie_, SignIn(caller, "els", {"--role", "office", "--coach", "c-1"}));
    v1::MakeTokenResponse made;
    const auto answer =
        caller.Call("AccessService/MakeToken", R"({"purpose":"documentation"})", cookie_);
    ASSERT_TRUE(DispatchTable::ParseJson(answer.body, made).ok()) << answer.body;
    token_ = made.secret();
    ASSERT_NE(token_, "");
    WriteFile(town_.scratch() / "token", token_ + "\n");
  }

  // Makes an account and signs in; what its session's cookie says.
  absl::StatusOr<std::string> SignIn(OfficeCaller& caller, const std::string& name, Words more) {
    Words words = {"account", "make", name, "--who", "Els Verzonnen"};
    words.insert(words.end(), more.begin(), more.end());
    absl::StatusOr<std::string> password = town_.OfficeSays(words);
    if (!password.ok()) return password.status();
    return caller.SetUp(name, std::string(absl::StripAsciiWhitespace(*password)),
                        "vier fietsen in de regen");
  }

  // Runs it where the documentation's examples run.
  absl::StatusOr<Finished> Run(const std::string& script) {
    const std::string program = WIJKBOEK_PATH;
    const std::string set_up = absl::StrCat(
        "set -eu; cd '", town_.scratch() / "", "'; PATH='", program.substr(0, program.rfind('/')),
        "':$PATH; export HTTPS=", absl::StripPrefix(town_.office_url(), "https://"),
        " GRPC=", town_.api_address(), " CA='", town_.server_folder(),
        "/authority/authority.pem' TOKEN_FILE=token; export TOKEN=$(cat token)\n");
    return RunProgram({"/bin/bash", "-c", set_up + script}, {}, std::chrono::seconds(60));
  }
  // `wijkboek api call` with the token: a method and its request, quoted for a shell.
  absl::StatusOr<Finished> ApiCall(const std::string& words, const std::string& token = "token") {
    return Run(absl::StrCat("wijkboek api call ", words,
                            " --server $GRPC --ca \"$CA\" --token-file ", token));
  }

  Town town_;
  std::string cookie_;
  std::string token_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_API_FIXTURE_H_
