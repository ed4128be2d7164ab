// The folder that a server keeps everything in, and its right to be the only one that does.
#ifndef WIJKBOEK_SERVER_DATA_FOLDER_H_
#define WIJKBOEK_SERVER_DATA_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Holds the folder's lock as long as it lives.
class DataFolder {
 public:
  // Makes the folder (0700) when it is absent. FAILED_PRECONDITION when another server has it,
  // UNAVAILABLE when it can't be made or written.
  static absl::StatusOr<std::unique_ptr<DataFolder>> Take(const std::string& path);
  ~DataFolder();

  std::string PathOf(absl::string_view name) const;
  // The file "ready": for those who wait until the server serves. Replaced as a whole.
  absl::Status SayReady(absl::string_view line);
  void SayNotReady();

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  const std::string path_;
  const int lock_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DATA_FOLDER_H_
