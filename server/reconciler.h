// The stage "reconcile" on the server: keeps the ledger (derived.db) level with the log, and lets
// others read it.
#ifndef WIJKBOEK_SERVER_RECONCILER_H_
#define WIJKBOEK_SERVER_RECONCILER_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"

namespace wijkboek {

// What a rebuild found.
struct RebuildSummary {
  std::uint64_t partitions = 0;
  // Partitions whose refold differs from what was kept; sorted. None, if all is well.
  std::vector<std::string> differing;
  // Over all, as refolded.
  Hash fingerprint;
};

// Thread-safe.
class Reconciler {
 public:
  // `path` is the derived file; one that is damaged is made anew. `log` and `clock` must outlive
  // this. Starts a thread of its own.
  static absl::StatusOr<std::unique_ptr<Reconciler>> Open(std::string path, const EventLog& log,
                                                          const Clock& clock);
  ~Reconciler();

  // Runs `read` with the ledger as known at this moment: caught up with everything that was
  // committed before the call. Readers wait for each other, so `read` copies what it needs and does
  // no slow work. Never calls back into this. Errors of catching up and of `read` are returned.
  absl::Status Read(absl::FunctionRef<absl::Status(const Ledger&)> read);
  // The same at a moment of the caller's choosing (UTC milliseconds).
  absl::Status ReadAt(std::int64_t now_ms, absl::FunctionRef<absl::Status(const Ledger&)> read);

  // Folds the whole log again beside what is kept, and compares. Takes as long as it takes; readers
  // wait only for the comparison.
  absl::StatusOr<RebuildSummary> Rebuild();

  // The log grew: catch up soon, on the own thread.
  void LogGrew();

  // From now on nothing long is begun, and what is under way ends soon: readers for whom the ledger
  // is not level with the log, and a rebuild, get UNAVAILABLE. For good.
  void Stop();

 private:
  Reconciler(std::string path, const EventLog& log, const Clock& clock,
             std::unique_ptr<Ledger> ledger);
  void Run();

  const std::string path_;
  const EventLog& log_;
  const Clock& clock_;
  std::atomic<bool> stop_{false};

  std::mutex ledger_mutex_;
  std::unique_ptr<Ledger> ledger_;

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool grew_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_RECONCILER_H_
