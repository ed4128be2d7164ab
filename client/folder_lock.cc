#include "client/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace wijkboek {

absl::Status PrepareFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return absl::UnavailableError(
        absl::StrCat("the folder ", path, " can't be made: ", std::strerror(errno)));
  }
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return absl::UnavailableError(
        absl::StrCat("the folder ", path, " can't be written (", std::strerror(errno),
                     "): give it to this user, or choose another with --store"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::Take(const std::string& folder) {
  const std::string path = folder + "/lock";
  int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  std::unique_ptr<FolderLock> lock(new FolderLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("another wijkboek-kiosk is running on ", folder,
                     ": stop it first, or give this one a folder of its own"));
  }
  return lock;
}

FolderLock::~FolderLock() { close(file_); }

}  // namespace wijkboek
