// What a kiosk knows about its clocks in the present boot: jumps of the wall clock, and server
// times that were seen. Pure.
#ifndef WIJKBOEK_CLIENT_TIME_KEEPER_H_
#define WIJKBOEK_CLIENT_TIME_KEEPER_H_

#include <cstdint>
#include <optional>

#include "common/clock.h"
#include "common/ids.h"
#include "wijkboek/v1/common.pb.h"
#include "wijkboek/v1/devices.pb.h"

namespace wijkboek {

// The wall clock may drift this far between two looks before it counts as a jump.
inline constexpr std::int64_t kClockStepMs = 2000;

// One boot, as it is kept in the store.
struct BootRecord {
  Id boot;
  // Wall clock minus boot time, when last looked at.
  std::int64_t offset_ms = 0;
  std::optional<v1::ClockSampled> sample;
};

// Not thread-safe.
class TimeKeeper {
 public:
  explicit TimeKeeper(BootRecord record) : record_(std::move(record)) {}

  const BootRecord& record() const { return record_; }
  v1::ClockQuality quality() const {
    return record_.sample ? v1::CLOCK_QUALITY_SAMPLED : v1::CLOCK_QUALITY_UNKNOWN;
  }

  // Looks at the wall clock: the jump since the last look, if it was one.
  std::optional<v1::ClockStepped> Look(const ClockReading& reading);

  // A server time that was asked for at `sent` and read at `received`. Returns the sample where it
  // is worth keeping: the boot's first, or one with less than half the round trip of the best.
  std::optional<v1::ClockSampled> Sample(const ClockReading& sent, const ClockReading& received,
                                         std::int64_t server_ms) const;
  // The sample is in the log now.
  void Keep(const v1::ClockSampled& sample) { record_.sample = sample; }

  // Server time as far as it is known, else the wall clock.
  std::int64_t BestMs(const ClockReading& reading) const;

 private:
  BootRecord record_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_TIME_KEEPER_H_
