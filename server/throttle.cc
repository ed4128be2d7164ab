#include "server/throttle.h"

namespace wijkboek {

void FailureThrottle::Turn(std::uint64_t now_ms) {
  std::uint64_t minute = now_ms / 60'000;
  if (minute == minute_) return;
  minute_ = minute;
  failures_ = 0;
  of_caller_.clear();
}

bool FailureThrottle::Allows(absl::string_view caller, std::uint64_t now_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  Turn(now_ms);
  auto found = of_caller_.find(std::string(caller));
  return failures_ < in_all_ && (found == of_caller_.end() || found->second < per_caller_);
}

void FailureThrottle::CountFailure(absl::string_view caller, std::uint64_t now_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  Turn(now_ms);
  ++failures_;
  ++of_caller_[std::string(caller)];
}

}  // namespace wijkboek
