// A kiosk's folder: one process at a time.
#ifndef WIJKBOEK_CLIENT_FOLDER_LOCK_H_
#define WIJKBOEK_CLIENT_FOLDER_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace wijkboek {

// Makes the folder (0700) if absent. UNAVAILABLE when it can't be made or written.
absl::Status PrepareFolder(const std::string& path);

// Holds a folder's lock file for as long as it lives.
class FolderLock {
 public:
  // FAILED_PRECONDITION when another process holds it.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(const std::string& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_FOLDER_LOCK_H_
