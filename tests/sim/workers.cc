#include "tests/sim/workers.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <new>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "tests/sim/region.h"
#include "tests/sim/weather.h"

namespace wijkboek::sim {
namespace {

constexpr std::uint64_t kBrokenMax = 5;
// Of long runs it is said now and then how far they are.
constexpr std::uint64_t kSaidEvery = 500;

// What the processes share.
struct Shared {
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> broken{0};
  std::atomic<std::uint64_t> done{0};
};

struct Worker {
  pid_t pid = 0;
  std::FILE* told = nullptr;
};

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The same seed in a fresh process: its trace's hash.
std::string HashInAnotherProcess(std::uint64_t seed) {
  char self[4096];
  const ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
  if (size <= 0) return "";
  const std::string command =
      absl::StrFormat("'%s' --seed %d --hash", std::string(self, static_cast<std::size_t>(size)),
                      static_cast<std::int64_t>(seed));
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "";
  char line[64] = "";
  const bool read = std::fgets(line, sizeof(line), pipe) != nullptr;
  pclose(pipe);
  return read ? std::string(absl::StripSuffix(line, "\n")) : "";
}

Tally RunOne(std::uint64_t seed, bool again, std::FILE* told) {
  std::fprintf(told, "begins %llu\n", static_cast<unsigned long long>(seed));
  std::fflush(told);
  const RunResult result = RunSeed({.seed = seed});
  Tally tally{.seeds = 1,
              .half_years = seed % kHalfYearEvery == 0 ? 1U : 0U,
              .twice = again ? 1U : 0U,
              .captures = result.captures,
              .simulated_ms = result.simulated_ms,
              .faults = result.faults};
  if (!result.status.ok()) {
    tally.broken = 1;
    std::fprintf(told, "says seed %llu broke: %s\n", static_cast<unsigned long long>(seed),
                 std::string(result.status.message()).c_str());
    for (const std::string& line : result.trace) std::fprintf(told, "says   %s\n", line.c_str());
  } else if (again && HashInAnotherProcess(seed) != absl::StrFormat("%016x", result.trace_hash)) {
    tally.broken = 1;
    std::fprintf(told, "says seed %llu went another way the second time\n",
                 static_cast<unsigned long long>(seed));
  }
  return tally;
}

void Work(const Plan& plan, Shared& shared, std::chrono::steady_clock::time_point start,
          std::FILE* told) {
  while (shared.broken < kBrokenMax) {
    if (plan.seconds_max > 0 && SecondsSince(start) >= static_cast<double>(plan.seconds_max)) {
      break;
    }
    const std::uint64_t number = shared.next++;
    if (number >= plan.seeds) break;
    const bool again = plan.twice_every > 0 && (number % plan.twice_every == 0 ||
                                                (plan.first + number) % (4 * kHalfYearEvery) == 0);
    const Tally tally = RunOne(plan.first + number, again, told);
    shared.broken += tally.broken;
    std::fprintf(told, "ran %s\n", Encode(tally).c_str());
    std::fflush(told);
  }
  std::fprintf(told, "ends\n");
}

Worker Start(const Plan& plan, Shared& shared, std::chrono::steady_clock::time_point start) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  std::fflush(stdout);
  const pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    std::FILE* told = fdopen(ends[1], "w");
    Work(plan, shared, start, told);
    std::fclose(told);
    std::_Exit(0);
  }
  close(ends[1]);
  return {.pid = pid, .told = fdopen(ends[0], "r")};
}

void SayHowFar(const Plan& plan, Shared& shared, std::chrono::steady_clock::time_point start) {
  const std::uint64_t done = ++shared.done;
  if (done % kSaidEvery != 0 || done == plan.seeds) return;
  std::printf("%llu of %llu so far, %llu broken, %.0f an hour\n",
              static_cast<unsigned long long>(done), static_cast<unsigned long long>(plan.seeds),
              static_cast<unsigned long long>(shared.broken),
              static_cast<double>(done) * 3600 / SecondsSince(start));
}

// What a worker tells, printed seed by seed; `ran` hears of each.
Tally Listen(const Worker& worker, absl::FunctionRef<void()> ran) {
  Tally sum;
  char line[65536];
  std::string running = "nothing";
  std::string said;
  bool ended = false;
  while (std::fgets(line, sizeof(line), worker.told) != nullptr) {
    absl::string_view text = absl::StripSuffix(line, "\n");
    if (absl::ConsumePrefix(&text, "begins ")) {
      running = std::string(text);
    } else if (absl::ConsumePrefix(&text, "says ")) {
      absl::StrAppend(&said, text, "\n");
    } else if (absl::ConsumePrefix(&text, "ran ")) {
      sum.Add(Decode(text).value_or(Tally{.broken = 1}));
      std::fputs(said.c_str(), stdout);
      said.clear();
      ran();
    } else if (text == "ends") {
      ended = true;
    }
  }
  std::fclose(worker.told);
  int status = 0;
  waitpid(worker.pid, &status, 0);
  if (ended && status == 0) return sum;
  ++sum.broken;
  std::printf("seed %s broke: the process ended by itself (status %d)\n", running.c_str(), status);
  return sum;
}

}  // namespace

Tally RunPlan(const Plan& plan) {
  const auto start = std::chrono::steady_clock::now();
  void* memory =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Tally sum;
  if (memory == MAP_FAILED) {
    sum.broken = 1;
    return sum;
  }
  Shared& shared = *new (memory) Shared;
  std::vector<Worker> workers;
  for (int i = 0; i < plan.jobs; ++i) workers.push_back(Start(plan, shared, start));
  // All at once: one that nobody listens to would wait.
  std::vector<std::future<Tally>> tallies;
  for (const Worker& worker : workers) {
    tallies.push_back(std::async(std::launch::async, [&] {
      return Listen(worker, [&] { SayHowFar(plan, shared, start); });
    }));
  }
  for (std::future<Tally>& tally : tallies) sum.Add(tally.get());
  munmap(memory, sizeof(Shared));
  return sum;
}

}  // namespace wijkboek::sim
