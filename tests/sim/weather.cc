#include "tests/sim/weather.h"

namespace wijkboek::sim {
namespace {

std::uint64_t Draw(Dice& dice, std::uint64_t most, std::uint64_t permille = 500) {
  const bool has = dice.Chance(permille);
  const std::uint64_t often = 1 + dice.Below(most);
  return has ? often : 0;
}

}  // namespace

Weather DrawWeather(std::uint64_t seed, Dice& dice) {
  Weather weather{.kiosk_power = Draw(dice, 25),
                  .server_power = Draw(dice, 15),
                  .restart = Draw(dice, 8),
                  .line = Draw(dice, 60),
                  .sync_failure = Draw(dice, 30),
                  .full = Draw(dice, 15),
                  .lying = Draw(dice, 4, 200),
                  .rot = Draw(dice, 3, 150),
                  .clock = Draw(dice, 20),
                  .kiosk_rewind = Draw(dice, 4),
                  .clone = Draw(dice, 3, 200),
                  .server_rewind = Draw(dice, 3),
                  .stranger = Draw(dice, 10),
                  .enrolment = Draw(dice, 2, 200),
                  .revocation = Draw(dice, 2, 200),
                  .erasure = Draw(dice, 4, 300)};
  weather.starts_in_1970 = dice.Chance(300);
  weather.drift_ppm = dice.Chance(500) ? dice.Between(1, 300) : 0;
  weather.keeps_ledgers = dice.Chance(300);
  weather.mistakes = dice.Chance(700) ? dice.Below(200) : 0;
  weather.newer_kinds = Draw(dice, 20, 300);
  if (seed % kHalfYearEvery == 0) {
    weather.weeks = 26;
    weather.days_apart = 3;
    for (std::uint64_t* often :
         {&weather.kiosk_power, &weather.server_power, &weather.restart, &weather.line,
          &weather.sync_failure, &weather.full, &weather.lying, &weather.rot, &weather.clock,
          &weather.kiosk_rewind, &weather.clone, &weather.server_rewind, &weather.stranger,
          &weather.enrolment, &weather.revocation, &weather.erasure}) {
      *often = (*often + 9) / 10;
    }
  }
  return weather;
}

}  // namespace wijkboek::sim
