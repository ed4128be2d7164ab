// What an auditor is given checks out by itself, and shows whatever was changed.
#include "server/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/command_line.h"
#include "common/crypto.h"
#include "tests/office/office_server_fixture.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(DrawSample, IsTheSameForTheSameSeedAndAnotherForAnother) {
  std::set<Id> people;
  for (unsigned char n = 1; n <= 200; ++n) people.insert(TestId(n));
  const std::vector<Id> once = DrawSample(people, 30, "2026-Q1");
  EXPECT_THAT(once, SizeIs(30));
  EXPECT_EQ(DrawSample(people, 30, "2026-Q1"), once);
  EXPECT_NE(DrawSample(people, 30, "2026-Q2"), once);
  // A larger draw by the same seed holds the smaller one.
  const std::vector<Id> more = DrawSample(people, 60, "2026-Q1");
  EXPECT_TRUE(std::equal(once.begin(), once.end(), more.begin()));
  // Who is no longer in the report takes nobody else's place but the last's.
  people.erase(once[10]);
  const std::vector<Id> without = DrawSample(people, 30, "2026-Q1");
  EXPECT_TRUE(std::equal(once.begin(), once.begin() + 10, without.begin()));
  EXPECT_TRUE(std::equal(once.begin() + 11, once.end(), without.begin() + 10));
}

TEST(DrawSample, OfFewTakesAll) {
  EXPECT_THAT(DrawSample({TestId(1), TestId(2)}, 30, "x"), SizeIs(2));
  EXPECT_THAT(DrawSample({}, 30, "x"), IsEmpty());
}

class EvidenceTest : public OfficeServerTest {
 protected:
  void SetUp() override {
    v1::OfficeFacts facts;
    AddCentre("north", "Noord", facts);
    AddCohort("c14", facts);
    for (int i = 1; i <= 5; ++i) Enrol(absl::StrCat("p-", i), facts);
    AddCoach("c-1", "Coach", facts);
    AddSession("s-1", "2026-03-03", facts);
    Apply(facts);
    for (int i = 1; i <= 5; ++i) {
      Import(absl::StrCat("presence,2026-03-03 09:00,2026-03-03 12:00,p-", i, ",,Noord,,\n"));
    }
    EXPECT_EQ(Run("report attendance --by person --file 2026-Q1 --author c-1"), 0) << said_.str();
  }

  int Run(const std::string& line) {
    std::vector<std::string> words = absl::StrSplit("wijkboek " + line, ' ', absl::SkipEmpty());
    std::vector<const char*> arguments;
    for (const std::string& word : words) arguments.push_back(word.c_str());
    said_.str("");
    return RunCommandLine(static_cast<int>(arguments.size()), arguments.data(),
                          {.out = &said_,
                           .err = &said_,
                           .connect_kiosk = {},
                           .connect_office = [this](const std::string&) {
                             return ConnectToOffice(server_->socket_path());
                           }});
  }

  // What the verifier that was given along says; it knows nothing of this program.
  int Check(const std::string& folder) {
    said_.str("");
    const std::string command = absl::StrCat("python3 ", folder, "/verify.py 2>&1");
    std::FILE* const pipe = popen(command.c_str(), "r");
    EXPECT_NE(pipe, nullptr);
    std::array<char, 4096> buffer;
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      said_.write(buffer.data(), static_cast<std::streamsize>(n));
    }
    return pclose(pipe);
  }

  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void Write(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
  }
  // Without its sum, which would tell at once.
  static void Resum(const std::string& folder, const std::string& file) {
    const std::string before = Read(absl::StrCat(folder, "/SHA256SUMS"));
    std::string after;
    for (const absl::string_view line : absl::StrSplit(before, '\n', absl::SkipEmpty())) {
      const bool is_file = absl::EndsWith(line, absl::StrCat("  ", file));
      absl::StrAppend(
          &after,
          is_file ? absl::StrCat(Sha256(Read(absl::StrCat(folder, "/", file))).hex(), "  ", file)
                  : std::string(line),
          "\n");
    }
    Write(absl::StrCat(folder, "/SHA256SUMS"), after);
  }

  std::ostringstream said_;
};

TEST_F(EvidenceTest, ChecksOutWithoutWijkboek) {
  const std::string folder = dir_.File("evidence");
  ASSERT_EQ(Run(absl::StrCat("evidence --report 2026-Q1 --sample 3 --to ", folder)), 0)
      << said_.str();
  EXPECT_EQ(Check(folder), 0) << said_.str();
  EXPECT_THAT(said_.str(), HasSubstr("3 participants drawn of 5"));
  EXPECT_THAT(said_.str(), HasSubstr("all is well"));
  // It opened names, with keys of those who were drawn and of nobody else.
  EXPECT_THAT(said_.str(), testing::Not(HasSubstr(" 0 sealed parts opened")));
  const std::string keys = Read(folder + "/keys.jsonl");
  EXPECT_EQ(std::count(keys.begin(), keys.end(), '\n'), 3);
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms::owner_all);
  EXPECT_THAT(Read(folder + "/report.csv"), HasSubstr("person,id,"));
}

TEST_F(EvidenceTest, ShowsWhatWasChanged) {
  const std::string folder = dir_.File("evidence");
  ASSERT_EQ(Run(absl::StrCat("evidence --report 2026-Q1 --to ", folder)), 0) << said_.str();
  const std::string events = Read(folder + "/events.jsonl");
  // One letter of one event.
  std::string changed = events;
  const std::size_t at = changed.find("\"event\":\"") + 40;
  changed[at] = changed[at] == 'A' ? 'B' : 'A';
  Write(folder + "/events.jsonl", changed);
  EXPECT_NE(Check(folder), 0);
  EXPECT_THAT(said_.str(), HasSubstr("WRONG: events.jsonl was changed"));
  Resum(folder, "events.jsonl");
  EXPECT_NE(Check(folder), 0);
  EXPECT_THAT(said_.str(), HasSubstr("does not have its hash"));
  // An event that is left out.
  Write(folder + "/events.jsonl", events.substr(events.find('\n') + 1));
  Resum(folder, "events.jsonl");
  EXPECT_NE(Check(folder), 0);
  EXPECT_THAT(said_.str(), HasSubstr("is not here"));
  Write(folder + "/events.jsonl", events);
  Resum(folder, "events.jsonl");
  EXPECT_EQ(Check(folder), 0) << said_.str();
  // Somebody else's participants.
  std::string draw = Read(folder + "/draw.txt");
  draw.replace(draw.find("sample 5"), 8, "sample 4");
  Write(folder + "/draw.txt", draw);
  Resum(folder, "draw.txt");
  EXPECT_NE(Check(folder), 0);
  EXPECT_THAT(said_.str(), HasSubstr("5 participants are traced, and 4 were drawn"));
}

TEST_F(EvidenceTest, SaysWhatToDoInstead) {
  EXPECT_NE(Run(absl::StrCat("evidence --report 2025-Q4 --to ", dir_.File("a"))), 0);
  EXPECT_THAT(said_.str(), HasSubstr("nothing was filed as \"2025-Q4\""));
  EXPECT_FALSE(std::filesystem::exists(dir_.File("a"))) << "nothing half done stays";
  std::filesystem::create_directory(dir_.File("b"));
  EXPECT_NE(Run(absl::StrCat("evidence --report 2026-Q1 --to ", dir_.File("b"))), 0);
  EXPECT_THAT(said_.str(), HasSubstr("is there already"));
}

// "My book": given along under a code, by which it is found again.
TEST_F(EvidenceTest, ABookIsFoundByItsCode) {
  ASSERT_EQ(Run("report book p-1 --code --author c-1"), 0) << said_.str();
  const std::string said = said_.str();
  const std::size_t at = said.find("book-");
  ASSERT_NE(at, std::string::npos) << said;
  const std::string code = said.substr(at, 17);
  EXPECT_EQ(Run("filed " + code), 0) << said_.str();
  EXPECT_THAT(said_.str(), HasSubstr("Name of p-1"));
  EXPECT_NE(Run("filed book-AAAAAAAAAAAA"), 0);
}

TEST_F(EvidenceTest, ProgressIsOfOneParticipantWithWhatIsNotKnown) {
  v1::GetReportRequest request;
  request.mutable_progress()->set_person("p-2");
  const v1::GetReportResponse report = Report(request);
  EXPECT_THAT(RowsOf(report),
              testing::IsSupersetOf({"participant|Name of p-2||||", "sessions|expected|1|||0",
                                     "sessions|present|1|1|100.0|0", "hours|counted|3.00|||",
                                     "exit|none is written down||||"}));
  request.mutable_progress()->set_person("nobody");
  v1::GetReportResponse nothing;
  EXPECT_EQ(office_->GetReport(request, nothing).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace wijkboek
