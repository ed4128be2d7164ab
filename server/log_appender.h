// Writing the server's log (ledger.db): the one connection that writes and checkpoints. Everything
// between Begin and Commit is one transaction. After any error the connection is to be thrown away
// and opened anew: a failed commit is ambiguous, and what is remembered here may be ahead of the
// disk.
#ifndef WIJKBOEK_SERVER_LOG_APPENDER_H_
#define WIJKBOEK_SERVER_LOG_APPENDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/sqlite/database.h"
#include "server/ingest.h"
#include "server/log_store.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// How far one epoch of one device has come.
struct Progress {
  // Head of the branch that was taken first. seq 0: nothing held.
  std::uint64_t seq = 0;
  Hash hash;
  std::uint64_t position = 0;
  // What the epoch's first event names as its predecessor; zero: nothing.
  Hash predecessor;
  std::int64_t heard_through_ms = 0;
  std::uint64_t heard_through_seq = 0;
  bool forked = false;
};

// Where an event lies.
struct Placed {
  std::uint64_t position = 0;
  std::int64_t received_ms = 0;
};

// What became of a batch.
struct BatchOutcome {
  // UNAVAILABLE: the base is not held (yet), so nothing of it was stored; the device opens anew.
  absl::Status status;
  // Its last event (or the base, of an empty batch).
  EventKey last;
  Placed placed;
  std::size_t stored = 0;
  // The epoch is forked, by this batch or before.
  bool forked = false;
};

// What became of the end of a device's log.
struct HeardOutcome {
  bool holds = false;
  // On record afterwards.
  Progress progress;
};

// One thread.
class LogAppender {
 public:
  // Makes and migrates the file. What it finds is on the disk itself when this returns
  // (checkpoint.h): it will be acknowledged as held.
  static absl::StatusOr<std::unique_ptr<LogAppender>> Open(const std::string& path,
                                                           const std::string& vfs = "");

  absl::Status Begin();
  absl::Status Commit();
  void Rollback();

  // The batch's new events; what is held is skipped. Errors are the store's only.
  absl::StatusOr<BatchOutcome> AppendBatch(const VerifiedBatch& batch, std::int64_t now_ms);
  // Events of the server's own making, which follow each other; at least one. What their log ends
  // with after the transaction is signed by SignOwn.
  absl::Status AppendOwn(absl::Span<const StoredEvent> events, std::int64_t now_ms);
  absl::Status SignOwn(const EventKey& head, const Signature& signature, const PublicKey& key) {
    return InsertSignedHead(head, signature, key);
  }
  // Takes note that the device's log ended at `head` at `through_ms`. Becomes an entry when it says
  // something new, or when the last one is kHeardThroughStepMs old. Does not hold for an epoch that
  // is forked, a head that is not the one held, or a time to come.
  absl::StatusOr<HeardOutcome> AdvanceHeardThrough(const EventKey& head, std::int64_t through_ms,
                                                   std::int64_t now_ms);
  absl::Status AppendLifecycle(const v1::DeviceLifecycle& lifecycle, std::int64_t now_ms);
  // Begins a generation: names the end that was found.
  absl::Status OpenGeneration(std::uint64_t generation, std::int64_t now_ms);

  absl::StatusOr<Progress> ProgressOf(const Id& device, Epoch epoch);
  // The epoch of the device whose head came last; nullopt when nothing is held.
  absl::StatusOr<std::optional<EventKey>> LatestHead(const Id& device);
  absl::StatusOr<std::optional<Placed>> Find(const EventKey& event);
  // The hashes held at one seq.
  absl::StatusOr<std::vector<Hash>> HashesAt(const Id& device, Epoch epoch, std::uint64_t seq);

  // With everything appended so far, committed or not.
  const LogTail& tail() const { return tail_; }

 private:
  using EpochKey = std::pair<Id, Epoch>;

  explicit LogAppender(Database database);
  absl::Status LoadTail();
  absl::StatusOr<Progress*> Load(const Id& device, Epoch epoch);
  absl::Status Insert(EntryType type, const EventKey* key, const Hash* previous, const Hash& hash,
                      absl::string_view bytes, std::int64_t received_ms);
  absl::Status InsertEvent(const EventKey& key, const Hash& previous, absl::string_view bytes,
                           std::int64_t received_ms);
  absl::Status InsertSignedHead(const EventKey& head, const Signature& signature,
                                const PublicKey& key);
  absl::StatusOr<bool> PredecessorFits(const VerifiedBatch& batch);
  // Another epoch of the device goes on from this event.
  absl::StatusOr<bool> IsContinued(const Id& device, const Hash& head, Epoch except);
  // Another event is held in the place of this one, after the same one.
  absl::StatusOr<bool> IsBranch(const EventKey& key, const Hash& previous);
  // The histories of the epoch may differ from `seq` on. 0: nobody knows.
  absl::Status NoteFork(const VerifiedBatch& batch, Epoch epoch, std::uint64_t seq,
                        std::int64_t now_ms);
  absl::Status NoteStranger(const VerifiedBatch& batch, std::int64_t now_ms);
  absl::Status WriteProgress();

  Database database_;
  Statement insert_;
  Statement find_;
  Statement hashes_at_;
  Statement sibling_;
  Statement load_progress_;
  Statement save_progress_;
  Statement latest_head_;
  Statement successor_;
  Statement insert_signed_head_;
  LogTail tail_;
  absl::flat_hash_map<EpochKey, Progress> progress_;
  absl::flat_hash_set<EpochKey> dirty_;
  // Epochs that began in this transaction, by what they go on from.
  absl::flat_hash_map<Hash, EpochKey> started_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_LOG_APPENDER_H_
