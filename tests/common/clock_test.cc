#include "common/clock.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kBoot = "0102030405060708090a0b0c0d0e0f10";

void Replace(const std::string& path, const std::string& text) {
  std::ofstream(path + ".new") << text;
  ASSERT_EQ(std::rename((path + ".new").c_str(), path.c_str()), 0);
}

TEST(FileClockTest, ParsesOneReading) {
  absl::StatusOr<ClockReading> reading =
      FileClock::Parse(absl::StrCat("  -1500   42 ", kBoot, "\n"));
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->wall_ms, -1500);
  EXPECT_EQ(reading->boottime_ms, 42u);
  EXPECT_EQ(reading->boot.hex(), kBoot);
}

TEST(FileClockTest, RefusesWhatIsNoReading) {
  const std::string boot(kBoot);
  for (const std::string& text :
       {std::string(), std::string("1 2"), "1 2 " + boot + " 4", "x 2 " + boot, "1 -2 " + boot,
        std::string("1 2 0102"), "1.5 2 " + boot}) {
    EXPECT_TRUE(absl::IsInvalidArgument(FileClock::Parse(text).status())) << text;
  }
}

TEST(FileClockTest, FollowsTheFile) {
  TempDir dir;
  const std::string path = dir.File("clock");
  EXPECT_TRUE(absl::IsInvalidArgument(FileClock::Open(path).status()));
  Replace(path, absl::StrCat("1000 5 ", kBoot));
  absl::StatusOr<std::unique_ptr<FileClock>> clock = FileClock::Open(path);
  ASSERT_TRUE(clock.ok()) << clock.status();
  EXPECT_EQ((*clock)->WallMs(), 1000);
  Replace(path, absl::StrCat("2000 6 ", kBoot));
  EXPECT_EQ((*clock)->Now().boottime_ms, 6u);
}

TEST(SystemClockTest, ReadsThisMachine) {
  SystemClock clock;
  ClockReading first = clock.Now();
  ClockReading second = clock.Now();
  EXPECT_FALSE(first.boot.IsZero());
  EXPECT_EQ(first.boot, second.boot);
  EXPECT_LE(first.boottime_ms, second.boottime_ms);
}

TEST(MakeClockTest, TakesTheFileWhereOneIsGiven) {
  EXPECT_TRUE(MakeClock("").ok());
  EXPECT_FALSE(MakeClock("/nonexistent/clock").ok());
}

}  // namespace
}  // namespace wijkboek
