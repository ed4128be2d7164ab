#include "common/base32.h"

#include <cstdint>

#include "absl/strings/ascii.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kBase32Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

std::string Base32(absl::string_view bytes) {
  std::string text;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(kBase32Signs[(buffer >> (bits - 5)) & 31]);
  }
  if (bits > 0) text.push_back(kBase32Signs[(buffer << (5 - bits)) & 31]);
  return text;
}

absl::StatusOr<std::string> FromBase32(absl::string_view text) {
  std::string bytes;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kBase32Signs.find(absl::ascii_toupper(static_cast<unsigned char>(c)));
    if (value == absl::string_view::npos) {
      return absl::InvalidArgumentError("is no base32: only A to Z and 2 to 7 stand in it");
    }
    buffer = (buffer << 5) | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) bytes.push_back(static_cast<char>(buffer >> (bits -= 8)));
  }
  return bytes;
}

}  // namespace wijkboek
