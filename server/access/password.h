// Passwords: Argon2id with libsodium's encoding of salt and cost, and one-time passwords that
// somebody reads out or types from paper. Thread-safe.
#ifndef WIJKBOEK_SERVER_ACCESS_PASSWORD_H_
#define WIJKBOEK_SERVER_ACCESS_PASSWORD_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/random.h"

namespace wijkboek {

// In characters. Length is what makes a password hard to guess; no rules on signs (NIST SP 800-63B,
// 5.1.1.2).
inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordCharactersMax = 200;

// INVALID_ARGUMENT that says what to do: too short, too long, no UTF-8, or one of those that are
// tried first (the account's own name, the same sign all along).
absl::Status CheckPassword(absl::string_view password, absl::string_view account_name);

// Some 64 MiB and some 60 ms of one core. RESOURCE_EXHAUSTED where that memory is not to be had.
absl::StatusOr<std::string> HashPassword(absl::string_view password);
// As long, whether it matches or not. False for what is no hash.
bool PasswordMatches(absl::string_view hash, absl::string_view password);

// "K7QF2-M4TXA-9RWHC-PB3ND": 94 bits, without letters and digits that look alike.
std::string NewOneTimePassword(Random& random);
// The same one as somebody may type it: any case, with or without hyphens and blanks.
std::string PlainOneTimePassword(absl::string_view typed);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_PASSWORD_H_
