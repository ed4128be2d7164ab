// Processes that share out the seeds among them: each region has its process to itself, and one
// that crashes takes no other with it.
#ifndef WIJKBOEK_TESTS_SIM_WORKERS_H_
#define WIJKBOEK_TESTS_SIM_WORKERS_H_

#include <cstdint>

#include "tests/sim/tally.h"

namespace wijkboek::sim {

struct Plan {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1;
  int jobs = 1;
  // Of so many seeds one is run again, in a process of its own, and must go the same way; 0: none.
  std::uint64_t twice_every = 20;
  // No seed is begun after so many seconds; 0: all are.
  std::uint64_t seconds_max = 0;
};

// Runs them all, prints each that broke with the end of its trace, and returns what they come to.
// After some broken ones no other is begun.
Tally RunPlan(const Plan& plan);

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_WORKERS_H_
