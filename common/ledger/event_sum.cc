#include "common/ledger/event_sum.h"

namespace wijkboek {

void AddToSum(const Hash& event, Hash& sum) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < Hash::kSize; ++i) {
    carry += unsigned{event.data()[i]} + unsigned{sum.data()[i]};
    sum.data()[i] = static_cast<unsigned char>(carry & 0xff);
    carry >>= 8;
  }
}

}  // namespace wijkboek
