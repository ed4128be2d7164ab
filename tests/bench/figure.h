// What a measurement says: a value beside a reference that was measured interleaved in the same
// run.
#ifndef WIJKBOEK_TESTS_BENCH_FIGURE_H_
#define WIJKBOEK_TESTS_BENCH_FIGURE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace wijkboek::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  // In the same unit.
  double reference = 0;
  // value / reference.
  double ratio = 0;
  // What was measured, in a sentence.
  std::string what;
};

// Takes a copy; empty gives 0.
inline double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// The median round's value, reference and ratio, each a median of its own.
inline Figure MedianFigure(std::string name, std::string unit, std::string what,
                           const std::vector<double>& values,
                           const std::vector<double>& references) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < values.size(); ++i) ratios.push_back(values[i] / references[i]);
  return {.name = std::move(name),
          .value = Median(values),
          .unit = std::move(unit),
          .reference = Median(references),
          .ratio = Median(ratios),
          .what = std::move(what)};
}

struct Options {
  int rounds = 5;
  // Larger logs are left out: ten million events take a quarter of an hour and ten gigabytes.
  std::uint64_t events_max = 10'000'000;
  // The program under measurement.
  std::string server_path;
};

absl::StatusOr<std::vector<Figure>> MeasureTap(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureIngest(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureFold(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureRoster(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureDuplicates(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureKioskMemory(const Options& options);
absl::StatusOr<std::vector<Figure>> MeasureYears(const Options& options);

}  // namespace wijkboek::bench

#endif  // WIJKBOEK_TESTS_BENCH_FIGURE_H_
