// The office over HTTPS, with the real server behind it, and accounts that sign in.
#ifndef WIJKBOEK_TESTS_SERVER_OFFICE_WEB_FIXTURE_H_
#define WIJKBOEK_TESTS_SERVER_OFFICE_WEB_FIXTURE_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/connect/dispatch.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/server.h"
#include "server/writer.h"
#include "tests/common/temp_dir.h"
#include "tests/e2e/harness/office_caller.h"
#include "tests/server/write_apart.h"
#include "wijkboek/v1/access.grpc.pb.h"
#include "wijkboek/v1/office.grpc.pb.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

inline constexpr char kPassword[] = "vier fietsen in de regen";

// Two municipalities that share nothing but a programme. Nothing of the second one's names begins
// like anything of the first's.
inline constexpr char kFacts[] = R"({
  "programmes": [{"key": "care", "name": "Leren in de zorg", "target_hours": 240}],
  "centres": [
    {"key": "north", "name": "Noord", "municipality": "GM0363", "opening_hours": "mon-sun 08:00-18:00"},
    {"key": "quay", "name": "Quaystede", "municipality": "GM0599", "opening_hours": "mon-sun 08:00-18:00"}],
  "cohorts": [
    {"key": "spring", "name": "Voorjaar", "first_day": "2026-01-05", "programme": "care"},
    {"key": "xylo", "name": "Xylofoon", "first_day": "2026-01-05", "programme": "care"}],
  "coaches": [{"key": "c-1", "name": {"given": "Els", "family": "Verzonnen"}, "duty": "coordinator"}],
  "participants": [
    {"key": "p-1", "name": {"given": "Amina", "family": "Verzonnen"}, "language": "nl"},
    {"key": "p-2", "name": {"given": "Zwaantje", "family": "Quastverzonnen"}, "language": "ti"}],
  "residents": [
    {"key": "r-2", "name": {"given": "Yvo", "family": "Quispelverzonnen"}, "centre": "quay"}],
  "enrolments": [
    {"participant": "p-1", "cohort": "spring", "centre": "north", "municipality": "GM0363", "first_day": "2026-01-05"},
    {"participant": "p-2", "cohort": "xylo", "centre": "quay", "municipality": "GM0599", "first_day": "2026-01-05"}],
  "sessions": [
    {"key": "s-1", "title": "Taal", "centre": "north", "cohorts": ["spring"], "day": "2026-03-03", "start": "09:00", "end": "12:00"},
    {"key": "s-2", "title": "Quizles", "centre": "quay", "cohorts": ["xylo"], "day": "2026-03-03", "start": "09:00", "end": "12:00"}]
})";

using Answer = OfficeCaller::Answer;

class OfficeWebTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Start();
    v1::ApplyFactsRequest facts;
    ASSERT_TRUE(DispatchTable::ParseJson(kFacts, *facts.mutable_facts()).ok());
    grpc::ClientContext context;
    v1::ApplyFactsResponse applied;
    const grpc::Status status = office_->ApplyFacts(&context, facts, &applied);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Start() {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.data_dir = dir_.File("data"),
                       .listen = "127.0.0.1:0",
                       .enrolment_listen = "127.0.0.1:0",
                       .office_listen = "127.0.0.1:0"});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const auto channel = grpc::CreateChannel(absl::StrCat("unix:", server_->socket_path()),
                                             grpc::InsecureChannelCredentials());
    access_ = v1::AccessService::NewStub(channel);
    office_ = v1::OfficeService::NewStub(channel);
    caller_ = std::make_unique<OfficeCaller>(server_->office_url());
  }

  // Writes what kiosks would say to the office's log, while the server is away. `make` is given the
  // key from which the office's ids are made.
  void WriteApart(const std::function<std::vector<EventDraft>(const SecretKey&)>& make) {
    caller_.reset();
    server_.reset();
    wijkboek::WriteApart(dir_.File("data"), make);
    Start();
  }

  // As a message; the call must be answered well.
  template <typename Response>
  Response Ask(const std::string& method, const std::string& json, const std::string& cookie) {
    const Answer answer = Call(method, json, cookie);
    Response response;
    EXPECT_EQ(answer.status, 200) << method << " " << json << ": " << answer.body;
    EXPECT_TRUE(DispatchTable::ParseJson(answer.body, response).ok()) << answer.body;
    return response;
  }

  Answer Call(const std::string& method, const std::string& json, const std::string& cookie) {
    return caller_->Call(method, json, cookie);
  }

  // Makes an account and signs in; what its cookie says.
  std::string SignedIn(const std::string& name, v1::Role role, const std::string& municipality = "",
                       const std::string& centre = "", const std::string& coach = "") {
    v1::MakeAccountRequest make;
    make.set_name(name);
    make.set_display_name("Els Verzonnen");
    make.set_role(role);
    make.set_coach(coach);
    if (!municipality.empty()) make.mutable_remit()->add_municipalities(municipality);
    if (!centre.empty()) make.mutable_remit()->add_centres(centre);
    grpc::ClientContext context;
    v1::MakeAccountResponse made;
    const grpc::Status status = access_->MakeAccount(&context, make, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
    absl::StatusOr<std::string> cookie = caller_->SetUp(name, made.one_time_password(), kPassword);
    EXPECT_TRUE(cookie.ok()) << cookie.status();
    return cookie.value_or("");
  }

  TempDir dir_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::AccessService::Stub> access_;
  std::unique_ptr<v1::OfficeService::Stub> office_;
  std::unique_ptr<OfficeCaller> caller_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SERVER_OFFICE_WEB_FIXTURE_H_
