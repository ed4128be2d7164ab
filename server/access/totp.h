// The second factor: time-based one-time codes (RFC 6238 over RFC 4226: HMAC-SHA-1, six digits,
// thirty seconds), as every authenticator app knows them. Pure.
#ifndef WIJKBOEK_SERVER_ACCESS_TOTP_H_
#define WIJKBOEK_SERVER_ACCESS_TOTP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace wijkboek {

inline constexpr std::int64_t kTotpStepMs = 30 * 1000;
// RFC 4226, 4, R6.
inline constexpr int kTotpSecretBytes = 20;
// A phone's clock may be that many steps off (RFC 6238, 5.2).
inline constexpr std::int64_t kTotpStepsOff = 1;

// "042917".
std::string TotpCode(absl::string_view secret, std::int64_t step);
// At which step the code is right, around `now_ms` (UTC); only steps after `used`, so that nobody
// can use a code again that they saw. Blanks in the code are skipped.
std::optional<std::int64_t> TotpStepOf(absl::string_view secret, absl::string_view code,
                                       std::int64_t now_ms, std::int64_t used);
// "otpauth://totp/Wijkboek:els?secret=…", for the app to read as QR.
std::string TotpUri(absl::string_view secret, absl::string_view account_name);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_TOTP_H_
