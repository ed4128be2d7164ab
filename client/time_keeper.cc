#include "client/time_keeper.h"

#include <algorithm>
#include <cstdlib>

namespace wijkboek {

std::optional<v1::ClockStepped> TimeKeeper::Look(const ClockReading& reading) {
  const std::int64_t offset_ms = reading.wall_ms - static_cast<std::int64_t>(reading.boottime_ms);
  const std::int64_t step_ms = offset_ms - record_.offset_ms;
  record_.offset_ms = offset_ms;
  if (std::abs(step_ms) <= kClockStepMs) return std::nullopt;
  v1::ClockStepped stepped;
  stepped.set_boottime_ms(reading.boottime_ms);
  stepped.set_step_ms(step_ms);
  return stepped;
}

std::optional<v1::ClockSampled> TimeKeeper::Sample(const ClockReading& sent,
                                                   const ClockReading& received,
                                                   std::int64_t server_ms) const {
  if (sent.boot != record_.boot || received.boot != record_.boot) return std::nullopt;
  const std::uint64_t round_trip_ms =
      received.boottime_ms - std::min(sent.boottime_ms, received.boottime_ms);
  if (round_trip_ms > 60'000) return std::nullopt;
  if (record_.sample && round_trip_ms * 2 >= record_.sample->round_trip_ms()) return std::nullopt;
  v1::ClockSampled sample;
  // The server read its clock somewhere in between: the middle errs by half the round trip at most.
  sample.set_boottime_ms(sent.boottime_ms + round_trip_ms / 2);
  sample.set_server_ms(server_ms);
  sample.set_round_trip_ms(static_cast<std::uint32_t>(round_trip_ms));
  return sample;
}

std::int64_t TimeKeeper::BestMs(const ClockReading& reading) const {
  if (!record_.sample || reading.boot != record_.boot) return reading.wall_ms;
  return record_.sample->server_ms() + (static_cast<std::int64_t>(reading.boottime_ms) -
                                        static_cast<std::int64_t>(record_.sample->boottime_ms()));
}

}  // namespace wijkboek
