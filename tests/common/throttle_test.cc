#include "server/throttle.h"

#include <gtest/gtest.h>

namespace wijkboek {
namespace {

TEST(FailureThrottleTest, BoundsOneCallerForAMinute) {
  FailureThrottle throttle(2, 100);
  EXPECT_TRUE(throttle.Allows("a", 0));
  throttle.CountFailure("a", 0);
  EXPECT_TRUE(throttle.Allows("a", 1000));
  throttle.CountFailure("a", 1000);
  EXPECT_FALSE(throttle.Allows("a", 59'999));
  EXPECT_TRUE(throttle.Allows("b", 59'999));
  EXPECT_TRUE(throttle.Allows("a", 60'000));
}

TEST(FailureThrottleTest, BoundsAllTogether) {
  FailureThrottle throttle(2, 3);
  for (absl::string_view caller : {"a", "b", "c"}) throttle.CountFailure(caller, 5);
  EXPECT_FALSE(throttle.Allows("d", 6));
  EXPECT_TRUE(throttle.Allows("d", 60'006));
}

}  // namespace
}  // namespace wijkboek
