#include "tests/e2e/harness/stores.h"

#include <sqlite3.h>

#include <filesystem>

#include "absl/strings/escaping.h"
#include "common/ids.h"
#include "tests/e2e/harness/require.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

std::vector<std::string> FirstColumn(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  Require(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK,
          path);
  sqlite3_stmt* statement = nullptr;
  Require(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK,
          path + ": " + sqlite3_errmsg(database));
  std::vector<std::string> values;
  int result = SQLITE_DONE;
  while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
    values.emplace_back(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                        static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
  }
  Require(result == SQLITE_DONE, path + ": " + sqlite3_errmsg(database));
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return values;
}

// With its write-ahead log, so that the original stays as it was found.
std::vector<std::string> ReadCopy(const std::string& path, const std::string& sql) {
  const Scratch scratch;
  const std::string copy = scratch / "copy.db";
  Require(std::filesystem::copy_file(path, copy), path);
  std::error_code none;
  for (const char* beside : {"-wal", "-journal"}) {
    std::filesystem::copy_file(path + beside, copy + beside, none);
  }
  return FirstColumn(copy, sql);
}

// Each row is the hash (32 bytes) and the bytes behind it.
std::vector<KioskEvent> ReadKioskEvents(const std::string& store_folder, const std::string& where) {
  std::vector<KioskEvent> events;
  const std::string sql = "SELECT CAST(hash || bytes AS BLOB) FROM event WHERE ";
  for (const std::string& row :
       ReadCopy(store_folder + "/kiosk.db", sql + where + " ORDER BY position")) {
    KioskEvent& event = events.emplace_back();
    event.hash = absl::BytesToHexString(row.substr(0, Hash::kSize));
    Require(event.event.ParseFromString(row.substr(Hash::kSize)), "an event that is none");
  }
  return events;
}

Hashes AsHashes(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

}  // namespace

Hashes ServerEvents(const std::string& data_folder) {
  return AsHashes(
      ReadCopy(data_folder + "/ledger.db", "SELECT lower(hex(hash)) FROM log WHERE type = 1"));
}

std::vector<KioskEvent> KioskLog(const std::string& store_folder) {
  return ReadKioskEvents(store_folder, "epoch IS NOT NULL AND bytes IS NOT NULL");
}

std::vector<KioskEvent> KioskHolds(const std::string& store_folder) {
  return ReadKioskEvents(store_folder, "bytes IS NOT NULL");
}

Hashes HashesOf(const std::vector<KioskEvent>& events) {
  Hashes hashes;
  for (const KioskEvent& event : events) hashes.insert(event.hash);
  return hashes;
}

std::set<std::string> Doubled(const Hashes& hashes) {
  std::set<std::string> doubled;
  for (const std::string& hash : hashes) {
    if (hashes.count(hash) > 1) doubled.insert(hash);
  }
  return doubled;
}

std::set<std::string> Missing(const std::set<std::string>& needed, const Hashes& held) {
  std::set<std::string> missing;
  for (const std::string& hash : needed) {
    if (held.count(hash) == 0) missing.insert(hash);
  }
  return missing;
}

std::vector<std::string> FindInStore(const std::string& path, const std::string& sql) {
  if (!std::filesystem::exists(path)) return {};
  return ReadCopy(path, sql);
}

void ChangeDatabase(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  Require(sqlite3_open(path.c_str(), &database) == SQLITE_OK, path);
  char* error = nullptr;
  Require(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error) == SQLITE_OK,
          path + ": " + (error == nullptr ? "" : error));
  sqlite3_close(database);
}

}  // namespace wijkboek
