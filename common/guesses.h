// How long somebody who guesses secrets must wait before the next guess is looked at: nothing at
// first, then twice as long each time, and never so long that who owns the secret is locked out.
#ifndef WIJKBOEK_COMMON_GUESSES_H_
#define WIJKBOEK_COMMON_GUESSES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

// Wrong guesses are remembered that long.
inline constexpr std::int64_t kGuessMemoryMs = 15 * 60 * 1000;
inline constexpr std::int64_t kGuessWaitFirstMs = 2000;
inline constexpr std::int64_t kGuessWaitMaxMs = 60 * 1000;

// Not thread-safe. Times are milliseconds of a clock that nobody can move (CLOCK_BOOTTIME).
class Guesses {
 public:
  explicit Guesses(int free) : free_(free) {}

  std::int64_t WaitMs(std::int64_t now_ms) const;
  void WasWrong(std::int64_t now_ms);
  // None of them is remembered any more.
  bool AreForgotten(std::int64_t now_ms) const;

 private:
  // Wrong ones that are forgiven.
  int free_;
  // When, oldest first.
  std::deque<std::int64_t> wrong_;
};

// The same for each of many: by person, account, address. Not thread-safe.
class GuessesOfEach {
 public:
  explicit GuessesOfEach(int free) : free_(free) {}

  std::int64_t WaitMs(absl::string_view of, std::int64_t now_ms) const;
  void WasWrong(absl::string_view of, std::int64_t now_ms);
  void WasRight(absl::string_view of);

 private:
  int free_;
  std::map<std::string, Guesses, std::less<>> of_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_GUESSES_H_
