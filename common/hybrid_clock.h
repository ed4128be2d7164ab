// The hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): an edit made after
// another was seen is ordered after it, whatever the wall clocks say.
#ifndef WIJKBOEK_COMMON_HYBRID_CLOCK_H_
#define WIJKBOEK_COMMON_HYBRID_CLOCK_H_

#include <compare>
#include <cstdint>

#include "wijkboek/v1/common.pb.h"

namespace wijkboek {

struct HybridTime {
  std::int64_t wall_ms = 0;
  std::uint32_t counter = 0;

  friend auto operator<=>(const HybridTime&, const HybridTime&) = default;
};

// Not thread-safe: owned by whoever appends to the log.
class HybridClock {
 public:
  explicit HybridClock(HybridTime last = {}) : last_(last) {}

  // The time of a new event, later than anything ticked or observed.
  HybridTime Tick(std::int64_t wall_ms);

  // Somebody else's time was seen. One that is more than kHybridAheadMaxMs ahead of `server_ms` is
  // ignored.
  void Observe(HybridTime seen, std::int64_t server_ms);

  // The latest time ticked or observed.
  HybridTime latest() const { return last_; }

 private:
  HybridTime last_;
};

v1::HybridTime ToProto(HybridTime time);
HybridTime FromProto(const v1::HybridTime& time);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_HYBRID_CLOCK_H_
