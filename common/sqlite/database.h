// A thin, typed face on SQLite. One connection, one thread at a time (callers lock). SQLite's codes
// are translated to absl::Status here and nowhere else: SQLITE_FULL is RESOURCE_EXHAUSTED,
// SQLITE_CORRUPT and SQLITE_NOTADB are DATA_LOSS, SQLITE_BUSY is FAILED_PRECONDITION (somebody else
// has the file), SQLITE_CONSTRAINT is ALREADY_EXISTS, the rest is UNAVAILABLE (I/O) or INTERNAL.
#ifndef WIJKBOEK_COMMON_SQLITE_DATABASE_H_
#define WIJKBOEK_COMMON_SQLITE_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct sqlite3;
struct sqlite3_stmt;

namespace wijkboek {

// A prepared statement. Bind all parameters, step through the rows, and it resets itself. Kept and
// reused.
class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Binds parameters 1, 2, 3 … Text views are copied; integers are 64 bits; uint64 keeps its bits.
  template <typename... Values>
  Statement& Bind(const Values&... values) {
    int index = 0;
    (BindOne(++index, values), ...);
    return *this;
  }

  // Runs a statement without rows.
  absl::Status Run();
  // True while there is a row. After false or an error the statement is reset.
  absl::StatusOr<bool> Step();
  // Ends early, before the last row was read.
  void Reset();
  // False where the file did not allow it to be prepared; what is wrong is said when it is run.
  bool is_prepared() const { return statement_ != nullptr; }

  std::int64_t Int(int column) const;
  std::uint64_t Uint(int column) const { return static_cast<std::uint64_t>(Int(column)); }
  bool IsNull(int column) const;
  // Blob or text. Valid until the next step.
  absl::string_view Bytes(int column) const;
  std::string String(int column) const { return std::string(Bytes(column)); }

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  explicit Statement(absl::Status unprepared) : unprepared_(std::move(unprepared)) {}
  void BindOne(int index, std::int64_t value);
  void BindOne(int index, std::uint64_t value) { BindOne(index, static_cast<std::int64_t>(value)); }
  void BindOne(int index, int value) { BindOne(index, std::int64_t{value}); }
  void BindOne(int index, unsigned value) { BindOne(index, std::int64_t{value}); }
  void BindOne(int index, bool value) { BindOne(index, std::int64_t{value}); }
  // As a blob. Text goes through Text{…}.
  void BindOne(int index, absl::string_view blob);
  void BindOne(int index, const std::string& blob) { BindOne(index, absl::string_view(blob)); }
  void BindOne(int index, const char*) = delete;
  struct TextValue {
    absl::string_view text;
  };
  void BindOne(int index, TextValue text);
  void BindOne(int index, std::nullptr_t);

 public:
  // Marks a parameter as text.
  static TextValue Text(absl::string_view text) { return {text}; }

 private:
  sqlite3_stmt* statement_ = nullptr;
  // Why there is none.
  absl::Status unprepared_ = absl::InternalError("no statement was prepared");
};

enum class Durability {
  // WAL, synchronous=FULL: a commit is on disk.
  kDurable,
  // WAL, synchronous=NORMAL: the last commits may go with the power, and what is there is as it was
  // after one of them. For what can be made again.
  kRebuildable,
};

struct DatabaseOptions {
  // Who made the file: a file of another kind is refused with FAILED_PRECONDITION.
  std::int32_t application_id = 0;
  // Forward migrations; entry i brings version i to i + 1. A file of a newer version is refused
  // with FAILED_PRECONDITION.
  const absl::string_view* migrations = nullptr;
  int migration_count = 0;
  Durability durability = Durability::kDurable;
  // Takes the file for this connection alone (locking_mode=EXCLUSIVE); a second one is refused.
  bool exclusive = true;
  // Without writing and without checkpointing; the file must exist.
  bool read_only = false;
  // A SQLite VFS by name; empty: the default. For simulated disks.
  std::string vfs;
};

class Database {
 public:
  // Opens or makes the file, brings to the disk what its write-ahead log holds (write_ahead_log.h),
  // checks what it is, and migrates it in one transaction.
  static absl::StatusOr<Database> Open(const std::string& path, const DatabaseOptions& options);
  Database() = default;
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  // Prepares a statement that is part of the program: a mistake in it is a programmer's error and
  // aborts. Any other trouble shows when it is run: DATA_LOSS where the file's tables are no more
  // what the migrations made of them.
  Statement Prepare(absl::string_view sql);
  // Runs statements without parameters or rows.
  absl::Status Execute(absl::string_view sql);

  // BEGIN IMMEDIATE … COMMIT; rolled back when `work` returns an error. A failed COMMIT is
  // ambiguous: the caller must stop using this connection, reopen and look.
  absl::Status Transaction(const std::function<absl::Status()>& work);

  std::int64_t LastInsertRowId() const;
  std::int64_t Changes() const;
  // Online backup to a new file, page by page, then synced.
  absl::Status BackupTo(const std::string& path);
  sqlite3* handle() const { return handle_; }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  bool HasTablesOfMigrations() const;

  sqlite3* handle_ = nullptr;
  // The migrations, one after another.
  std::string made_by_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_SQLITE_DATABASE_H_
