#include "server/roster_spool.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/crypto.h"
#include "common/limits.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Content(const RosterSpool& spool, absl::string_view file) {
  std::string content;
  EXPECT_TRUE(spool
                  .Read(file,
                        [&](absl::string_view piece) {
                          content.append(piece.data(), piece.size());
                          return true;
                        })
                  .ok());
  return content;
}

TEST(RosterSpoolTest, GivesBackWhatCameInPieces) {
  TempDir folder;
  RosterSpool spool(folder.path());
  const std::string large(200'000, 'x');
  ASSERT_TRUE(spool.Add("people.csv", "key,").ok());
  ASSERT_TRUE(spool.Add("people.csv", large).ok());
  ASSERT_TRUE(spool.Add("empty.csv", "").ok());
  EXPECT_THAT(spool.Names(), ElementsAre("people.csv", "empty.csv"));
  // Twice, because an import reads twice.
  for (int i = 0; i < 2; ++i) EXPECT_EQ(Content(spool, "people.csv"), "key," + large);
  EXPECT_EQ(Content(spool, "empty.csv"), "");
  EXPECT_EQ(spool.Read("other.csv", [](absl::string_view) { return true; }).code(),
            absl::StatusCode::kNotFound);
}

TEST(RosterSpoolTest, LeavesNothingInTheFolder) {
  TempDir folder;
  RosterSpool spool(folder.path());
  ASSERT_TRUE(spool.Add("people.csv", "key\np-1\n").ok());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(RosterSpoolTest, RefusesAFileThatComesTwiceAndTooManyBytes) {
  TempDir folder;
  RosterSpool spool(folder.path());
  ASSERT_TRUE(spool.Add("people.csv", "a").ok());
  ASSERT_TRUE(spool.Add("coaches.csv", "b").ok());
  absl::Status again = spool.Add("People.csv", "c");
  EXPECT_EQ(again.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(again.message()), HasSubstr("comes twice"));
  absl::Status status;
  const std::string piece(1024 * 1024, 'x');
  std::size_t taken = 0;
  for (; status.ok() && taken <= kRosterBytesMax; taken += piece.size()) {
    status = spool.Add("coaches.csv", piece);
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("MiB together"));
}

TEST(RosterSpoolTest, AFolderThatIsNotThereIsSaid) {
  RosterSpool spool("/does/not/exist");
  EXPECT_FALSE(spool.Add("people.csv", "a").ok());
}

TEST(RosterSpoolTest, TheFingerprintIsOfNamesAndContentsInAnyOrder) {
  TempDir folder;
  RosterSpool one(folder.path());
  ASSERT_TRUE(one.Add("a.csv", "12").ok());
  ASSERT_TRUE(one.Add("b.csv", "3").ok());
  RosterSpool other(folder.path());
  ASSERT_TRUE(other.Add("b.csv", "3").ok());
  ASSERT_TRUE(other.Add("a.csv", "1").ok());
  ASSERT_TRUE(other.Add("a.csv", "2").ok());
  EXPECT_EQ(other.Fingerprint(), one.Fingerprint());
  EXPECT_EQ(one.Fingerprint(),
            Sha256(absl::StrCat("a.csv\n", Sha256("12").bytes(), "b.csv\n", Sha256("3").bytes())));
}

}  // namespace
}  // namespace wijkboek
