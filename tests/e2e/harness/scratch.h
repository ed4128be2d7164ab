// A folder of a test's own, and the small files in it.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_SCRATCH_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_SCRATCH_H_

#include <cstdint>
#include <string>

namespace wijkboek {

// A new folder in the system's temporary folder, removed with everything in it.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Empty when there is no such file.
std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, const std::string& content);
// The folder and everything in it; what stood at `to` is removed first.
void CopyFolder(const std::string& from, const std::string& to);
// Every regular file below `folder` whose bytes hold `text`, one path a line; empty: none.
std::string FilesHolding(const std::string& folder, const std::string& text);

// A device's clocks as a file that `--clock-file` reads.
class ClockFile {
 public:
  explicit ClockFile(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

  // A new boot: the device is on since a second, and its wall clock stands at `wall_ms`.
  void Boot(std::int64_t wall_ms);
  void Advance(std::int64_t ms);
  // To a later moment; the boot's time goes along.
  void MoveTo(std::int64_t wall_ms) { Advance(wall_ms - wall_ms_); }
  std::int64_t wall_ms() const { return wall_ms_; }

 private:
  void Write() const;

  std::string path_;
  std::int64_t wall_ms_ = 0;
  std::int64_t boottime_ms_ = 0;
  std::string boot_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_SCRATCH_H_
