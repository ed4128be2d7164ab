// docs/faults.md says which test shows what. Each that it names must be there.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

const std::filesystem::path kSource = WIJKBOEK_SOURCE_DIR;

// "PushTest.SendingAgainChangesNothing", programs that are tests as a whole, and the names of files
// with tests of the pages.
std::set<std::string> TestsThatExist() {
  std::set<std::string> names;
  const std::regex test(R"(TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)|add_test\(NAME (\w+)\.(\w+))");
  for (const auto& file : std::filesystem::recursive_directory_iterator(kSource / "tests")) {
    if (file.path().extension() != ".cc" && file.path().filename() != "CMakeLists.txt") continue;
    const std::string text = ReadFile(file.path().string());
    for (std::sregex_iterator found(text.begin(), text.end(), test), end; found != end; ++found) {
      const std::smatch& name = *found;
      names.insert(name[1].matched ? name[1].str() + "." + name[2].str()
                                   : name[3].str() + "." + name[4].str());
    }
  }
  for (const char* page : {"client/page/e2e-real", "server/page/e2e-real"}) {
    for (const auto& file : std::filesystem::directory_iterator(kSource / page)) {
      names.insert(file.path().filename().string());
    }
  }
  return names;
}

TEST(FaultList, EachTestThatItNamesIsThere) {
  const std::set<std::string> tests = TestsThatExist();
  const std::string list = ReadFile((kSource / "docs/faults.md").string());
  const std::regex name(R"(`([A-Z]\w*\.[A-Z]\w*|[\w-]+\.test\.ts)`)");
  int named = 0;
  for (std::sregex_iterator found(list.begin(), list.end(), name), end; found != end; ++found) {
    EXPECT_EQ(tests.count((*found)[1].str()), 1u) << (*found)[1].str();
    ++named;
  }
  EXPECT_GT(named, 46);
}

}  // namespace
}  // namespace wijkboek
