#include "client/guess_brake.h"

#include <algorithm>

namespace wijkboek {

std::int64_t GuessBrake::WaitMs(const Id& of, std::int64_t now_ms) const {
  std::lock_guard lock(mutex_);
  return std::max(here_.WaitMs(now_ms), of_.WaitMs(of.bytes(), now_ms));
}

void GuessBrake::WasWrong(const Id& of, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  here_.WasWrong(now_ms);
  if (!of.IsZero()) of_.WasWrong(of.bytes(), now_ms);
}

void GuessBrake::WasRight(const Id& of) {
  std::lock_guard lock(mutex_);
  of_.WasRight(of.bytes());
}

}  // namespace wijkboek
