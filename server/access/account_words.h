// What may be said of an account, and how it is said to others. Pure.
#ifndef WIJKBOEK_SERVER_ACCESS_ACCOUNT_WORDS_H_
#define WIJKBOEK_SERVER_ACCESS_ACCOUNT_WORDS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/account_store.h"

namespace wijkboek {

// INVALID_ARGUMENT that names the field: a name of other signs, no role, a client manager without a
// municipality, a coordinator without a centre …
absl::Status CheckAccount(const AccountRecord& account);
// 1 to 120 bytes of UTF-8 without control characters.
absl::Status CheckAccountText(absl::string_view field, absl::string_view text);

// Without hashes and secrets, and without the remit in words.
v1::Account AccountMessage(const AccountRecord& account);
v1::Token TokenMessage(const TokenRecord& token);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_ACCOUNT_WORDS_H_
