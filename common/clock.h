// Clocks come in as parameters. Times of facts come from a Clock; timeouts and retries use
// std::chrono::steady_clock.
#ifndef WIJKBOEK_COMMON_CLOCK_H_
#define WIJKBOEK_COMMON_CLOCK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"

namespace wijkboek {

// One reading of a device's clocks, taken together.
struct ClockReading {
  std::int64_t wall_ms = 0;       // UTC as this machine believes it to be.
  std::uint64_t boottime_ms = 0;  // CLOCK_BOOTTIME: since boot, suspend included.
  Id boot;                        // Which boot.

  friend bool operator==(const ClockReading&, const ClockReading&) = default;
};

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual ClockReading Now() const = 0;

  std::int64_t WallMs() const { return Now().wall_ms; }
};

// The machine's clocks; the boot is the kernel's boot id.
class SystemClock final : public Clock {
 public:
  SystemClock();
  ClockReading Now() const override;

 private:
  Id boot_;
};

// Reads "wall_ms boottime_ms boot_id_hex" from a file at every call, so that a recorded day can be
// played to real processes. For demonstrations and tests. The file is replaced by rename, never
// rewritten in place.
class FileClock final : public Clock {
 public:
  // INVALID_ARGUMENT when the file can't be read as a clock.
  static absl::StatusOr<std::unique_ptr<FileClock>> Open(std::string path);
  // The last reading that could be parsed, should the file be gone.
  ClockReading Now() const override;

  static absl::StatusOr<ClockReading> Parse(absl::string_view text);

 private:
  FileClock(std::string path, ClockReading first);
  std::string path_;
  ClockReading first_;
};

// Moves only when told to. For tests; not thread-safe against Set and Advance.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(ClockReading reading) : reading_(reading) {}
  ClockReading Now() const override { return reading_; }
  void Set(ClockReading reading) { reading_ = reading; }
  void Advance(std::int64_t ms) {
    reading_.wall_ms += ms;
    reading_.boottime_ms += static_cast<std::uint64_t>(ms);
  }

 private:
  ClockReading reading_;
};

// SystemClock, or a FileClock where a path is given.
absl::StatusOr<std::unique_ptr<Clock>> MakeClock(const std::string& clock_file);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CLOCK_H_
