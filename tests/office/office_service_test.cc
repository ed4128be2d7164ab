// The office's calls on a real server, over its socket.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/office_connection.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "server/server.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OfficeServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = "/tmp/wijkboek_office_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    Start();
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Start() {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.data_dir = folder_ + "/data",
                       .listen = "127.0.0.1:0",
                       .enrolment_listen = "127.0.0.1:0"});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    office_ = ConnectToOffice(server_->socket_path());
  }

  static v1::ApplyFactsRequest Town() {
    v1::ApplyFactsRequest request;
    v1::OfficeFacts& facts = *request.mutable_facts();
    facts.add_centres()->set_key("north");
    facts.mutable_centres(0)->set_name("Noord");
    facts.mutable_centres(0)->set_opening_hours("mon-sun 08:00-18:00");
    for (const char* key : {"p1", "p2"}) {
      v1::ParticipantFact& fact = *facts.add_participants();
      fact.set_key(key);
      fact.mutable_name()->set_given(absl::StrCat("Name of ", key));
    }
    facts.add_residents()->set_key("r1");
    facts.mutable_residents(0)->mutable_name()->set_given("Cor");
    return request;
  }

  v1::ApplyFactsResponse Apply(const v1::ApplyFactsRequest& request) {
    v1::ApplyFactsResponse response;
    const absl::Status status = office_->ApplyFacts(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }

  v1::ImportHistoryResponse Import(const std::string& csv, bool dry_run = false) {
    v1::ImportHistoryRequest request;
    request.set_csv(csv);
    request.set_dry_run(dry_run);
    v1::ImportHistoryResponse response;
    const absl::Status status = office_->ImportHistory(request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }

  // Rows without the ids, which are random.
  std::vector<std::string> Rows(const v1::GetReportRequest& request) {
    v1::GetReportResponse response;
    const absl::Status status = office_->GetReport(request, response);
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::string> rows;
    for (const v1::ReportRow& row : response.rows()) {
      std::vector<std::string> cells;
      for (int i = 0; i < row.cells_size(); ++i) {
        const std::string& name = response.columns(i).name();
        if (name != "id" && !absl::EndsWith(name, " id")) cells.push_back(row.cells(i));
      }
      rows.push_back(absl::StrJoin(cells, "|"));
    }
    return rows;
  }

  std::uint64_t Events() {
    v1::VerifyResponse response;
    EXPECT_TRUE(office_->Verify({}, response).ok());
    EXPECT_THAT(response.breaks(), IsEmpty());
    return response.events();
  }

  std::string folder_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<OfficeConnection> office_;
};

constexpr char kHistory[] =
    "kind,start,end,person,other,centre,minutes,subject\n"
    "presence,2025-11-03 09:00,2025-11-03 12:00,p1,,north,,\n"
    "visit,2025-11-03 13:00,2025-11-03 13:45,p1|p2,r1,,,\n"
    "help,2025-11-03,,p1,p2,,30,language\n"
    "help,2025-11-03,,p1,p2,,30,language\n"
    "help,2025-11-10,,p2,p1,,20,language\n";

TEST_F(OfficeServiceTest, OnlyTheServersAccountMayOpenTheSocket) {
  struct stat found;
  ASSERT_EQ(stat(server_->socket_path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(OfficeServiceTest, FactsAndHistoryBecomeFiguresWithNames) {
  EXPECT_EQ(Apply(Town()).events(), 4u);
  const v1::ImportHistoryResponse imported = Import(kHistory);
  ASSERT_THAT(imported.errors(), IsEmpty());
  EXPECT_EQ(imported.helps(), 3u);

  v1::GetReportRequest request;
  request.mutable_presence();
  EXPECT_THAT(Rows(request), ElementsAre("total|||0|0|enrolled",
                                         "Name of p1|2025-11-03|Noord|180|0|never enrolled",
                                         "total|||180|0|never enrolled"));
  request.mutable_visits();
  EXPECT_THAT(Rows(request),
              ElementsAre("Name of p1|Cor|1|45|0", "Name of p2|Cor|1|45|0", "total|||90|0"));
  // The same help twice is two, and what was imported together was not said at one time.
  request.mutable_help();
  EXPECT_THAT(Rows(request), ElementsAre("Name of p1|Name of p2|60|0|0|40",
                                         "Name of p2|Name of p1|20|0|0|-40", "total||80|0|0|"));
  request.mutable_doubts();
  EXPECT_THAT(Rows(request), ElementsAre("total|||||0 doubts|||||"));
  v1::RebuildResponse rebuilt;
  ASSERT_TRUE(office_->Rebuild({}, rebuilt).ok());
  EXPECT_THAT(rebuilt.differing(), IsEmpty());
}

TEST_F(OfficeServiceTest, ADryRunMakesNothing) {
  const std::uint64_t before = Events();
  v1::ApplyFactsRequest request = Town();
  request.set_dry_run(true);
  EXPECT_EQ(Apply(request).events(), 4u);
  request.set_dry_run(false);
  Apply(request);
  EXPECT_EQ(Events(), before + 4);
  EXPECT_EQ(Import(kHistory, /*dry_run=*/true).presences(), 1u);
  EXPECT_EQ(Events(), before + 4);
}

TEST_F(OfficeServiceTest, WhatWasSaidIsKnownAfterARestart) {
  Apply(Town());
  Import(kHistory);
  const std::uint64_t before = Events();
  server_.reset();
  Start();
  EXPECT_EQ(Apply(Town()).unchanged(), 4u);
  EXPECT_EQ(Import(kHistory).known(), 5u);
  // One event more: the office's log says that it was started.
  EXPECT_EQ(Events(), before + 1);
}

TEST_F(OfficeServiceTest, OneFileAtATime) {
  Apply(Town());
  std::vector<std::thread> threads;
  std::vector<v1::ImportHistoryResponse> responses(4);
  for (v1::ImportHistoryResponse& response : responses) {
    threads.emplace_back([&] {
      v1::ImportHistoryRequest request;
      request.set_csv(kHistory);
      EXPECT_TRUE(ConnectToOffice(server_->socket_path())->ImportHistory(request, response).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::uint32_t known = 0;
  for (const v1::ImportHistoryResponse& response : responses) known += response.known();
  EXPECT_EQ(known, 3u * 5);
}

TEST_F(OfficeServiceTest, AFileFullOfErrorsIsRefusedWithAllThatFit) {
  const std::uint64_t before = Events();
  v1::ApplyFactsRequest request;
  for (int i = 0; i < 150; ++i) {
    request.mutable_facts()->add_badges()->set_person(std::string(1000, 'x'));
  }
  v1::ApplyFactsResponse response;
  const absl::Status status = office_->ApplyFacts(request, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("\nand 200 more"));
  EXPECT_EQ(Events(), before);
}

TEST_F(OfficeServiceTest, CentresAreInvitedForByTheirOfficesKey) {
  Apply(Town());
  v1::InviteDevicesRequest request;
  request.set_count(3);
  v1::InviteDevicesResponse response;
  for (const char* centre : {"north", "Noord"}) {
    request.set_centre(centre);
    EXPECT_TRUE(office_->InviteDevices(request, response).ok());
    EXPECT_THAT(response.codes(), SizeIs(3));
  }
  request.set_centre("east");
  EXPECT_EQ(office_->InviteDevices(request, response).code(), absl::StatusCode::kNotFound);
}

TEST_F(OfficeServiceTest, AnExcuseThatReachedTheOfficeIsAnEvent) {
  Apply(Town());
  const std::uint64_t before = Events();
  v1::RecordExcuseRequest request;
  request.set_participant("p1");
  request.set_first_day("2026-03-03");
  request.set_reason(v1::ABSENCE_REASON_SICK);
  v1::RecordExcuseResponse response;
  ASSERT_TRUE(office_->RecordExcuse(request, response).ok());
  EXPECT_THAT(response.event(), SizeIs(Hash::kSize));
  EXPECT_EQ(Events(), before + 1);

  // Neither of the others is a participant.
  for (const char* stranger : {"p9", "r1", "", "ffff"}) {
    request.set_participant(stranger);
    EXPECT_EQ(office_->RecordExcuse(request, response).code(), absl::StatusCode::kNotFound)
        << stranger;
  }
  request.set_participant("p1");
  request.set_last_day("2026-03-01");
  EXPECT_EQ(office_->RecordExcuse(request, response).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Events(), before + 1);
}

TEST_F(OfficeServiceTest, AKioskThatNobodyKnowsIsNotChanged) {
  const std::uint64_t before = Events();
  v1::ChangeDeviceRequest request;
  request.set_device("kiosk-1");
  request.set_change(v1::ChangeDeviceRequest::CHANGE_LOST);
  v1::ChangeDeviceResponse response;
  EXPECT_EQ(office_->ChangeDevice(request, response).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Events(), before);
}

// More than the planner holds at once, in one transaction, and compared with what was said before.
TEST_F(OfficeServiceTest, ALargeFileIsAppliedAsAWhole) {
  v1::ApplyFactsRequest request = Town();
  for (int i = 0; i < 3000; ++i) {
    v1::ParticipantFact& fact = *request.mutable_facts()->add_participants();
    fact.set_key(absl::StrCat("n", i));
    fact.mutable_name()->set_given(absl::StrCat("Name ", i));
  }
  const std::uint64_t before = Events();
  EXPECT_EQ(Apply(request).events(), 3004u);
  EXPECT_EQ(Events(), before + 3004);
  EXPECT_EQ(Apply(request).unchanged(), 3004u);
  EXPECT_EQ(Events(), before + 3004);
}

// A roster whose caller gives up leaves nothing.
TEST_F(OfficeServiceTest, ARosterThatBreaksOffChangesNothing) {
  const std::uint64_t before = Events();
  int given = 0;
  v1::ImportRosterResponse response;
  const absl::Status status = office_->ImportRoster(
      {},
      [&]() -> absl::StatusOr<std::optional<v1::RosterPiece>> {
        if (++given > 1) return absl::UnavailableError("the stick was pulled");
        v1::RosterPiece piece;
        piece.set_file("centres.csv");
        piece.set_content("key,name\nnorth,Noord\n");
        return piece;
      },
      response);
  EXPECT_EQ(status, absl::UnavailableError("the stick was pulled"));
  EXPECT_EQ(Events(), before);
}

TEST_F(OfficeServiceTest, WithoutAServerItSaysWhatToDo) {
  server_.reset();
  v1::VerifyResponse response;
  const absl::Status status = office_->Verify({}, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("is wijkboek-server running?"));
}

}  // namespace
}  // namespace wijkboek
