// The ledger as known when somebody asks for it: now, or as known at an earlier moment.
#ifndef WIJKBOEK_SERVER_KNOWN_LEDGERS_H_
#define WIJKBOEK_SERVER_KNOWN_LEDGERS_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ledger/ledger.h"
#include "server/earlier_ledgers.h"
#include "server/known_at.h"
#include "server/log_store.h"
#include "server/reconciler.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Thread-safe. References must outlive it.
class KnownLedgers {
 public:
  KnownLedgers(const LogStore& log, Reconciler& reconciler, EarlierLedgers& earlier,
               const Clock& clock)
      : log_(log), reconciler_(reconciler), earlier_(earlier), clock_(clock) {}

  // As FindKnownAt.
  absl::StatusOr<KnownAt> Find(const v1::AsKnownAt& named) const;
  // The end of the log at this moment, to come back to.
  absl::StatusOr<KnownAt> Now() const;

  // Runs `read` with the ledger as known then (nullopt: now, with everything that was committed
  // before the call), and with when that is. As Reconciler::Read and EarlierLedgers::Read.
  using ReadLedger = absl::FunctionRef<absl::Status(const Ledger&, const KnownAt&)>;
  absl::Status Read(const std::optional<KnownAt>& at, ReadLedger read) const;

 private:
  const LogStore& log_;
  Reconciler& reconciler_;
  EarlierLedgers& earlier_;
  const Clock& clock_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_KNOWN_LEDGERS_H_
