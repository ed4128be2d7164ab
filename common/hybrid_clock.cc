#include "common/hybrid_clock.h"

#include <algorithm>

#include "common/limits.h"

namespace wijkboek {

HybridTime HybridClock::Tick(std::int64_t wall_ms) {
  if (wall_ms > last_.wall_ms) {
    last_ = {.wall_ms = wall_ms, .counter = 0};
  } else {
    ++last_.counter;
  }
  return last_;
}

void HybridClock::Observe(HybridTime seen, std::int64_t server_ms) {
  if (seen.wall_ms > server_ms + kHybridAheadMaxMs) return;
  last_ = std::max(last_, seen);
}

v1::HybridTime ToProto(HybridTime time) {
  v1::HybridTime proto;
  proto.set_wall_ms(time.wall_ms);
  proto.set_counter(time.counter);
  return proto;
}

HybridTime FromProto(const v1::HybridTime& time) {
  return {.wall_ms = time.wall_ms(), .counter = time.counter()};
}

}  // namespace wijkboek
