#include "server/access/access_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base32.h"
#include "common/crypto.h"
#include "common/status.h"
#include "server/access/account_words.h"
#include "server/access/password.h"
#include "server/access/secret_box.h"
#include "server/access/totp.h"

namespace wijkboek {
namespace {

// So often the time of last use is written at most.
constexpr std::int64_t kTouchMs = 60 * 1000;
constexpr std::uint32_t kTokenDaysUsual = 90;
constexpr std::uint32_t kTokenDaysMax = 365;
constexpr std::int64_t kTokenDayMs = 24LL * 3600 * 1000;
constexpr std::size_t kSecretBytes = 32;

absl::Status WrongCredentials() {
  return absl::UnauthenticatedError(
      "name, password and code do not belong together: try once more, or ask your administrator");
}

absl::Status NotSignedIn() { return absl::UnauthenticatedError("sign in first"); }

std::string NewSecret(Random& random) {
  std::string bytes(kSecretBytes, '\0');
  random.Fill(bytes.data(), bytes.size());
  return absl::WebSafeBase64Escape(bytes);
}

// What an unknown name's password is compared with, so that it takes as long as a known one's.
const std::string& NobodysHash() {
  static const std::string* const hash =
      new std::string(HashPassword("nobody has this password").value_or(std::string()));
  return *hash;
}

}  // namespace

v1::Account AccessDesk::MessageOf(const AccountRecord& account) const {
  v1::Account message = AccountMessage(account);
  message.set_remit_text(parts_.remit_text(account.remit));
  return message;
}

// ---- signing in

absl::Status AccessDesk::WaitForGuessers(absl::string_view name, absl::string_view from) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::int64_t now_ms = parts_.boottime_ms();
  const std::int64_t wait_ms =
      std::max(accounts_.WaitMs(name, now_ms), addresses_.WaitMs(from, now_ms));
  if (wait_ms == 0) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat(
      "too many wrong attempts: wait ", (wait_ms + 999) / 1000, " seconds and try once more"));
}

void AccessDesk::WasWrong(absl::string_view name, absl::string_view from) {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::int64_t now_ms = parts_.boottime_ms();
  accounts_.WasWrong(name, now_ms);
  addresses_.WasWrong(from, now_ms);
}

absl::StatusOr<std::optional<AccountRecord>> AccessDesk::CheckPasswordOf(const std::string& name,
                                                                         absl::string_view password,
                                                                         absl::string_view from) {
  RETURN_IF_ERROR(WaitForGuessers(name, from));
  absl::StatusOr<AccountRecord> account = parts_.store.FindByName(name);
  if (!account.ok() && !absl::IsNotFound(account.status())) return account.status();
  const bool is_new = account.ok() && account->IsNew();
  const std::string typed = is_new ? PlainOneTimePassword(password) : std::string(password);
  const bool matches =
      PasswordMatches(account.ok() ? account->password_hash : NobodysHash(), typed);
  const bool is_over = is_new && parts_.now_ms() >= account->one_time_until_ms;
  if (!account.ok() || !matches || account->disabled || is_over) return std::nullopt;
  return *std::move(account);
}

absl::StatusOr<bool> AccessDesk::CheckCode(const AccountRecord& account, absl::string_view code) {
  ASSIGN_OR_RETURN(const std::string secret, OpenSecret(parts_.key, account.second_factor));
  const std::optional<std::int64_t> step =
      TotpStepOf(secret, code, parts_.now_ms(), account.used_step);
  if (!step) return false;
  return parts_.store.UseStep(account.id, *step);
}

absl::StatusOr<std::string> AccessDesk::BeginSession(AccountRecord& account) {
  const std::int64_t now_ms = parts_.now_ms();
  // What UseStep wrote in between stays.
  ASSIGN_OR_RETURN(AccountRecord kept, parts_.store.Find(account.id));
  kept.last_signed_in_ms = now_ms;
  RETURN_IF_ERROR(parts_.store.Save(kept, /*end_sessions=*/false));
  account = std::move(kept);
  std::string secret = NewSecret(parts_.random);
  RETURN_IF_ERROR(parts_.store.AddSession({.secret_hash = Sha256(secret),
                                           .account = account.id,
                                           .begun_ms = now_ms,
                                           .last_used_ms = now_ms},
                                          now_ms - kSessionMaxMs));
  return secret;
}

absl::StatusOr<SignedIn<v1::SignInResponse>> AccessDesk::SignIn(const v1::SignInRequest& request,
                                                                absl::string_view from) {
  const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(request.name()));
  ASSIGN_OR_RETURN(std::optional<AccountRecord> account,
                   CheckPasswordOf(name, request.password(), from));
  SignedIn<v1::SignInResponse> signed_in;
  if (account && account->IsNew()) {
    // The same one until it is set up: the page may be loaded again in between.
    if (account->second_factor.empty()) {
      std::string secret(kTotpSecretBytes, '\0');
      parts_.random.Fill(secret.data(), secret.size());
      account->second_factor = SealSecret(parts_.key, secret, parts_.random);
      RETURN_IF_ERROR(parts_.store.Save(*account, /*end_sessions=*/true));
    }
    ASSIGN_OR_RETURN(const std::string secret, OpenSecret(parts_.key, account->second_factor));
    v1::SecondFactor* set_up = signed_in.response.mutable_set_up();
    set_up->set_secret(Base32(secret));
    set_up->set_uri(TotpUri(secret, account->name));
    return signed_in;
  }
  bool is_right = account.has_value();
  if (is_right) {
    ASSIGN_OR_RETURN(is_right, CheckCode(*account, request.code()));
  }
  if (!is_right) {
    WasWrong(name, from);
    return WrongCredentials();
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    accounts_.WasRight(name);
  }
  ASSIGN_OR_RETURN(signed_in.secret, BeginSession(*account));
  *signed_in.response.mutable_me() = MessageOf(*account);
  return signed_in;
}

absl::StatusOr<SignedIn<v1::SetUpResponse>> AccessDesk::SetUp(const v1::SetUpRequest& request,
                                                              absl::string_view from) {
  const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(request.name()));
  ASSIGN_OR_RETURN(std::optional<AccountRecord> account,
                   CheckPasswordOf(name, request.one_time_password(), from));
  if (!account || !account->IsNew() || account->second_factor.empty()) {
    WasWrong(name, from);
    return absl::UnauthenticatedError(
        "this one-time password does not work, or not any more: ask your administrator for a new "
        "one");
  }
  RETURN_IF_ERROR(CheckPassword(request.password(), account->name));
  ASSIGN_OR_RETURN(const bool is_right, CheckCode(*account, request.code()));
  if (!is_right) {
    WasWrong(name, from);
    return absl::InvalidArgumentError(
        "the code is not right: type the six digits that the app shows now; is the phone's clock "
        "set automatically?");
  }
  ASSIGN_OR_RETURN(AccountRecord kept, parts_.store.Find(account->id));
  ASSIGN_OR_RETURN(kept.password_hash, HashPassword(request.password()));
  kept.one_time_until_ms = 0;
  RETURN_IF_ERROR(parts_.store.Save(kept, /*end_sessions=*/true));
  SignedIn<v1::SetUpResponse> signed_in;
  ASSIGN_OR_RETURN(signed_in.secret, BeginSession(kept));
  *signed_in.response.mutable_me() = MessageOf(kept);
  return signed_in;
}

// ---- who asks

absl::StatusOr<Caller> AccessDesk::CallerOf(const Id& account) const {
  absl::StatusOr<AccountRecord> found = parts_.store.Find(account);
  if (absl::IsNotFound(found.status())) return NotSignedIn();
  RETURN_IF_ERROR(found.status());
  if (found->disabled || found->IsNew()) return NotSignedIn();
  return Caller{.account = found->id,
                .name = found->name,
                .role = found->role,
                .remit = found->remit,
                .coach = found->coach,
                .token = Id()};
}

absl::StatusOr<Caller> AccessDesk::CallerOfSession(absl::string_view secret) {
  const Hash hash = Sha256(secret);
  const absl::StatusOr<SessionRecord> session = parts_.store.FindSession(hash);
  if (absl::IsNotFound(session.status())) return NotSignedIn();
  RETURN_IF_ERROR(session.status());
  const std::int64_t now_ms = parts_.now_ms();
  if (now_ms - session->last_used_ms >= kSessionRestMs ||
      now_ms - session->begun_ms >= kSessionMaxMs || now_ms < session->begun_ms - kTouchMs) {
    RETURN_IF_ERROR(parts_.store.EndSession(hash));
    return NotSignedIn();
  }
  if (now_ms - session->last_used_ms >= kTouchMs) {
    RETURN_IF_ERROR(parts_.store.TouchSession(hash, now_ms));
  }
  return CallerOf(session->account);
}

absl::StatusOr<Caller> AccessDesk::CallerOfToken(absl::string_view secret) {
  const absl::StatusOr<TokenRecord> token = parts_.store.FindToken(Sha256(secret));
  const std::int64_t now_ms = parts_.now_ms();
  if (absl::IsNotFound(token.status()) || (token.ok() && now_ms >= token->ends_ms)) {
    return absl::UnauthenticatedError("this token is not known, or has ended: make a new one");
  }
  RETURN_IF_ERROR(token.status());
  if (now_ms - token->last_used_ms >= kTouchMs) {
    RETURN_IF_ERROR(parts_.store.TouchToken(token->id, now_ms));
  }
  ASSIGN_OR_RETURN(Caller caller, CallerOf(token->account));
  caller.token = token->id;
  return caller;
}

absl::Status AccessDesk::SignOut(absl::string_view secret) {
  return parts_.store.EndSession(Sha256(secret));
}

absl::StatusOr<v1::GetMeResponse> AccessDesk::GetMe(const Caller& caller,
                                                    absl::string_view secret) {
  v1::GetMeResponse response;
  ASSIGN_OR_RETURN(const AccountRecord account, parts_.store.Find(caller.account));
  *response.mutable_me() = MessageOf(account);
  if (!caller.token.IsZero()) return response;
  ASSIGN_OR_RETURN(const SessionRecord session, parts_.store.FindSession(Sha256(secret)));
  response.set_ends_ms(
      std::min(parts_.now_ms() + kSessionRestMs, session.begun_ms + kSessionMaxMs));
  return response;
}

absl::StatusOr<v1::ChangePasswordResponse> AccessDesk::ChangePassword(
    const Caller& caller, absl::string_view secret, const v1::ChangePasswordRequest& request) {
  RETURN_IF_ERROR(WaitForGuessers(caller.name, ""));
  ASSIGN_OR_RETURN(AccountRecord account, parts_.store.Find(caller.account));
  if (!PasswordMatches(account.password_hash, request.password())) {
    WasWrong(caller.name, "");
    return absl::InvalidArgumentError("this is not your present password: type it once more");
  }
  RETURN_IF_ERROR(CheckPassword(request.new_password(), account.name));
  ASSIGN_OR_RETURN(account.password_hash, HashPassword(request.new_password()));
  RETURN_IF_ERROR(parts_.store.Save(account, /*end_sessions=*/false));
  RETURN_IF_ERROR(parts_.store.EndSessionsOf(account.id, Sha256(secret)));
  return v1::ChangePasswordResponse();
}

// ---- accounts

absl::StatusOr<std::string> AccessDesk::GiveOneTimePassword(AccountRecord& account) {
  std::string password = NewOneTimePassword(parts_.random);
  ASSIGN_OR_RETURN(account.password_hash, HashPassword(PlainOneTimePassword(password)));
  account.one_time_until_ms = parts_.now_ms() + kOneTimePasswordMs;
  account.second_factor.clear();
  return password;
}

absl::StatusOr<v1::ListAccountsResponse> AccessDesk::ListAccounts() {
  ASSIGN_OR_RETURN(const std::vector<AccountRecord> accounts, parts_.store.Accounts());
  v1::ListAccountsResponse response;
  for (const AccountRecord& account : accounts) *response.add_accounts() = MessageOf(account);
  return response;
}

absl::StatusOr<v1::MakeAccountResponse> AccessDesk::MakeAccount(
    const v1::MakeAccountRequest& request) {
  AccountRecord account{.id = parts_.random.NewId(),
                        .name = absl::AsciiStrToLower(request.name()),
                        .display_name = request.display_name(),
                        .role = request.role(),
                        .made_ms = parts_.now_ms()};
  ASSIGN_OR_RETURN(account.remit, parts_.read_remit(request.remit()));
  ASSIGN_OR_RETURN(account.coach, parts_.read_coach(request.coach()));
  RETURN_IF_ERROR(CheckAccount(account));
  v1::MakeAccountResponse response;
  ASSIGN_OR_RETURN(*response.mutable_one_time_password(), GiveOneTimePassword(account));
  RETURN_IF_ERROR(parts_.store.Add(account));
  *response.mutable_account() = MessageOf(account);
  return response;
}

absl::StatusOr<v1::ChangeAccountResponse> AccessDesk::ChangeAccount(
    const Id& by, const v1::ChangeAccountRequest& request) {
  ASSIGN_OR_RETURN(AccountRecord account, parts_.store.FindByName(request.name()));
  if (account.id == by && (request.disabled() || request.has_role())) {
    return absl::FailedPreconditionError(
        "nobody takes away their own role or account: ask another administrator");
  }
  if (request.has_display_name()) account.display_name = request.display_name();
  if (request.has_role()) account.role = request.role();
  if (request.has_disabled()) account.disabled = request.disabled();
  if (request.has_remit()) {
    ASSIGN_OR_RETURN(account.remit, parts_.read_remit(request.remit()));
  }
  if (request.has_coach()) {
    ASSIGN_OR_RETURN(account.coach, parts_.read_coach(request.coach()));
  }
  RETURN_IF_ERROR(CheckAccount(account));
  RETURN_IF_ERROR(parts_.store.Save(account, /*end_sessions=*/true));
  v1::ChangeAccountResponse response;
  *response.mutable_account() = MessageOf(account);
  return response;
}

absl::StatusOr<v1::ResetAccountResponse> AccessDesk::ResetAccount(
    const v1::ResetAccountRequest& request) {
  ASSIGN_OR_RETURN(AccountRecord account, parts_.store.FindByName(request.name()));
  v1::ResetAccountResponse response;
  ASSIGN_OR_RETURN(*response.mutable_one_time_password(), GiveOneTimePassword(account));
  RETURN_IF_ERROR(parts_.store.Save(account, /*end_sessions=*/true));
  return response;
}

// ---- tokens

absl::StatusOr<v1::MakeTokenResponse> AccessDesk::MakeToken(const Caller& caller,
                                                            const v1::MakeTokenRequest& request) {
  if (!caller.token.IsZero()) {
    return absl::PermissionDeniedError("a token makes no tokens: sign in for that");
  }
  if (request.days() > kTokenDaysMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("a token works for at most ", kTokenDaysMax, " days"));
  }
  RETURN_IF_ERROR(CheckAccountText("what the token is for", request.purpose()));
  const std::int64_t days = request.days() == 0 ? kTokenDaysUsual : request.days();
  TokenRecord token{.id = parts_.random.NewId(),
                    .account = caller.account,
                    .purpose = request.purpose(),
                    .made_ms = parts_.now_ms()};
  token.ends_ms = token.made_ms + days * kTokenDayMs;
  v1::MakeTokenResponse response;
  response.set_secret(absl::StrCat("wbt_", NewSecret(parts_.random)));
  token.secret_hash = Sha256(response.secret());
  RETURN_IF_ERROR(parts_.store.AddToken(token));
  *response.mutable_token() = TokenMessage(token);
  return response;
}

absl::StatusOr<v1::ListTokensResponse> AccessDesk::ListTokens(const Caller& caller) {
  ASSIGN_OR_RETURN(const std::vector<TokenRecord> tokens, parts_.store.TokensOf(caller.account));
  v1::ListTokensResponse response;
  for (const TokenRecord& token : tokens) *response.add_tokens() = TokenMessage(token);
  return response;
}

absl::StatusOr<v1::RevokeTokenResponse> AccessDesk::RevokeToken(
    const Caller& caller, const v1::RevokeTokenRequest& request) {
  ASSIGN_OR_RETURN(const Id token, Id::FromHex(request.id()));
  RETURN_IF_ERROR(parts_.store.RemoveToken(caller.account, token));
  return v1::RevokeTokenResponse();
}

}  // namespace wijkboek
