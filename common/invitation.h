// The invitation code that somebody types or scans on a new kiosk: a secret that works once, and a
// pin of the server's authority, so that the kiosk knows whom it is talking to before it trusts
// anybody.
#ifndef WIJKBOEK_COMMON_INVITATION_H_
#define WIJKBOEK_COMMON_INVITATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"

namespace wijkboek {

struct InvitationSecretTag {
  static constexpr absl::string_view kName = "invitation secret";
};
struct AuthorityPinTag {
  static constexpr absl::string_view kName = "authority pin";
};
// 80 random bits: cannot be guessed within the life of a code.
using InvitationSecret = Bytes<10, InvitationSecretTag>;
// The first 80 bits of the authority's public key fingerprint.
using AuthorityPin = Bytes<10, AuthorityPinTag>;

struct Invitation {
  InvitationSecret secret;
  AuthorityPin authority;

  friend bool operator==(const Invitation&, const Invitation&) = default;
};

AuthorityPin PinOf(const Hash& public_key_fingerprint);

// 36 characters in groups of four: Crockford's base32 (no I, L, O, U) of secret, pin and the first
// two bytes of their SHA-256.
std::string FormatInvitation(const Invitation& invitation);

// Forgives case, blanks and dashes anywhere, O for 0, I and L for 1. INVALID_ARGUMENT, beginning
// with "mistyped", for anything that is no whole code.
absl::StatusOr<Invitation> ParseInvitation(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_INVITATION_H_
