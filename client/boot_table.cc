#include "client/boot_table.h"

#include "common/status.h"

namespace wijkboek {

absl::StatusOr<std::optional<BootRecord>> FindBoot(Connection& connection, const Id& boot) {
  Statement& statement = connection.Use(
      "SELECT offset_ms, sample_boottime_ms, sample_server_ms, sample_round_trip_ms FROM boot "
      "WHERE boot = ?1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(boot.bytes()).Step());
  if (!row) return std::nullopt;
  BootRecord record{.boot = boot, .offset_ms = statement.Int(0)};
  if (!statement.IsNull(1)) {
    record.sample.emplace();
    record.sample->set_boottime_ms(statement.Uint(1));
    record.sample->set_server_ms(statement.Int(2));
    record.sample->set_round_trip_ms(static_cast<std::uint32_t>(statement.Uint(3)));
  }
  statement.Reset();
  return record;
}

absl::Status SaveBoot(Connection& connection, const BootRecord& record) {
  if (!record.sample) {
    return connection.Use("INSERT OR REPLACE INTO boot (boot, offset_ms) VALUES (?1, ?2)")
        .Bind(record.boot.bytes(), record.offset_ms)
        .Run();
  }
  return connection
      .Use(
          "INSERT OR REPLACE INTO boot (boot, offset_ms, sample_boottime_ms, sample_server_ms, "
          "sample_round_trip_ms) VALUES (?1, ?2, ?3, ?4, ?5)")
      .Bind(record.boot.bytes(), record.offset_ms, record.sample->boottime_ms(),
            record.sample->server_ms(), record.sample->round_trip_ms())
      .Run();
}

}  // namespace wijkboek
