// What everything in one simulated region shares: its machines, chance, time and the memory of what
// happened.
#ifndef WIJKBOEK_TESTS_SIM_WORLD_H_
#define WIJKBOEK_TESTS_SIM_WORLD_H_

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/kiosk_machine.h"
#include "tests/sim/model.h"
#include "tests/sim/server_machine.h"
#include "tests/sim/trace.h"
#include "tests/sim/weather.h"

namespace wijkboek::sim {

inline constexpr std::int64_t kDayMs = 24 * kHourMs;
inline constexpr std::int64_t kWeekMs = 7 * kDayMs;
inline constexpr std::int64_t kNeverMs = std::numeric_limits<std::int64_t>::max();
inline constexpr int kCentres = 2;

// An id that says what it is of, for whoever reads a trace.
inline Id NumberedId(unsigned kind, unsigned number) {
  Id id;
  id.data()[0] = static_cast<unsigned char>(kind);
  id.data()[14] = static_cast<unsigned char>(number >> 8U);
  id.data()[15] = static_cast<unsigned char>(number);
  return id;
}
inline Id CentreId(unsigned number) { return NumberedId(10, number); }

struct Kiosk {
  std::unique_ptr<KioskMachine> machine;
  // kNeverMs: it runs, or nobody has seen yet that it does not.
  std::int64_t start_at_ms = kNeverMs;
  std::int64_t weather_until_ms = 0;
  std::int64_t full_until_ms = 0;
  std::int64_t lying_until_ms = 0;
  // An earlier disk, and what was in its log.
  DiskImage image;
  std::set<EventKey> in_image;
  // Its disk may hold anything: it lied, or bits of it flipped.
  bool is_suspect = false;
  // Shut out by the office, or put away for good by whoever brought another one in its place.
  bool is_out = false;

  const std::string& name() const { return machine->name(); }
  const Id& device() const { return machine->identity().device; }
};

struct World {
  World(std::uint64_t seed, bool print_trace)
      : dice(seed),
        trace(print_trace),
        weather(DrawWeather(seed, dice)),
        server(disk, dice.Next(), weather.keeps_ledgers) {}

  Dice dice;
  Trace trace;
  Disk disk;
  const Weather weather;
  Model model;
  ServerMachine server;
  // References stay good while it grows.
  std::deque<Kiosk> kiosks;
  std::int64_t start_ms = 0;
  std::int64_t now_ms = 0;
  // Nothing goes wrong any more.
  bool is_healing = false;
  std::uint64_t captures = 0;
  std::map<std::string, std::uint64_t> faults;

  void Note(const std::string& what) { trace.Add(now_ms - start_ms, what); }
  void Fault(const std::string& kind, const std::string& where) {
    ++faults[kind];
    Note(absl::StrCat(kind, " ", where));
  }
  bool Happens(std::uint64_t permille) { return !is_healing && dice.Chance(permille); }
  bool HasClone(const Kiosk& kiosk) const {
    int machines = 0;
    for (const Kiosk& other : kiosks) {
      machines += !other.is_out && other.device() == kiosk.device() ? 1 : 0;
    }
    return machines > 1;
  }
  bool AllAreUp() const {
    if (!server.IsUp()) return false;
    for (const Kiosk& kiosk : kiosks) {
      if (!kiosk.is_out && !kiosk.machine->IsUp()) return false;
    }
    return true;
  }
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_WORLD_H_
