#include "tests/bench/bare_log.h"

#include <chrono>

#include "common/status.h"
#include "server/log_schema.h"

namespace wijkboek::bench {

absl::StatusOr<std::vector<LogRow>> LogRowsAfter(const std::string& path, std::int64_t position) {
  ASSIGN_OR_RETURN(Database database, Database::Open(path, LogDatabaseOptions(true, "")));
  Statement select = database.Prepare(
      "SELECT position, type, received_ms, device, epoch, seq, previous, hash, bytes, running_hash "
      "FROM log WHERE position > ? AND type = 1 ORDER BY position");
  select.Bind(position);
  std::vector<LogRow> rows;
  while (true) {
    ASSIGN_OR_RETURN(bool more, select.Step());
    if (!more) return rows;
    rows.push_back({select.Int(0), select.Int(1), select.Int(2), select.String(3), select.Int(4),
                    select.Int(5), select.String(6), select.String(7), select.String(8),
                    select.String(9)});
  }
}

absl::StatusOr<Replay> InsertLogRows(Database& database, const std::vector<LogRow>& rows) {
  Statement insert = database.Prepare(
      "INSERT INTO log(position, type, received_ms, device, epoch, seq, previous, hash, bytes, "
      "running_hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  Replay replay;
  const auto started = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < rows.size();) {
    ++replay.commits;
    RETURN_IF_ERROR(database.Transaction([&]() -> absl::Status {
      const std::int64_t commit = rows[i].received_ms;
      for (; i < rows.size() && rows[i].received_ms == commit; ++i) {
        const LogRow& row = rows[i];
        RETURN_IF_ERROR(insert
                            .Bind(row.position, row.type, row.received_ms, row.device, row.epoch,
                                  row.seq, row.previous, row.hash, row.bytes, row.running_hash)
                            .Run());
      }
      return absl::OkStatus();
    }));
  }
  replay.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return replay;
}

}  // namespace wijkboek::bench
