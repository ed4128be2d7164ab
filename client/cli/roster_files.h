// The files of a roster as the command is given them, read piece by piece.
#ifndef WIJKBOEK_CLIENT_CLI_ROSTER_FILES_H_
#define WIJKBOEK_CLIENT_CLI_ROSTER_FILES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One thread.
class RosterFiles {
 public:
  // Files as they are named; of a folder those that end in ".csv" and are not hidden, by name.
  // INVALID_ARGUMENT for a folder without any, or two files of one name; NOT_FOUND,
  // PERMISSION_DENIED or UNAVAILABLE for what can't be read, naming it.
  static absl::StatusOr<RosterFiles> Find(const std::vector<std::string>& paths);
  ~RosterFiles();
  RosterFiles(RosterFiles&& other) noexcept;
  RosterFiles& operator=(RosterFiles&&) = delete;

  // The next piece; none after the last. An empty file gives one piece.
  absl::StatusOr<std::optional<v1::RosterPiece>> Next();

 private:
  explicit RosterFiles(std::vector<std::string> paths) : paths_(std::move(paths)) {}
  absl::Status OpenNext();
  void Close();

  std::vector<std::string> paths_;
  // The file being read, and how many were.
  int file_ = -1;
  bool given_ = false;
  std::size_t read_ = 0;
};

// Writes a file that only this account may read, whole or not at all. One thread.
class PrivateFile {
 public:
  // Finds out whether a file can be made beside `path`, so that what can't be written shows before
  // anything is done. Leaves nothing there: whoever kills the program meanwhile needs not tidy up.
  static absl::StatusOr<PrivateFile> Create(const std::string& path);

  // Puts it in its place with this content; a file that stood there is gone.
  absl::Status Commit(absl::string_view content);

 private:
  explicit PrivateFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_ROSTER_FILES_H_
