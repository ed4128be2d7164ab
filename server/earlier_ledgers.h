// The ledger as it was known at earlier positions of the log: each in a derived file of its own,
// made from the log when it is first asked for. A few are kept, and a new one goes on from the
// nearest earlier one instead of from nothing.
#ifndef WIJKBOEK_SERVER_EARLIER_LEDGERS_H_
#define WIJKBOEK_SERVER_EARLIER_LEDGERS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"

namespace wijkboek {

// How many are kept beside those that are being read: a report, and the two sides of a comparison.
inline constexpr std::size_t kEarlierLedgersKept = 3;

// Thread-safe. Readers of one position wait for each other, and a new one for the one that it goes
// on from; nobody waits for anybody else, and the ledger that is known now is not touched.
class EarlierLedgers {
 public:
  // Files lie beside `path`, the derived file ("derived.db.at-4711"); those of an earlier run are
  // removed. ":memory:" keeps them in memory. `log` must outlive this.
  EarlierLedgers(std::string path, const EventLog& log);
  ~EarlierLedgers();
  EarlierLedgers(const EarlierLedgers&) = delete;
  EarlierLedgers& operator=(const EarlierLedgers&) = delete;

  // Runs `read` with the ledger of the log through `position`, at `now_ms` (UTC milliseconds).
  // Takes long the first time. `read` copies what it needs and never calls back into this. Errors
  // of building and of `read` are returned; UNAVAILABLE after Stop. `position` must exist.
  absl::Status Read(std::uint64_t position, std::int64_t now_ms,
                    absl::FunctionRef<absl::Status(const Ledger&)> read);

  // What is being built ends soon, and nothing long is begun any more. For good.
  void Stop() { stop_ = true; }

 private:
  struct Kept;
  using KeptPtr = std::shared_ptr<Kept>;

  std::string FileOf(std::uint64_t position) const;
  void RemoveAll() const;
  KeptPtr Take(std::uint64_t position);
  // The nearest one before that position.
  KeptPtr Before(std::uint64_t position);
  void ForgetOldest();
  // Under the one's mutex.
  absl::Status OpenLedger(Kept& kept);

  const std::string path_;
  const EventLog& log_;
  std::atomic<bool> stop_{false};

  std::mutex mutex_;
  // Guarded by mutex_. By position.
  std::map<std::uint64_t, KeptPtr> kept_;
  std::uint64_t uses_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_EARLIER_LEDGERS_H_
