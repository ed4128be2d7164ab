// Randomness comes in as a parameter, so that tests can repeat a run.
#ifndef WIJKBOEK_COMMON_RANDOM_H_
#define WIJKBOEK_COMMON_RANDOM_H_

#include <cstddef>
#include <cstdint>

#include "common/ids.h"

namespace wijkboek {

// Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(void* bytes, std::size_t size) = 0;

  Id NewId();
  std::uint64_t NewUint64();
  SecretKey NewKey();
};

// The operating system's generator, through libsodium.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  void Fill(void* bytes, std::size_t size) override;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RANDOM_H_
