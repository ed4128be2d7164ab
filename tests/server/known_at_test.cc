// Which position of the log a time stands for, and what is refused.
#include "server/known_at.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/civil_time.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kStepMs = 60'000;

class KnownAtTest : public ::testing::Test {
 protected:
  // One event at this moment; its position.
  std::uint64_t Push() {
    kiosk_.CheckIn(TestId(50), store_.clock.WallMs());
    const std::uint64_t seq = kiosk_.events().size();
    EXPECT_TRUE(store_.PushBatch(kiosk_.identity(), kiosk_.Batch(seq, seq)).ok());
    return store_.log->tail().position;
  }
  absl::StatusOr<KnownAt> AtTime(std::int64_t t_ms) {
    v1::AsKnownAt named;
    named.set_time(FormatTime(t_ms));
    return FindKnownAt(named, *store_.log, store_.clock.WallMs());
  }
  absl::StatusOr<KnownAt> AtPosition(std::uint64_t position, std::int64_t now_ms = 0) {
    v1::AsKnownAt named;
    named.set_position(position);
    named.set_now_ms(now_ms);
    return FindKnownAt(named, *store_.log, store_.clock.WallMs());
  }

  ServerStore store_;
  TestDevice kiosk_{1};
};

TEST_F(KnownAtTest, ATimeIsTheLastEntryThatWasThereByThen) {
  const std::int64_t begun_ms = store_.clock.WallMs();
  std::vector<std::uint64_t> positions;
  for (int i = 0; i < 40; ++i) {
    store_.clock.Advance(kStepMs);
    positions.push_back(Push());
  }
  store_.clock.Advance(10 * kStepMs);
  for (int i = 0; i < 40; ++i) {
    const std::int64_t t_ms = begun_ms + (i + 1) * kStepMs;
    const KnownAt at = AtTime(t_ms).value();
    EXPECT_EQ(at.position, positions[i]) << i;
    EXPECT_EQ(at.now_ms, t_ms);
    EXPECT_EQ(at.generation, store_.log->tail().generation);
    EXPECT_EQ(at.running_hash, *store_.log->RunningHashAt(positions[i]));
    // A second later it is still that one; a second before the one before it.
    EXPECT_EQ(AtTime(t_ms + 1000)->position, positions[i]) << i;
    EXPECT_LT(AtTime(t_ms - 1000)->position, positions[i]) << i;
  }
  EXPECT_EQ(AtTime(store_.clock.WallMs())->position, positions.back());
}

TEST_F(KnownAtTest, APositionStandsAtTheMomentWhenItCame) {
  store_.clock.Advance(kStepMs);
  const std::int64_t came_ms = store_.clock.WallMs();
  const std::uint64_t position = Push();
  store_.clock.Advance(kStepMs);
  EXPECT_EQ(AtPosition(position)->now_ms, came_ms);
  EXPECT_EQ(AtPosition(position, came_ms + 5)->now_ms, came_ms + 5);
}

TEST_F(KnownAtTest, WhatIsNotThereIsRefusedWithWords) {
  store_.clock.Advance(kStepMs);
  const std::uint64_t end = Push();
  const std::int64_t now_ms = store_.clock.WallMs();
  const auto message = [](const absl::StatusOr<KnownAt>& at) {
    return std::string(at.status().message());
  };
  EXPECT_THAT(message(AtPosition(end + 1)), HasSubstr("beyond the end"));
  EXPECT_TRUE(absl::IsOutOfRange(AtPosition(end + 1).status()));
  EXPECT_THAT(message(AtTime(now_ms + kStepMs)), HasSubstr("future"));
  EXPECT_THAT(message(AtPosition(end, now_ms + 1)), HasSubstr("future"));
  EXPECT_THAT(message(AtTime(now_ms - 10 * kStepMs)), HasSubstr("the log begins later"));
  EXPECT_THAT(message(FindKnownAt({}, *store_.log, now_ms)), HasSubstr("position"));
  v1::AsKnownAt both;
  both.set_position(1);
  both.set_time("2023-11-14T12:00");
  EXPECT_TRUE(absl::IsInvalidArgument(FindKnownAt(both, *store_.log, now_ms).status()));
  EXPECT_TRUE(absl::IsOutOfRange(KnownAtPosition(*store_.log, 0, now_ms).status()));
}

TEST_F(KnownAtTest, EachRunOfTheServerHasItsOwnStretch) {
  store_.clock.Advance(kStepMs);
  const std::uint64_t first = Push();
  const std::uint64_t generation = store_.log->tail().generation;
  store_.clock.Advance(kStepMs);
  store_.Restart();
  store_.clock.Advance(kStepMs);
  const std::int64_t before_ms = store_.clock.WallMs();
  store_.clock.Advance(kStepMs);
  const std::uint64_t second = Push();
  EXPECT_EQ(AtPosition(first)->generation, generation);
  EXPECT_EQ(AtPosition(second)->generation, store_.log->tail().generation);
  EXPECT_NE(store_.log->tail().generation, generation);
  // Between: the run had opened, and nothing else had come.
  EXPECT_EQ(AtTime(before_ms)->position, second - 1);
}

// What kiosks bring back to a restored server has the times at which it had first come: it must not
// make the position of an earlier time grow, nor hide what came later.
TEST_F(KnownAtTest, WhatIsBroughtBackAfterARestoreIsNotKnownEarlier) {
  store_.clock.Advance(kStepMs);
  const std::uint64_t kept = Push();
  store_.BackUpLog();
  std::vector<v1::Acknowledgement> acknowledged;
  for (int i = 0; i < 10; ++i) {
    store_.clock.Advance(kStepMs);
    kiosk_.CheckIn(TestId(50), store_.clock.WallMs());
    const std::uint64_t seq = kiosk_.events().size();
    acknowledged.push_back(store_.PushBatch(kiosk_.identity(), kiosk_.Batch(seq, seq)).value());
  }
  const std::int64_t lost_ms = store_.clock.WallMs();
  store_.clock.Advance(100 * kStepMs);
  const std::int64_t restored_ms = store_.clock.WallMs();
  store_.RestoreLog();
  store_.clock.Advance(kStepMs);
  v1::EventBatch again = kiosk_.Batch(2, 11);
  for (const v1::Acknowledgement& each : acknowledged) *again.add_acknowledgements() = each;
  ASSERT_TRUE(store_.PushBatch(kiosk_.identity(), again).ok());
  const std::uint64_t back = store_.log->tail().position;
  ASSERT_EQ(store_.Events().back().received_ms, lost_ms);
  store_.clock.Advance(kStepMs);
  TestDevice other(2);
  other.CheckIn(TestId(51), store_.clock.WallMs());
  ASSERT_TRUE(store_.PushBatch(other.identity(), other.All()).ok());
  const std::uint64_t last = store_.log->tail().position;

  EXPECT_EQ(AtTime(lost_ms)->position, kept);
  EXPECT_EQ(AtTime(restored_ms + kStepMs)->position, back);
  EXPECT_EQ(AtTime(store_.clock.WallMs())->position, last);
  // By itself it stands no earlier than the run that took it.
  EXPECT_EQ(AtPosition(back)->now_ms, restored_ms);
}

}  // namespace
}  // namespace wijkboek
