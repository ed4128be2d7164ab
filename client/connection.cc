#include "client/connection.h"

#include "common/status.h"

namespace wijkboek {

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path,
                                                             const DatabaseOptions& options) {
  ASSIGN_OR_RETURN(Database database, Database::Open(path, options));
  // The daemon lives in 40 MiB.
  RETURN_IF_ERROR(WithContext(database.Execute("PRAGMA cache_size=-1024"), path));
  return std::unique_ptr<Connection>(new Connection(std::move(database)));
}

Statement& Connection::Use(const char* sql) {
  std::unique_ptr<Statement>& statement = statements_[sql];
  // One that could not be prepared is tried again: it may have been the disk's moment.
  if (statement == nullptr || !statement->is_prepared()) {
    statement = std::make_unique<Statement>(database_.Prepare(sql));
  }
  return *statement;
}

}  // namespace wijkboek
