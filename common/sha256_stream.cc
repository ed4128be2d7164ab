#include "common/sha256_stream.h"

#include <sodium.h>

namespace wijkboek {

struct Sha256Stream::State {
  crypto_hash_sha256_state sha;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->sha);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Add(absl::string_view piece) {
  crypto_hash_sha256_update(&state_->sha, reinterpret_cast<const unsigned char*>(piece.data()),
                            piece.size());
}

Hash Sha256Stream::Value() const {
  crypto_hash_sha256_state so_far = state_->sha;
  Hash hash;
  crypto_hash_sha256_final(&so_far, hash.data());
  return hash;
}

}  // namespace wijkboek
