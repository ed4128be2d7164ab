#include "common/random.h"

#include <sodium.h>

#include <cstdlib>

namespace wijkboek {

Id Random::NewId() {
  Id id;
  Fill(id.data(), Id::kSize);
  return id;
}

std::uint64_t Random::NewUint64() {
  std::uint64_t value = 0;
  Fill(&value, sizeof value);
  return value;
}

SecretKey Random::NewKey() {
  SecretKey key;
  Fill(key.data(), SecretKey::kSize);
  return key;
}

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) std::abort();  // No secure random source: nothing can be made safely.
}

void SystemRandom::Fill(void* bytes, std::size_t size) { randombytes_buf(bytes, size); }

}  // namespace wijkboek
