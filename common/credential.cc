#include "common/credential.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base32.h"

namespace wijkboek {
namespace {

constexpr std::size_t kTextBytesMax = 256;
constexpr std::size_t kPinDigitsMin = 4;
constexpr std::size_t kPinDigitsMax = 8;
// With the check digit.
constexpr std::size_t kNumberDigits = 9;
constexpr std::uint64_t kNumbers = 100'000'000;

bool AreDigits(absl::string_view text) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos;
}

absl::Status CheckNumber(absl::string_view digits) {
  if (digits.size() != kNumberDigits || !AreDigits(digits)) {
    return absl::InvalidArgumentError("a badge number has nine digits");
  }
  if (CheckDigit(digits) != '0') {
    return absl::InvalidArgumentError("a digit of the badge number is wrong: type it again");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Id> CredentialHash(const SecretKey& lookup_key, v1::BadgeType type,
                                  absl::string_view text) {
  std::string canonical = absl::StrCat(static_cast<int>(type), ":");
  const std::size_t prefix = canonical.size();
  for (char c : text) {
    const bool separator = absl::ascii_isspace(static_cast<unsigned char>(c)) ||
                           (type == v1::BADGE_TYPE_NUMBER && c == '-');
    if (!separator) canonical.push_back(c);
  }
  absl::AsciiStrToUpper(&canonical);
  const absl::string_view written = absl::string_view(canonical).substr(prefix);
  if (written.empty()) return absl::InvalidArgumentError("the badge was read empty: try again");
  if (written.size() > kTextBytesMax) {
    return absl::InvalidArgumentError("the badge text is longer than 256 bytes");
  }
  if (type == v1::BADGE_TYPE_PIN &&
      (written.size() < kPinDigitsMin || written.size() > kPinDigitsMax || !AreDigits(written))) {
    return absl::InvalidArgumentError("a PIN has 4 to 8 digits");
  }
  if (type == v1::BADGE_TYPE_NUMBER) {
    const absl::Status number = CheckNumber(written);
    if (!number.ok()) return number;
  }
  return KeyedHash(lookup_key, canonical);
}

std::string MadeBadgeText(const SecretKey& badge_secret, const Id& person, std::uint32_t serial) {
  const Id drawn =
      KeyedHash(badge_secret, absl::StrCat("wijkboek badge text v1:", person.hex(), ":", serial));
  return absl::StrCat("WB", Base32(drawn.bytes()));
}

std::string MadeBadgeNumber(const SecretKey& badge_secret, const Id& person, std::uint32_t serial,
                            std::uint32_t attempt) {
  const Id drawn = KeyedHash(badge_secret, absl::StrCat("wijkboek badge number v1:", person.hex(),
                                                        ":", serial, ":", attempt));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = (value << 8) | drawn.data()[i];
  std::string digits = absl::StrFormat("%08d", value % kNumbers);
  digits.push_back(CheckDigit(digits));
  const absl::string_view all = digits;
  return absl::StrCat(all.substr(0, 3), "-", all.substr(3, 3), "-", all.substr(6));
}

char CheckDigit(absl::string_view digits) {
  // Totally anti-symmetric, with zeros on the diagonal: the digits with their check digit give 0.
  constexpr unsigned char kTable[10][10] = {
      {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
      {4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
      {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
      {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
      {9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0}};
  unsigned char interim = 0;
  for (char digit : digits) interim = kTable[interim][digit - '0'];
  return static_cast<char>('0' + interim);
}

}  // namespace wijkboek
