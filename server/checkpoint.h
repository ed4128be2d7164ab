// Before anything is acknowledged on the strength of what a store was found to hold.
#ifndef WIJKBOEK_SERVER_CHECKPOINT_H_
#define WIJKBOEK_SERVER_CHECKPOINT_H_

#include "absl/status/status.h"
#include "common/sqlite/database.h"

namespace wijkboek {

// Writes all that the write-ahead log holds into the database, syncs it, and empties the log: a
// commit whose sync failed may stand in the operating system's cache alone. UNAVAILABLE when a
// reader is in the way for longer than a second: try again.
absl::Status Checkpoint(Database& database);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CHECKPOINT_H_
