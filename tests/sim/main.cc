// wijkboek_simulator: runs seeds of the simulated region (docs/simulator.md).
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "tests/sim/region.h"
#include "tests/sim/vfs.h"

namespace wijkboek::sim {
namespace {

struct Arguments {
  std::uint64_t first = 1;
  std::uint64_t step = 1;
  std::uint64_t count = 1;
  // Of so many seeds one is run twice.
  std::uint64_t twice_every = 20;
  std::uint64_t seconds_max = 0;
  bool trace = false;
};

bool Parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--trace") {
      arguments.trace = true;
      continue;
    }
    if (i + 1 >= argc) return false;
    const std::uint64_t value = std::strtoull(argv[++i], nullptr, 10);
    if (name == "--seed" || name == "--from") {
      arguments.first = value;
    } else if (name == "--seeds") {
      arguments.count = value;
    } else if (name == "--step") {
      arguments.step = value;
    } else if (name == "--twice-every") {
      arguments.twice_every = value;
    } else if (name == "--seconds") {
      arguments.seconds_max = value;
    } else {
      return false;
    }
  }
  return true;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool Report(std::uint64_t seed, const RunResult& result) {
  if (result.status.ok()) return true;
  std::printf("seed %llu broke: %s\n", static_cast<unsigned long long>(seed),
              std::string(result.status.message()).c_str());
  for (const std::string& line : result.trace) std::printf("  %s\n", line.c_str());
  return false;
}

int Run(const Arguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  std::map<std::string, std::uint64_t> faults;
  std::uint64_t ran = 0;
  std::uint64_t captures = 0;
  std::uint64_t twice = 0;
  double years = 0;
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    if (arguments.seconds_max > 0 &&
        SecondsSince(start) > static_cast<double>(arguments.seconds_max)) {
      break;
    }
    const std::uint64_t seed = arguments.first + i * arguments.step;
    const RunResult result = RunSeed({.seed = seed, .print_trace = arguments.trace});
    if (!Report(seed, result)) return 1;
    if (arguments.twice_every > 0 && i % arguments.twice_every == 0) {
      ++twice;
      if (RunSeed({.seed = seed}).trace_hash != result.trace_hash) {
        std::printf("seed %llu went another way the second time\n",
                    static_cast<unsigned long long>(seed));
        return 1;
      }
    }
    ++ran;
    captures += result.captures;
    years += static_cast<double>(result.simulated_ms) / (365.25 * 24 * 3600 * 1000);
    for (const auto& [kind, count] : result.faults) faults[kind] += count;
  }
  const double seconds = SecondsSince(start);
  std::printf(
      "%llu seeds, %llu of them twice, in %.1f s: %.0f an hour, %.2f simulated years, %llu "
      "captures\n",
      static_cast<unsigned long long>(ran), static_cast<unsigned long long>(twice), seconds,
      static_cast<double>(ran) * 3600 / seconds, years, static_cast<unsigned long long>(captures));
  for (const auto& [kind, count] : faults) {
    std::printf("  %8llu %s\n", static_cast<unsigned long long>(count), kind.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace wijkboek::sim

int main(int argc, char** argv) {
  wijkboek::sim::Arguments arguments;
  if (!wijkboek::sim::Parse(argc, argv, arguments)) {
    std::printf(
        "usage: wijkboek_simulator [--seed N | --from N] [--seeds COUNT] [--step N] [--trace]\n"
        "                          [--twice-every N] [--seconds N]\n");
    return 2;
  }
  // The agents say there what the region makes go wrong.
  if (std::freopen("/dev/null", "w", stderr) == nullptr) return 2;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  wijkboek::sim::RegisterVfs();
  return wijkboek::sim::Run(arguments);
}
