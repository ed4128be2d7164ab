// What a settlement of a discrepancy rests on, read from the log.
#ifndef WIJKBOEK_SERVER_SETTLE_BASIS_H_
#define WIJKBOEK_SERVER_SETTLE_BASIS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/drafts/settle_draft.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Whom it concerns, and where the events are in which marks on its session may stand.
struct SettleBasis {
  std::vector<Concerned> concerned;
  std::vector<std::uint64_t> positions;
  // Of a fact without a certain time: where it is.
  std::optional<std::uint64_t> uncertain;
};
absl::StatusOr<SettleBasis> SettleBasisOf(const Discrepancy& discrepancy, const Ledger& ledger);

// By this author, on the office's word.
absl::StatusOr<Settling> OfficeSettling(const Discrepancy& discrepancy, const SettleBasis& basis,
                                        const Id& author, const EventLog& log, std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SETTLE_BASIS_H_
