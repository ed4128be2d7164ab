#include "client/witness.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/files.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kPrefix = "wijkboek head v1 ";

bool ParseHex64(absl::string_view text, std::uint64_t& value) {
  return text.size() == 16 && absl::SimpleHexAtoi(text, &value);
}

}  // namespace

std::string FormatWitness(const EventKey& head) {
  return absl::StrCat(kPrefix, head.device.hex(), " ", absl::Hex(head.epoch, absl::kZeroPad16), " ",
                      absl::Hex(head.seq, absl::kZeroPad16), " ", head.hash.hex(), "\n");
}

std::optional<EventKey> ParseWitness(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, kPrefix)) return std::nullopt;
  std::vector<absl::string_view> fields = absl::StrSplit(absl::StripAsciiWhitespace(text), ' ');
  EventKey head;
  if (fields.size() != 4 || !ParseHex64(fields[1], head.epoch) ||
      !ParseHex64(fields[2], head.seq)) {
    return std::nullopt;
  }
  absl::StatusOr<Id> device = Id::FromHex(fields[0]);
  absl::StatusOr<Hash> hash = Hash::FromHex(fields[3]);
  if (!device.ok() || !hash.ok()) return std::nullopt;
  head.device = *device;
  head.hash = *hash;
  return head;
}

absl::Status WriteWitness(const std::string& path, const EventKey& head) {
  return WriteFileDurably(path, FormatWitness(head));
}

std::optional<EventKey> ReadWitness(const std::string& path) {
  absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) return std::nullopt;
  return ParseWitness(*text);
}

}  // namespace wijkboek
