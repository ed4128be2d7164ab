// When to try again: exponentially later, with jitter, so that kiosks that lost the server together
// don't return together. Pure but for its randomness.
#ifndef WIJKBOEK_CLIENT_BACKOFF_H_
#define WIJKBOEK_CLIENT_BACKOFF_H_

#include <algorithm>
#include <cstdint>

#include "common/random.h"

namespace wijkboek {

class Backoff {
 public:
  Backoff(std::int64_t first_ms, std::int64_t max_ms, Random& random)
      : first_ms_(first_ms), max_ms_(max_ms), next_ms_(first_ms), random_(random) {}

  // The wait before the next attempt: between half and all of a step that doubles each time; at
  // least what the server asked for, with up to half as much again.
  std::int64_t NextMs(std::int64_t asked_ms) {
    const std::int64_t step_ms = std::max<std::int64_t>(next_ms_, 2);
    next_ms_ = std::min(max_ms_, step_ms * 2);
    const std::int64_t wait_ms = step_ms / 2 + Below(step_ms / 2);
    if (asked_ms <= 0) return wait_ms;
    const std::int64_t bounded_ms = std::min(asked_ms, kAskedMaxMs);
    return std::max(wait_ms, bounded_ms + Below(bounded_ms / 2 + 1));
  }
  void Succeeded() { next_ms_ = first_ms_; }

 private:
  // Whatever a server asks for, a kiosk comes back within an hour and a half (jitter included).
  static constexpr std::int64_t kAskedMaxMs = 60 * 60 * 1000;

  std::int64_t Below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_.NewUint64() % static_cast<std::uint64_t>(bound));
  }

  const std::int64_t first_ms_;
  const std::int64_t max_ms_;
  std::int64_t next_ms_;
  Random& random_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_BACKOFF_H_
