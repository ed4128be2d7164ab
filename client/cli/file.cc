#include "client/cli/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t bytes_max) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't open ", path));
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat found;
  if (fstat(file, &found) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path));
  }
  if (S_ISDIR(found.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is a folder, not a file"));
  }
  std::string bytes;
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t count = read(file, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", path));
    if (count == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(count));
    if (bytes.size() > bytes_max) {
      return absl::InvalidArgumentError(absl::StrCat(path, " is larger than ",
                                                     bytes_max / (1024 * 1024),
                                                     " MiB: split it and give the parts in turn"));
    }
  }
}

}  // namespace wijkboek
