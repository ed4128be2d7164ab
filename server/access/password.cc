#include "server/access/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

constexpr unsigned long long kPasses = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t kMemoryBytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;

// 26 signs: 20 of them are 94 bits.
constexpr absl::string_view kSigns = "ABCDEFGHJKMNPQRTWXY2346789";
constexpr int kGroups = 4;
constexpr int kGroupSigns = 5;

std::size_t Characters(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

absl::Status CheckPassword(absl::string_view password, absl::string_view account_name) {
  if (!IsUtf8(password)) return absl::InvalidArgumentError("the password is no UTF-8 text");
  const std::size_t characters = Characters(password);
  if (characters < kPasswordCharactersMin || characters > kPasswordCharactersMax) {
    return absl::InvalidArgumentError(absl::StrCat(
        "choose a password of ", kPasswordCharactersMin, " to ", kPasswordCharactersMax,
        " characters; a few words that only you put together are easy to remember"));
  }
  const bool is_one_sign =
      std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); });
  if (is_one_sign ||
      absl::StrContains(absl::AsciiStrToLower(password), absl::AsciiStrToLower(account_name))) {
    return absl::InvalidArgumentError(
        "this password would be guessed first: choose one without the account's name and with "
        "different signs");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> HashPassword(absl::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError("there is no memory to hash a password; try again later");
  }
  return std::string(hash.data());
}

bool PasswordMatches(absl::string_view hash, absl::string_view password) {
  const std::string ended(hash);
  return crypto_pwhash_str_verify(ended.c_str(), password.data(), password.size()) == 0;
}

std::string NewOneTimePassword(Random& random) {
  std::string password;
  // Of a byte, only the signs that are equally likely.
  const unsigned fair = 256 - 256 % kSigns.size();
  for (int i = 0; i < kGroups * kGroupSigns;) {
    unsigned char byte = 0;
    random.Fill(&byte, 1);
    if (byte >= fair) continue;
    if (i > 0 && i % kGroupSigns == 0) password.push_back('-');
    password.push_back(kSigns[byte % kSigns.size()]);
    ++i;
  }
  return password;
}

std::string PlainOneTimePassword(absl::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      plain.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
    }
  }
  return plain;
}

}  // namespace wijkboek
