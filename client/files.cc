#include "client/files.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kSmallFileBytesMax = 64 * 1024;

absl::Status ErrnoStatus(absl::string_view path, int error) {
  std::string message = absl::StrCat(path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(message);
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message);
  return absl::UnavailableError(message);
}

absl::Status SyncFolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(folder, errno);
  int error = fsync(file) == 0 ? 0 : errno;
  close(file);
  return error == 0 ? absl::OkStatus() : ErrnoStatus(folder, error);
}

int WriteAll(int file, absl::string_view content) {
  while (!content.empty()) {
    ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return fdatasync(file) == 0 ? 0 : errno;
}

}  // namespace

absl::Status WriteFileDurably(const std::string& path, absl::string_view content) {
  const std::string temporary = path + ".new";
  int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return ErrnoStatus(temporary, errno);
  int error = WriteAll(file, content);
  close(file);
  if (error == 0 && rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return ErrnoStatus(path, error);
  }
  return SyncFolderOf(path);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(path, errno);
  std::string content(kSmallFileBytesMax, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    ssize_t got = read(file, content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      int error = errno;
      close(file);
      return ErrnoStatus(path, error);
    }
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  close(file);
  content.resize(size);
  return content;
}

std::uint64_t DiskFreeBytes(const std::string& path) {
  struct statvfs information {};
  if (statvfs(path.c_str(), &information) != 0) return 0;
  return std::uint64_t{information.f_bavail} * information.f_frsize;
}

}  // namespace wijkboek
