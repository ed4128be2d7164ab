// Identifiers: fixed-size byte strings as values, with one text form (lower-case hex).
#ifndef WIJKBOEK_COMMON_IDS_H_
#define WIJKBOEK_COMMON_IDS_H_

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// N bytes that name something. The zero value means "none". Ordered by bytes. Tag keeps kinds
// apart.
template <std::size_t N, typename Tag>
class Bytes {
 public:
  static constexpr std::size_t kSize = N;

  constexpr Bytes() = default;

  // From the bytes of a message or a database column. INVALID_ARGUMENT unless there are exactly N.
  static absl::StatusOr<Bytes> FromBytes(absl::string_view bytes) {
    if (bytes.size() != N) {
      return absl::InvalidArgumentError(
          absl::StrCat(Tag::kName, " has ", bytes.size(), " bytes, must have ", N));
    }
    Bytes result;
    std::memcpy(result.data_.data(), bytes.data(), N);
    return result;
  }

  // As FromBytes, for bytes that were checked before: anything else gives the zero value.
  static Bytes FromBytesOrZero(absl::string_view bytes) {
    Bytes result;
    if (bytes.size() == N) std::memcpy(result.data_.data(), bytes.data(), N);
    return result;
  }

  // From 2N hex digits.
  static absl::StatusOr<Bytes> FromHex(absl::string_view hex) {
    if (hex.size() != 2 * N ||
        hex.find_first_not_of("0123456789abcdefABCDEF") != absl::string_view::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat(Tag::kName, " must be ", 2 * N, " hex digits"));
    }
    return FromBytes(absl::HexStringToBytes(hex));
  }

  // Valid as long as this value.
  absl::string_view bytes() const {
    return {reinterpret_cast<const char*>(data_.data()), data_.size()};
  }
  std::string ToString() const { return std::string(bytes()); }
  std::string hex() const { return absl::BytesToHexString(bytes()); }
  const unsigned char* data() const { return data_.data(); }
  unsigned char* data() { return data_.data(); }
  bool IsZero() const { return *this == Bytes(); }

  friend auto operator<=>(const Bytes&, const Bytes&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Bytes& id) {
    return H::combine(std::move(h), id.data_);
  }

 private:
  std::array<unsigned char, N> data_{};
};

struct IdTag {
  static constexpr absl::string_view kName = "id";
};
struct HashTag {
  static constexpr absl::string_view kName = "hash";
};
struct KeyTag {
  static constexpr absl::string_view kName = "key";
};

// 16 bytes: a device, person, centre, session, visit, household, key, boot …
using Id = Bytes<16, IdTag>;
// 32 bytes: SHA-256.
using Hash = Bytes<32, HashTag>;
// 32 secret bytes.
using SecretKey = Bytes<32, KeyTag>;

// 64 random bits that name one life of a device's store.
using Epoch = std::uint64_t;

// An event's place in a device's log, and its identity.
struct EventKey {
  Id device;
  Epoch epoch = 0;
  std::uint64_t seq = 0;
  Hash hash;

  friend auto operator<=>(const EventKey&, const EventKey&) = default;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_IDS_H_
