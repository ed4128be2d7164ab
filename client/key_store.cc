#include "client/key_store.h"

#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::int32_t kApplicationId = 0x574b4b32;  // "WKK2"

constexpr absl::string_view kMigrations[] = {R"sql(
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person_key (
  key_id BLOB PRIMARY KEY,
  person BLOB NOT NULL,
  wrapped BLOB NOT NULL,
  made_here INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_key_of_person ON person_key (person);
CREATE TABLE destroyed_key (
  key_id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
)sql"};

constexpr absl::string_view kProbeName = "probe";
constexpr absl::string_view kProbeText = "wijkboek";

std::string SecretLabel(absl::string_view name) { return absl::StrCat("wijkboek secret ", name); }
// Binds the key to its id and person: rows can't be exchanged.
std::string KeyLabel(const Id& key_id, const Id& person) {
  return absl::StrCat("wijkboek person key ", key_id.bytes(), person.bytes());
}

}  // namespace

KeyStore::KeyStore(std::unique_ptr<Connection> connection, const SecretKey& master, Random& random)
    : connection_(std::move(connection)), master_(master), random_(random) {}

absl::StatusOr<std::unique_ptr<KeyStore>> KeyStore::Open(const std::string& path,
                                                         const SecretKey& master, Random& random) {
  DatabaseOptions options;
  options.application_id = kApplicationId;
  options.migrations = kMigrations;
  options.migration_count = std::size(kMigrations);
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connection::Open(path, options));
  // Destroyed keys must not linger in free pages.
  RETURN_IF_ERROR(connection->database().Execute("PRAGMA secure_delete=ON"));
  std::unique_ptr<KeyStore> store(new KeyStore(std::move(connection), master, random));
  RETURN_IF_ERROR(WithContext(store->CheckMaster(), path));
  return store;
}

absl::Status KeyStore::CheckMaster() {
  absl::StatusOr<std::optional<std::string>> probe = Secret(kProbeName);
  if (!probe.ok()) {
    if (!absl::IsDataLoss(probe.status())) return probe.status();
    return absl::FailedPreconditionError(
        "the store key does not fit this store: put the key back that it was enrolled with");
  }
  if (!probe->has_value()) return SetSecret(kProbeName, kProbeText);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> KeyStore::Secret(absl::string_view name) const {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement& statement = connection_->Use("SELECT wrapped FROM secret WHERE name = ?1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(Statement::Text(name)).Step());
  if (!row) return std::nullopt;
  std::string wrapped = statement.String(0);
  statement.Reset();
  ASSIGN_OR_RETURN(std::string value, UnwrapSecret(master_, SecretLabel(name), wrapped));
  return value;
}

absl::Status KeyStore::SetSecret(absl::string_view name, absl::string_view value) {
  std::lock_guard<std::mutex> lock(mutex_);
  return connection_->Use("INSERT OR REPLACE INTO secret (name, wrapped) VALUES (?1, ?2)")
      .Bind(Statement::Text(name), WrapSecret(master_, SecretLabel(name), value, random_))
      .Run();
}

absl::StatusOr<PersonKey> KeyStore::Find(const Id& key_id) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return FindLocked(key_id);
}

absl::StatusOr<PersonKey> KeyStore::FindLocked(const Id& key_id) const {
  Statement& statement =
      connection_->Use("SELECT person, wrapped FROM person_key WHERE key_id = ?1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(key_id.bytes()).Step());
  if (!row) return absl::NotFoundError("this key is not on this kiosk");
  PersonKey key{.key_id = key_id, .person = Id::FromBytesOrZero(statement.Bytes(0))};
  std::string wrapped = statement.String(1);
  statement.Reset();
  ASSIGN_OR_RETURN(std::string secret,
                   UnwrapSecret(master_, KeyLabel(key_id, key.person), wrapped));
  ASSIGN_OR_RETURN(key.key, SecretKey::FromBytes(secret));
  return key;
}

absl::StatusOr<PersonKey> KeyStore::KeyFor(const Id& person) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement& statement = connection_->Use(
      "SELECT key_id FROM person_key WHERE person = ?1 ORDER BY made_here, key_id LIMIT 1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(person.bytes()).Step());
  if (row) {
    Id key_id = Id::FromBytesOrZero(statement.Bytes(0));
    statement.Reset();
    return FindLocked(key_id);
  }
  PersonKey key{.key_id = random_.NewId(), .person = person, .key = random_.NewKey()};
  RETURN_IF_ERROR(WithContext(InsertLocked(key, true), "nothing was saved"));
  return key;
}

absl::Status KeyStore::InsertLocked(const PersonKey& key, bool made_here) {
  return connection_
      ->Use(
          "INSERT OR IGNORE INTO person_key (key_id, person, wrapped, made_here) "
          "SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
          "(SELECT 1 FROM destroyed_key WHERE key_id = ?1)")
      .Bind(key.key_id.bytes(), key.person.bytes(),
            WrapSecret(master_, KeyLabel(key.key_id, key.person), key.key.bytes(), random_),
            made_here)
      .Run();
}

absl::StatusOr<std::optional<PersonKey>> KeyStore::FindMadeHere(const Id& key_id) const {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement& statement =
      connection_->Use("SELECT 1 FROM person_key WHERE key_id = ?1 AND made_here = 1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(key_id.bytes()).Step());
  if (!row) return std::nullopt;
  statement.Reset();
  ASSIGN_OR_RETURN(PersonKey key, FindLocked(key_id));
  return key;
}

absl::StatusOr<std::vector<Id>> KeyStore::KeyIds() const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<Id> ids;
  Statement& statement = connection_->Use("SELECT key_id FROM person_key ORDER BY key_id");
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return ids;
    ids.push_back(Id::FromBytesOrZero(statement.Bytes(0)));
  }
}

absl::Status KeyStore::Put(absl::Span<const PersonKey> keys) {
  if (keys.empty()) return absl::OkStatus();
  std::lock_guard<std::mutex> lock(mutex_);
  return connection_->database().Transaction([&]() -> absl::Status {
    for (const PersonKey& key : keys) RETURN_IF_ERROR(InsertLocked(key, false));
    return absl::OkStatus();
  });
}

absl::Status KeyStore::Destroy(absl::Span<const Id> key_ids) {
  if (key_ids.empty()) return absl::OkStatus();
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(connection_->database().Transaction([&]() -> absl::Status {
    for (const Id& key_id : key_ids) {
      RETURN_IF_ERROR(connection_->Use("INSERT OR IGNORE INTO destroyed_key (key_id) VALUES (?1)")
                          .Bind(key_id.bytes())
                          .Run());
      RETURN_IF_ERROR(
          connection_->Use("DELETE FROM person_key WHERE key_id = ?1").Bind(key_id.bytes()).Run());
    }
    return absl::OkStatus();
  }));
  // The write-ahead log still holds the old pages.
  return connection_->database().Execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

absl::Status KeyStore::RemovePersons(absl::Span<const Id> persons) {
  if (persons.empty()) return absl::OkStatus();
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(connection_->database().Transaction([&]() -> absl::Status {
    for (const Id& person : persons) {
      RETURN_IF_ERROR(connection_->Use("DELETE FROM person_key WHERE person = ?1 AND made_here = 0")
                          .Bind(person.bytes())
                          .Run());
    }
    return absl::OkStatus();
  }));
  return connection_->database().Execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

absl::StatusOr<std::vector<PersonKeyName>> KeyStore::MadeHere() const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<PersonKeyName> names;
  Statement& made = connection_->Use("SELECT key_id, person FROM person_key WHERE made_here = 1");
  while (true) {
    ASSIGN_OR_RETURN(bool row, made.Step());
    if (!row) return names;
    names.push_back({.key_id = Id::FromBytesOrZero(made.Bytes(0)),
                     .person = Id::FromBytesOrZero(made.Bytes(1))});
  }
}

absl::Status KeyStore::RemoveMadeHere(absl::Span<const Id> key_ids) {
  if (key_ids.empty()) return absl::OkStatus();
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(connection_->database().Transaction([&]() -> absl::Status {
    for (const Id& key_id : key_ids) {
      RETURN_IF_ERROR(connection_->Use("DELETE FROM person_key WHERE key_id = ?1 AND made_here = 1")
                          .Bind(key_id.bytes())
                          .Run());
    }
    return absl::OkStatus();
  }));
  return connection_->database().Execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

absl::Status KeyStore::RemovePulled() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(connection_->database().Execute("DELETE FROM person_key WHERE made_here = 0"));
  // As in Destroy.
  return connection_->database().Execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace wijkboek
