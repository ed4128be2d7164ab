#include "server/known_ledgers.h"

#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KnownAt> KnownLedgers::Find(const v1::AsKnownAt& named) const {
  return FindKnownAt(named, log_, clock_.WallMs());
}

absl::StatusOr<KnownAt> KnownLedgers::Now() const {
  return KnownAtPosition(log_, log_.tail().position, clock_.WallMs());
}

absl::Status KnownLedgers::Read(const std::optional<KnownAt>& at, ReadLedger read) const {
  if (at) {
    return earlier_.Read(at->position, at->now_ms,
                         [&](const Ledger& ledger) { return read(ledger, *at); });
  }
  const std::int64_t now_ms = clock_.WallMs();
  return reconciler_.ReadThrough(
      now_ms, [&](const Ledger& ledger, std::uint64_t position) -> absl::Status {
        ASSIGN_OR_RETURN(const KnownAt known, KnownAtPosition(log_, position, now_ms));
        return read(ledger, known);
      });
}

}  // namespace wijkboek
