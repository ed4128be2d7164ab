#include "common/invitation.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/crypto.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kChecksumBytes = 2;
constexpr std::size_t kBytes = InvitationSecret::kSize + AuthorityPin::kSize + kChecksumBytes;
constexpr std::size_t kDigits = (kBytes * 8 + 4) / 5;
constexpr std::size_t kGroup = 4;

std::string ChecksumOf(absl::string_view bytes) {
  return std::string(Sha256(bytes).bytes().substr(0, kChecksumBytes));
}

// The value of a digit, or -1. People read O for 0 and I or L for 1.
int DigitValue(char c) {
  c = absl::ascii_toupper(static_cast<unsigned char>(c));
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  std::size_t value = kAlphabet.find(c);
  return value == absl::string_view::npos ? -1 : static_cast<int>(value);
}

bool IsSeparator(char c) { return c == '-' || absl::ascii_isspace(static_cast<unsigned char>(c)); }

absl::Status Mistyped(absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("mistyped: ", why, "; compare the code with what the office gave you"));
}

}  // namespace

AuthorityPin PinOf(const Hash& public_key_fingerprint) {
  return AuthorityPin::FromBytesOrZero(
      public_key_fingerprint.bytes().substr(0, AuthorityPin::kSize));
}

std::string FormatInvitation(const Invitation& invitation) {
  std::string bytes = absl::StrCat(invitation.secret.bytes(), invitation.authority.bytes());
  bytes += ChecksumOf(bytes);
  std::string text;
  std::uint32_t window = 0;
  int bits = 0;
  std::size_t digits = 0;
  auto append = [&](std::uint32_t value) {
    if (digits != 0 && digits % kGroup == 0) text.push_back('-');
    text.push_back(kAlphabet[value & 31]);
    ++digits;
  };
  for (char c : bytes) {
    window = (window << 8 | static_cast<unsigned char>(c)) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) append(window >> (bits - 5));
  }
  if (bits > 0) append(window << (5 - bits));
  return text;
}

absl::StatusOr<Invitation> ParseInvitation(absl::string_view text) {
  std::string bytes;
  std::uint32_t window = 0;
  int bits = 0;
  std::size_t digits = 0;
  for (char c : text) {
    if (IsSeparator(c)) continue;
    int value = DigitValue(c);
    if (value < 0) return Mistyped("a sign in it belongs to no code");
    if (++digits > kDigits) return Mistyped("it is too long");
    window = (window << 5 | static_cast<std::uint32_t>(value)) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>(window >> bits));
    }
  }
  if (digits < kDigits) {
    return Mistyped(absl::StrCat(digits, " letters and digits, a code has ", kDigits));
  }
  absl::string_view payload = absl::string_view(bytes).substr(0, kBytes - kChecksumBytes);
  bool padded = (window & ((1u << bits) - 1)) != 0;
  if (padded || absl::string_view(bytes).substr(payload.size()) != ChecksumOf(payload)) {
    return Mistyped("a letter or digit is wrong");
  }
  return Invitation{
      .secret = InvitationSecret::FromBytesOrZero(payload.substr(0, InvitationSecret::kSize)),
      .authority = AuthorityPin::FromBytesOrZero(payload.substr(InvitationSecret::kSize))};
}

}  // namespace wijkboek
