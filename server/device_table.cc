#include "server/device_table.h"

#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

absl::StatusOr<DeviceRecord> RecordAt(const Statement& row) {
  DeviceRecord record;
  ASSIGN_OR_RETURN(record.device, Id::FromBytes(row.Bytes(0)));
  record.name = row.String(1);
  ASSIGN_OR_RETURN(record.centre, Id::FromBytes(row.Bytes(2)));
  ASSIGN_OR_RETURN(record.log_key, PublicKey::FromBytes(row.Bytes(3)));
  record.state = static_cast<v1::DeviceState>(row.Int(4));
  record.state_ms = row.Int(5);
  record.enrolled_ms = row.Int(6);
  record.last_heard_ms = row.Int(7);
  record.heard_through_ms = row.Int(8);
  if (!record.status.ParseFromString(row.String(9))) return absl::DataLossError("status");
  record.clock_error_ms = row.Int(10);
  record.certificate_until_ms = row.Int(11);
  record.forked = row.Int(12) != 0;
  return record;
}

}  // namespace

const absl::string_view kDeviceTableSchema = R"sql(
CREATE TABLE device (
  id BLOB PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  centre BLOB NOT NULL,
  log_key BLOB NOT NULL,
  state INTEGER NOT NULL,
  state_ms INTEGER NOT NULL,
  state_logged INTEGER NOT NULL,
  enrolled_ms INTEGER NOT NULL,
  last_heard_ms INTEGER NOT NULL,
  heard_through_ms INTEGER NOT NULL,
  status BLOB NOT NULL,
  clock_error_ms INTEGER NOT NULL,
  certificate_until_ms INTEGER NOT NULL,
  forked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Only the log itself can tell whether it says so: it may have been put back to before.
const absl::string_view kDeviceTableChange = "ALTER TABLE device DROP COLUMN state_logged";

absl::Status SaveDevice(Database& database, const DeviceRecord& record) {
  return database
      .Prepare("INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .Bind(record.device.bytes(), Statement::Text(record.name), record.centre.bytes(),
            record.log_key.bytes(), static_cast<int>(record.state), record.state_ms,
            record.enrolled_ms, record.last_heard_ms, record.heard_through_ms,
            record.status.SerializeAsString(), record.clock_error_ms, record.certificate_until_ms,
            record.forked)
      .Run();
}

absl::StatusOr<std::vector<DeviceRecord>> LoadDevices(Database& database) {
  Statement rows = database.Prepare(
      "SELECT id, name, centre, log_key, state, state_ms, enrolled_ms, "
      "last_heard_ms, heard_through_ms, status, clock_error_ms, certificate_until_ms, forked "
      "FROM device");
  std::vector<DeviceRecord> records;
  while (true) {
    ASSIGN_OR_RETURN(bool row, rows.Step());
    if (!row) return records;
    absl::StatusOr<DeviceRecord> record = RecordAt(rows);
    if (!record.ok()) {
      return absl::DataLossError(
          absl::StrCat("a device's row cannot be read: ", record.status().message()));
    }
    records.push_back(*std::move(record));
  }
}

}  // namespace wijkboek
