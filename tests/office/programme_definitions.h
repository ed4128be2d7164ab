// The programme definitions that come with Wijkboek (deploy/programmes), as the office applies
// them.
#ifndef WIJKBOEK_TESTS_OFFICE_PROGRAMME_DEFINITIONS_H_
#define WIJKBOEK_TESTS_OFFICE_PROGRAMME_DEFINITIONS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/office/office_file.h"

namespace wijkboek {

inline std::vector<v1::OfficeFacts> DefinitionFiles() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(WIJKBOEK_PROGRAMMES)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<v1::OfficeFacts> files;
  for (const std::filesystem::path& path : paths) {
    std::ifstream file(path);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    files.push_back(OfficeFile(json));
  }
  return files;
}

// The programme with this key. A test that names one that there is not fails.
inline v1::ProgrammeFact Definition(absl::string_view key) {
  static const auto& files = *new std::vector<v1::OfficeFacts>(DefinitionFiles());
  for (const v1::OfficeFacts& file : files) {
    for (const v1::ProgrammeFact& programme : file.programmes()) {
      if (programme.key() == key) return programme;
    }
  }
  ADD_FAILURE() << "deploy/programmes has no " << key;
  return {};
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_PROGRAMME_DEFINITIONS_H_
