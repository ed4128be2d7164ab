// The moment as known at which something is folded. Every comparison with it is remembered, so that
// the caller knows how long the result holds by itself.
#ifndef WIJKBOEK_COMMON_RECONCILE_MOMENT_H_
#define WIJKBOEK_COMMON_RECONCILE_MOMENT_H_

#include <algorithm>
#include <cstdint>
#include <limits>

namespace wijkboek {

class Moment {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();

  explicit Moment(std::int64_t now_ms) : now_ms_(now_ms) {}

  bool IsAfter(std::int64_t t_ms) {
    if (now_ms_ > t_ms) {
      holds_after_ms_ = std::max(holds_after_ms_, t_ms);
      return true;
    }
    holds_until_ms_ = std::min(holds_until_ms_, t_ms);
    return false;
  }

  // The same facts give the same result for every moment in (holds_after_ms, holds_until_ms].
  std::int64_t holds_after_ms() const { return holds_after_ms_; }
  std::int64_t holds_until_ms() const { return holds_until_ms_; }

 private:
  std::int64_t now_ms_;
  std::int64_t holds_after_ms_ = kAlways;
  std::int64_t holds_until_ms_ = kNever;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_MOMENT_H_
