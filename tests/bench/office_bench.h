// The office's page before a log of years: what its calls cost on the real server, over HTTPS.
#ifndef WIJKBOEK_TESTS_BENCH_OFFICE_BENCH_H_
#define WIJKBOEK_TESTS_BENCH_OFFICE_BENCH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/figure.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek::bench {

// Of a town whose server was started with --office-listen. `size` is for the figures' words;
// figures are called after `events`.
absl::StatusOr<std::vector<Figure>> MeasureOffice(Town& town, std::uint64_t events,
                                                  const std::string& size, int rounds);

}  // namespace wijkboek::bench

#endif  // WIJKBOEK_TESTS_BENCH_OFFICE_BENCH_H_
