#include "common/reconcile/heard_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace wijkboek {
namespace {

constexpr std::int64_t kFirstMs = 20'500 * kHeardDayMs;

// Every two hours of a year.
std::vector<HeardWord> AYear() {
  std::vector<HeardWord> words;
  for (std::uint64_t i = 0; i < 365 * 12; ++i) {
    words.push_back(
        {.server_ms = kFirstMs + static_cast<std::int64_t>(i) * 2 * kHourMs, .seq = 10 + i / 3});
  }
  return words;
}

// What it would answer for every fork.
std::vector<std::optional<std::int64_t>> AnswersOf(const HeardWords& words) {
  std::vector<std::optional<std::int64_t>> answers = {words.Last(), words.LastOf(1)};
  for (std::uint64_t seq = 0; seq < 1500; ++seq) {
    answers.push_back(words.LastBefore(1, seq));
    answers.push_back(words.FirstFrom(1, seq));
  }
  return answers;
}

HeardWords Knowing(const std::vector<HeardWord>& words) {
  HeardWords result;
  for (const HeardWord& word : words) result.Add(1, word);
  return result;
}

TEST(HeardWords, AreTheSameInAnyOrder) {
  std::vector<HeardWord> words = AYear();
  const auto expected = AnswersOf(Knowing(words));
  std::mt19937 random(1);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(words.begin(), words.end(), random);
    ASSERT_EQ(AnswersOf(Knowing(words)), expected);
  }
}

TEST(HeardWords, AYearOfThemIsFew) {
  const HeardWords words = Knowing(AYear());
  std::set<std::optional<std::int64_t>> distinct;
  for (std::uint64_t seq = 0; seq < 1500; ++seq) distinct.insert(words.LastBefore(1, seq));
  EXPECT_LE(distinct.size(), 35u + 49u + 2u);
  EXPECT_GE(distinct.size(), 35u + 45u);
}

TEST(HeardWords, NeverSayMoreThanWasHeard) {
  const std::vector<HeardWord> all = AYear();
  const HeardWords words = Knowing(all);
  for (std::uint64_t seq = 0; seq < 1500; ++seq) {
    std::optional<std::int64_t> truth;
    for (const HeardWord& word : all) {
      if (word.seq < seq) truth = word.server_ms;
    }
    ASSERT_LE(words.LastBefore(1, seq), truth) << seq;
  }
  EXPECT_EQ(words.LastOf(1), all.back().server_ms);
  EXPECT_EQ(words.LastOf(2), std::nullopt);
}

// A day and a week ago; longer ago it is only known by the week.
TEST(HeardWords, AForkFallsBackAsFarAsIsKept) {
  const std::vector<HeardWord> all = AYear();
  const HeardWords words = Knowing(all);
  const HeardWord& last = all.back();
  auto back = [&](std::uint64_t days) {
    std::uint64_t seq = last.seq - days * 4;
    return last.server_ms - words.LastBefore(1, seq).value_or(0);
  };
  EXPECT_LE(back(1), 3 * kHeardDayMs);
  EXPECT_LE(back(30), 32 * kHeardDayMs);
  EXPECT_LE(back(200), 208 * kHeardDayMs);
}

}  // namespace
}  // namespace wijkboek
