// wijkboek_simulator: runs seeds of the simulated region (docs/simulator.md).
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#include "absl/strings/numbers.h"
#include "tests/sim/region.h"
#include "tests/sim/vfs.h"
#include "tests/sim/workers.h"

namespace wijkboek::sim {
namespace {

constexpr char kUsage[] =
    "usage: wijkboek_simulator --seeds COUNT [--from SEED] [--jobs N] [--twice-every N]\n"
    "                          [--seconds N]\n"
    "       wijkboek_simulator --seed SEED [--trace | --hash]\n";

struct Arguments {
  Plan plan;
  // This one alone; 0: the plan.
  std::uint64_t seed = 0;
  bool trace = false;
  bool hash = false;
};

bool Parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--trace" || name == "--hash") {
      (name == "--trace" ? arguments.trace : arguments.hash) = true;
      continue;
    }
    std::uint64_t value = 0;
    if (i + 1 >= argc || !absl::SimpleAtoi(argv[++i], &value)) return false;
    if (name == "--seed") {
      arguments.seed = value;
    } else if (name == "--from") {
      arguments.plan.first = value;
    } else if (name == "--seeds") {
      arguments.plan.seeds = value;
    } else if (name == "--jobs") {
      arguments.plan.jobs = static_cast<int>(value);
    } else if (name == "--twice-every") {
      arguments.plan.twice_every = value;
    } else if (name == "--seconds") {
      arguments.plan.seconds_max = value;
    } else {
      return false;
    }
  }
  return arguments.plan.jobs > 0;
}

int RunAlone(const Arguments& arguments) {
  const RunResult result = RunSeed({.seed = arguments.seed, .print_trace = arguments.trace});
  if (arguments.hash) {
    std::printf("%016llx\n", static_cast<unsigned long long>(result.trace_hash));
    return 0;
  }
  std::printf("seed %llu: %s (trace %016llx)\n", static_cast<unsigned long long>(arguments.seed),
              result.status.ok() ? "all is well"
                                 : ("broke: " + std::string(result.status.message())).c_str(),
              static_cast<unsigned long long>(result.trace_hash));
  return result.status.ok() ? 0 : 1;
}

int RunMany(const Plan& plan) {
  const auto start = std::chrono::steady_clock::now();
  const Tally tally = RunPlan(plan);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%s", tally.Text(seconds).c_str());
  return tally.broken == 0 ? 0 : 1;
}

}  // namespace
}  // namespace wijkboek::sim

int main(int argc, char** argv) {
  wijkboek::sim::Arguments arguments;
  if (!wijkboek::sim::Parse(argc, argv, arguments)) {
    std::printf("%s", wijkboek::sim::kUsage);
    return 2;
  }
  // The agents say there what the region makes go wrong.
  if (std::freopen("/dev/null", "w", stderr) == nullptr) return 2;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  wijkboek::sim::RegisterVfs();
  return arguments.seed > 0 ? wijkboek::sim::RunAlone(arguments)
                            : wijkboek::sim::RunMany(arguments.plan);
}
