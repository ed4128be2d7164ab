// Bounds how often something may fail in a minute, for each caller and for all together.
#ifndef WIJKBOEK_SERVER_THROTTLE_H_
#define WIJKBOEK_SERVER_THROTTLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

// Thread-safe. Remembers no more callers than may fail in one minute.
class FailureThrottle {
 public:
  FailureThrottle(int per_caller, int in_all) : per_caller_(per_caller), in_all_(in_all) {}

  // May this caller try? `now_ms` never goes back (time since boot).
  bool Allows(absl::string_view caller, std::uint64_t now_ms);
  void CountFailure(absl::string_view caller, std::uint64_t now_ms);

 private:
  void Turn(std::uint64_t now_ms);

  const int per_caller_;
  const int in_all_;
  std::mutex mutex_;
  std::uint64_t minute_ = 0;
  int failures_ = 0;
  std::map<std::string, int, std::less<>> of_caller_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_THROTTLE_H_
