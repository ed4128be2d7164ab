// Reads the files that the command is given.
#ifndef WIJKBOEK_CLIENT_CLI_FILE_H_
#define WIJKBOEK_CLIENT_CLI_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace wijkboek {

// The file's bytes. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (a folder, or over `bytes_max`)
// or UNAVAILABLE, each naming the file.
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t bytes_max);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_FILE_H_
