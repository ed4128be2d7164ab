#include "tests/e2e/harness/scratch.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/e2e/harness/require.h"

namespace wijkboek {
namespace fs = std::filesystem;

Scratch::Scratch() {
  std::string pattern = (fs::temp_directory_path() / "wijkboek-test-XXXXXX").string();
  Require(::mkdtemp(pattern.data()) != nullptr, pattern);
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.flush();
  Require(file.good(), path);
}

void CopyFolder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::create_directories(to);
  fs::permissions(to, fs::status(from).permissions());
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(from)) {
    const fs::path target = to / fs::relative(entry.path(), from);
    if (entry.is_directory()) {
      fs::create_directories(target);
      fs::permissions(target, entry.status().permissions());
    } else if (entry.is_regular_file()) {
      fs::copy_file(entry.path(), target);
    }
  }
}

std::string FilesHolding(const std::string& folder, const std::string& text) {
  std::string found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (ReadFile(entry.path()).find(text) != std::string::npos) {
      absl::StrAppend(&found, entry.path().string(), "\n");
    }
  }
  return found;
}

void ClockFile::Boot(std::int64_t wall_ms) {
  std::random_device random;
  boot_.clear();
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&boot_, "%08x", random());
  wall_ms_ = wall_ms;
  boottime_ms_ = 1000;
  Write();
}

void ClockFile::Advance(std::int64_t ms) {
  wall_ms_ += ms;
  boottime_ms_ += ms;
  Write();
}

void ClockFile::Write() const {
  const std::string draft = path_ + ".new";
  WriteFile(draft, absl::StrCat(wall_ms_, " ", boottime_ms_, " ", boot_, "\n"));
  Require(std::rename(draft.c_str(), path_.c_str()) == 0, path_);
}

}  // namespace wijkboek
