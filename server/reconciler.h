// The stage "reconcile" on the server: keeps the ledger (derived.db) level with the log, and lets
// others read it.
#ifndef WIJKBOEK_SERVER_RECONCILER_H_
#define WIJKBOEK_SERVER_RECONCILER_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/drive.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/ledger/ledger.h"
#include "server/log_through.h"

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
  // Where the log ends, as committed: no entry that is not there yet will stand before it.
  using LogEnd = std::function<std::uint64_t()>;
  // `path` is the derived file; one that is damaged is made anew. `log` and `clock` must outlive
  // this. Without `end` everything that the log gives is read. Starts a thread of its own; without
  // one it catches up when it is read alone.
  static absl::StatusOr<std::unique_ptr<Reconciler>> Open(std::string path, const EventLog& log,
                                                          const Clock& clock, LogEnd end = nullptr,
                                                          Drive drive = Drive::kOwnThread);
  ~Reconciler();

  // Runs `read` with the ledger as known at this moment: caught up with everything that was
  // committed before the call. Readers wait for each other, so `read` copies what it needs and does
  // no slow work. Never calls back into this. Errors of catching up and of `read` are returned.
  absl::Status Read(absl::FunctionRef<absl::Status(const Ledger&)> read);
  // The same at a moment of the caller's choosing (UTC milliseconds).
  absl::Status ReadAt(std::int64_t now_ms, absl::FunctionRef<absl::Status(const Ledger&)> read);
  // The same, and says through which position: the ledger holds all entries up to it and none
  // behind it.
  absl::Status ReadThrough(
      std::int64_t now_ms,
      absl::FunctionRef<absl::Status(const Ledger&, std::uint64_t position)> read);

  // Folds the whole log again beside what is kept, and compares. Takes as long as it takes; readers
  // wait only for the comparison.
  absl::StatusOr<RebuildSummary> Rebuild();

  // The log grew: catch up soon, on the own thread.
  void LogGrew();

  // From now on nothing long is begun, and what is under way ends soon: readers for whom the ledger
  // is not level with the log, and a rebuild, get UNAVAILABLE. For good.
  void Stop();

 private:
  Reconciler(std::string path, const EventLog& log, const Clock& clock, LogEnd end);
  // Under ledger_mutex_.
  absl::Status CatchUpThrough(std::int64_t now_ms);
  void Run();

  const std::string path_;
  const Clock& clock_;
  const LogEnd end_;
  std::atomic<bool> stop_{false};

  std::mutex ledger_mutex_;
  // What the ledger reads; moved on under ledger_mutex_.
  LogThrough log_;
  std::unique_ptr<Ledger> ledger_;

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool grew_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_RECONCILER_H_
