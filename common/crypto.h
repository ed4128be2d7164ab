// The few cryptographic functions that Wijkboek uses, with fixed algorithms: SHA-256 for chains,
// Ed25519 for signatures, keyed BLAKE2b-128 for look-ups. Sealing is in seal.h, X.509 in tls/. All
// are pure and thread-safe.
#ifndef WIJKBOEK_COMMON_CRYPTO_H_
#define WIJKBOEK_COMMON_CRYPTO_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

#include "common/ids.h"

namespace wijkboek {

Hash Sha256(absl::string_view bytes);
// SHA-256 of a || b without joining them.
Hash Sha256(absl::string_view a, absl::string_view b);

// Keyed BLAKE2b with 16 bytes of output: equal inputs can be found, but not guessed without the
// key.
Id KeyedHash(const SecretKey& key, absl::string_view text);

struct PublicKeyTag {
  static constexpr absl::string_view kName = "public key";
};
struct SignatureTag {
  static constexpr absl::string_view kName = "signature";
};
using PublicKey = Bytes<32, PublicKeyTag>;
using Signature = Bytes<64, SignatureTag>;

// Ed25519. The secret is the 32-byte seed (RFC 8032).
class SigningKey {
 public:
  static SigningKey FromSeed(const SecretKey& seed);
  const PublicKey& public_key() const { return public_key_; }
  const SecretKey& seed() const { return seed_; }
  Signature Sign(absl::string_view message) const;

 private:
  SecretKey seed_;
  PublicKey public_key_;
  std::string expanded_;
};

bool VerifySignature(const PublicKey& key, absl::string_view message, const Signature& signature);

// Big-endian fixed-width integers, for everything that is signed or authenticated.
void AppendUint64(std::string& out, std::uint64_t value);
void AppendUint32(std::string& out, std::uint32_t value);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CRYPTO_H_
