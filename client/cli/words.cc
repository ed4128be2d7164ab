#include "client/cli/words.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

// Every enum of the protocol has X_UNSPECIFIED as its zero, where X_ begins each of its values.
std::size_t PrefixSize(const google::protobuf::EnumDescriptor& type) {
  constexpr absl::string_view kZero = "UNSPECIFIED";
  const std::string& zero = type.FindValueByNumber(0)->name();
  return zero.size() - kZero.size();
}

}  // namespace

std::map<std::string, int> EnumWords(const google::protobuf::EnumDescriptor& type) {
  const std::size_t prefix = PrefixSize(type);
  std::map<std::string, int> words;
  for (int i = 0; i < type.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor& value = *type.value(i);
    if (value.number() == 0) continue;
    words.emplace(absl::AsciiStrToLower(value.name().substr(prefix)), value.number());
  }
  return words;
}

absl::StatusOr<v1::Who> ParseWho(absl::string_view text) {
  const std::size_t colon = text.find(':');
  const absl::string_view form = text.substr(0, colon);
  std::string value;
  if (colon != absl::string_view::npos) value = std::string(text.substr(colon + 1));
  v1::Who who;
  if (form == "badge") {
    who.set_badge(value);
  } else if (form == "qr") {
    who.set_qr(value);
  } else if (form == "number") {
    who.set_number(value);
  } else if (form == "pin") {
    who.set_pin(value);
  } else if (form == "person") {
    who.set_person(value);
  }
  if (value.empty() || who.who_case() == v1::Who::WHO_NOT_SET) {
    // The text itself may be a PIN: it is not repeated.
    return absl::InvalidArgumentError(
        "write somebody as badge:T, qr:T, number:N, pin:N or person:ID");
  }
  return who;
}

}  // namespace wijkboek
