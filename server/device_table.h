// The table of devices in registry.db. Everything that is kept about one device, and the SQL for
// it.
#ifndef WIJKBOEK_SERVER_DEVICE_TABLE_H_
#define WIJKBOEK_SERVER_DEVICE_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/sqlite/database.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct DeviceRecord {
  Id device;
  std::string name;
  Id centre;
  PublicKey log_key;
  // ENROLLED or REVOKED, since when (server time, but later than the state before, even where the
  // clock went back), and whether the server's log is known to say so.
  v1::DeviceState state = v1::DEVICE_STATE_ENROLLED;
  std::int64_t state_ms = 0;
  bool state_logged = false;
  std::int64_t enrolled_ms = 0;
  // 0: never.
  std::int64_t last_heard_ms = 0;
  std::int64_t heard_through_ms = 0;
  v1::DeviceStatus status;
  // The device's wall clock minus the server's, at the last contact.
  std::int64_t clock_error_ms = 0;
  // 0: not known.
  std::int64_t certificate_until_ms = 0;
  bool forked = false;

  bool IsRevoked() const { return state == v1::DEVICE_STATE_REVOKED; }
};

extern const absl::string_view kDeviceTableSchema;
// Of version 2.
extern const absl::string_view kDeviceTableChange;

// Inserts or replaces. Errors are the database's.
absl::Status SaveDevice(Database& database, const DeviceRecord& record);
// All of them. DATA_LOSS when a row can't be read.
absl::StatusOr<std::vector<DeviceRecord>> LoadDevices(Database& database);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DEVICE_TABLE_H_
