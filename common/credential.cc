#include "common/credential.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

absl::StatusOr<Id> CredentialHash(const SecretKey& lookup_key, v1::BadgeType type,
                                  absl::string_view text) {
  constexpr std::size_t kTextBytesMax = 256;
  std::string canonical = absl::StrCat(static_cast<int>(type), ":");
  const std::size_t prefix = canonical.size();
  for (char c : text) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(c))) canonical.push_back(c);
  }
  absl::AsciiStrToUpper(&canonical);
  const absl::string_view digits = absl::string_view(canonical).substr(prefix);
  if (digits.empty()) return absl::InvalidArgumentError("the badge was read empty: try again");
  if (digits.size() > kTextBytesMax) {
    return absl::InvalidArgumentError("the badge text is longer than 256 bytes");
  }
  if (type == v1::BADGE_TYPE_PIN &&
      (digits.size() < 4 || digits.size() > 8 ||
       digits.find_first_not_of("0123456789") != absl::string_view::npos)) {
    return absl::InvalidArgumentError("a PIN has 4 to 8 digits");
  }
  return KeyedHash(lookup_key, canonical);
}

}  // namespace wijkboek
