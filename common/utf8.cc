#include "common/utf8.h"

#include <cstddef>
#include <cstdint>

namespace wijkboek {

bool IsUtf8(absl::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    if (first < 0x80) {
      ++i;
      continue;
    }
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes.size() - i < size) return false;
    std::uint32_t point = first & (0xFFu >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next & 0xC0) != 0x80) return false;
      point = point << 6 | (next & 0x3F);
    }
    const bool overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += size;
  }
  return true;
}

absl::string_view WithoutHalfSign(absl::string_view cut) {
  // Of four bytes at most three are there.
  for (int i = 0; i < 3 && !IsUtf8(cut); ++i) cut.remove_suffix(1);
  return cut;
}

}  // namespace wijkboek
