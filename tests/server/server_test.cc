// The server as a whole: starting, refusing to start, stopping.
#include "server/server.h"

#include <httplib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "common/clock.h"
#include "common/sqlite/database.h"
#include "server/authority.h"
#include "server/log_schema.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

ServerOptions OptionsIn(const TempDir& dir) {
  return {.data_dir = dir.File("data"), .listen = "127.0.0.1:0", .enrolment_listen = "127.0.0.1:0"};
}

// Whether the certificate that is shown there is one of this authority.
bool IsVouchedFor(const std::string& url, const std::string& authority_pem) {
  httplib::SSLClient client("127.0.0.1", std::stoi(url.substr(url.rfind(':') + 1)));
  client.set_ca_cert_path(authority_pem);
  (void)client.Get("/");
  return client.get_openssl_verify_result() == X509_V_OK;
}

TEST(Server, StartsSaysSoAndStops) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  std::ifstream file(dir.File("data/ready"));
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, (*server)->ready_line());
  EXPECT_EQ(line, "ready sync=" + (*server)->sync_address() + " enrolment=" +
                      (*server)->enrolment_address() + " socket=" + dir.File("data/admin.sock"));
  struct stat info {};
  ASSERT_EQ(stat(dir.File("data").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  ASSERT_EQ(stat(dir.File("data/admin.sock").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  (*server)->Stop();
  EXPECT_FALSE(std::filesystem::exists(dir.File("data/ready")));
  server->reset();
  // One whole file is left.
  EXPECT_FALSE(std::filesystem::exists(dir.File("data/ledger.db-wal")));
  ASSERT_TRUE(Server::Start(options).ok());
}

TEST(Server, TheFolderIsOneServers) {
  TempDir dir;
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(OptionsIn(dir));
  ASSERT_TRUE(server.ok());
  absl::Status second = Server::Start(OptionsIn(dir)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(second));
  EXPECT_THAT(std::string(second.message()), HasSubstr("another wijkboek-server"));
  // And the first is not disturbed.
  EXPECT_TRUE(std::filesystem::exists(dir.File("data/ready")));
}

TEST(Server, APortInUseIsSaid) {
  TempDir dir, other;
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(OptionsIn(dir));
  ASSERT_TRUE(server.ok());
  ServerOptions options = OptionsIn(other);
  options.listen = (*server)->sync_address();
  absl::Status refused = Server::Start(options).status();
  EXPECT_THAT(std::string(refused.message()), HasSubstr(options.listen));
  options = OptionsIn(other);
  options.enrolment_listen = (*server)->enrolment_address();
  refused = Server::Start(options).status();
  EXPECT_THAT(std::string(refused.message()), HasSubstr(options.enrolment_listen));
}

TEST(Server, WhatIsNoAddressIsSaid) {
  TempDir dir;
  for (const char* address : {"127.0.0.1:99999", "127.0.0.1", ":8441", "127.0.0.1:x"}) {
    ServerOptions options = OptionsIn(dir);
    options.listen = address;
    absl::Status refused = Server::Start(options).status();
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << address;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(address));
  }
}

TEST(Server, AFolderThatCantBeMadeIsSaid) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  options.data_dir = dir.File("absent/data");
  EXPECT_THAT(std::string(Server::Start(options).status().message()), HasSubstr(options.data_dir));
}

// The office's page may stand under a name of the municipality's, with its certificate.
TEST(Server, ACertificateOfTheOfficesOwnIsReadOrRefused) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  options.office_listen = "127.0.0.1:0";
  options.office_certificate = dir.File("absent.pem");
  absl::Status refused = Server::Start(options).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("absent.pem: can't be read"));
  const std::int64_t now_ms = SystemClock().Now().wall_ms;
  const auto own = Authority::OpenOrCreate(dir.File("own"), now_ms);
  ASSERT_TRUE(own.ok()) << own.status();
  options.office_certificate = dir.File("chain.pem");
  std::ofstream(options.office_certificate) << own->server_chain_pem();
  refused = Server::Start(options).status();
  EXPECT_THAT(std::string(refused.message()), HasSubstr("--office-key: can't be read"));
  options.office_key = dir.File("key.pem");
  std::ofstream(options.office_key) << own->server_key_pem();
  const absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_TRUE(IsVouchedFor((*server)->office_url(), dir.File("own/authority.pem")));
  EXPECT_FALSE(IsVouchedFor((*server)->office_url(), dir.File("data/authority/authority.pem")));
}

TEST(Server, ANewerStoreIsRefusedUntouched) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  ASSERT_TRUE(Server::Start(options).ok());
  {
    absl::StatusOr<Database> database =
        Database::Open(dir.File("data/ledger.db"), LogDatabaseOptions(/*read_only=*/false, ""));
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE(database->Execute("PRAGMA user_version=99").ok());
  }
  absl::Status refused = Server::Start(options).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("version 99"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("ledger.db"));
}

TEST(Server, ADamagedStoreIsSaid) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  ASSERT_TRUE(Server::Start(options).ok());
  std::ofstream(dir.File("data/ledger.db"), std::ios::binary | std::ios::trunc)
      << std::string(8192, 'x');
  absl::Status refused = Server::Start(options).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("ledger.db"));
}

TEST(Server, WhatIsDerivedIsMadeAnew) {
  TempDir dir;
  ServerOptions options = OptionsIn(dir);
  ASSERT_TRUE(Server::Start(options).ok());
  std::ofstream(dir.File("data/derived.db"), std::ios::binary | std::ios::trunc)
      << std::string(8192, 'x');
  EXPECT_TRUE(Server::Start(options).ok());
}

}  // namespace
}  // namespace wijkboek
