// One number for a set of events.
#include "common/ledger/event_sum.h"

#include <gtest/gtest.h>

#include "common/crypto.h"

namespace wijkboek {
namespace {

Hash SumOf(std::initializer_list<Hash> events) {
  Hash sum;
  for (const Hash& event : events) AddToSum(event, sum);
  return sum;
}

TEST(EventSumTest, TheOrderDoesNotMatterAndEveryEventDoes) {
  const Hash a = Sha256("a"), b = Sha256("b"), c = Sha256("c");
  EXPECT_EQ(SumOf({a, b, c}), SumOf({c, a, b}));
  EXPECT_NE(SumOf({a, b, c}), SumOf({a, b}));
  EXPECT_NE(SumOf({a, b, b}), SumOf({a, b}));
  EXPECT_EQ(SumOf({}), Hash());
  EXPECT_EQ(SumOf({a}), a);
}

// Little endian, and modulo 2^256: docs/sync.md.
TEST(EventSumTest, CarriesGoUpAndOutAtTheTop) {
  Hash one, most;
  one.data()[0] = 1;
  for (std::size_t i = 0; i < Hash::kSize; ++i) most.data()[i] = 0xff;
  EXPECT_EQ(SumOf({most, one}), Hash());
  Hash low, carried;
  low.data()[0] = 0xff;
  carried.data()[1] = 1;
  EXPECT_EQ(SumOf({low, one}), carried);
}

}  // namespace
}  // namespace wijkboek
