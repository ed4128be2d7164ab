#include "common/words/resident_card.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kCardPrefix = "wijkboek:resident:";

}  // namespace

std::string CardText(const Id& resident) { return absl::StrCat(kCardPrefix, resident.hex()); }

absl::StatusOr<Id> ReadCardText(absl::string_view text) {
  // Readers differ in case.
  std::string plain = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  absl::StatusOr<Id> resident = absl::InvalidArgumentError("");
  if (absl::StartsWith(plain, kCardPrefix)) {
    resident = Id::FromHex(absl::string_view(plain).substr(kCardPrefix.size()));
  }
  if (resident.ok()) return resident;
  return absl::InvalidArgumentError("this is no resident's card: show the card of the visit");
}

}  // namespace wijkboek
