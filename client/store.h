// The kiosk's durable store, kiosk.db: what was captured here, what was pulled, the server's
// acknowledgements, and settings. One file, one connection, taken for this process alone; every
// write is one transaction and on disk when it returns. The tables are owned by event_table,
// acknowledgement_table and settings.
#ifndef WIJKBOEK_CLIENT_STORE_H_
#define WIJKBOEK_CLIENT_STORE_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/connection.h"

namespace wijkboek {

// Thread-safe: one caller works at a time; `work` must be short and must not call the store again.
//
// Failures of a write: RESOURCE_EXHAUSTED (disk full: nothing was saved, and the store goes on when
// space returns), DATA_LOSS (the file is damaged), UNAVAILABLE (it can't be known whether the
// commit is on disk: call Reopen, then look by identity).
class Store {
 public:
  // Opens or makes the file. FAILED_PRECONDITION for another program's or a newer version's file,
  // or one that is in use; DATA_LOSS for a damaged one. `vfs` names a SQLite VFS (tests).
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path,
                                                     const std::string& vfs = "");

  // One transaction: committed when `work` returns OK, undone otherwise.
  absl::Status Write(absl::FunctionRef<absl::Status(Connection&)> work);
  absl::Status Read(absl::FunctionRef<absl::Status(Connection&)> work);

  // Closes and opens the file again, and brings everything that is found in it to disk for certain.
  // After OK, what can be read is durable, and what can't be read never comes back.
  absl::Status Reopen();

 private:
  Store(std::string path, std::string vfs);
  absl::Status ReopenLocked();
  absl::Status EnsureUsable();
  absl::Status Explain(const absl::Status& status) const;

  const std::string path_;
  const std::string vfs_;
  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
  // A commit failed on this connection: it must not be used any more.
  bool suspect_ = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_STORE_H_
