// A simulated region and its week: two centres with their kiosks, a server, people who come and go,
// and whatever may go wrong. Everything follows from the seed.
#ifndef WIJKBOEK_TESTS_SIM_REGION_H_
#define WIJKBOEK_TESTS_SIM_REGION_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace wijkboek::sim {

struct RunOptions {
  std::uint64_t seed = 1;
  // Prints every line of the trace as it comes.
  bool print_trace = false;
};

struct RunResult {
  // OK, or which invariant broke and how.
  absl::Status status;
  std::uint64_t trace_hash = 0;
  // Its last lines.
  std::vector<std::string> trace;
  std::int64_t simulated_ms = 0;
  std::uint64_t captures = 0;
  // How many of each kind.
  std::map<std::string, std::uint64_t> faults;
};

// One run at a time in a process.
RunResult RunSeed(const RunOptions& options);

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_REGION_H_
