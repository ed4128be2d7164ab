// One open SQLite file with its prepared statements, which are made when first used and kept.
#ifndef WIJKBOEK_CLIENT_CONNECTION_H_
#define WIJKBOEK_CLIENT_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sqlite/database.h"

namespace wijkboek {

// One thread at a time.
class Connection {
 public:
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path,
                                                          const DatabaseOptions& options);

  // The statement of this text, ready to be bound. `sql` must live as long as the program (a
  // literal). Two uses of one text must not overlap.
  Statement& Use(const char* sql);
  Database& database() { return database_; }

 private:
  explicit Connection(Database database) : database_(std::move(database)) {}

  Database database_;
  // Keyed by address: statements are literals. Declared after the database, so that they end before
  // it.
  absl::flat_hash_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CONNECTION_H_
