#include "server/access/account_store.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::int32_t kAccountsApplicationId = 0x574b4143;  // "WKAC"

constexpr absl::string_view kAccountSchema = R"(
CREATE TABLE account (
  id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, role INTEGER NOT NULL,
  remit BLOB NOT NULL, coach BLOB NOT NULL, disabled INTEGER NOT NULL, password_hash TEXT NOT NULL,
  one_time_until_ms INTEGER NOT NULL, second_factor BLOB NOT NULL, used_step INTEGER NOT NULL,
  made_ms INTEGER NOT NULL, last_signed_in_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  secret_hash BLOB PRIMARY KEY, account BLOB NOT NULL, begun_ms INTEGER NOT NULL,
  last_used_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);
CREATE TABLE token (
  id BLOB PRIMARY KEY, secret_hash BLOB NOT NULL UNIQUE, account BLOB NOT NULL, purpose TEXT NOT NULL,
  made_ms INTEGER NOT NULL, last_used_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL) STRICT,
  WITHOUT ROWID;
CREATE TABLE audit (
  number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, account TEXT NOT NULL, method TEXT NOT NULL,
  about TEXT NOT NULL, result TEXT NOT NULL, token BLOB NOT NULL, chain BLOB NOT NULL) STRICT;
CREATE INDEX audit_account ON audit (account, number);
)";

// Who looks into what: server/work_desk.h.
constexpr absl::string_view kWorkSchema = R"(
CREATE TABLE work (
  item BLOB PRIMARY KEY, coach BLOB NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)";

constexpr absl::string_view kAccountColumns =
    "id, name, display_name, role, remit, coach, disabled, password_hash, one_time_until_ms, "
    "second_factor, used_step, made_ms, last_signed_in_ms";

std::string RemitBytes(const Remit& remit) {
  v1::Remit message;
  for (const Id& centre : remit.centres) message.add_centres(centre.hex());
  for (const std::string& code : remit.municipalities) message.add_municipalities(code);
  for (const Id& programme : remit.programmes) message.add_programmes(programme.hex());
  return message.SerializeAsString();
}

// A remit that can't be read must never become "everything".
absl::StatusOr<Remit> RemitFrom(absl::string_view bytes) {
  v1::Remit message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("what an account may see can't be read");
  }
  Remit remit;
  for (const std::string& hex : message.centres()) {
    ASSIGN_OR_RETURN(const Id id, Id::FromHex(hex));
    remit.centres.insert(id);
  }
  remit.municipalities.insert(message.municipalities().begin(), message.municipalities().end());
  for (const std::string& hex : message.programmes()) {
    ASSIGN_OR_RETURN(const Id id, Id::FromHex(hex));
    remit.programmes.insert(id);
  }
  return remit;
}

absl::StatusOr<AccountRecord> AccountFrom(const Statement& row) {
  AccountRecord account;
  account.id = Id::FromBytesOrZero(row.Bytes(0));
  account.name = row.String(1);
  account.display_name = row.String(2);
  account.role = static_cast<v1::Role>(row.Int(3));
  ASSIGN_OR_RETURN(account.remit, RemitFrom(row.Bytes(4)));
  account.coach = Id::FromBytesOrZero(row.Bytes(5));
  account.disabled = row.Int(6) != 0;
  account.password_hash = row.String(7);
  account.one_time_until_ms = row.Int(8);
  account.second_factor = row.String(9);
  account.used_step = row.Int(10);
  account.made_ms = row.Int(11);
  account.last_signed_in_ms = row.Int(12);
  return account;
}

absl::Status Put(Database& database, absl::string_view verb, const AccountRecord& account) {
  Statement put = database.Prepare(absl::StrCat(verb, " INTO account (", kAccountColumns,
                                                ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  return put
      .Bind(account.id.bytes(), Statement::Text(account.name),
            Statement::Text(account.display_name), static_cast<int>(account.role),
            RemitBytes(account.remit), account.coach.bytes(), account.disabled,
            Statement::Text(account.password_hash), account.one_time_until_ms,
            account.second_factor, account.used_step, account.made_ms, account.last_signed_in_ms)
      .Run();
}

TokenRecord TokenFrom(const Statement& row) {
  return {.id = Id::FromBytesOrZero(row.Bytes(0)),
          .secret_hash = Hash::FromBytesOrZero(row.Bytes(1)),
          .account = Id::FromBytesOrZero(row.Bytes(2)),
          .purpose = row.String(3),
          .made_ms = row.Int(4),
          .last_used_ms = row.Int(5),
          .ends_ms = row.Int(6)};
}

constexpr absl::string_view kTokenColumns =
    "id, secret_hash, account, purpose, made_ms, last_used_ms, ends_ms";

}  // namespace

absl::StatusOr<std::unique_ptr<AccountStore>> AccountStore::Open(const std::string& path) {
  const absl::string_view migrations[] = {kAccountSchema, kWorkSchema};
  ASSIGN_OR_RETURN(Database database,
                   Database::Open(path, {.application_id = kAccountsApplicationId,
                                         .migrations = migrations,
                                         .migration_count = 2}));
  return std::unique_ptr<AccountStore>(new AccountStore(std::move(database)));
}

absl::StatusOr<AccountRecord> AccountStore::FindBy(Statement statement) {
  ASSIGN_OR_RETURN(const bool is_there, statement.Step());
  if (!is_there) return absl::NotFoundError("there is no such account");
  return AccountFrom(statement);
}

absl::StatusOr<std::vector<AccountRecord>> AccountStore::Accounts() {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select =
      database_.Prepare(absl::StrCat("SELECT ", kAccountColumns, " FROM account ORDER BY name"));
  std::vector<AccountRecord> accounts;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return accounts;
    ASSIGN_OR_RETURN(accounts.emplace_back(), AccountFrom(select));
  }
}

absl::StatusOr<AccountRecord> AccountStore::FindByName(absl::string_view name) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select =
      database_.Prepare(absl::StrCat("SELECT ", kAccountColumns, " FROM account WHERE name = ?"));
  select.Bind(Statement::Text(absl::AsciiStrToLower(name)));
  return FindBy(std::move(select));
}

absl::StatusOr<AccountRecord> AccountStore::Find(const Id& account) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select =
      database_.Prepare(absl::StrCat("SELECT ", kAccountColumns, " FROM account WHERE id = ?"));
  select.Bind(account.bytes());
  return FindBy(std::move(select));
}

absl::Status AccountStore::Add(const AccountRecord& account) {
  std::lock_guard<std::mutex> lock(mutex_);
  absl::Status added = Put(database_, "INSERT", account);
  if (!absl::IsAlreadyExists(added)) return added;
  return absl::AlreadyExistsError(
      absl::StrCat("there is an account \"", account.name, "\" already: choose another name"));
}

absl::Status AccountStore::Save(const AccountRecord& account, bool end_sessions) {
  std::lock_guard<std::mutex> lock(mutex_);
  return database_.Transaction([&]() -> absl::Status {
    RETURN_IF_ERROR(Put(database_, "REPLACE", account));
    if (!end_sessions) return absl::OkStatus();
    Statement end = database_.Prepare("DELETE FROM session WHERE account = ?");
    return end.Bind(account.id.bytes()).Run();
  });
}

absl::StatusOr<bool> AccountStore::UseStep(const Id& account, std::int64_t step) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement use =
      database_.Prepare("UPDATE account SET used_step = ? WHERE id = ? AND used_step < ?");
  RETURN_IF_ERROR(use.Bind(step, account.bytes(), step).Run());
  return database_.Changes() == 1;
}

absl::Status AccountStore::AddSession(const SessionRecord& session, std::int64_t sweep_before_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  return database_.Transaction([&]() -> absl::Status {
    Statement sweep = database_.Prepare("DELETE FROM session WHERE last_used_ms < ?");
    RETURN_IF_ERROR(sweep.Bind(sweep_before_ms).Run());
    Statement insert = database_.Prepare("INSERT INTO session VALUES (?, ?, ?, ?)");
    return insert
        .Bind(session.secret_hash.bytes(), session.account.bytes(), session.begun_ms,
              session.last_used_ms)
        .Run();
  });
}

absl::StatusOr<SessionRecord> AccountStore::FindSession(const Hash& secret_hash) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select = database_.Prepare(
      "SELECT account, begun_ms, last_used_ms FROM session WHERE secret_hash = ?");
  ASSIGN_OR_RETURN(const bool is_there, select.Bind(secret_hash.bytes()).Step());
  if (!is_there) return absl::NotFoundError("there is no such session");
  return SessionRecord{.secret_hash = secret_hash,
                       .account = Id::FromBytesOrZero(select.Bytes(0)),
                       .begun_ms = select.Int(1),
                       .last_used_ms = select.Int(2)};
}

absl::Status AccountStore::TouchSession(const Hash& secret_hash, std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement touch = database_.Prepare("UPDATE session SET last_used_ms = ? WHERE secret_hash = ?");
  return touch.Bind(now_ms, secret_hash.bytes()).Run();
}

absl::Status AccountStore::EndSession(const Hash& secret_hash) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement end = database_.Prepare("DELETE FROM session WHERE secret_hash = ?");
  return end.Bind(secret_hash.bytes()).Run();
}

absl::Status AccountStore::EndSessionsOf(const Id& account, const Hash& but) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement end = database_.Prepare("DELETE FROM session WHERE account = ? AND secret_hash <> ?");
  return end.Bind(account.bytes(), but.bytes()).Run();
}

absl::Status AccountStore::AddToken(const TokenRecord& token) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement insert = database_.Prepare(
      absl::StrCat("INSERT INTO token (", kTokenColumns, ") VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return insert
      .Bind(token.id.bytes(), token.secret_hash.bytes(), token.account.bytes(),
            Statement::Text(token.purpose), token.made_ms, token.last_used_ms, token.ends_ms)
      .Run();
}

absl::StatusOr<std::vector<TokenRecord>> AccountStore::TokensOf(const Id& account) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select = database_.Prepare(
      absl::StrCat("SELECT ", kTokenColumns, " FROM token WHERE account = ? ORDER BY made_ms, id"));
  select.Bind(account.bytes());
  std::vector<TokenRecord> tokens;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, select.Step());
    if (!more) return tokens;
    tokens.push_back(TokenFrom(select));
  }
}

absl::StatusOr<TokenRecord> AccountStore::FindToken(const Hash& secret_hash) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement select = database_.Prepare(
      absl::StrCat("SELECT ", kTokenColumns, " FROM token WHERE secret_hash = ?"));
  ASSIGN_OR_RETURN(const bool is_there, select.Bind(secret_hash.bytes()).Step());
  if (!is_there) return absl::NotFoundError("there is no such token");
  return TokenFrom(select);
}

absl::Status AccountStore::TouchToken(const Id& token, std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement touch = database_.Prepare("UPDATE token SET last_used_ms = ? WHERE id = ?");
  return touch.Bind(now_ms, token.bytes()).Run();
}

absl::Status AccountStore::RemoveToken(const Id& account, const Id& token) {
  std::lock_guard<std::mutex> lock(mutex_);
  Statement remove = database_.Prepare("DELETE FROM token WHERE account = ? AND id = ?");
  RETURN_IF_ERROR(remove.Bind(account.bytes(), token.bytes()).Run());
  if (database_.Changes() == 1) return absl::OkStatus();
  return absl::NotFoundError("this account has no such token");
}

}  // namespace wijkboek
