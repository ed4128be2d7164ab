#include "server/office_ids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

constexpr std::size_t kKeyBytesMax = 200;

}  // namespace

Id OfficeId(const SecretKey& lookup_key, absl::string_view type, absl::string_view key) {
  return KeyedHash(lookup_key, absl::StrCat("wijkboek id v1:", type, ":", key));
}

absl::Status CheckOfficeKey(absl::string_view key) {
  if (key.empty()) return absl::InvalidArgumentError("is missing");
  if (key.size() > kKeyBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("is longer than ", kKeyBytesMax, " bytes"));
  }
  const bool odd = std::any_of(key.begin(), key.end(),
                               [](unsigned char c) { return absl::ascii_iscntrl(c) || c == '|'; });
  if (odd || absl::StripAsciiWhitespace(key) != key) {
    return absl::InvalidArgumentError(
        "may hold no \"|\", no control characters and no blanks at its ends");
  }
  return absl::OkStatus();
}

}  // namespace wijkboek
