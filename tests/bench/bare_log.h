// The rows that a server wrote, and how long bare SQLite takes to write the same: what ingest and
// imports are measured against.
#ifndef WIJKBOEK_TESTS_BENCH_BARE_LOG_H_
#define WIJKBOEK_TESTS_BENCH_BARE_LOG_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sqlite/database.h"

namespace wijkboek::bench {

struct LogRow {
  std::int64_t position, type, received_ms;
  std::string device;
  std::int64_t epoch, seq;
  std::string previous, hash, bytes, running_hash;
};

// The event rows of a server's ledger.db that came after `position`.
absl::StatusOr<std::vector<LogRow>> LogRowsAfter(const std::string& path, std::int64_t position);

struct Replay {
  double seconds = 0;
  std::size_t commits = 0;
};

// Rows of one commit share the time at which the server received them.
absl::StatusOr<Replay> InsertLogRows(Database& database, const std::vector<LogRow>& rows);

}  // namespace wijkboek::bench

#endif  // WIJKBOEK_TESTS_BENCH_BARE_LOG_H_
