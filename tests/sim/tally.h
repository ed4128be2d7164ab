// What many runs come to, and how one run is told from process to process.
#ifndef WIJKBOEK_TESTS_SIM_TALLY_H_
#define WIJKBOEK_TESTS_SIM_TALLY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/sim/region.h"

namespace wijkboek::sim {

struct Tally {
  std::uint64_t seeds = 0;
  std::uint64_t half_years = 0;
  std::uint64_t twice = 0;
  std::uint64_t broken = 0;
  std::uint64_t captures = 0;
  std::int64_t simulated_ms = 0;
  std::map<std::string, std::uint64_t> faults;

  void Add(const Tally& other);
  // Seeds an hour, simulated years, and faults of each kind.
  std::string Text(double seconds) const;
};

// One line without its end, and back; nothing for what is none.
std::string Encode(const Tally& tally);
std::optional<Tally> Decode(absl::string_view line);

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_TALLY_H_
