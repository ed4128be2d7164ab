// client/files.h on the simulated disk. Linked ahead of the product's own, which is on the
// machine's.
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/files.h"
#include "common/status.h"
#include "tests/sim/disk.h"

namespace wijkboek {
namespace {

absl::Status StatusOf(sim::DiskAnswer answer, const std::string& path) {
  if (answer == sim::DiskAnswer::kDone) return absl::OkStatus();
  if (answer == sim::DiskAnswer::kFull) return absl::ResourceExhaustedError(path);
  return absl::UnavailableError(path);
}

}  // namespace

absl::Status WriteFileDurably(const std::string& path, absl::string_view content) {
  sim::Disk& disk = *sim::TheDisk();
  const std::string temporary = absl::StrCat(path, ".new");
  std::shared_ptr<sim::DiskFile> file = disk.Open(temporary, /*create=*/true);
  if (file == nullptr) return absl::UnavailableError(path);
  RETURN_IF_ERROR(StatusOf(disk.Truncate(temporary, *file, 0), path));
  RETURN_IF_ERROR(StatusOf(disk.Write(temporary, *file, 0, content), path));
  RETURN_IF_ERROR(StatusOf(disk.Sync(temporary, *file), path));
  return StatusOf(disk.Rename(temporary, path), path);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  std::shared_ptr<sim::DiskFile> file = sim::TheDisk()->Open(path, /*create=*/false);
  if (file == nullptr) return absl::NotFoundError(path);
  return file->seen;
}

std::uint64_t DiskFreeBytes(const std::string&) { return 1'000'000'000; }

}  // namespace wijkboek
