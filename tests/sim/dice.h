// Chance for a simulated region: one stream of numbers from one seed, the same on every machine.
#ifndef WIJKBOEK_TESTS_SIM_DICE_H_
#define WIJKBOEK_TESTS_SIM_DICE_H_

#include <cstddef>
#include <cstdint>

#include "common/random.h"

namespace wijkboek::sim {

// SplitMix64. One thread.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  // 0 up to and without `end`, which is above 0.
  std::uint64_t Below(std::uint64_t end) { return Next() % end; }
  std::int64_t Between(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(last - first + 1)));
  }
  bool Chance(std::uint64_t permille) { return Below(1000) < permille; }

 private:
  std::uint64_t state_;
};

// What the product's cores are given for randomness: bytes from dice of their own.
class DiceRandom final : public Random {
 public:
  explicit DiceRandom(std::uint64_t seed) : dice_(seed) {}
  void Fill(void* bytes, std::size_t size) override {
    auto* out = static_cast<unsigned char*>(bytes);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(dice_.Next());
  }

 private:
  Dice dice_;
};

}  // namespace wijkboek::sim

#endif  // WIJKBOEK_TESTS_SIM_DICE_H_
