#include "server/office_ids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace wijkboek {
namespace {

constexpr std::size_t kKeyBytesMax = 200;

}  // namespace

Id OfficeId(const SecretKey& lookup_key, absl::string_view type, absl::string_view key) {
  if (const std::optional<Id> id = IdInKey(key)) return *id;
  return KeyedHash(lookup_key, absl::StrCat("wijkboek id v1:", type, ":", key));
}

std::optional<Id> IdInKey(absl::string_view key) {
  if (!absl::ConsumePrefix(&key, "#")) return std::nullopt;
  const absl::StatusOr<Id> id = Id::FromHex(key);
  return id.ok() ? std::optional<Id>(*id) : std::nullopt;
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
  if (key.front() == '#' && !IdInKey(key)) {
    return absl::InvalidArgumentError(
        "begins with \"#\", which is for ids: write all 32 digits of one, or a key of your own");
  }
  return absl::OkStatus();
}

}  // namespace wijkboek
