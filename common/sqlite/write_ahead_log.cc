#include "common/sqlite/write_ahead_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

// A page is what SQLite writes at most in one go (64 KiB), and more than 128 KiB its VFS does not.
constexpr sqlite3_int64 kChunkBytes = 64 * 1024;

int WriteOnceMore(sqlite3_file* log) {
  sqlite3_int64 size = 0;
  int result = log->pMethods->xFileSize(log, &size);
  if (result != SQLITE_OK || size == 0) return result;
  std::string chunk;
  for (sqlite3_int64 at = 0; at < size; at += kChunkBytes) {
    chunk.resize(static_cast<std::size_t>(std::min(kChunkBytes, size - at)));
    const int length = static_cast<int>(chunk.size());
    result = log->pMethods->xRead(log, chunk.data(), length, at);
    if (result == SQLITE_OK) result = log->pMethods->xWrite(log, chunk.data(), length, at);
    if (result != SQLITE_OK) return result;
  }
  return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
}

}  // namespace

absl::Status SettleWriteAheadLog(Database& database) {
  // Within a transaction nobody else writes the log.
  return database.Transaction([&]() -> absl::Status {
    sqlite3_file* log = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log == nullptr || log->pMethods == nullptr) return absl::OkStatus();
    const int result = WriteOnceMore(log);
    if (result == SQLITE_OK) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(
        "the write-ahead log could not be brought to the disk: ", sqlite3_errstr(result),
        " (SQLite ", result, ")"));
  });
}

}  // namespace wijkboek
