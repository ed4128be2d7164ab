// Each file of the corpora, given once to the same functions as the fuzzers give them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace wijkboek {
namespace {

struct Target {
  const char* name;
  void (*run)(absl::string_view bytes);
};

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

constexpr std::array kTargets = {Target{"push", FuzzPush}, Target{"connect", FuzzConnect},
                                 Target{"csv", FuzzCsv}, Target{"event", FuzzEvent},
                                 Target{"recovery", FuzzRecovery}};

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, HoldsForEachFile) {
  const std::filesystem::path folder =
      std::filesystem::path(WIJKBOEK_SOURCE_DIR) / "tests/fuzz/corpus" / GetParam().name;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  ASSERT_GE(files.size(), 3u);
  for (const std::filesystem::path& path : files) {
    SCOPED_TRACE(path.string());
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    GetParam().run(bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzzed, Corpus, testing::ValuesIn(kTargets),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace wijkboek
