// The bytes that a fuzzer gives, read as choices: each byte decides something, and when they run
// out every choice is the first one. So any input means something, and a small change of it means
// something similar.
#ifndef WIJKBOEK_TESTS_FUZZ_FUZZ_BYTES_H_
#define WIJKBOEK_TESTS_FUZZ_FUZZ_BYTES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace wijkboek {

class FuzzBytes {
 public:
  explicit FuzzBytes(absl::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }

  std::uint8_t Byte() {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  // From 0 up to and without `bound`, which is at least 1.
  std::uint32_t Below(std::size_t bound) {
    std::uint32_t value = Byte();
    if (bound > 256) value = value << 8 | Byte();
    if (bound > 65536) value = value << 8 | Byte();
    return static_cast<std::uint32_t>(value % bound);
  }
  bool Coin() { return (Byte() & 1) != 0; }
  // All eight bytes.
  std::uint64_t Number() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | Byte();
    return value;
  }
  // At most so many.
  absl::string_view Take(std::size_t size) {
    const absl::string_view taken = rest_.substr(0, std::min(size, rest_.size()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  absl::string_view rest_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FUZZ_FUZZ_BYTES_H_
