// The tables of ledger.db, the server's log.
#ifndef WIJKBOEK_SERVER_LOG_SCHEMA_H_
#define WIJKBOEK_SERVER_LOG_SCHEMA_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/sqlite/database.h"

namespace wijkboek {

inline constexpr std::int32_t kLogApplicationId = 0x574b4c47;  // "WKLG"

// log: every entry, at positions 1, 2, 3 … without gaps. `hash` is an event's chain hash, and of
// any other entry the SHA-256 of its bytes. `running_hash` is over all entries up to this one.
// Never updated, never deleted.
// progress: one row for each epoch of each device. seq, hash and position are the head of the
// branch that was taken first. `predecessor` is the hash that the epoch's first event names.
// `heard_through_ms` 0: never said.
// signed_head: every head that a device signed and whose event is held.
inline constexpr absl::string_view kLogMigrations[] = {R"sql(
  CREATE TABLE log(
    position INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    device BLOB,
    epoch INTEGER,
    seq INTEGER,
    previous BLOB,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    running_hash BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX log_identity ON log(device, epoch, seq, hash) WHERE type = 1;
  CREATE INDEX log_lifecycle ON log(position) WHERE type = 3;
  CREATE TABLE progress(
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    position INTEGER NOT NULL,
    predecessor BLOB NOT NULL,
    heard_through_ms INTEGER NOT NULL,
    heard_through_seq INTEGER NOT NULL,
    forked INTEGER NOT NULL,
    PRIMARY KEY(device, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE signed_head(
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    log_key BLOB NOT NULL,
    PRIMARY KEY(device, epoch, seq, hash)
  ) STRICT, WITHOUT ROWID;
)sql",
                                                       R"sql(
  CREATE INDEX log_notice ON log(position) WHERE type IN (2, 3);
)sql",
                                                       R"sql(
  CREATE INDEX log_generation ON log(position) WHERE type = 4;
)sql"};

// What an entry of the log is. Stored; never renumbered.
enum class EntryType : std::uint8_t {
  kEvent = 1,
  kHeardThrough = 2,
  kLifecycle = 3,
  kGenerationOpened = 4,
};

// running hash = SHA-256(previous running hash || position (8, big endian) || type (1) ||
// received_ms (8) || entry hash (32)).
Hash RunningHash(const Hash& previous, std::uint64_t position, EntryType type,
                 std::int64_t received_ms, const Hash& entry_hash);

// Not exclusive: readers have connections of their own, which never write or checkpoint. The data
// folder's lock keeps other processes out.
DatabaseOptions LogDatabaseOptions(bool read_only, const std::string& vfs);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_LOG_SCHEMA_H_
