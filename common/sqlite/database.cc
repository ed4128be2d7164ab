#include "common/sqlite/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/write_ahead_log.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// SQLite's own default.
constexpr int kLogPagesMax = 1000;

absl::StatusCode CodeOf(int result) {
  switch (result & 0xff) {
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return absl::StatusCode::kFailedPrecondition;
    case SQLITE_CONSTRAINT:
      return absl::StatusCode::kAlreadyExists;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return absl::StatusCode::kUnavailable;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status ErrorOf(sqlite3* handle, int result) {
  return absl::Status(CodeOf(result), absl::StrCat(sqlite3_errmsg(handle), " (SQLite ",
                                                   sqlite3_extended_errcode(handle), ")"));
}

absl::StatusOr<std::int64_t> Pragma(Database& database, const std::string& name) {
  sqlite3_stmt* raw = nullptr;
  std::string sql = absl::StrCat("PRAGMA ", name);
  int result = sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &raw, nullptr);
  if (result != SQLITE_OK) return ErrorOf(database.handle(), result);
  result = sqlite3_step(raw);
  std::int64_t value = result == SQLITE_ROW ? sqlite3_column_int64(raw, 0) : 0;
  sqlite3_finalize(raw);
  if (result != SQLITE_ROW && result != SQLITE_DONE) return ErrorOf(database.handle(), result);
  return value;
}

absl::Status Configure(Database& database, const DatabaseOptions& options) {
  sqlite3_busy_timeout(database.handle(), options.exclusive ? 0 : 5000);
  // A file that may be damaged or hostile must not run code of its own.
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  RETURN_IF_ERROR(database.Execute(
      "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA "
      "foreign_keys=ON;"));
  // Before the first access: the WAL then needs no shared memory, and nobody else gets in.
  if (options.exclusive) RETURN_IF_ERROR(database.Execute("PRAGMA locking_mode=EXCLUSIVE"));
  return absl::OkStatus();
}

// As SQLite does it by itself, which says nothing when a sync fails. Where commits are not synced
// one by one, the log is not what it seems from then on: whoever commits is told, opens the file
// again, and so settles it.
int CopyLogWhenLong(void*, sqlite3* handle, const char* database, int pages) {
  if (pages < kLogPagesMax) return SQLITE_OK;
  const int result =
      sqlite3_wal_checkpoint_v2(handle, database, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  return (result & 0xff) == SQLITE_IOERR ? result : SQLITE_OK;
}

absl::Status UseWriteAheadLog(Database& database, Durability durability) {
  // Closing copies what is in the log into the database: not before the log is settled.
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  RETURN_IF_ERROR(database.Execute("PRAGMA journal_mode=WAL"));
  RETURN_IF_ERROR(SettleWriteAheadLog(database));
  if (durability == Durability::kDurable) {
    RETURN_IF_ERROR(database.Execute("PRAGMA synchronous=FULL"));
  } else {
    RETURN_IF_ERROR(database.Execute("PRAGMA synchronous=NORMAL"));
    sqlite3_wal_hook(database.handle(), CopyLogWhenLong, nullptr);
  }
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  return absl::OkStatus();
}

absl::Status Migrate(Database& database, const DatabaseOptions& options) {
  ASSIGN_OR_RETURN(std::int64_t application, Pragma(database, "application_id"));
  ASSIGN_OR_RETURN(std::int64_t version, Pragma(database, "user_version"));
  ASSIGN_OR_RETURN(std::int64_t tables, Pragma(database, "schema_version"));
  if (application != options.application_id && (application != 0 || tables != 0)) {
    return absl::FailedPreconditionError("this file was not made by this part of Wijkboek");
  }
  if (version > options.migration_count) {
    return absl::FailedPreconditionError(
        absl::StrCat("this store has version ", version, ", this program knows ",
                     options.migration_count, ": install a newer Wijkboek; nothing was changed"));
  }
  if (version == options.migration_count) return absl::OkStatus();
  if (options.read_only) return absl::FailedPreconditionError("store must be migrated first");
  return database.Transaction([&]() -> absl::Status {
    for (std::int64_t i = version; i < options.migration_count; ++i) {
      RETURN_IF_ERROR(WithContext(database.Execute(options.migrations[i]),
                                  absl::StrCat("migration to version ", i + 1)));
    }
    return database.Execute(absl::StrCat("PRAGMA application_id=", options.application_id,
                                         "; PRAGMA user_version=", options.migration_count));
  });
}

// What the schema says of tables and indexes, by name; nullopt where it can't be read.
std::optional<std::map<std::string, std::string>> SchemaOf(sqlite3* handle) {
  std::map<std::string, std::string> schema;
  const auto add = [](void* into, int, char** values, char**) {
    auto& entries = *static_cast<std::map<std::string, std::string>*>(into);
    entries[values[0] == nullptr ? "" : values[0]] = values[1] == nullptr ? "" : values[1];
    return 0;
  };
  const int result =
      sqlite3_exec(handle, "SELECT name, sql FROM sqlite_schema", add, &schema, nullptr);
  if (result != SQLITE_OK) return std::nullopt;
  return schema;
}

}  // namespace

// ---- Statement

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), unprepared_(other.unprepared_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    sqlite3_finalize(statement_);
    statement_ = std::exchange(other.statement_, nullptr);
    unprepared_ = other.unprepared_;
  }
  return *this;
}

Statement::~Statement() { sqlite3_finalize(statement_); }

absl::Status Statement::Run() {
  absl::StatusOr<bool> row = Step();
  if (row.ok() && *row) Reset();
  return row.status();
}

absl::StatusOr<bool> Statement::Step() {
  if (statement_ == nullptr) return unprepared_;
  int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  absl::Status status =
      result == SQLITE_DONE ? absl::OkStatus() : ErrorOf(sqlite3_db_handle(statement_), result);
  Reset();
  if (!status.ok()) return status;
  return false;
}

void Statement::Reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_, column); }

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

absl::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  int size = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

void Statement::BindOne(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
}

void Statement::BindOne(int index, absl::string_view blob) {
  // A null pointer would bind NULL; an empty blob is meant.
  sqlite3_bind_blob64(statement_, index, blob.empty() ? "" : blob.data(), blob.size(),
                      SQLITE_TRANSIENT);
}

void Statement::BindOne(int index, TextValue text) {
  sqlite3_bind_text64(statement_, index, text.text.empty() ? "" : text.text.data(),
                      text.text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::BindOne(int index, std::nullptr_t) { sqlite3_bind_null(statement_, index); }

// ---- Database

absl::StatusOr<Database> Database::Open(const std::string& path, const DatabaseOptions& options) {
  sqlite3* handle = nullptr;
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int result = sqlite3_open_v2(path.c_str(), &handle, flags,
                               options.vfs.empty() ? nullptr : options.vfs.c_str());
  Database database(handle);
  for (int i = 0; i < options.migration_count; ++i) {
    absl::StrAppend(&database.made_by_, options.migrations[i], ";\n");
  }
  if (result != SQLITE_OK) return WithContext(ErrorOf(handle, result), path);
  absl::Status status = Configure(database, options);
  if (status.ok() && !options.read_only) status = UseWriteAheadLog(database, options.durability);
  if (status.ok()) status = Migrate(database, options);
  if (!status.ok()) return WithContext(status, path);
  return database;
}

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), made_by_(std::move(other.made_by_)) {}

Database& Database::operator=(Database&& other) noexcept {
  if (this != &other) {
    sqlite3_close_v2(handle_);
    handle_ = std::exchange(other.handle_, nullptr);
    made_by_ = std::move(other.made_by_);
  }
  return *this;
}

Database::~Database() { sqlite3_close_v2(handle_); }

Statement Database::Prepare(absl::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  int result = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result == SQLITE_OK) return Statement(statement);
  const absl::Status status = ErrorOf(handle_, result);
  if (result == SQLITE_ERROR && !HasTablesOfMigrations()) {
    return Statement(absl::DataLossError(
        absl::StrCat("the tables in the file are not those of this program: ", status.message())));
  }
  if (result == SQLITE_ERROR || result == SQLITE_MISUSE) {
    std::fprintf(stderr, "cannot prepare \"%.*s\": %s\n", static_cast<int>(sql.size()), sql.data(),
                 sqlite3_errmsg(handle_));
    std::abort();
  }
  return Statement(status);
}

// Compared only when a statement does not fit: a bit that flipped in a table's definition makes it
// another table, and SQLite sees no damage in that.
bool Database::HasTablesOfMigrations() const {
  sqlite3* made = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &made, SQLITE_OPEN_READWRITE, nullptr);
  const Database owner(made);
  if (opened != SQLITE_OK || made_by_.empty() ||
      sqlite3_exec(made, made_by_.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return true;
  }
  const auto expected = SchemaOf(made);
  const auto found = SchemaOf(handle_);
  if (!expected || !found) return !expected;
  return std::all_of(expected->begin(), expected->end(), [&](const auto& entry) {
    const auto same = found->find(entry.first);
    return same != found->end() && same->second == entry.second;
  });
}

absl::Status Database::Execute(absl::string_view sql) {
  int result = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : ErrorOf(handle_, result);
}

absl::Status Database::Transaction(const std::function<absl::Status()>& work) {
  RETURN_IF_ERROR(Execute("BEGIN IMMEDIATE"));
  absl::Status status = work();
  if (status.ok()) status = Execute("COMMIT");
  if (!status.ok() && sqlite3_get_autocommit(handle_) == 0) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  return status;
}

std::int64_t Database::LastInsertRowId() const { return sqlite3_last_insert_rowid(handle_); }

std::int64_t Database::Changes() const { return sqlite3_changes64(handle_); }

absl::Status Database::BackupTo(const std::string& path) {
  sqlite3* target = nullptr;
  int result =
      sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database owner(target);
  if (result != SQLITE_OK) return WithContext(ErrorOf(target, result), path);
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  if (backup == nullptr) return WithContext(ErrorOf(target, SQLITE_ERROR), path);
  sqlite3_backup_step(backup, -1);
  result = sqlite3_backup_finish(backup);
  if (result != SQLITE_OK) return WithContext(ErrorOf(target, result), path);
  owner = Database();
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 || fsync(file) != 0) {
    if (file >= 0) close(file);
    return absl::UnavailableError(absl::StrCat(path, ": could not be synced"));
  }
  close(file);
  return absl::OkStatus();
}

}  // namespace wijkboek
