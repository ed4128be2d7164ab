#include "server/checkpoint.h"

#include "common/status.h"

namespace wijkboek {

absl::Status Checkpoint(Database& database) {
  // Emptied, not only copied: the part of the log that did reach the disk would be read back over
  // the newer pages after a power cut. Readers hold a moment of the log only while they read, and
  // whoever waits for the writer waits with it.
  RETURN_IF_ERROR(database.Execute("PRAGMA busy_timeout=1000"));
  Statement checkpoint = database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  ASSIGN_OR_RETURN(bool answered, checkpoint.Step());
  bool busy = !answered || checkpoint.Int(0) != 0;
  checkpoint.Reset();
  RETURN_IF_ERROR(database.Execute("PRAGMA busy_timeout=5000"));
  if (busy) return absl::UnavailableError("somebody reads the store; it can't be made safe now");
  return absl::OkStatus();
}

}  // namespace wijkboek
