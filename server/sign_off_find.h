// Who signed a session's attendance list off last, and when.
#ifndef WIJKBOEK_SERVER_SIGN_OFF_FIND_H_
#define WIJKBOEK_SERVER_SIGN_OFF_FIND_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"

namespace wijkboek {

struct FoundSignOff {
  // Zero: nobody is named.
  Id author;
  // UTC milliseconds; absent: not known for certain.
  std::optional<std::int64_t> at_ms;
};

// The latest list of the session that names this participant and was not edited away. Nullopt:
// there is none.
absl::StatusOr<std::optional<FoundSignOff>> FindSignOff(const Ledger& ledger, const EventLog& log,
                                                        const Id& session, const Id& participant);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SIGN_OFF_FIND_H_
