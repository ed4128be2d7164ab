// Accounts, sessions and tokens, in accounts.db. Of passwords, sessions' cookies and tokens it
// holds hashes alone; what makes the second factor is sealed with the server's key. The trail of
// what was asked for is kept beside them (audit_trail.h).
#ifndef WIJKBOEK_SERVER_ACCESS_ACCOUNT_STORE_H_
#define WIJKBOEK_SERVER_ACCESS_ACCOUNT_STORE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/sqlite/database.h"
#include "server/access/caller.h"

namespace wijkboek {

// Times: UTC milliseconds by the real clock; 0: never.
struct AccountRecord {
  Id id;
  std::string name;
  std::string display_name;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  Remit remit;
  Id coach;
  bool disabled = false;
  // Argon2id; of a new account, of its one-time password.
  std::string password_hash;
  // Of a new account: until when the one-time password works; else 0.
  std::int64_t one_time_until_ms = 0;
  // Sealed; empty: to be set up.
  std::string second_factor;
  // The last step of it that was used.
  std::int64_t used_step = 0;
  std::int64_t made_ms = 0;
  std::int64_t last_signed_in_ms = 0;

  bool IsNew() const { return one_time_until_ms > 0; }
};

struct SessionRecord {
  // SHA-256 of what the cookie says.
  Hash secret_hash;
  Id account;
  std::int64_t begun_ms = 0;
  std::int64_t last_used_ms = 0;
};

struct TokenRecord {
  Id id;
  // SHA-256 of the token.
  Hash secret_hash;
  Id account;
  std::string purpose;
  std::int64_t made_ms = 0;
  std::int64_t last_used_ms = 0;
  std::int64_t ends_ms = 0;
};

// Thread-safe. What returned OK is on disk, but for the times of last use, which are written now
// and then. Errors are the database's.
class AccountStore {
 public:
  static absl::StatusOr<std::unique_ptr<AccountStore>> Open(const std::string& path);

  // Ordered by name.
  absl::StatusOr<std::vector<AccountRecord>> Accounts();
  // NOT_FOUND. Names have no case.
  absl::StatusOr<AccountRecord> FindByName(absl::string_view name);
  absl::StatusOr<AccountRecord> Find(const Id& account);
  // ALREADY_EXISTS when the name is taken.
  absl::Status Add(const AccountRecord& account);
  // Replaces what is kept; `end_sessions`: and all its sessions end.
  absl::Status Save(const AccountRecord& account, bool end_sessions);
  // The step counts as used from now on. False when it, or a later one, was used already.
  absl::StatusOr<bool> UseStep(const Id& account, std::int64_t step);

  // Also sweeps out those that were last used before `sweep_before_ms`.
  absl::Status AddSession(const SessionRecord& session, std::int64_t sweep_before_ms);
  absl::StatusOr<SessionRecord> FindSession(const Hash& secret_hash);
  absl::Status TouchSession(const Hash& secret_hash, std::int64_t now_ms);
  absl::Status EndSession(const Hash& secret_hash);
  // All of the account but this one (zero: all).
  absl::Status EndSessionsOf(const Id& account, const Hash& but);

  absl::Status AddToken(const TokenRecord& token);
  // Of one account, ordered by when they were made.
  absl::StatusOr<std::vector<TokenRecord>> TokensOf(const Id& account);
  absl::StatusOr<TokenRecord> FindToken(const Hash& secret_hash);
  absl::Status TouchToken(const Id& token, std::int64_t now_ms);
  // NOT_FOUND when the account has no such token.
  absl::Status RemoveToken(const Id& account, const Id& token);

  // For the trail, which lies in the same file.
  std::mutex& mutex() { return mutex_; }
  Database& database() { return database_; }

 private:
  explicit AccountStore(Database database) : database_(std::move(database)) {}
  absl::StatusOr<AccountRecord> FindBy(Statement statement);

  std::mutex mutex_;
  Database database_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_ACCOUNT_STORE_H_
