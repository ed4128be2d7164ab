#include "tests/sim/tally.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace wijkboek::sim {
namespace {

constexpr double kYearMs = 365.25 * 24 * 3600 * 1000;

}  // namespace

void Tally::Add(const Tally& other) {
  seeds += other.seeds;
  half_years += other.half_years;
  twice += other.twice;
  broken += other.broken;
  captures += other.captures;
  simulated_ms += other.simulated_ms;
  for (const auto& [kind, count] : other.faults) faults[kind] += count;
}

std::string Tally::Text(double seconds) const {
  std::string text = absl::StrFormat(
      "%d seeds (%d of half a year), %d of them twice, %d broken, in %.0f s: %.0f an hour, %.1f "
      "simulated years, %d captures\n",
      seeds, half_years, twice, broken, seconds, static_cast<double>(seeds) * 3600 / seconds,
      static_cast<double>(simulated_ms) / kYearMs, captures);
  for (const auto& [kind, count] : faults) absl::StrAppendFormat(&text, "  %8d %s\n", count, kind);
  return text;
}

std::string Encode(const Tally& tally) {
  std::string line = absl::StrCat(tally.seeds, ";", tally.half_years, ";", tally.twice, ";",
                                  tally.broken, ";", tally.captures, ";", tally.simulated_ms);
  for (const auto& [kind, count] : tally.faults) absl::StrAppend(&line, ";", kind, "=", count);
  return line;
}

std::optional<Tally> Decode(absl::string_view line) {
  const std::vector<std::string> parts = absl::StrSplit(line, ';');
  Tally tally;
  if (parts.size() < 6 || !absl::SimpleAtoi(parts[0], &tally.seeds) ||
      !absl::SimpleAtoi(parts[1], &tally.half_years) || !absl::SimpleAtoi(parts[2], &tally.twice) ||
      !absl::SimpleAtoi(parts[3], &tally.broken) || !absl::SimpleAtoi(parts[4], &tally.captures) ||
      !absl::SimpleAtoi(parts[5], &tally.simulated_ms)) {
    return std::nullopt;
  }
  for (std::size_t i = 6; i < parts.size(); ++i) {
    const std::pair<std::string, std::string> fault = absl::StrSplit(parts[i], '=');
    if (!absl::SimpleAtoi(fault.second, &tally.faults[fault.first])) return std::nullopt;
  }
  return tally;
}

}  // namespace wijkboek::sim
