// The one thread that writes the server's log. Everybody's work waits in one bounded queue and is
// committed together, one transaction and one fsync for all that waits (group commit): that is
// where the server's speed comes from. Without a thread of its own (drive.h) the caller's is that
// thread.
#ifndef WIJKBOEK_SERVER_WRITER_H_
#define WIJKBOEK_SERVER_WRITER_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/drive.h"
#include "common/random.h"
#include "common/seal.h"
#include "server/device_directory.h"
#include "server/key_vault.h"
#include "server/log_appender.h"
#include "server/log_store.h"

namespace wijkboek {

// One piece of work, done as a whole or not at all.
struct WriteJob {
  // What it weighs in the queue, and in a transaction (what it reads there weighs as well).
  std::size_t bytes = 0;
  std::size_t events = 0;
  // Committed to the key store before the events are: no event is acknowledged without its key.
  std::vector<PersonKey> keys;
  // Within the transaction, on the writer's thread. An error is the store's and undoes the whole
  // transaction; what is wrong with this job alone is kept by the job itself, which then appends
  // nothing.
  std::function<absl::Status(LogAppender& log, std::int64_t now_ms)> apply;
  // Once, after the transaction, on the writer's thread; must not block and must not call the
  // writer's blocking functions. Errors: RESOURCE_EXHAUSTED (the disk is full) or UNAVAILABLE; the
  // work may even so have been stored.
  std::function<void(const absl::Status& committed)> done;
  // Work of the server's own does not count against the queue's bound.
  bool bounded = true;
  // Has a transaction to itself: it may fail without undoing others' work.
  bool alone = false;
};

// Thread-safe.
class Writer final : public LifecycleLog {
 public:
  // Opens the log for writing, begins a generation in it, and starts the thread. References must
  // outlive this.
  static absl::StatusOr<std::unique_ptr<Writer>> Open(std::string path, LogStore& store,
                                                      KeyVault& keys, const Clock& clock,
                                                      Random& random, std::string vfs = "",
                                                      Drive drive = Drive::kOwnThread);
  // Finishes what waits, then ends.
  ~Writer() override;
  void Stop();

  // RESOURCE_EXHAUSTED when the queue is full (`done` is not called then), UNAVAILABLE after Stop.
  absl::Status Submit(WriteJob job);
  // Waits until the job is committed. For the server's own threads, never from a completion.
  absl::Status Run(WriteJob job);
  // Commits one group of what waits; false when nothing does. With Drive::kCaller alone.
  bool Step();

  absl::Status AppendLifecycle(const v1::DeviceLifecycle& lifecycle) override;

  // Called on the writer's thread after each commit that made the log longer. Set before there is
  // any work.
  void OnCommit(std::function<void()> listener);

  // The latest hybrid time of anything that was accepted since the start and was not too far ahead
  // (hybrid_clock.h).
  HybridTime latest_hybrid() const;
  void ObserveHybrid(HybridTime seen);

  std::uint64_t generation() const { return generation_; }

 private:
  Writer(std::string path, std::string vfs, LogStore& store, KeyVault& keys, const Clock& clock,
         Drive drive);
  absl::Status Reopen();
  void Loop();
  // Under mutex_.
  std::vector<WriteJob> TakeGroupLocked();
  void CommitGroup(std::vector<WriteJob> group);
  absl::Status CommitKeys(std::vector<WriteJob>& group);
  absl::Status CommitJobs(std::vector<WriteJob>& group);

  const std::string path_;
  const std::string vfs_;
  LogStore& store_;
  KeyVault& keys_;
  const Clock& clock_;
  const Drive drive_;
  std::uint64_t generation_ = 0;
  std::function<void()> on_commit_;
  // The thread's own. Null while the store can't be opened.
  std::unique_ptr<LogAppender> log_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<WriteJob> queue_;
  std::size_t queued_bytes_ = 0;
  bool stopping_ = false;
  HybridTime latest_hybrid_;
  std::thread thread_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_WRITER_H_
