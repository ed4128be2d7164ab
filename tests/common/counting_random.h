// Randomness that counts: every run of a test gives the same bytes, and no two ids are equal.
#ifndef WIJKBOEK_TESTS_COMMON_COUNTING_RANDOM_H_
#define WIJKBOEK_TESTS_COMMON_COUNTING_RANDOM_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "common/crypto.h"
#include "common/random.h"

namespace wijkboek {

class CountingRandom final : public Random {
 public:
  explicit CountingRandom(std::uint64_t seed = 1) : counter_(seed << 32) {}
  void Fill(void* bytes, std::size_t size) override {
    auto* out = static_cast<unsigned char*>(bytes);
    while (size > 0) {
      std::string input;
      AppendUint64(input, counter_++);
      Hash block = Sha256(input);
      std::size_t part = size < Hash::kSize ? size : Hash::kSize;
      for (std::size_t i = 0; i < part; ++i) out[i] = block.data()[i];
      out += part;
      size -= part;
    }
  }

 private:
  std::atomic<std::uint64_t> counter_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_COMMON_COUNTING_RANDOM_H_
