// Badges, QR texts and PINs: only their keyed hash is ever stored or sent.
#ifndef WIJKBOEK_COMMON_CREDENTIAL_H_
#define WIJKBOEK_COMMON_CREDENTIAL_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "wijkboek/v1/people.pb.h"

namespace wijkboek {

// The canonical text is "<type number>:" and the credential without blanks, in upper case (readers
// differ in case); hashed with the ledger's lookup key (keyed BLAKE2b-128). INVALID_ARGUMENT for an
// empty one, one over 256 bytes, or a PIN that is not 4 to 8 digits.
absl::StatusOr<Id> CredentialHash(const SecretKey& lookup_key, v1::BadgeType type,
                                  absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CREDENTIAL_H_
