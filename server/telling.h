// The server's half of the comparison with its kiosks (docs/sync.md): what is told about the
// participants of a scope, a page at a time.
#ifndef WIJKBOEK_SERVER_TELLING_H_
#define WIJKBOEK_SERVER_TELLING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/ledger/ledger.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// Where one Pull stands with it.
struct Telling {
  // When the next round begins (UTC milliseconds).
  std::int64_t due_ms = 0;
  // Under way: everybody up to this one was told of.
  std::optional<Id> after;
  bool is_first_round = true;
};

// Adds what is known of the next of `participants` (sorted) to the page, at most
// kFingerprintsPerPage of them, as the ledger stands at `now_ms`; nothing between two rounds. True
// when more of them follow. A round comes with the beginning of a Pull, another one soon after that
// (by then what the kiosk brought along has arrived), and then one now and then.
absl::StatusOr<bool> TellFingerprints(const std::vector<Id>& participants, const Ledger& ledger,
                                      std::int64_t now_ms, Telling& telling,
                                      v1::PullResponse& page);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TELLING_H_
