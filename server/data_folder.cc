#include "server/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status Trouble(absl::string_view what, absl::string_view path, int error) {
  return absl::UnavailableError(absl::StrCat(what, " ", path, ": ", std::strerror(error)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataFolder>> DataFolder::Take(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return Trouble("cannot make the data folder", path, errno);
  }
  std::string lock_path = absl::StrCat(path, "/lock");
  int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Trouble("cannot write in the data folder", path, errno);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    int error = errno;
    close(lock);
    if (error != EWOULDBLOCK) return Trouble("cannot lock", lock_path, error);
    return absl::FailedPreconditionError(
        absl::StrCat("another wijkboek-server already uses ", path, ": stop that one first"));
  }
  std::unique_ptr<DataFolder> folder(new DataFolder(path, lock));
  // Left behind by one that was killed.
  folder->SayNotReady();
  return folder;
}

DataFolder::~DataFolder() {
  SayNotReady();
  close(lock_);
}

std::string DataFolder::PathOf(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

absl::Status DataFolder::SayReady(absl::string_view line) {
  std::string part = PathOf("ready.part");
  int file = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return Trouble("cannot write", part, errno);
  std::string text = absl::StrCat(line, "\n");
  bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  int error = errno;
  close(file);
  if (!written) return Trouble("cannot write", part, error);
  if (std::rename(part.c_str(), PathOf("ready").c_str()) != 0) {
    return Trouble("cannot write", PathOf("ready"), errno);
  }
  return absl::OkStatus();
}

void DataFolder::SayNotReady() { unlink(PathOf("ready").c_str()); }

}  // namespace wijkboek
