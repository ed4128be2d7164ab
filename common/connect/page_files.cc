#include "common/connect/page_files.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/crypto.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kIndex = "/index.html";
// Where the build puts what it names after its content.
constexpr absl::string_view kImmutable = "/assets/";

constexpr std::array<std::pair<absl::string_view, absl::string_view>, 12> kTypes = {{
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".opus", "audio/ogg"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".webmanifest", "application/manifest+json"},
    {".woff2", "font/woff2"},
}};

absl::string_view TypeOf(absl::string_view path) {
  for (const auto& [ending, type] : kTypes) {
    if (absl::EndsWith(path, ending)) return type;
  }
  return "";
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) {
    return absl::UnavailableError(absl::StrCat(path, ": can't be read"));
  }
  return content;
}

}  // namespace

absl::StatusOr<PageFiles> PageFiles::Open(const std::string& folder) {
  namespace fs = std::filesystem;
  PageFiles page;
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, error);
  for (const fs::recursive_directory_iterator end; !error && entries != end;
       entries.increment(error)) {
    if (absl::StartsWith(entries->path().filename().string(), ".")) {
      entries.disable_recursion_pending();
      continue;
    }
    // Not what a link points to: it may lie anywhere.
    if (!entries->is_regular_file(error) || entries->is_symlink(error)) continue;
    const std::string name =
        absl::StrCat("/", entries->path().lexically_relative(folder).generic_string());
    const absl::string_view type = TypeOf(name);
    if (type.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(entries->path().string(), ": no page is made of such a file"));
    }
    ASSIGN_OR_RETURN(const std::string content, ReadWhole(entries->path().string()));
    page.files_.emplace(name, File{.path = entries->path().string(),
                                   .type = std::string(type),
                                   .etag = absl::StrCat("\"", Sha256(content).hex(), "\""),
                                   .is_immutable = absl::StartsWith(name, kImmutable)});
  }
  if (error) {
    return absl::NotFoundError(
        absl::StrCat(folder, ": ", error.message(), "; the page is installed beside the program"));
  }
  if (page.Find(kIndex) == nullptr) {
    return absl::NotFoundError(absl::StrCat(folder, " holds no page (it has no index.html)"));
  }
  return page;
}

const PageFiles::File* PageFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path == "/" ? kIndex : path);
  return found == files_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::string> PageFiles::Read(const File& file) { return ReadWhole(file.path); }

}  // namespace wijkboek
