// Seals small secrets with a key of the server's own (XSalsa20-Poly1305, a random nonce before the
// ciphertext), so that a copy of the file alone is worth nothing. Pure but for the randomness.
#ifndef WIJKBOEK_SERVER_ACCESS_SECRET_BOX_H_
#define WIJKBOEK_SERVER_ACCESS_SECRET_BOX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/random.h"

namespace wijkboek {

std::string SealSecret(const SecretKey& key, absl::string_view secret, Random& random);
// DATA_LOSS when it was sealed with another key, or changed.
absl::StatusOr<std::string> OpenSecret(const SecretKey& key, absl::string_view sealed);

// A key for one purpose, which says nothing about the key that it is made of.
SecretKey KeyFor(const SecretKey& key, absl::string_view purpose);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_SECRET_BOX_H_
