// The office's calls on a real server, over its socket.
#include <sys/stat.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/ids.h"
#include "tests/office/office_server_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OfficeServiceTest : public OfficeServerTest {
 protected:
  static v1::OfficeFacts Town() {
    v1::OfficeFacts facts;
    AddCentre("north", "Noord", facts);
    for (const char* key : {"p1", "p2"}) AddParticipant(key, facts);
    AddResident("r1", "Cor", facts);
    return facts;
  }
  std::vector<std::string> Rows(const v1::GetReportRequest& request) {
    return RowsOf(Report(request));
  }
};

constexpr char kHistory[] =
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
  EXPECT_THAT(Rows(request), ElementsAre("total|||||0 doubts||||"));
  v1::RebuildResponse rebuilt;
  ASSERT_TRUE(office_->Rebuild({}, rebuilt).ok());
  EXPECT_THAT(rebuilt.differing(), IsEmpty());
}

TEST_F(OfficeServiceTest, ADryRunMakesNothing) {
  const std::uint64_t before = Events();
  EXPECT_EQ(Apply(Town(), /*dry_run=*/true).events(), 4u);
  Apply(Town());
  EXPECT_EQ(Events(), before + 4);
  EXPECT_EQ(Import(kHistory, /*dry_run=*/true).presences(), 1u);
  EXPECT_EQ(Events(), before + 4);
}

TEST_F(OfficeServiceTest, WhatWasSaidIsKnownAfterARestart) {
  Apply(Town());
  Import(kHistory);
  const std::uint64_t before = Events();
  Restart();
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
    threads.emplace_back([&] { response = Import(kHistory); });
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
  v1::OfficeFacts facts = Town();
  for (int i = 0; i < 3000; ++i) AddParticipant(absl::StrCat("n", i), facts);
  const std::uint64_t before = Events();
  EXPECT_EQ(Apply(facts).events(), 3004u);
  EXPECT_EQ(Events(), before + 3004);
  EXPECT_EQ(Apply(facts).unchanged(), 3004u);
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
