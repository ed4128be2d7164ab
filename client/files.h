// Small files beside the store: written whole, synced, replaced by rename.
#ifndef WIJKBOEK_CLIENT_FILES_H_
#define WIJKBOEK_CLIENT_FILES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Mode 0600; on disk when it returns, folder entry included.
absl::Status WriteFileDurably(const std::string& path, absl::string_view content);
// NOT_FOUND when there is none. At most 64 KiB.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);
// Bytes that an ordinary user may still write on the file system of `path`; 0 when unknown.
std::uint64_t DiskFreeBytes(const std::string& path);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_FILES_H_
