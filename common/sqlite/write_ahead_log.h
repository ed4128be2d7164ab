// What a write-ahead log that was left behind seems to hold may not be on the disk.
#ifndef WIJKBOEK_COMMON_SQLITE_WRITE_AHEAD_LOG_H_
#define WIJKBOEK_COMMON_SQLITE_WRITE_AHEAD_LOG_H_

#include "absl/status/status.h"
#include "common/sqlite/database.h"

namespace wijkboek {

// When a sync has failed, Linux takes the pages that it was for as written: they are read from
// memory, and no later sync brings them to the disk, although it succeeds
// (https://wiki.postgresql.org/wiki/Fsync_Errors). Opened again, SQLite would find a commit in such
// a log and copy it into the database; after a power cut it would copy the older pages of what is
// left of the log over that, and the file is malformed. So the log is written once more, as it is
// read, and synced. Does nothing without a log.
//
// For a connection that was just opened in WAL mode. An error: what is seen in the file may not be
// on the disk, and must not be used.
absl::Status SettleWriteAheadLog(Database& database);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_SQLITE_WRITE_AHEAD_LOG_H_
