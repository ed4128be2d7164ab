#include "server/log_store.h"

#include <utility>

#include "common/status.h"

namespace wijkboek {

struct LogStore::Connection {
  explicit Connection(Database opened)
      : database(std::move(opened)),
        events_after(database.Prepare("SELECT position, previous, bytes, received_ms FROM log "
                                      "WHERE position > ? AND type = 1 "
                                      "ORDER BY position LIMIT ?")),
        event_at(database.Prepare("SELECT position, previous, bytes, received_ms FROM log WHERE "
                                  "position = ? AND type = 1")),
        rows_after(database.Prepare("SELECT position, type, received_ms, previous, hash, bytes, "
                                    "running_hash, device, epoch, seq FROM log WHERE position > ? "
                                    "ORDER BY position")),
        running_hash_at(database.Prepare("SELECT running_hash FROM log WHERE position = ?")),
        position_of(database.Prepare(
            "SELECT position FROM log WHERE type = 1 AND device = ? AND epoch = ? AND seq = ? AND "
            "hash = ?")),
        // An epoch with one branch has as many as its head's number says; the others are counted.
        count_events(database.Prepare(
            "SELECT sum(CASE WHEN forked = 0 AND position <= ?2 THEN seq ELSE "
            "(SELECT COUNT(*) FROM log WHERE type = 1 AND device = ?1 AND epoch = progress.epoch "
            "AND position <= ?2) END) FROM progress WHERE device = ?1")),
        lifecycle_after(database.Prepare(
            "SELECT bytes FROM log INDEXED BY log_lifecycle "
            "WHERE type = 3 AND position > ? AND position <= ? ORDER BY position")),
        notices_after(database.Prepare(
            "SELECT position, type, received_ms, previous, hash, bytes, running_hash, device, "
            "epoch, seq FROM log INDEXED BY log_notice WHERE type IN (2, 3) AND position > ? "
            "ORDER BY position LIMIT ?")) {}

  Database database;
  Statement events_after;
  Statement event_at;
  Statement rows_after;
  Statement running_hash_at;
  Statement position_of;
  Statement count_events;
  Statement lifecycle_after;
  Statement notices_after;
};

class LogStore::Borrowed {
 public:
  Borrowed(const LogStore& store, std::unique_ptr<Connection> connection)
      : store_(store), connection_(std::move(connection)) {}
  ~Borrowed() { store_.GiveBack(std::move(connection_)); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Connection* operator->() { return connection_.get(); }

 private:
  const LogStore& store_;
  std::unique_ptr<Connection> connection_;
};

namespace {

LogEvent EventOfRow(const Statement& row) {
  return {.position = row.Uint(0),
          .previous = Hash::FromBytesOrZero(row.Bytes(1)),
          .bytes = row.String(2),
          .received_ms = row.Int(3)};
}

LogRow RowOf(const Statement& row) {
  return {.position = row.Uint(0),
          .type = static_cast<EntryType>(row.Int(1)),
          .received_ms = row.Int(2),
          .key = {.device = Id::FromBytesOrZero(row.Bytes(7)),
                  .epoch = row.Uint(8),
                  .seq = row.Uint(9),
                  .hash = Hash::FromBytesOrZero(row.Bytes(4))},
          .previous = Hash::FromBytesOrZero(row.Bytes(3)),
          .bytes = row.String(5),
          .running_hash = Hash::FromBytesOrZero(row.Bytes(6))};
}

}  // namespace

LogStore::LogStore(std::string path, std::string vfs)
    : path_(std::move(path)), vfs_(std::move(vfs)) {}

LogStore::~LogStore() = default;

absl::StatusOr<std::unique_ptr<LogStore::Connection>> LogStore::Borrow() const {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  ASSIGN_OR_RETURN(Database database,
                   Database::Open(path_, LogDatabaseOptions(/*read_only=*/true, vfs_)));
  return std::make_unique<Connection>(std::move(database));
}

void LogStore::GiveBack(std::unique_ptr<Connection> connection) const {
  std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

absl::StatusOr<std::vector<LogEvent>> LogStore::ReadAfter(std::uint64_t position,
                                                          std::size_t limit) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  Statement& statement = borrowed->events_after;
  statement.Bind(position, std::uint64_t{limit});
  std::vector<LogEvent> events;
  while (true) {
    ASSIGN_OR_RETURN(bool more, statement.Step());
    if (!more) return events;
    events.push_back(EventOfRow(statement));
  }
}

absl::StatusOr<std::vector<v1::LogEntry>> LogStore::ReadNoticesAfter(std::uint64_t position,
                                                                     std::size_t limit) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  Statement& statement = borrowed->notices_after;
  statement.Bind(position, std::uint64_t{limit});
  std::vector<v1::LogEntry> notices;
  while (true) {
    ASSIGN_OR_RETURN(bool more, statement.Step());
    if (!more) return notices;
    notices.push_back(ToLogEntry(RowOf(statement)));
  }
}

absl::StatusOr<LogEvent> LogStore::Read(std::uint64_t position) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  ASSIGN_OR_RETURN(bool found, borrowed->event_at.Bind(position).Step());
  if (!found) return absl::NotFoundError(absl::StrCat("no event at position ", position));
  LogEvent event = EventOfRow(borrowed->event_at);
  borrowed->event_at.Reset();
  return event;
}

absl::StatusOr<std::vector<LogRow>> LogStore::ReadRowsAfter(std::uint64_t position,
                                                            std::size_t limit,
                                                            std::size_t bytes_max) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  Statement& statement = borrowed->rows_after;
  statement.Bind(position);
  std::vector<LogRow> rows;
  std::size_t bytes = 0;
  while (rows.size() < limit) {
    ASSIGN_OR_RETURN(bool more, statement.Step());
    if (!more) return rows;
    bytes += statement.Bytes(5).size();
    if (bytes > bytes_max && !rows.empty()) break;
    rows.push_back(RowOf(statement));
  }
  statement.Reset();
  return rows;
}

absl::StatusOr<Hash> LogStore::RunningHashAt(std::uint64_t position) const {
  if (position == 0) return Hash();
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  ASSIGN_OR_RETURN(bool found, borrowed->running_hash_at.Bind(position).Step());
  if (!found) return absl::NotFoundError(absl::StrCat("no entry at position ", position));
  Hash hash = Hash::FromBytesOrZero(borrowed->running_hash_at.Bytes(0));
  borrowed->running_hash_at.Reset();
  return hash;
}

absl::StatusOr<std::uint64_t> LogStore::PositionOf(const EventKey& event) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  Statement& statement = borrowed->position_of;
  statement.Bind(event.device.bytes(), event.epoch, event.seq, event.hash.bytes());
  ASSIGN_OR_RETURN(bool found, statement.Step());
  if (!found) return absl::NotFoundError("this event is not held");
  std::uint64_t position = statement.Uint(0);
  statement.Reset();
  return position;
}

absl::StatusOr<std::uint64_t> LogStore::CountEvents(const Id& device, std::uint64_t through) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  ASSIGN_OR_RETURN(bool found, borrowed->count_events.Bind(device.bytes(), through).Step());
  std::uint64_t count = found ? borrowed->count_events.Uint(0) : 0;
  borrowed->count_events.Reset();
  return count;
}

absl::Status LogStore::ForEachLifecycle(std::uint64_t after,
                                        absl::FunctionRef<void(const v1::DeviceLifecycle&)> visit,
                                        std::uint64_t through) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  Statement& statement = borrowed->lifecycle_after;
  statement.Bind(after, through);
  while (true) {
    ASSIGN_OR_RETURN(bool more, statement.Step());
    if (!more) return absl::OkStatus();
    v1::DeviceLifecycle lifecycle;
    if (lifecycle.ParseFromString(statement.String(0))) visit(lifecycle);
  }
}

absl::Status LogStore::WithConnection(absl::FunctionRef<absl::Status(Database&)> read) const {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Borrow());
  Borrowed borrowed(*this, std::move(connection));
  return read(borrowed->database);
}

void LogStore::CloseReaders() {
  std::lock_guard lock(mutex_);
  idle_.clear();
}

LogTail LogStore::tail() const {
  std::lock_guard lock(mutex_);
  return tail_;
}

void LogStore::PublishTail(const LogTail& tail) {
  std::lock_guard lock(mutex_);
  tail_ = tail;
}

v1::LogEntry ToLogEntry(const LogRow& row) {
  v1::LogEntry entry;
  entry.set_position(row.position);
  switch (row.type) {
    case EntryType::kEvent:
      entry.mutable_event()->set_event(row.bytes);
      entry.mutable_event()->set_previous_hash(row.previous.ToString());
      entry.mutable_event()->set_received_ms(row.received_ms);
      break;
    case EntryType::kHeardThrough:
      entry.mutable_heard_through()->ParseFromString(row.bytes);
      break;
    case EntryType::kLifecycle:
      entry.mutable_lifecycle()->ParseFromString(row.bytes);
      break;
    case EntryType::kGenerationOpened:
      entry.mutable_generation_opened()->ParseFromString(row.bytes);
      break;
  }
  return entry;
}

}  // namespace wijkboek
