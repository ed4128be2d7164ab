#include "common/sqlite/remove_database.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"

namespace wijkboek {

void RemoveDatabase(const std::string& path) {
  if (path == ":memory:") return;
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    vfs->xDelete(vfs, absl::StrCat(path, suffix).c_str(), 0);
  }
}

}  // namespace wijkboek
