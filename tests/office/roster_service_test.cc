// A roster on its whole way: files, the command, a real server, its log.
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/cli/command_line.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/office_ids.h"
#include "tests/office/office_server_fixture.h"
#include "wijkboek/v1/office.grpc.pb.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class RosterServiceTest : public OfficeServerTest {
 protected:
  std::string DataDir() const { return dir_.File("data"); }
  std::string RosterDir() const { return dir_.File("roster"); }

  void Write(const std::string& name, const std::string& content) {
    std::filesystem::create_directory(RosterDir());
    std::ofstream(RosterDir() + "/" + name, std::ios::binary) << content;
  }

  int Run(std::vector<std::string> words) {
    words.insert(words.begin(), "wijkboek");
    if (std::find(words.begin(), words.end(), "--socket") == words.end()) {
      words.insert(words.end(), {"--socket", server_->socket_path()});
    }
    std::vector<const char*> arguments;
    for (const std::string& word : words) arguments.push_back(word.c_str());
    out_.str("");
    err_.str("");
    return RunCommandLine(static_cast<int>(arguments.size()), arguments.data(),
                          {.out = &out_,
                           .err = &err_,
                           .connect_kiosk = ConnectToKiosk,
                           .connect_office = ConnectToOffice});
  }

  std::ostringstream out_;
  std::ostringstream err_;
};

// The example of docs/roster-import.md: "### `name.csv`", then a block of CSV.
TEST_F(RosterServiceTest, TheExampleOfTheDocumentationIsImported) {
  std::ifstream doc(WIJKBOEK_SOURCE_DIR "/docs/roster-import.md");
  std::string name;
  std::string content;
  bool inside = false;
  int files = 0;
  for (std::string line; std::getline(doc, line);) {
    absl::string_view heading = line;
    if (inside && line == "```") {
      Write(name, content);
      ++files;
      inside = false;
    } else if (inside) {
      absl::StrAppend(&content, line, "\n");
    } else if (absl::ConsumePrefix(&heading, "### `") && absl::ConsumeSuffix(&heading, "`")) {
      name = std::string(heading);
    } else if (line == "```csv") {
      content.clear();
      inside = true;
    }
  }
  ASSERT_EQ(files, 10);
  const std::uint64_t before = Events();
  const std::string badges = dir_.File("badges.csv");
  ASSERT_EQ(Run({"import", "roster", RosterDir(), "--badges-out", badges}), kExitDone)
      << err_.str();
  EXPECT_EQ(out_.str(),
            "made 18 events of 16 rows; 0 facts unchanged\n"
            "timetable: 5 sessions; 0 moved; 0 cancelled\n");
  EXPECT_EQ(Events(), before + 18 + 1);
  struct stat found;
  ASSERT_EQ(stat(badges.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  const std::string made = ReadWhole(badges);
  EXPECT_THAT(made, StartsWith("person,text,number\r\np-001,WB"));

  // After a restart, too, it is known, and the badges can be asked for again.
  Restart();
  ASSERT_EQ(Run({"import", "roster", RosterDir(), "--dry-run", "--badges-out", badges}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("would make 0 events of 16 rows; 18 facts unchanged"));
  EXPECT_EQ(ReadWhole(badges), made);
}

TEST_F(RosterServiceTest, ErrorsAreListedAndNothingIsImported) {
  const std::uint64_t before = Events();
  Write("people.csv", "key,given,birth_date\np-1,Amina,1990\np-2,,\n");
  Write("badges.csv", "person,text\np-3,1\n");
  Write("notes.txt", "not for the import");
  Write(".~people.csv", "nor this");
  EXPECT_EQ(Run({"import", "roster", RosterDir()}), kExitFailed);
  EXPECT_EQ(err_.str(),
            "wijkboek: the roster does not fit, nothing was imported:\n"
            "people.csv:2: birth_date: \"1990\" is no day; write 2026-03-31\n"
            "people.csv:3: given: is missing: give at least a given or a family name\n"
            "badges.csv:2: person: there is no participant or coach with the key \"p-3\"\n");
  EXPECT_EQ(Events(), before);
}

TEST_F(RosterServiceTest, WhatIsOverIsMovedOnPurposeOnly) {
  Write("centres.csv", "key,name\nnorth,Noord\n");
  Write("cohorts.csv", "key,name,first_day\nspring,Voorjaar,2020-01-06\n");
  const auto timetable = [&](const std::string& start) {
    Write("timetable.csv",
          "key,centre,cohorts,weekdays,start,end,first_day,last_day\n"
          "language,north,spring,mon," +
              start + ",12:00,2020-01-06,2020-01-19\n");
  };
  timetable("09:00");
  ASSERT_EQ(Run({"import", "roster", RosterDir()}), kExitDone) << err_.str();
  timetable("10:00");
  EXPECT_EQ(Run({"import", "roster", RosterDir()}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("timetable.csv:2: of its sessions 2 would be moved, 2 of them "
                                    "have begun already"));
  EXPECT_EQ(Run({"import", "roster", RosterDir(), "--past", "--dry-run"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("timetable: 2 sessions; 2 would be moved, 2 of them have begun "
                                    "already; 0 would be cancelled\n"));
  EXPECT_EQ(Run({"import", "roster", RosterDir(), "--past"}), kExitDone);
  EXPECT_THAT(out_.str(), HasSubstr("2 moved, 2 of them had begun already; 0 cancelled\n"));
}

// Takes a roster and dies, as far as anybody can tell.
class DyingOffice final : public v1::OfficeService::Service {
  grpc::Status ImportRoster(grpc::ServerContext*,
                            grpc::ServerReader<v1::ImportRosterRequest>* stream,
                            v1::ImportRosterResponse*) override {
    v1::ImportRosterRequest request;
    while (stream->Read(&request)) {
    }
    return {grpc::StatusCode::UNAVAILABLE, "Socket closed"};
  }
};

TEST_F(RosterServiceTest, AServerThatDiesMayHaveImportedIt) {
  DyingOffice office;
  const std::string socket = dir_.File("dying.sock");
  grpc::ServerBuilder builder;
  builder.AddListeningPort("unix:" + socket, grpc::InsecureServerCredentials());
  builder.RegisterService(&office);
  const std::unique_ptr<grpc::Server> dying = builder.BuildAndStart();
  ASSERT_NE(dying, nullptr);
  Write("people.csv", "key,given\np-1,Amina\n");
  const std::string people = RosterDir() + "/people.csv";
  EXPECT_EQ(Run({"import", "roster", people, "--socket", socket}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("nobody knows here whether it was imported: give the same "
                                    "files again, nothing is counted twice"));
  dying->Shutdown();
  // One that was never there has imported nothing.
  EXPECT_EQ(Run({"import", "roster", people, "--socket", dir_.File("none.sock")}), kExitFailed);
  EXPECT_THAT(err_.str(), ::testing::Not(HasSubstr("nobody knows")));
}

TEST_F(RosterServiceTest, LargeFilesComeInPieces) {
  std::string people = "key,given\n";
  for (int i = 0; i < 30'000; ++i) absl::StrAppend(&people, "p-", i, ",Name of ", i, "\n");
  Write("people.csv", people);
  const std::uint64_t before = Events();
  ASSERT_EQ(Run({"import", "roster", RosterDir(), "--dry-run"}), kExitDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("would make 30000 events of 30000 rows"));
  EXPECT_EQ(Events(), before);
}

TEST_F(RosterServiceTest, AStreamThatBreaksChangesNothing) {
  const std::uint64_t before = Events();
  int pieces = 0;
  const auto next = [&]() -> absl::StatusOr<std::optional<v1::RosterPiece>> {
    if (++pieces > 1) return absl::UnavailableError("the disk is gone");
    v1::RosterPiece piece;
    piece.set_file("people.csv");
    piece.set_content("key,given\np-1,Amina\n");
    return piece;
  };
  v1::ImportRosterResponse response;
  const absl::Status status =
      ConnectToOffice(server_->socket_path())->ImportRoster({}, next, response);
  EXPECT_EQ(status.message(), "the disk is gone");
  EXPECT_EQ(Events(), before);
}

// Half a file is a file that ends there: only the end says that it was all.
TEST_F(RosterServiceTest, ARosterWithoutItsEndChangesNothing) {
  const std::uint64_t before = Events();
  const auto stub = v1::OfficeService::NewStub(
      grpc::CreateChannel("unix:" + server_->socket_path(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  v1::ImportRosterResponse response;
  const auto stream = stub->ImportRoster(&context, &response);
  v1::ImportRosterRequest request;
  request.mutable_options();
  ASSERT_TRUE(stream->Write(request));
  request.mutable_piece()->set_file("people.csv");
  request.mutable_piece()->set_content("key,given\np-1,Amina\n");
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->WritesDone());
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(Events(), before);
}

// The error comes in the second reading, after hundreds of events were handed to the log.
TEST_F(RosterServiceTest, AnErrorWhileWritingLeavesNothing) {
  std::string people = "key,given\n";
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&people, "p-", i, ",Amina\n");
  const std::string erased = "p-1999";
  server_.reset();
  {
    SystemRandom random;
    const auto keys = KeyVault::Open(DataDir() + "/keys.db", random);
    ASSERT_TRUE(keys.ok()) << keys.status();
    const Id person = OfficeId((*keys)->lookup_key(), "participant", erased);
    ASSERT_TRUE((*keys)->KeyFor(person).ok());
    ASSERT_TRUE((*keys)->Erase(person, 1).ok());
  }
  Start();
  const std::uint64_t before = Events();
  Write("people.csv", people);
  EXPECT_EQ(Run({"import", "roster", RosterDir()}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("this person was erased"));
  EXPECT_EQ(Events(), before);

  // Without that person everybody else comes in.
  Write("people.csv", people.substr(0, people.find(erased)));
  EXPECT_EQ(Run({"import", "roster", RosterDir()}), kExitDone) << err_.str();
  EXPECT_EQ(Events(), before + 1999 + 1);
}

TEST_F(RosterServiceTest, TheFolderHoldsNothingOfTheFilesAfterwards) {
  const auto files = [&] {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(DataDir())) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  };
  const std::size_t before = files().size();
  Write("people.csv", "key,given\np-1,Amina\n");
  ASSERT_EQ(Run({"import", "roster", RosterDir()}), kExitDone);
  EXPECT_THAT(files(), SizeIs(before));
}

}  // namespace
}  // namespace wijkboek
