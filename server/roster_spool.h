// Keeps the files of a roster on disk while they come in pieces and are read, so that memory does
// not grow with them.
#ifndef WIJKBOEK_SERVER_ROSTER_SPOOL_H_
#define WIJKBOEK_SERVER_ROSTER_SPOOL_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/sha256_stream.h"

namespace wijkboek {

// One thread. The files have no names, so nothing of them stays when this goes or the program dies.
class RosterSpool {
 public:
  // `folder`: where the files lie; it holds personal data for the moment.
  explicit RosterSpool(std::string folder) : folder_(std::move(folder)) {}
  ~RosterSpool();
  RosterSpool(RosterSpool&&) noexcept;
  RosterSpool& operator=(RosterSpool&&) = delete;

  // The pieces of one file follow one another. INVALID_ARGUMENT for a file that comes again after
  // another one, or when all files together exceed kRosterBytesMax; RESOURCE_EXHAUSTED or
  // UNAVAILABLE when the disk takes no more.
  absl::Status Add(absl::string_view file, absl::string_view piece);

  // In the order in which they came.
  std::vector<std::string> Names() const;
  // Gives the file's bytes in pieces, from the start, until `take` returns false. A file that never
  // came is NOT_FOUND. UNAVAILABLE when it can't be read.
  absl::Status Read(absl::string_view file, absl::FunctionRef<bool(absl::string_view)> take) const;
  bool Has(absl::string_view file) const { return Find(file) != nullptr; }
  // SHA-256 of "name\n" and the SHA-256 of the content, for each file in the order of names.
  Hash Fingerprint() const;

 private:
  struct File {
    std::string name;
    int descriptor = -1;
    Sha256Stream hash;
  };
  const File* Find(absl::string_view file) const;
  absl::Status Open(absl::string_view file);

  const std::string folder_;
  std::vector<File> files_;
  std::size_t bytes_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_SPOOL_H_
