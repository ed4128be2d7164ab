#include "common/base32.h"

#include <cstdint>

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

}  // namespace wijkboek
