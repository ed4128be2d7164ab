#include "server/fact_errors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

constexpr std::size_t kReasonBytesMax = 300;

// Never within a character.
std::string Shortened(absl::string_view reason) {
  std::size_t size = std::min(reason.size(), kReasonBytesMax);
  while (size < reason.size() && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
  return absl::StrCat(reason.substr(0, size), size < reason.size() ? "…" : "");
}

}  // namespace

std::string FactErrors::JsonPlace(const FactPlace& place) {
  return absl::StrCat(place.list, "[", place.number, "]");
}

void FactErrors::Add(FactPlace place, absl::string_view field, absl::string_view reason) {
  ++count_;
  if (errors_.size() == kRowErrorsMax) return;
  errors_.push_back(
      {.place = std::move(place), .field = std::string(field), .reason = Shortened(reason)});
}

absl::Status FactErrors::ToStatus() const {
  if (empty()) return absl::OkStatus();
  std::string text;
  for (const FactError& error : errors_) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", place_text_(error.place),
                    error.field.empty() ? "" : ".", error.field, ": ", error.reason);
  }
  if (count_ > errors_.size()) {
    absl::StrAppend(&text, "\nand ", count_ - errors_.size(), " more");
  }
  return absl::InvalidArgumentError(text);
}

}  // namespace wijkboek
