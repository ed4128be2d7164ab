#include "common/crypto.h"
#include "absl/strings/string_view.h"

#include <sodium.h>

namespace wijkboek {
namespace {

const unsigned char* AsBytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Hash Sha256(absl::string_view bytes) { return Sha256(bytes, {}); }

Hash Sha256(absl::string_view a, absl::string_view b) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, AsBytes(a), a.size());
  crypto_hash_sha256_update(&state, AsBytes(b), b.size());
  Hash hash;
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Id KeyedHash(const SecretKey& key, absl::string_view text) {
  Id result;
  crypto_generichash(result.data(), Id::kSize, AsBytes(text), text.size(), key.data(),
                     SecretKey::kSize);
  return result;
}

SigningKey SigningKey::FromSeed(const SecretKey& seed) {
  SigningKey key;
  key.seed_ = seed;
  key.expanded_.resize(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.public_key_.data(),
                           reinterpret_cast<unsigned char*>(key.expanded_.data()), seed.data());
  return key;
}

Signature SigningKey::Sign(absl::string_view message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, AsBytes(message), message.size(),
                       AsBytes(expanded_));
  return signature;
}

bool VerifySignature(const PublicKey& key, absl::string_view message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), AsBytes(message), message.size(),
                                     key.data()) == 0;
}

void AppendUint64(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

void AppendUint32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

}  // namespace wijkboek
