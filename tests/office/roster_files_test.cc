// What the command sends, and what it writes.
#include "client/cli/roster_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/limits.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class RosterFilesTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = folder_.File(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  // File and size of every piece.
  static std::vector<std::pair<std::string, std::size_t>> Pieces(
      const std::vector<std::string>& paths) {
    std::vector<std::pair<std::string, std::size_t>> pieces;
    absl::StatusOr<RosterFiles> files = RosterFiles::Find(paths);
    EXPECT_TRUE(files.ok()) << files.status();
    for (;;) {
      const absl::StatusOr<std::optional<v1::RosterPiece>> piece = files->Next();
      EXPECT_TRUE(piece.ok()) << piece.status();
      if (!piece.ok() || !piece->has_value()) return pieces;
      pieces.emplace_back((*piece)->file(), (*piece)->content().size());
    }
  }

  int Files() const {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      files += entry.is_regular_file() ? 1 : 0;
    }
    return files;
  }

  TempDir folder_;
};

TEST_F(RosterFilesTest, AFolderIsItsCsvFilesByName) {
  Write("roster/people.csv", "abc");
  Write("roster/Badges.CSV", "");
  Write("roster/people.csv~", "old");
  Write("roster/.hidden.csv", "x");
  Write("roster/readme.txt", "x");
  const std::string beside = Write("coaches.csv", "12");
  EXPECT_THAT(Pieces({folder_.File("roster"), beside}),
              ElementsAre(Pair("Badges.CSV", 0), Pair("people.csv", 3), Pair("coaches.csv", 2)));
}

TEST_F(RosterFilesTest, LargeFilesComeInPieces) {
  const std::string large = Write("people.csv", std::string(kRosterPieceBytesMax + 5, 'x'));
  EXPECT_THAT(Pieces({large}),
              ElementsAre(Pair("people.csv", kRosterPieceBytesMax), Pair("people.csv", 5)));
}

TEST_F(RosterFilesTest, SaysWhatCannotBeSent) {
  const auto said = [](const std::vector<std::string>& paths) {
    return std::string(RosterFiles::Find(paths).status().message());
  };
  Write("a/people.csv", "");
  Write("b/People.csv", "");
  std::filesystem::create_directory(folder_.File("empty"));
  EXPECT_THAT(said({folder_.File("missing.csv")}), HasSubstr("can't open"));
  EXPECT_THAT(said({folder_.File("empty")}), HasSubstr("there is no file *.csv"));
  EXPECT_THAT(said({folder_.File("a"), folder_.File("b")}), HasSubstr("two files are called"));
}

TEST_F(RosterFilesTest, APrivateFileIsWrittenWholeOrNotAtAll) {
  const std::string path = Write("badges.csv", "older");
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  {
    // A command that is killed now leaves nothing beside it.
    const absl::StatusOr<PrivateFile> begun = PrivateFile::Create(path);
    ASSERT_TRUE(begun.ok());
    EXPECT_EQ(Files(), 1);
  }
  const auto content = [&] {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_EQ(content(), "older");
  absl::StatusOr<PrivateFile> file = PrivateFile::Create(path);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE(file->Commit("new").ok());
  EXPECT_EQ(content(), "new");
  struct stat found;
  ASSERT_EQ(stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(Files(), 1);
  EXPECT_FALSE(PrivateFile::Create(folder_.File("no/such/folder")).ok());
}

}  // namespace
}  // namespace wijkboek
