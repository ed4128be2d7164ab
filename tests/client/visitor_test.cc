// Who stands before the kiosk, and how fast somebody may guess.
#include "client/visitor.h"

#include <gtest/gtest.h>

#include "client/guess_brake.h"
#include "common/random.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kStart = 5'000 * kSecond;

Guest Named(const char* name) {
  Guest guest;
  guest.who.name = name;
  return guest;
}

class VisitorTest : public ::testing::Test {
 protected:
  std::string NameOf(const std::string& ticket, std::int64_t now_ms) {
    const std::optional<Guest> holder = visitor_.Holder(ticket, now_ms);
    return holder ? holder->who.name : "nobody";
  }

  SystemRandom random_;
  Visitor visitor_{random_};
};

TEST_F(VisitorTest, ATicketIsGoodForItsHolderAlone) {
  EXPECT_EQ(NameOf("", kStart), "nobody");
  const std::string ticket = visitor_.Welcome(Named("Samira"), kStart);
  EXPECT_EQ(NameOf(ticket, kStart), "Samira");
  EXPECT_EQ(NameOf("", kStart), "nobody");
  EXPECT_EQ(NameOf(ticket + "0", kStart), "nobody");
  visitor_.Leave("another");
  EXPECT_EQ(NameOf(ticket, kStart), "Samira");
  visitor_.Leave(ticket);
  EXPECT_EQ(NameOf(ticket, kStart), "nobody");
}

TEST_F(VisitorTest, TheNextOneEndsTheOneBefore) {
  const std::string first = visitor_.Welcome(Named("Samira"), kStart);
  const std::string second = visitor_.Welcome(Named("Hodan"), kStart + 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(NameOf(first, kStart + 2), "nobody");
  visitor_.Leave(first);
  EXPECT_EQ(NameOf(second, kStart + 2), "Hodan");
}

TEST_F(VisitorTest, RestEndsItAndUseDoesNot) {
  const std::string ticket = visitor_.Welcome(Named("Samira"), kStart);
  EXPECT_EQ(NameOf(ticket, kStart + kVisitorRestMs), "Samira");
  EXPECT_EQ(NameOf(ticket, kStart + 2 * kVisitorRestMs), "Samira");
  EXPECT_EQ(NameOf(ticket, kStart + 3 * kVisitorRestMs + 1), "nobody");
  EXPECT_EQ(NameOf(ticket, kStart + 3 * kVisitorRestMs + 2), "nobody");
}

class GuessBrakeTest : public ::testing::Test {
 protected:
  void Guess(int times, const Id& of, std::int64_t now_ms) {
    for (int i = 0; i < times; ++i) brake_.WasWrong(of, now_ms);
  }

  SystemRandom random_;
  GuessBrake brake_;
  const Id anybody_{};
  const Id coach_ = random_.NewId();
};

TEST_F(GuessBrakeTest, WhoMistypesWaitsForNothing) {
  Guess(kFreeGuessesHere, anybody_, kStart);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart), 0);
}

TEST_F(GuessBrakeTest, EachGuessMoreDoublesTheWait) {
  Guess(kFreeGuessesHere + 1, anybody_, kStart);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart), kGuessWaitFirstMs);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart + 500), kGuessWaitFirstMs - 500);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart + kGuessWaitFirstMs), 0);
  Guess(2, anybody_, kStart);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart), 4 * kGuessWaitFirstMs);
  Guess(50, anybody_, kStart);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart), kGuessWaitMaxMs);
}

TEST_F(GuessBrakeTest, ForgetsAfterAWhile) {
  Guess(20, anybody_, kStart);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart + kGuessMemoryMs), 0);
  Guess(1, anybody_, kStart + kGuessMemoryMs);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart + kGuessMemoryMs), 0);
}

TEST_F(GuessBrakeTest, OnePersonsPinIsGuardedSooner) {
  Guess(kFreeGuessesOfOne + 1, coach_, kStart);
  EXPECT_EQ(brake_.WaitMs(coach_, kStart), kGuessWaitFirstMs);
  EXPECT_EQ(brake_.WaitMs(anybody_, kStart), 0);
  EXPECT_EQ(brake_.WaitMs(random_.NewId(), kStart), 0);
  brake_.WasRight(coach_);
  EXPECT_EQ(brake_.WaitMs(coach_, kStart), 0);
}

TEST_F(GuessBrakeTest, WhoKnowsOnePinIsNoFasterWithOthers) {
  Guess(kFreeGuessesHere + 3, coach_, kStart);
  brake_.WasRight(coach_);
  EXPECT_EQ(brake_.WaitMs(coach_, kStart), 4 * kGuessWaitFirstMs);
}

}  // namespace
}  // namespace wijkboek
