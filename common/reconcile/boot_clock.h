// The server's time as one boot of one device saw it: CLOCK_BOOTTIME goes on by itself, samples of
// the server's clock say where it stands. What was captured before the first sample gets its time
// when that sample arrives.
#ifndef WIJKBOEK_COMMON_RECONCILE_BOOT_CLOCK_H_
#define WIJKBOEK_COMMON_RECONCILE_BOOT_CLOCK_H_

#include <cstdint>
#include <optional>
#include <set>

#include "wijkboek/v1/event.pb.h"

namespace wijkboek {

// Times outside of this are no times at all: the fold's arithmetic stays far from overflow.
inline constexpr std::int64_t kTimeMaxMs = 4102444800000;  // 2100-01-01
inline bool IsPlausibleTime(std::int64_t t_ms) { return t_ms >= 0 && t_ms < kTimeMaxMs; }

class BootClock {
 public:
  // ClockSampled and ClockStepped of this boot, in any order, more than once. True if any instant
  // of the boot now has another time.
  bool Add(const v1::Event& event);

  // The time of an instant of this boot by the sample with the smallest round trip in the same
  // stretch between steps, else by the boot's best; nullopt without samples or when the result is
  // no plausible time.
  std::optional<std::int64_t> At(std::uint64_t boottime_ms) const;

 private:
  struct Sample {
    std::uint32_t round_trip_ms = 0;
    std::uint64_t boottime_ms = 0;
    std::int64_t server_ms = 0;

    friend auto operator<=>(const Sample&, const Sample&) = default;
  };
  const Sample* BestIn(std::uint64_t first_ms, std::uint64_t end_ms) const;

  std::set<Sample> samples_;
  std::set<std::uint64_t> steps_;
};

// When something was captured, in the server's time: by the boot's samples; else the wall clock if
// it is kept by network time; else nullopt, and the fact is clock-uncertain.
std::optional<std::int64_t> CapturedTimeOf(const v1::CapturedTime& captured,
                                           const BootClock& clock);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_BOOT_CLOCK_H_
