#include "common/guesses.h"

#include <algorithm>
#include <iterator>

namespace wijkboek {
namespace {

// So many are kept apart at most: who comes from ever new addresses must not fill the memory.
constexpr std::size_t kKeptMax = 10'000;
// More of one would change nothing: the wait is the longest by then.
constexpr std::size_t kRememberedMax = 64;

}  // namespace

std::int64_t Guesses::WaitMs(std::int64_t now_ms) const {
  const auto first = std::upper_bound(wrong_.begin(), wrong_.end(), now_ms - kGuessMemoryMs);
  const auto beyond = wrong_.end() - first - free_;
  if (beyond <= 0) return 0;
  std::int64_t wait_ms = kGuessWaitFirstMs;
  for (auto i = beyond; i > 1 && wait_ms < kGuessWaitMaxMs; --i) wait_ms *= 2;
  wait_ms = std::min(wait_ms, kGuessWaitMaxMs);
  return std::max<std::int64_t>(0, wrong_.back() + wait_ms - now_ms);
}

void Guesses::WasWrong(std::int64_t now_ms) {
  while (!wrong_.empty() &&
         (wrong_.front() <= now_ms - kGuessMemoryMs || wrong_.size() >= kRememberedMax)) {
    wrong_.pop_front();
  }
  wrong_.push_back(now_ms);
}

bool Guesses::AreForgotten(std::int64_t now_ms) const {
  return wrong_.empty() || wrong_.back() <= now_ms - kGuessMemoryMs;
}

std::int64_t GuessesOfEach::WaitMs(absl::string_view of, std::int64_t now_ms) const {
  const auto found = of_.find(of);
  return found == of_.end() ? 0 : found->second.WaitMs(now_ms);
}

void GuessesOfEach::WasWrong(absl::string_view of, std::int64_t now_ms) {
  std::erase_if(of_, [&](const auto& each) { return each.second.AreForgotten(now_ms); });
  if (of_.size() >= kKeptMax) of_.erase(of_.begin());
  of_.try_emplace(std::string(of), free_).first->second.WasWrong(now_ms);
}

void GuessesOfEach::WasRight(absl::string_view of) {
  const auto found = of_.find(of);
  if (found != of_.end()) of_.erase(found);
}

}  // namespace wijkboek
