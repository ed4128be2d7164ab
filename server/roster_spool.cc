#include "server/roster_spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
// More than any roster has; each takes a file descriptor.
constexpr std::size_t kFilesMax = 32;

absl::Status WriteAll(int file, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && (errno == ENOSPC || errno == EDQUOT)) {
      return absl::ResourceExhaustedError(
          "the server's disk has no room for the files; nothing was changed");
    }
    if (written < 0) return absl::ErrnoToStatus(errno, "can't keep the files");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

}  // namespace

RosterSpool::RosterSpool(RosterSpool&& other) noexcept
    : folder_(other.folder_),
      files_(std::exchange(other.files_, {})),
      bytes_(std::exchange(other.bytes_, 0)) {}

RosterSpool::~RosterSpool() {
  for (const File& file : files_) close(file.descriptor);
}

const RosterSpool::File* RosterSpool::Find(absl::string_view file) const {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const File& known) {
    return absl::EqualsIgnoreCase(known.name, file);
  });
  return found == files_.end() ? nullptr : &*found;
}

absl::Status RosterSpool::Open(absl::string_view file) {
  if (files_.size() == kFilesMax) {
    return absl::InvalidArgumentError(absl::StrCat("a roster has at most ", kFilesMax, " files"));
  }
  std::string path = absl::StrCat(folder_, "/roster-XXXXXX");
  const int descriptor = mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, "can't keep the files");
  files_.push_back({.name = std::string(file), .descriptor = descriptor});
  if (unlink(path.c_str()) != 0) return absl::ErrnoToStatus(errno, "can't keep the files");
  return absl::OkStatus();
}

absl::Status RosterSpool::Add(absl::string_view file, absl::string_view piece) {
  const File* known = Find(file);
  if (known == nullptr) {
    RETURN_IF_ERROR(Open(file));
  } else if (known != &files_.back()) {
    return absl::InvalidArgumentError(absl::StrCat(
        file, " comes twice: one roster has one file of each name; import the other by itself"));
  }
  bytes_ += piece.size();
  if (bytes_ > kRosterBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the files are larger than ", kRosterBytesMax / (1024 * 1024),
                     " MiB together: split them and import the parts in turn"));
  }
  files_.back().hash.Add(piece);
  return WriteAll(files_.back().descriptor, piece);
}

std::vector<std::string> RosterSpool::Names() const {
  std::vector<std::string> names;
  names.reserve(files_.size());
  for (const File& file : files_) names.push_back(file.name);
  return names;
}

absl::Status RosterSpool::Read(absl::string_view file,
                               absl::FunctionRef<bool(absl::string_view)> take) const {
  const File* found = Find(file);
  if (found == nullptr) return absl::NotFoundError(absl::StrCat(file, " was not sent"));
  std::string buffer(kReadBytes, '\0');
  off_t at = 0;
  for (;;) {
    const ssize_t count = pread(found->descriptor, buffer.data(), buffer.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return absl::ErrnoToStatus(errno, "can't read the files again");
    if (count == 0) return absl::OkStatus();
    at += count;
    if (!take(absl::string_view(buffer.data(), static_cast<std::size_t>(count)))) {
      return absl::OkStatus();
    }
  }
}

Hash RosterSpool::Fingerprint() const {
  std::vector<const File*> sorted;
  sorted.reserve(files_.size());
  for (const File& file : files_) sorted.push_back(&file);
  std::sort(sorted.begin(), sorted.end(),
            [](const File* a, const File* b) { return a->name < b->name; });
  Sha256Stream all;
  for (const File* file : sorted) {
    all.Add(file->name);
    all.Add("\n");
    all.Add(file->hash.Value().bytes());
  }
  return all.Value();
}

}  // namespace wijkboek
