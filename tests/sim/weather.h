// What a seed's region has of each kind of trouble: each seed draws its own mixture, and much of it
// is left out in most, so that what remains gets far.
#ifndef WIJKBOEK_TESTS_SIM_WEATHER_H_
#define WIJKBOEK_TESTS_SIM_WEATHER_H_

#include <cstdint>

#include "tests/sim/dice.h"

namespace wijkboek::sim {

// How often what goes wrong, out of a thousand steps of about ten minutes; 0 where this seed has
// none of it.
struct Weather {
  int weeks = 1;
  // From one day with sessions to the next, Monday to Friday.
  int days_apart = 1;
  std::uint64_t kiosk_power = 0;
  std::uint64_t server_power = 0;
  std::uint64_t restart = 0;
  std::uint64_t line = 0;
  std::uint64_t sync_failure = 0;
  std::uint64_t full = 0;
  std::uint64_t lying = 0;
  std::uint64_t rot = 0;
  std::uint64_t clock = 0;
  std::uint64_t kiosk_rewind = 0;
  std::uint64_t clone = 0;
  std::uint64_t server_rewind = 0;
  std::uint64_t stranger = 0;
  std::uint64_t enrolment = 0;
  std::uint64_t revocation = 0;
  std::uint64_t erasure = 0;
  bool starts_in_1970 = false;
  // Clocks gain or lose up to so many millionths.
  std::int64_t drift_ppm = 0;
  // What server and kiosks derive is on their disks too, and so meets what those do.
  bool keeps_ledgers = false;
  // What people do wrong, out of a thousand of what they do.
  std::uint64_t mistakes = 0;
  // Facts of a kind that is newer than the server.
  std::uint64_t newer_kinds = 0;
};

// One seed in fifty is half a year, with less of everything in a day.
inline constexpr std::uint64_t kHalfYearEvery = 50;
Weather DrawWeather(std::uint64_t seed, Dice& dice);

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_WEATHER_H_
