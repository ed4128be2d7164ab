#include "client/cli/roster_files.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

absl::Status AddFolder(const std::string& folder, std::vector<std::string>& paths) {
  std::error_code error;
  std::vector<std::string> found;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (absl::EndsWithIgnoreCase(name, ".csv") && !absl::StartsWith(name, ".")) {
      found.push_back(entry->path().string());
    }
  }
  if (error)
    return absl::UnavailableError(absl::StrCat("can't read ", folder, ": ", error.message()));
  if (found.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("there is no file *.csv in ", folder));
  }
  std::sort(found.begin(), found.end());
  paths.insert(paths.end(), found.begin(), found.end());
  return absl::OkStatus();
}

absl::Status CheckNames(const std::vector<std::string>& paths) {
  std::set<std::string> names;
  for (const std::string& path : paths) {
    if (!names.insert(absl::AsciiStrToLower(NameOf(path))).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("two files are called ", NameOf(path), ": import one after the other"));
    }
  }
  return absl::OkStatus();
}

// False with errno.
bool WriteAll(int file, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

absl::StatusOr<RosterFiles> RosterFiles::Find(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    struct stat found;
    if (stat(path.c_str(), &found) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("can't open ", path));
    }
    if (S_ISDIR(found.st_mode)) {
      RETURN_IF_ERROR(AddFolder(path, files));
    } else {
      files.push_back(path);
    }
  }
  RETURN_IF_ERROR(CheckNames(files));
  return RosterFiles(std::move(files));
}

RosterFiles::RosterFiles(RosterFiles&& other) noexcept
    : paths_(std::move(other.paths_)),
      file_(std::exchange(other.file_, -1)),
      given_(other.given_),
      read_(other.read_) {}

RosterFiles::~RosterFiles() { Close(); }

void RosterFiles::Close() {
  if (file_ >= 0) close(file_);
  file_ = -1;
}

absl::Status RosterFiles::OpenNext() {
  const std::string& path = paths_[read_];
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't open ", path));
  given_ = false;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::RosterPiece>> RosterFiles::Next() {
  for (;;) {
    if (file_ < 0) {
      if (read_ == paths_.size()) return std::nullopt;
      RETURN_IF_ERROR(OpenNext());
    }
    v1::RosterPiece piece;
    std::string& content = *piece.mutable_content();
    content.resize(kRosterPieceBytesMax);
    const ssize_t count = read(file_, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't read ", paths_[read_]));
    content.resize(static_cast<std::size_t>(count));
    piece.set_file(NameOf(paths_[read_]));
    if (count == 0) {
      Close();
      ++read_;
    }
    if (count > 0 || !given_) {
      given_ = true;
      return piece;
    }
  }
}

absl::StatusOr<PrivateFile> PrivateFile::Create(const std::string& path) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const int file = mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't write ", path));
  close(file);
  unlink(temporary.c_str());
  return PrivateFile(path);
}

absl::Status PrivateFile::Commit(absl::string_view content) {
  std::string temporary = absl::StrCat(path_, ".XXXXXX");
  // Made with mode 0600.
  const int file = mkostemp(temporary.data(), O_CLOEXEC);
  const auto failed = [&] {
    return absl::ErrnoToStatus(errno, absl::StrCat("can't write ", path_));
  };
  if (file < 0) return failed();
  absl::Status status = WriteAll(file, content) && fsync(file) == 0 &&
                                std::rename(temporary.c_str(), path_.c_str()) == 0
                            ? absl::OkStatus()
                            : failed();
  close(file);
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

}  // namespace wijkboek
