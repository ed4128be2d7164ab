// Measures, and prints each figure beside its reference. Passes and fails nothing.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "tests/bench/figure.h"

namespace wijkboek::bench {
namespace {

std::string ToJson(const std::vector<Figure>& figures) {
  std::string json = "[\n";
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& f = figures[i];
    absl::StrAppendFormat(&json,
                          "  {\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\", "
                          "\"reference\": %.6g, \"ratio\": %.4g, \"what\": \"%s\"}%s\n",
                          f.name, f.value, f.unit, f.reference, f.ratio, f.what,
                          i + 1 < figures.size() ? "," : "");
  }
  return json + "]\n";
}

int Run(const std::string& json_path, const std::vector<std::string>& only,
        const Options& options) {
  struct Entry {
    const char* name;
    absl::StatusOr<std::vector<Figure>> (*measure)(const Options&);
  };
  const Entry entries[] = {
      {"tap", MeasureTap},       {"ingest", MeasureIngest},         {"fold", MeasureFold},
      {"roster", MeasureRoster}, {"duplicates", MeasureDuplicates}, {"memory", MeasureKioskMemory},
      {"years", MeasureYears}};
  std::vector<Figure> figures;
  for (const Entry& entry : entries) {
    if (!only.empty() && std::find(only.begin(), only.end(), entry.name) == only.end()) continue;
    absl::StatusOr<std::vector<Figure>> measured = entry.measure(options);
    if (!measured.ok()) {
      std::fprintf(stderr, "%s: %s\n", entry.name, measured.status().ToString().c_str());
      return 1;
    }
    for (const Figure& f : *measured) {
      std::printf("%-16s %12.4g %-10s reference %10.4g  ratio %6.3f   %s\n", f.name.c_str(),
                  f.value, f.unit.c_str(), f.reference, f.ratio, f.what.c_str());
      std::fflush(stdout);
      figures.push_back(f);
    }
  }
  if (json_path.empty()) return 0;
  std::ofstream file(json_path);
  file << ToJson(figures);
  file.close();
  if (!file) std::fprintf(stderr, "%s could not be written\n", json_path.c_str());
  return file ? 0 : 1;
}

}  // namespace
}  // namespace wijkboek::bench

int main(int argc, char** argv) {
  CLI::App app("Measures Wijkboek, each figure beside a reference of the same run.");
  std::string json_path;
  std::vector<std::string> only;
  wijkboek::bench::Options options;
  options.server_path = WIJKBOEK_SERVER_PATH;
  app.add_option("--json", json_path, "also write the figures to this file");
  app.add_option("--only", only, "tap, ingest, fold, roster, duplicates, memory, years");
  app.add_option("--events-max", options.events_max, "the largest log of \"years\"");
  app.add_option("--rounds", options.rounds, "rounds of which the median is taken");
  CLI11_PARSE(app, argc, argv);
  return wijkboek::bench::Run(json_path, only, options);
}
