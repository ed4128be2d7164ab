#include "client/guess_brake.h"

#include <algorithm>
#include <iterator>

namespace wijkboek {

void GuessBrake::Forget(Guesses& guesses, std::int64_t now_ms) {
  while (!guesses.empty() && guesses.front() <= now_ms - kGuessMemoryMs) guesses.pop_front();
}

std::int64_t GuessBrake::WaitAfter(const Guesses& guesses, int free, std::int64_t now_ms) {
  const auto first = std::upper_bound(guesses.begin(), guesses.end(), now_ms - kGuessMemoryMs);
  const auto beyond = guesses.end() - first - free;
  if (beyond <= 0) return 0;
  std::int64_t wait_ms = kGuessWaitFirstMs;
  for (auto i = beyond; i > 1 && wait_ms < kGuessWaitMaxMs; --i) wait_ms *= 2;
  wait_ms = std::min(wait_ms, kGuessWaitMaxMs);
  return std::max<std::int64_t>(0, guesses.back() + wait_ms - now_ms);
}

std::int64_t GuessBrake::WaitMs(const Id& of, std::int64_t now_ms) const {
  std::lock_guard lock(mutex_);
  std::int64_t wait_ms = WaitAfter(here_, kFreeGuessesHere, now_ms);
  const auto found = of_.find(of);
  if (found != of_.end()) {
    wait_ms = std::max(wait_ms, WaitAfter(found->second, kFreeGuessesOfOne, now_ms));
  }
  return wait_ms;
}

void GuessBrake::WasWrong(const Id& of, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  Forget(here_, now_ms);
  here_.push_back(now_ms);
  if (of.IsZero()) return;
  for (auto each = of_.begin(); each != of_.end();) {
    Forget(each->second, now_ms);
    each = each->second.empty() ? of_.erase(each) : std::next(each);
  }
  of_[of].push_back(now_ms);
}

void GuessBrake::WasRight(const Id& of) {
  std::lock_guard lock(mutex_);
  of_.erase(of);
}

}  // namespace wijkboek
