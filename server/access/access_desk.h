// Signing in to the office: accounts with two factors, sessions that end, tokens for other
// programs. There is no default account; the first one is made on the server itself.
#ifndef WIJKBOEK_SERVER_ACCESS_ACCESS_DESK_H_
#define WIJKBOEK_SERVER_ACCESS_ACCESS_DESK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/guesses.h"
#include "common/ids.h"
#include "common/random.h"
#include "server/access/account_store.h"
#include "server/access/caller.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

// A session ends after so long without a call, and in any case so long after signing in.
inline constexpr std::int64_t kSessionRestMs = 30 * 60 * 1000;
inline constexpr std::int64_t kSessionMaxMs = 12 * 3600 * 1000;
inline constexpr std::int64_t kOneTimePasswordMs = 7LL * 24 * 3600 * 1000;
// Wrong ones that are forgiven within a quarter of an hour, of one account and from one address.
inline constexpr int kFreeGuessesOfAccount = 4;
inline constexpr int kFreeGuessesFromAddress = 20;

// What signing in gave: the answer, and the session's secret where one began.
template <typename Response>
struct SignedIn {
  Response response;
  std::optional<std::string> secret;
};

// What the desk works with; all of it outlives it and is thread-safe.
struct AccessParts {
  AccountStore& store;
  Random& random;
  // Real time (UTC), and time that nobody can move (CLOCK_BOOTTIME); milliseconds.
  std::function<std::int64_t()> now_ms;
  std::function<std::int64_t()> boottime_ms;
  // Seals what makes the second factor.
  SecretKey key;
  // What a request's texts (ids, keys, names) mean. INVALID_ARGUMENT or NOT_FOUND that names the
  // text.
  std::function<absl::StatusOr<Remit>(const v1::Remit&)> read_remit;
  // "Noord, Oost · GM0363"; empty: everything.
  std::function<std::string(const Remit&)> remit_text;
  // A coach by key or id; zero for an empty text.
  std::function<absl::StatusOr<Id>(const std::string&)> read_coach;
};

// Thread-safe. Errors as access.proto says; those of the store are passed on.
class AccessDesk {
 public:
  explicit AccessDesk(AccessParts parts)
      : parts_(std::move(parts)),
        accounts_(kFreeGuessesOfAccount),
        addresses_(kFreeGuessesFromAddress) {}

  // ---- Who is not signed in yet. `from`: the address they come from, without its port.
  absl::StatusOr<SignedIn<v1::SignInResponse>> SignIn(const v1::SignInRequest& request,
                                                      absl::string_view from);
  absl::StatusOr<SignedIn<v1::SetUpResponse>> SetUp(const v1::SetUpRequest& request,
                                                    absl::string_view from);

  // ---- Who asks. UNAUTHENTICATED: nobody, not any more, or the account was disabled.
  absl::StatusOr<Caller> CallerOfSession(absl::string_view secret);
  absl::StatusOr<Caller> CallerOfToken(absl::string_view secret);

  absl::Status SignOut(absl::string_view secret);
  // `may` is the caller's business.
  absl::StatusOr<v1::GetMeResponse> GetMe(const Caller& caller, absl::string_view secret);
  absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(
      const Caller& caller, absl::string_view secret, const v1::ChangePasswordRequest& request);

  // ---- For administrators.
  absl::StatusOr<v1::ListAccountsResponse> ListAccounts();
  absl::StatusOr<v1::MakeAccountResponse> MakeAccount(const v1::MakeAccountRequest& request);
  // `by`: whose account stays able to sign in whatever they change; zero: nobody's.
  absl::StatusOr<v1::ChangeAccountResponse> ChangeAccount(const Id& by,
                                                          const v1::ChangeAccountRequest& request);
  absl::StatusOr<v1::ResetAccountResponse> ResetAccount(const v1::ResetAccountRequest& request);

  // ---- A caller's own tokens.
  absl::StatusOr<v1::MakeTokenResponse> MakeToken(const Caller& caller,
                                                  const v1::MakeTokenRequest& request);
  absl::StatusOr<v1::ListTokensResponse> ListTokens(const Caller& caller);
  absl::StatusOr<v1::RevokeTokenResponse> RevokeToken(const Caller& caller,
                                                      const v1::RevokeTokenRequest& request);

 private:
  // Nullopt: a wrong name or password. RESOURCE_EXHAUSTED while somebody guesses.
  absl::StatusOr<std::optional<AccountRecord>> CheckPasswordOf(const std::string& name,
                                                               absl::string_view password,
                                                               absl::string_view from);
  absl::Status WaitForGuessers(absl::string_view name, absl::string_view from) const;
  void WasWrong(absl::string_view name, absl::string_view from);
  // The code is used up then.
  absl::StatusOr<bool> CheckCode(const AccountRecord& account, absl::string_view code);
  absl::StatusOr<std::string> BeginSession(AccountRecord& account);
  absl::StatusOr<Caller> CallerOf(const Id& account) const;
  v1::Account MessageOf(const AccountRecord& account) const;
  // A new one, for an account that is to be set up.
  absl::StatusOr<std::string> GiveOneTimePassword(AccountRecord& account);

  const AccessParts parts_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  GuessesOfEach accounts_;
  GuessesOfEach addresses_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_ACCESS_DESK_H_
