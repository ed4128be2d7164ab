// A built page as files of one folder. What can be asked for is listed once, when it is opened:
// no path from outside is ever joined to the folder's.
#ifndef WIJKBOEK_COMMON_CONNECT_PAGE_FILES_H_
#define WIJKBOEK_COMMON_CONNECT_PAGE_FILES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Safe to read from any number of threads.
class PageFiles {
 public:
  struct File {
    std::string path;
    // "text/html; charset=utf-8".
    std::string type;
    // Of its content, quoted as HTTP has it.
    std::string etag;
    // Its name changes with its content.
    bool is_immutable = false;
  };

  // No page: nothing is found.
  PageFiles() = default;
  // Everything in `folder`, also deeper, but for hidden files. NOT_FOUND unless it holds an
  // index.html, INVALID_ARGUMENT for a kind of file that no page is made of.
  static absl::StatusOr<PageFiles> Open(const std::string& folder);

  // `path` as in a request, "/assets/index-4f2a.js"; "/" is the index. Null: there is no such file.
  const File* Find(absl::string_view path) const;
  // What it holds now. UNAVAILABLE when it cannot be read any more.
  static absl::StatusOr<std::string> Read(const File& file);

 private:
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_PAGE_FILES_H_
