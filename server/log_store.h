// Reading the server's log (ledger.db). Writing is log_appender.h, and only the writer does it.
#ifndef WIJKBOEK_SERVER_LOG_STORE_H_
#define WIJKBOEK_SERVER_LOG_STORE_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/sqlite/database.h"
#include "server/log_schema.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// The end of the log, as committed.
struct LogTail {
  std::uint64_t position = 0;
  Hash running_hash;
  std::uint64_t generation = 0;
};

// One entry as stored.
struct LogRow {
  std::uint64_t position = 0;
  EntryType type = EntryType::kEvent;
  std::int64_t received_ms = 0;
  // Of an event: its place and what it follows. Otherwise only the hash of the bytes.
  EventKey key;
  Hash previous;
  std::string bytes;
  Hash running_hash;
};

inline constexpr std::uint64_t kEndOfLog = std::numeric_limits<std::int64_t>::max();

// Thread-safe: each call borrows a read-only connection of its own. Every read is one short
// statement, so that checkpoints find gaps. Errors are the database's (common/sqlite/database.h).
class LogStore final : public EventLog {
 public:
  // The file must exist: the writer's side makes it (LogAppender::Open).
  explicit LogStore(std::string path, std::string vfs = "");

  // ---- EventLog
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override;
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override;
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override;

  // Entries of all types after `position`, oldest first: at most `limit`, and no more than fit in
  // `bytes_max` (but at least one).
  absl::StatusOr<std::vector<LogRow>> ReadRowsAfter(std::uint64_t position, std::size_t limit,
                                                    std::size_t bytes_max) const;
  // NOT_FOUND beyond the end. At position 0 it is the zero hash.
  absl::StatusOr<Hash> RunningHashAt(std::uint64_t position) const;
  // NOT_FOUND when this event is not held.
  absl::StatusOr<std::uint64_t> PositionOf(const EventKey& event) const;
  // How many events of this device are held up to and including `through`, of all epochs and
  // branches.
  absl::StatusOr<std::uint64_t> CountEvents(const Id& device,
                                            std::uint64_t through = kEndOfLog) const;
  // Calls `visit` with every entry of that type after `after`, up to and including `through`,
  // oldest first. For the lifecycle (few); others scan.
  absl::Status ForEachLifecycle(std::uint64_t after,
                                absl::FunctionRef<void(const v1::DeviceLifecycle&)> visit,
                                std::uint64_t through = kEndOfLog) const;

  // Runs `read` on a read-only connection, for checks that have statements of their own (verify.h).
  absl::Status WithConnection(absl::FunctionRef<absl::Status(Database&)> read) const;

  // Closes the readers, so that the writer, closing last, leaves one whole file. Nobody reads then.
  void CloseReaders();

  // ---- the end of the log
  LogTail tail() const;
  // By the writer, after each commit.
  void PublishTail(const LogTail& tail);

 private:
  struct Connection;
  // Returns its connection to the pool.
  class Borrowed;
  absl::StatusOr<std::unique_ptr<Connection>> Borrow() const;
  void GiveBack(std::unique_ptr<Connection> connection) const;

  const std::string path_;
  const std::string vfs_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Connection>> idle_;
  LogTail tail_;

 public:
  ~LogStore() override;
};

// The entry as it is sent.
v1::LogEntry ToLogEntry(const LogRow& row);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_LOG_STORE_H_
