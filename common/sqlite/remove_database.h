// Removing a database file with what SQLite keeps beside it.
#ifndef WIJKBOEK_COMMON_SQLITE_REMOVE_DATABASE_H_
#define WIJKBOEK_COMMON_SQLITE_REMOVE_DATABASE_H_

#include <string>

namespace wijkboek {

// On the disk of the default VFS. Nobody may have it open. Does nothing for ":memory:" and for what
// is not there.
void RemoveDatabase(const std::string& path);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_SQLITE_REMOVE_DATABASE_H_
