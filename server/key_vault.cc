#include "server/key_vault.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/status.h"
#include "server/checkpoint.h"

namespace wijkboek {
namespace {

constexpr std::int32_t kKeysApplicationId = 0x574b4b59;  // "WKKY"

// setting: the server's own keys, by name. destroyed_key, erased_person: tombstones, kept for ever.
// person_key.arrival orders the keys of one person; a device chooses its key ids, so these say
// nothing.
constexpr absl::string_view kKeysMigrations[] = {R"sql(
  CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE person_key(
    key_id BLOB PRIMARY KEY,
    person BLOB NOT NULL,
    key BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX person_key_person ON person_key(person, key_id);
  CREATE TABLE destroyed_key(
    key_id BLOB PRIMARY KEY,
    person BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX destroyed_key_person ON destroyed_key(person, key_id);
  CREATE TABLE erased_person(person BLOB PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql",
                                                 R"sql(
  ALTER TABLE person_key ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
)sql",
                                                 // office: 1 for keys that never leave the server.
                                                 R"sql(
  ALTER TABLE person_key ADD COLUMN office INTEGER NOT NULL DEFAULT 0;
)sql"};

DatabaseOptions KeysDatabaseOptions() {
  DatabaseOptions options;
  options.application_id = kKeysApplicationId;
  options.migrations = kKeysMigrations;
  options.migration_count = static_cast<int>(std::size(kKeysMigrations));
  return options;
}

PersonKey RowKey(const Statement& row) {
  return {.key_id = Id::FromBytesOrZero(row.Bytes(0)),
          .person = Id::FromBytesOrZero(row.Bytes(1)),
          .key = SecretKey::FromBytesOrZero(row.Bytes(2))};
}

absl::StatusOr<bool> Exists(Statement& statement, const Id& id) {
  absl::StatusOr<bool> row = statement.Bind(id.bytes()).Step();
  if (row.ok() && *row) statement.Reset();
  return row;
}

}  // namespace

KeyVault::KeyVault(Database database, Random& random)
    : database_(std::move(database)),
      random_(random),
      find_(database_.Prepare("SELECT key_id, person, key FROM person_key WHERE key_id = ?")),
      of_person_(database_.Prepare("SELECT key_id, person, key FROM person_key WHERE person = ? "
                                   "AND office = ? ORDER BY arrival, key_id")),
      is_destroyed_(database_.Prepare("SELECT 1 FROM destroyed_key WHERE key_id = ?")),
      all_destroyed_(database_.Prepare("SELECT key_id, person FROM destroyed_key")),
      is_erased_(database_.Prepare("SELECT 1 FROM erased_person WHERE person = ?")),
      insert_(database_.Prepare(
          "INSERT INTO person_key(key_id, person, key, office, arrival) VALUES(?1, ?2, ?3, ?4, "
          "(SELECT COALESCE(MAX(arrival), 0) + 1 FROM person_key WHERE person = ?2)) ON CONFLICT "
          "DO NOTHING")) {}

absl::StatusOr<std::unique_ptr<KeyVault>> KeyVault::Open(const std::string& path, Random& random) {
  ASSIGN_OR_RETURN(Database database, Database::Open(path, KeysDatabaseOptions()));
  // What was destroyed must not linger in free pages.
  RETURN_IF_ERROR(database.Execute("PRAGMA secure_delete=ON"));
  RETURN_IF_ERROR(WithContext(Checkpoint(database), path));
  std::unique_ptr<KeyVault> store(new KeyVault(std::move(database), random));
  RETURN_IF_ERROR(WithContext(store->LoadOwnKeys(), path));
  return store;
}

absl::StatusOr<std::string> KeyVault::Setting(absl::string_view name, std::size_t size) {
  std::string fresh(size, '\0');
  random_.Fill(fresh.data(), fresh.size());
  Statement insert =
      database_.Prepare("INSERT INTO setting(name, value) VALUES(?, ?) ON CONFLICT DO NOTHING");
  RETURN_IF_ERROR(insert.Bind(Statement::Text(name), fresh).Run());
  Statement read = database_.Prepare("SELECT value FROM setting WHERE name = ?");
  ASSIGN_OR_RETURN(bool found, read.Bind(Statement::Text(name)).Step());
  if (!found || read.Bytes(0).size() != size) {
    return absl::DataLossError(absl::StrCat("the setting ", name, " is damaged"));
  }
  return read.String(0);
}

absl::Status KeyVault::LoadOwnKeys() {
  return database_.Transaction([&]() -> absl::Status {
    ASSIGN_OR_RETURN(std::string lookup, Setting("lookup_key", SecretKey::kSize));
    ASSIGN_OR_RETURN(std::string device, Setting("office_device", Id::kSize));
    ASSIGN_OR_RETURN(std::string office, Setting("office_signing_seed", SecretKey::kSize));
    ASSIGN_OR_RETURN(std::string acks, Setting("acknowledgement_seed", SecretKey::kSize));
    ASSIGN_OR_RETURN(std::string badges, Setting("badge_secret", SecretKey::kSize));
    lookup_key_ = SecretKey::FromBytesOrZero(lookup);
    badge_secret_ = SecretKey::FromBytesOrZero(badges);
    office_device_ = Id::FromBytesOrZero(device);
    office_signing_key_ =
        std::make_unique<SigningKey>(SigningKey::FromSeed(SecretKey::FromBytesOrZero(office)));
    acknowledgement_key_ =
        std::make_unique<SigningKey>(SigningKey::FromSeed(SecretKey::FromBytesOrZero(acks)));
    return absl::OkStatus();
  });
}

absl::StatusOr<PersonKey> KeyVault::Find(const Id& key_id) const {
  std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(bool found, find_.Bind(key_id.bytes()).Step());
  if (!found) return absl::NotFoundError("no such key");
  PersonKey key = RowKey(find_);
  find_.Reset();
  return key;
}

absl::StatusOr<PersonKey> KeyVault::KeyForLocked(const Id& person, For whom) {
  ASSIGN_OR_RETURN(bool erased, Exists(is_erased_, person));
  if (erased) return absl::FailedPreconditionError("this person was erased");
  const std::int64_t office = whom == For::kOffice ? 1 : 0;
  ASSIGN_OR_RETURN(bool found, of_person_.Bind(person.bytes(), office).Step());
  if (found) {
    PersonKey key = RowKey(of_person_);
    of_person_.Reset();
    return key;
  }
  PersonKey key{.key_id = random_.NewId(), .person = person, .key = random_.NewKey()};
  RETURN_IF_ERROR(insert_.Bind(key.key_id.bytes(), person.bytes(), key.key.bytes(), office).Run());
  return key;
}

absl::StatusOr<PersonKey> KeyVault::KeyFor(const Id& person) {
  ASSIGN_OR_RETURN(std::vector<PersonKey> keys, KeysFor(absl::MakeConstSpan(&person, 1)));
  return keys.front();
}

absl::StatusOr<std::vector<PersonKey>> KeyVault::KeysFor(absl::Span<const Id> persons, For whom) {
  std::lock_guard lock(mutex_);
  std::vector<PersonKey> keys;
  keys.reserve(persons.size());
  RETURN_IF_ERROR(database_.Transaction([&]() -> absl::Status {
    for (const Id& person : persons) {
      ASSIGN_OR_RETURN(PersonKey key, KeyForLocked(person, whom));
      keys.push_back(key);
    }
    return absl::OkStatus();
  }));
  // Perhaps none was new; whoever looks once too often finds nothing.
  version_.fetch_add(1, std::memory_order_acq_rel);
  return keys;
}

absl::Status KeyVault::Add(absl::Span<const PersonKey> keys) {
  if (keys.empty()) return absl::OkStatus();
  std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(database_.Transaction([&]() -> absl::Status {
    for (const PersonKey& key : keys) {
      ASSIGN_OR_RETURN(bool destroyed, Exists(is_destroyed_, key.key_id));
      ASSIGN_OR_RETURN(bool erased, Exists(is_erased_, key.person));
      if (erased && !destroyed) {
        Statement tombstone = database_.Prepare(
            "INSERT INTO destroyed_key(key_id, person) VALUES(?, ?) ON CONFLICT DO NOTHING");
        RETURN_IF_ERROR(tombstone.Bind(key.key_id.bytes(), key.person.bytes()).Run());
      }
      if (destroyed || erased) continue;
      RETURN_IF_ERROR(
          insert_.Bind(key.key_id.bytes(), key.person.bytes(), key.key.bytes(), std::int64_t{0})
              .Run());
    }
    return absl::OkStatus();
  }));
  version_.fetch_add(1, std::memory_order_acq_rel);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PersonKey>> KeyVault::KeysOf(absl::Span<const Id> persons) const {
  std::lock_guard lock(mutex_);
  std::vector<PersonKey> keys;
  for (const Id& person : persons) {
    of_person_.Bind(person.bytes(), std::int64_t{0});
    while (true) {
      ASSIGN_OR_RETURN(bool more, of_person_.Step());
      if (!more) break;
      keys.push_back(RowKey(of_person_));
    }
  }
  return keys;
}

absl::StatusOr<std::vector<Id>> KeyVault::DestroyedAmong(absl::Span<const Id> key_ids) const {
  std::lock_guard lock(mutex_);
  std::vector<Id> destroyed;
  for (const Id& key_id : key_ids) {
    ASSIGN_OR_RETURN(bool is_destroyed, Exists(is_destroyed_, key_id));
    if (is_destroyed) destroyed.push_back(key_id);
  }
  return destroyed;
}

absl::StatusOr<std::vector<Id>> KeyVault::DestroyedOf(absl::Span<const Id> persons) const {
  std::lock_guard lock(mutex_);
  std::vector<Id> destroyed;
  while (true) {
    ASSIGN_OR_RETURN(bool more, all_destroyed_.Step());
    if (!more) return destroyed;
    const Id person = Id::FromBytesOrZero(all_destroyed_.Bytes(1));
    if (std::binary_search(persons.begin(), persons.end(), person)) {
      destroyed.push_back(Id::FromBytesOrZero(all_destroyed_.Bytes(0)));
    }
  }
}

absl::StatusOr<std::vector<Id>> KeyVault::Erase(const Id& person, std::int64_t now_ms) {
  std::lock_guard lock(mutex_);
  std::vector<Id> gone;
  RETURN_IF_ERROR(database_.Transaction([&]() -> absl::Status {
    Statement bury = database_.Prepare(
        "INSERT INTO destroyed_key(key_id, person) SELECT key_id, person FROM person_key WHERE "
        "person = ? ON CONFLICT DO NOTHING");
    RETURN_IF_ERROR(bury.Bind(person.bytes()).Run());
    Statement drop = database_.Prepare("DELETE FROM person_key WHERE person = ?");
    RETURN_IF_ERROR(drop.Bind(person.bytes()).Run());
    Statement erase = database_.Prepare(
        "INSERT INTO erased_person(person, at_ms) VALUES(?, ?) ON CONFLICT DO NOTHING");
    RETURN_IF_ERROR(erase.Bind(person.bytes(), now_ms).Run());
    Statement list =
        database_.Prepare("SELECT key_id FROM destroyed_key WHERE person = ? ORDER BY key_id");
    list.Bind(person.bytes());
    while (true) {
      ASSIGN_OR_RETURN(bool more, list.Step());
      if (!more) return absl::OkStatus();
      gone.push_back(Id::FromBytesOrZero(list.Bytes(0)));
    }
  }));
  version_.fetch_add(1, std::memory_order_acq_rel);
  erasures_.fetch_add(1, std::memory_order_acq_rel);
  // The write-ahead log still holds the pages as they were.
  RETURN_IF_ERROR(database_.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  return gone;
}

}  // namespace wijkboek
