#include "server/access/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base32.h"
#include "common/crypto.h"

namespace wijkboek {
namespace {

constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kCodes = 1'000'000;

std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool is_plain =
        absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
    if (is_plain) {
      escaped.push_back(c);
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

}  // namespace

std::string TotpCode(absl::string_view secret, std::int64_t step) {
  std::string counter;
  AppendUint64(counter, static_cast<std::uint64_t>(step));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(counter.data()), counter.size(), mac.data(), &size);
  // Dynamic truncation, RFC 4226, 5.3.
  const std::size_t offset = mac[size - 1] & 15;
  const std::uint32_t number = (std::uint32_t{mac[offset]} & 0x7f) << 24 |
                               std::uint32_t{mac[offset + 1]} << 16 |
                               std::uint32_t{mac[offset + 2]} << 8 | mac[offset + 3];
  return absl::StrFormat("%06d", number % kCodes);
}

std::optional<std::int64_t> TotpStepOf(absl::string_view secret, absl::string_view code,
                                       std::int64_t now_ms, std::int64_t used) {
  std::string typed;
  for (const char c : code) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) typed.push_back(c);
  }
  if (typed.size() != kDigits) return std::nullopt;
  const std::int64_t now = now_ms / kTotpStepMs;
  std::optional<std::int64_t> found;
  for (std::int64_t step = now - kTotpStepsOff; step <= now + kTotpStepsOff; ++step) {
    const bool is_right = sodium_memcmp(TotpCode(secret, step).data(), typed.data(), kDigits) == 0;
    if (is_right && step > used) found = step;
  }
  return found;
}

std::string TotpUri(absl::string_view secret, absl::string_view account_name) {
  return absl::StrCat("otpauth://totp/Wijkboek:", Escaped(account_name), "?secret=", Base32(secret),
                      "&issuer=Wijkboek");
}

}  // namespace wijkboek
