// What Prometheus reads: figures about the server, and nothing about anybody.
#include <httplib.h>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/clock.h"
#include "common/connect/dispatch.h"
#include "server/registry.h"
#include "server/server.h"
#include "tests/common/temp_dir.h"
#include "tests/server/test_device.h"
#include "wijkboek/v1/office.grpc.pb.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

class MetricsTest : public ::testing::Test {
 protected:
  absl::Status Start(const std::string& listen) {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.data_dir = dir_.File("data"),
                       .listen = "127.0.0.1:0",
                       .enrolment_listen = "127.0.0.1:0",
                       .metrics_listen = listen});
    if (server.ok()) server_ = *std::move(server);
    return server.status();
  }

  std::string Scrape() {
    const std::string url = server_->metrics_url();
    httplib::Client client("127.0.0.1", std::stoi(url.substr(url.rfind(':') + 1)));
    const httplib::Result answer = client.Get("/metrics");
    return answer ? answer->body : httplib::to_string(answer.error());
  }

  TempDir dir_;
  std::unique_ptr<Server> server_;
};

// One line for each number: its name.
std::set<std::string> NamesIn(const std::string& text) {
  std::set<std::string> names;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (line[0] != '#') names.emplace(line.substr(0, line.find_first_of("{ ")));
  }
  return names;
}

TEST_F(MetricsTest, SayHowTheServerIsAndNothingAboutAnybody) {
  ASSERT_TRUE(Start("127.0.0.1:0").ok());
  EXPECT_THAT(server_->ready_line(), HasSubstr(" metrics=http://127.0.0.1:"));
  const std::string before = Scrape();
  v1::ApplyFactsRequest facts;
  ASSERT_TRUE(DispatchTable::ParseJson(R"({
      "centres": [{"key": "quay", "name": "Quaystede"}],
      "participants": [{"key": "p-1", "name": {"given": "Zwaantje", "family": "Verzonnen"}}]})",
                                       *facts.mutable_facts())
                  .ok());
  const auto office = v1::OfficeService::NewStub(grpc::CreateChannel(
      absl::StrCat("unix:", server_->socket_path()), grpc::InsecureChannelCredentials()));
  v1::ApplyFactsResponse applied;
  grpc::ClientContext applying;
  ASSERT_TRUE(office->ApplyFacts(&applying, facts, &applied).ok());
  const std::string after = Scrape();
  EXPECT_NE(before, after);
  EXPECT_THAT(NamesIn(after),
              IsSupersetOf({"wijkboek_info", "wijkboek_log_position", "wijkboek_derived_position",
                            "wijkboek_kiosks_silent", "wijkboek_kiosks_forked",
                            "wijkboek_heard_through_age_seconds", "wijkboek_facts_set_aside",
                            "wijkboek_file_bytes", "wijkboek_resident_memory_bytes"}));
  for (const std::string& name : NamesIn(after)) {
    EXPECT_TRUE(absl::StartsWith(name, "wijkboek_") || absl::StartsWith(name, "exposer_")) << name;
  }
  EXPECT_THAT(after, HasSubstr("wijkboek_file_bytes{file=\"ledger\"}"));
  for (const char* word : {"Zwaantje", "Verzonnen", "Quaystede", "quay", "p-1"}) {
    EXPECT_THAT(after, Not(HasSubstr(word)));
  }
}

// What somebody is woken for.
TEST_F(MetricsTest, KiosksByStateAndWhichOfThemAreSilent) {
  ASSERT_TRUE(Start("127.0.0.1:0").ok());
  server_.reset();
  const std::int64_t now_ms = SystemClock().Now().wall_ms;
  {
    const auto registry = Registry::Open(dir_.File("data/registry.db"));
    ASSERT_TRUE(registry.ok()) << registry.status();
    for (int n = 1; n <= 4; ++n) {
      const Hash secret = Sha256(absl::StrCat("code ", n));
      ASSERT_TRUE((*registry)->Invite({secret}, TestId(1001), now_ms + kHourMs, now_ms).ok());
      const Applicant applicant{.device = TestId(n), .log_key = TestKey(n).public_key()};
      const auto enrolled = (*registry)->Redeem(secret, applicant, TestId(1001), now_ms);
      ASSERT_TRUE(enrolled.ok()) << enrolled.status();
    }
    (*registry)->Heard(TestId(1), {}, now_ms);
    (*registry)->HeardThrough(TestId(1), 1, 1, now_ms - 2 * kHourMs);
    (*registry)->Heard(TestId(2), {}, now_ms - kHourMs);
    (*registry)->Heard(TestId(3), {}, now_ms - kHourMs);
    (*registry)->Forked(TestId(2));
    ASSERT_TRUE((*registry)->Revoke(TestId(3), now_ms).ok());
    ASSERT_TRUE((*registry)->Revoke(TestId(4), now_ms).ok());
  }
  ASSERT_TRUE(Start("127.0.0.1:0").ok());
  const std::string text = Scrape();
  EXPECT_THAT(text, HasSubstr("wijkboek_kiosks{state=\"enrolled\"} 2"));
  EXPECT_THAT(text, HasSubstr("wijkboek_kiosks{state=\"revoked\"} 2"));
  EXPECT_THAT(text, HasSubstr("wijkboek_kiosks_silent 1\n"));
  EXPECT_THAT(text, HasSubstr("wijkboek_kiosks_forked 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("wijkboek_heard_through_age_seconds 0\n")));
}

TEST_F(MetricsTest, AreForThisMachineAlone) {
  EXPECT_EQ(Start("0.0.0.0:0").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Start("9464").code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(MetricsTest, APortInUseIsSaid) {
  ASSERT_TRUE(Start("127.0.0.1:0").ok());
  const std::string url = server_->metrics_url();
  const std::string address =
      "127.0.0.1:" + url.substr(url.rfind(':') + 1, url.rfind('/') - url.rfind(':') - 1);
  TempDir other;
  const absl::Status refused = Server::Start({.data_dir = other.File("data"),
                                              .listen = "127.0.0.1:0",
                                              .enrolment_listen = "127.0.0.1:0",
                                              .metrics_listen = address})
                                   .status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(refused.message()), HasSubstr(address));
}

TEST_F(MetricsTest, WithoutAnAddressThereAreNone) {
  ASSERT_TRUE(Start("").ok());
  EXPECT_EQ(server_->metrics_url(), "");
  EXPECT_THAT(server_->ready_line(), Not(HasSubstr("metrics")));
}

}  // namespace
}  // namespace wijkboek
