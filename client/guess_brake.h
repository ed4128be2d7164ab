// Slows down whoever guesses PINs at the kiosk, of one person or of any, without locking anybody
// out: who mistypes once waits for nothing, who tries all numbers needs months.
#ifndef WIJKBOEK_CLIENT_GUESS_BRAKE_H_
#define WIJKBOEK_CLIENT_GUESS_BRAKE_H_

#include <cstdint>
#include <mutex>

#include "common/guesses.h"
#include "common/ids.h"

namespace wijkboek {

// Wrong ones that are forgiven: a class of beginners mistypes, too. With ten thousand PINs and some
// sixty people, a guess a minute finds one in three hours of standing at the kiosk, and every
// minute of them shows.
inline constexpr int kFreeGuessesHere = 6;
inline constexpr int kFreeGuessesOfOne = 3;

// Thread-safe. Times are CLOCK_BOOTTIME in milliseconds: a wall clock could be moved. Nothing of it
// outlives the daemon, which only an administrator can restart.
class GuessBrake {
 public:
  // How long to wait before the next PIN is looked at; `of`: whose PIN it must be, zero: anybody's.
  std::int64_t WaitMs(const Id& of, std::int64_t now_ms) const;
  void WasWrong(const Id& of, std::int64_t now_ms);
  // Of one person alone: who knows one PIN may still be guessing another.
  void WasRight(const Id& of);

 private:
  mutable std::mutex mutex_;
  Guesses here_{kFreeGuessesHere};
  GuessesOfEach of_{kFreeGuessesOfOne};
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_GUESS_BRAKE_H_
