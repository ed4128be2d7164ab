// Badges, QR texts, badge numbers and PINs: only their keyed hash is ever stored or sent.
#ifndef WIJKBOEK_COMMON_CREDENTIAL_H_
#define WIJKBOEK_COMMON_CREDENTIAL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "wijkboek/v1/people.pb.h"

namespace wijkboek {

// The canonical text is "<type number>:" and the credential without blanks, in upper case (readers
// differ in case), a badge number also without hyphens; hashed with the ledger's lookup key (keyed
// BLAKE2b-128). INVALID_ARGUMENT for an empty one, one over 256 bytes, a PIN that is not 4 to 8
// digits, or a badge number that is not nine digits or whose check digit shows a typing error.
absl::StatusOr<Id> CredentialHash(const SecretKey& lookup_key, v1::BadgeType type,
                                  absl::string_view text);

// Badges that the system makes. Both are drawn with a secret that only the server has, so that they
// can be shown again and are kept nowhere. `serial` counts the badges of one person from 1.

// What the QR code holds: "WB" and 26 characters (A to Z, 2 to 7) for 128 bits.
std::string MadeBadgeText(const SecretKey& badge_secret, const Id& person, std::uint32_t serial);
// The short number for typing: eight digits and a check digit, as "123-456-789". A hundred million
// numbers may meet: then the next `attempt`, from 0, gives another one.
std::string MadeBadgeNumber(const SecretKey& badge_secret, const Id& person, std::uint32_t serial,
                            std::uint32_t attempt);

// The check digit of a row of digits, by H. Michael Damm's quasigroup of order 10: it notices every
// wrong digit and every two neighbours that were swapped. `digits` holds digits only.
char CheckDigit(absl::string_view digits);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CREDENTIAL_H_
