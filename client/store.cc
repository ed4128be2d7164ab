#include "client/store.h"

#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::int32_t kApplicationId = 0x574b4b31;  // "WKK1"

// `epoch` and `seq` are set for what this device captured (and so holds in its own log); `pulled`
// for what the server sent. `bytes` is null once an own event was deleted: its (seq, hash) stays.
constexpr absl::string_view kMigrations[] = {R"sql(
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  previous BLOB NOT NULL,
  bytes BLOB,
  epoch INTEGER,
  seq INTEGER,
  received_ms INTEGER,
  pulled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX event_by_hash ON event (hash);
CREATE UNIQUE INDEX event_of_own_log ON event (epoch, seq) WHERE epoch IS NOT NULL;
CREATE TABLE epoch (
  ordinal INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE event_person (
  person BLOB NOT NULL,
  position INTEGER NOT NULL,
  participant INTEGER NOT NULL,
  PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_person_by_position ON event_person (position);
CREATE TABLE scope (
  person BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE server_entry (
  position INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE acknowledgement (
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE boot (
  boot BLOB PRIMARY KEY,
  offset_ms INTEGER NOT NULL,
  sample_boottime_ms INTEGER,
  sample_server_ms INTEGER,
  sample_round_trip_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql"};

absl::StatusOr<std::unique_ptr<Connection>> OpenConnection(const std::string& path,
                                                           const std::string& vfs) {
  DatabaseOptions options;
  options.application_id = kApplicationId;
  options.migrations = kMigrations;
  options.migration_count = std::size(kMigrations);
  options.vfs = vfs;
  return Connection::Open(path, options);
}

// After these SQLite has undone the transaction for certain; after any other failure nobody knows.
bool IsCertain(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
      return false;
    default:
      return true;
  }
}

}  // namespace

Store::Store(std::string path, std::string vfs) : path_(std::move(path)), vfs_(std::move(vfs)) {}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& path,
                                                   const std::string& vfs) {
  std::unique_ptr<Store> store(new Store(path, vfs));
  absl::StatusOr<std::unique_ptr<Connection>> connection = OpenConnection(path, vfs);
  if (!connection.ok()) return store->Explain(connection.status());
  store->connection_ = *std::move(connection);
  return store;
}

absl::Status Store::Write(absl::FunctionRef<absl::Status(Connection&)> work) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(EnsureUsable());
  absl::Status status = connection_->database().Transaction([&]() { return work(*connection_); });
  if (!status.ok() && !IsCertain(status)) suspect_ = true;
  return Explain(status);
}

absl::Status Store::Read(absl::FunctionRef<absl::Status(Connection&)> work) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(EnsureUsable());
  return Explain(work(*connection_));
}

absl::Status Store::Reopen() {
  std::lock_guard<std::mutex> lock(mutex_);
  return ReopenLocked();
}

absl::Status Store::EnsureUsable() {
  if (connection_ != nullptr && !suspect_) return absl::OkStatus();
  return ReopenLocked();
}

absl::Status Store::ReopenLocked() {
  suspect_ = true;
  connection_.reset();
  absl::StatusOr<std::unique_ptr<Connection>> connection = OpenConnection(path_, vfs_);
  if (!connection.ok()) return Explain(connection.status());
  // A commit whose sync failed may stand in the operating system's cache alone. The checkpoint
  // writes and syncs it anew.
  absl::Status durable = (*connection)->database().Execute("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!durable.ok()) return Explain(durable);
  connection_ = *std::move(connection);
  suspect_ = false;
  return absl::OkStatus();
}

absl::Status Store::Explain(const absl::Status& status) const {
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return absl::ResourceExhaustedError(
          absl::StrCat("nothing was saved: the disk is full. Make room and try again. (",
                       status.message(), ")"));
    case absl::StatusCode::kDataLoss:
      return absl::DataLossError(absl::StrCat(
          "the kiosk's store is damaged (", path_, ": ", status.message(),
          "). Keep a copy of its folder, then enrol this kiosk anew in another folder; "
          "what the server has acknowledged is safe."));
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kInternal:
      return absl::UnavailableError(
          absl::StrCat("the kiosk's store can't be used just now: ", status.message()));
    default:
      return status;
  }
}

}  // namespace wijkboek
