#include "server/log_schema.h"

#include "common/crypto.h"

namespace wijkboek {

Hash RunningHash(const Hash& previous, std::uint64_t position, EntryType type,
                 std::int64_t received_ms, const Hash& entry_hash) {
  std::string text;
  text.reserve(8 + 1 + 8 + Hash::kSize);
  AppendUint64(text, position);
  text.push_back(static_cast<char>(type));
  AppendUint64(text, static_cast<std::uint64_t>(received_ms));
  absl::StrAppend(&text, entry_hash.bytes());
  return Sha256(previous.bytes(), text);
}

DatabaseOptions LogDatabaseOptions(bool read_only, const std::string& vfs) {
  DatabaseOptions options;
  options.application_id = kLogApplicationId;
  options.migrations = kLogMigrations;
  options.migration_count = static_cast<int>(std::size(kLogMigrations));
  options.exclusive = false;
  options.read_only = read_only;
  options.vfs = vfs;
  return options;
}

}  // namespace wijkboek
