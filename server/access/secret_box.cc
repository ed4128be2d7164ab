#include "server/access/secret_box.h"

#include <sodium.h>

namespace wijkboek {
namespace {

const unsigned char* Unsigned(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string SealSecret(const SecretKey& key, absl::string_view secret, Random& random) {
  std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(), '\0');
  random.Fill(sealed.data(), crypto_secretbox_NONCEBYTES);
  auto* bytes = reinterpret_cast<unsigned char*>(sealed.data());
  crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES, Unsigned(secret), secret.size(), bytes,
                        key.data());
  return sealed;
}

absl::StatusOr<std::string> OpenSecret(const SecretKey& key, absl::string_view sealed) {
  constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  std::string secret(sealed.size() < kOverhead ? 0 : sealed.size() - kOverhead, '\0');
  if (sealed.size() < kOverhead ||
      crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(secret.data()),
                                 Unsigned(sealed) + crypto_secretbox_NONCEBYTES,
                                 sealed.size() - crypto_secretbox_NONCEBYTES, Unsigned(sealed),
                                 key.data()) != 0) {
    return absl::DataLossError("a secret can't be opened: it was sealed with another key");
  }
  return secret;
}

SecretKey KeyFor(const SecretKey& key, absl::string_view purpose) {
  SecretKey derived;
  crypto_generichash(derived.data(), SecretKey::kSize, Unsigned(purpose), purpose.size(),
                     key.data(), SecretKey::kSize);
  return derived;
}

}  // namespace wijkboek
