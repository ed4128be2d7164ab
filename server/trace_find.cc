#include "server/trace_find.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kDigitsMin = 8;
constexpr std::size_t kDigitsMax = 2 * Hash::kSize;

// The least and the greatest hash that begin so.
Hash Filled(absl::string_view beginning, char digit) {
  std::string hex(beginning);
  hex.resize(kDigitsMax, digit);
  return Hash::FromHex(hex).value_or(Hash());
}

}  // namespace

absl::StatusOr<Hash> FindEventHash(const LogStore& log, absl::string_view text) {
  const std::string beginning = absl::AsciiStrToLower(text);
  if (beginning.size() < kDigitsMin || beginning.size() > kDigitsMax ||
      beginning.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat("\"", absl::CHexEscape(text),
                                                   "\" names no event; write at least ", kDigitsMin,
                                                   " of its hex digits"));
  }
  std::vector<Hash> found;
  RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
    // There is no index of hashes alone; this one holds them, and is much smaller than the log.
    Statement select = database.Prepare(
        "SELECT DISTINCT hash FROM log INDEXED BY log_identity "
        "WHERE type = 1 AND hash BETWEEN ? AND ? LIMIT 2");
    select.Bind(Filled(beginning, '0').bytes(), Filled(beginning, 'f').bytes());
    while (true) {
      ASSIGN_OR_RETURN(const bool more, select.Step());
      if (!more) return absl::OkStatus();
      found.push_back(Hash::FromBytesOrZero(select.Bytes(0)));
    }
  }));
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(absl::StrCat("no event's hash begins with ", beginning));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("several events' hashes begin with ", beginning, ": write more digits"));
}

}  // namespace wijkboek
