#include "common/hybrid_clock.h"

#include <gtest/gtest.h>

#include "common/limits.h"

namespace wijkboek {
namespace {

TEST(HybridClockTest, TicksNeverGoBack) {
  HybridClock clock;
  HybridTime first = clock.Tick(1000);
  EXPECT_EQ(first, (HybridTime{.wall_ms = 1000, .counter = 0}));
  HybridTime stepped_back = clock.Tick(10);
  EXPECT_GT(stepped_back, first);
  EXPECT_EQ(stepped_back, (HybridTime{.wall_ms = 1000, .counter = 1}));
  EXPECT_EQ(clock.Tick(1001), (HybridTime{.wall_ms = 1001, .counter = 0}));
}

TEST(HybridClockTest, WhatIsWrittenAfterSeeingIsLater) {
  HybridClock clock;
  HybridTime seen{.wall_ms = 5000, .counter = 7};
  clock.Observe(seen, 4000);
  EXPECT_GT(clock.Tick(100), seen);
}

TEST(HybridClockTest, ATimeTooFarAheadIsIgnored) {
  constexpr std::int64_t kServerMs = 1'000'000;
  HybridClock at_the_bound;
  at_the_bound.Observe({.wall_ms = kServerMs + kHybridAheadMaxMs}, kServerMs);
  EXPECT_EQ(at_the_bound.Tick(0).wall_ms, kServerMs + kHybridAheadMaxMs);
  HybridClock beyond;
  beyond.Observe({.wall_ms = kServerMs + kHybridAheadMaxMs + 1}, kServerMs);
  EXPECT_EQ(beyond.Tick(kServerMs).wall_ms, kServerMs);
}

TEST(HybridClockTest, GoesOnFromTheLastTimeOfTheStore) {
  HybridClock clock({.wall_ms = 900, .counter = 3});
  EXPECT_EQ(clock.Tick(500), (HybridTime{.wall_ms = 900, .counter = 4}));
}

TEST(HybridClockTest, SurvivesMessages) {
  HybridTime time{.wall_ms = -5, .counter = 9};
  EXPECT_EQ(FromProto(ToProto(time)), time);
}

}  // namespace
}  // namespace wijkboek
