#include "common/clock.h"

#include <time.h>

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status.h"

namespace wijkboek {
namespace {

std::int64_t ReadClockMs(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

std::string ReadWholeFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

SystemClock::SystemClock() {
  std::string text = ReadWholeFile("/proc/sys/kernel/random/boot_id");
  std::string hex = absl::StrReplaceAll(text, {{"-", ""}, {"\n", ""}});
  boot_ = Id::FromHex(hex).value_or(Id());
}

ClockReading SystemClock::Now() const {
  return {.wall_ms = ReadClockMs(CLOCK_REALTIME),
          .boottime_ms = static_cast<std::uint64_t>(ReadClockMs(CLOCK_BOOTTIME)),
          .boot = boot_};
}

FileClock::FileClock(std::string path, ClockReading first)
    : path_(std::move(path)), first_(first) {}

absl::StatusOr<ClockReading> FileClock::Parse(absl::string_view text) {
  std::vector<absl::string_view> fields =
      absl::StrSplit(absl::StripAsciiWhitespace(text), ' ', absl::SkipEmpty());
  ClockReading reading;
  if (fields.size() != 3 || !absl::SimpleAtoi(fields[0], &reading.wall_ms) ||
      !absl::SimpleAtoi(fields[1], &reading.boottime_ms)) {
    return absl::InvalidArgumentError("a clock file holds: wall_ms boottime_ms boot_id_hex");
  }
  ASSIGN_OR_RETURN(reading.boot, Id::FromHex(fields[2]));
  return reading;
}

absl::StatusOr<std::unique_ptr<FileClock>> FileClock::Open(std::string path) {
  absl::StatusOr<ClockReading> first = Parse(ReadWholeFile(path));
  if (!first.ok()) return WithContext(first.status(), absl::StrCat("clock file ", path));
  return std::unique_ptr<FileClock>(new FileClock(std::move(path), *first));
}

ClockReading FileClock::Now() const { return Parse(ReadWholeFile(path_)).value_or(first_); }

absl::StatusOr<std::unique_ptr<Clock>> MakeClock(const std::string& clock_file) {
  if (clock_file.empty()) return std::make_unique<SystemClock>();
  return FileClock::Open(clock_file);
}

}  // namespace wijkboek
