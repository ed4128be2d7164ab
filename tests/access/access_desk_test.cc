// Accounts, signing in with two factors, sessions and tokens.
#include "server/access/access_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "server/access/audit_trail.h"
#include "tests/access/access_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_F(AccessDeskTest, ThereIsNoDefaultAccount) {
  EXPECT_THAT(desk_->ListAccounts()->accounts(), SizeIs(0));
  for (const char* name : {"", "admin", "root", "wijkboek"}) {
    for (const char* password : {"", "admin", "wijkboek"}) {
      EXPECT_TRUE(absl::IsUnauthenticated(SignIn(name, password, "000000", name).status())) << name;
      now_ms_ += kGuessMemoryMs;
    }
  }
}

TEST_F(AccessDeskTest, ANewAccountIsSetUpWithItsOneTimePassword) {
  const std::string cookie = SetUpAccount("els");
  absl::StatusOr<Caller> caller = desk_->CallerOfSession(cookie);
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->name, "els");
  EXPECT_EQ(caller->role, v1::ROLE_OFFICE);
  absl::StatusOr<SignedIn<v1::SignInResponse>> again = SignIn(" ELS ", kPassword, Code());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->response.me().display_name(), "Els Verzonnen");
  EXPECT_NE(*again->secret, cookie);
  EXPECT_TRUE(desk_->CallerOfSession(cookie).ok()) << "each device has a session of its own";
}

TEST_F(AccessDeskTest, AOneTimePasswordWorksOnceAndForAWeek) {
  const std::string once = Made("els");
  EXPECT_EQ(SignIn("els", once, "")->response.set_up().secret(),
            SignIn("els", once, "")->response.set_up().secret())
      << "a page that is loaded again shows the same";
  now_ms_ += kOneTimePasswordMs;
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", once, "").status()));
  SetUpAccount("bo");
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("bo", once, "").status()));
}

TEST_F(AccessDeskTest, SettingUpNeedsTheCodeAndAGoodPassword) {
  const std::string once = Made("els");
  secret_ = *FromBase32(SignIn("els", once, "")->response.set_up().secret());
  v1::SetUpRequest request;
  request.set_name("els");
  request.set_one_time_password(once);
  request.set_password("kort");
  request.set_code(Code());
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->SetUp(request, kOffice).status()));
  request.set_password(kPassword);
  request.set_code("12345");
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->SetUp(request, kOffice).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", kPassword, Code()).status()));
  request.set_code(Code());
  EXPECT_TRUE(desk_->SetUp(request, kOffice).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->SetUp(request, kOffice).status())) << "once";
}

TEST_F(AccessDeskTest, BothFactorsAreNeededAndTheAnswerDoesNotSayWhichWasWrong) {
  SetUpAccount("els");
  const absl::Status unknown = SignIn("nobody", kPassword, Code()).status();
  const absl::Status password = SignIn("els", "vier fietsen in de zon", Code()).status();
  const absl::Status code = SignIn("els", kPassword, "000000").status();
  const absl::Status no_code = SignIn("els", kPassword, "").status();
  for (const absl::Status& each : {unknown, password, code, no_code}) {
    EXPECT_TRUE(absl::IsUnauthenticated(each)) << each;
    EXPECT_EQ(each.message(), unknown.message());
  }
}

TEST_F(AccessDeskTest, ACodeThatSomebodySawWorksNoMore) {
  SetUpAccount("els");
  const std::string code = Code();
  ASSERT_TRUE(SignIn("els", kPassword, code).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", kPassword, code).status()));
}

TEST_F(AccessDeskTest, GuessingIsSlowedDownForAnAccountAndFromAnAddress) {
  SetUpAccount("els");
  for (int i = 0; i <= kFreeGuessesOfAccount; ++i) {
    EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", "guess number one", "000000").status()));
  }
  const absl::Status waits = SignIn("els", kPassword, "000000", "198.51.100.7").status();
  EXPECT_TRUE(absl::IsResourceExhausted(waits)) << "from everywhere";
  EXPECT_THAT(waits.message(), HasSubstr("wait 2 seconds"));
  now_ms_ += kGuessWaitFirstMs;
  EXPECT_TRUE(SignIn("els", kPassword, Code()).ok()) << "who knows it is never locked out";
  for (int i = 0; i <= kFreeGuessesFromAddress; ++i) {
    EXPECT_FALSE(
        SignIn("somebody-" + std::to_string(i), "guess number one", "000000", "203.0.113.9").ok());
  }
  EXPECT_TRUE(absl::IsResourceExhausted(SignIn("bo", kPassword, "", "203.0.113.9").status()));
  EXPECT_TRUE(SignIn("els", kPassword, Code()).ok());
}

TEST_F(AccessDeskTest, ASessionEndsByRestByTheDayAndBySigningOut) {
  std::string cookie = SetUpAccount("els");
  now_ms_ += kSessionRestMs - 1;
  EXPECT_TRUE(desk_->CallerOfSession(cookie).ok());
  now_ms_ += kSessionRestMs - 1;
  EXPECT_TRUE(desk_->CallerOfSession(cookie).ok()) << "each call keeps it";
  now_ms_ += kSessionRestMs;
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(cookie).status()));
  cookie = *SignIn("els", kPassword, Code())->secret;
  const std::int64_t begun_ms = now_ms_;
  while (now_ms_ + kSessionRestMs / 2 < begun_ms + kSessionMaxMs) {
    now_ms_ += kSessionRestMs / 2;
    ASSERT_TRUE(desk_->CallerOfSession(cookie).ok());
  }
  now_ms_ = begun_ms + kSessionMaxMs;
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(cookie).status()));
  cookie = *SignIn("els", kPassword, Code())->secret;
  ASSERT_TRUE(desk_->SignOut(cookie).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(cookie).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession("made up").status()));
}

TEST_F(AccessDeskTest, SessionsOutliveARestartAndSecretsAreNotInTheFile) {
  const std::string cookie = SetUpAccount("els");
  const absl::StatusOr<Caller> caller = desk_->CallerOfSession(cookie);
  const absl::StatusOr<v1::MakeTokenResponse> token = desk_->MakeToken(*caller, [] {
    v1::MakeTokenRequest r;
    r.set_purpose("figures");
    return r;
  }());
  Open();
  EXPECT_TRUE(desk_->CallerOfSession(cookie).ok());
  EXPECT_TRUE(desk_->CallerOfToken(token->secret()).ok());
  store_.reset();
  for (const char* name : {"accounts.db", "accounts.db-wal"}) {
    std::ifstream in(folder_.File(name), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const std::string& secret : {cookie, token->secret(), secret_, std::string(kPassword)}) {
      EXPECT_FALSE(absl::StrContains(content, secret)) << name;
    }
  }
}

TEST_F(AccessDeskTest, ChangingAnAccountEndsItsSessions) {
  const std::string cookie = SetUpAccount("els");
  v1::ChangeAccountRequest request;
  request.set_name("els");
  request.set_disabled(true);
  ASSERT_TRUE(desk_->ChangeAccount(Id(), request).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(cookie).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", kPassword, Code()).status()));
  request.set_disabled(false);
  request.set_role(v1::ROLE_AUDITOR);
  ASSERT_TRUE(desk_->ChangeAccount(Id(), request).ok());
  absl::StatusOr<SignedIn<v1::SignInResponse>> again = SignIn("els", kPassword, Code());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(desk_->CallerOfSession(*again->secret)->role, v1::ROLE_AUDITOR);
  EXPECT_EQ(again->response.me().display_name(), "Els Verzonnen") << "what is absent stays";
}

TEST_F(AccessDeskTest, AResetAccountIsSetUpAnew) {
  const std::string cookie = SetUpAccount("els");
  v1::ResetAccountRequest request;
  request.set_name("Els");
  const absl::StatusOr<v1::ResetAccountResponse> reset = desk_->ResetAccount(request);
  ASSERT_TRUE(reset.ok()) << reset.status();
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(cookie).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(SignIn("els", kPassword, Code()).status()));
  const absl::StatusOr<SignedIn<v1::SignInResponse>> first =
      SignIn("els", reset->one_time_password(), "");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_NE(*FromBase32(first->response.set_up().secret()), secret_)
      << "a lost phone is worth nothing";
}

TEST_F(AccessDeskTest, ANewPasswordEndsTheOtherSessions) {
  const std::string here = SetUpAccount("els");
  const std::string elsewhere = *SignIn("els", kPassword, Code())->secret;
  const absl::StatusOr<Caller> caller = desk_->CallerOfSession(here);
  v1::ChangePasswordRequest request;
  request.set_password("not the present one");
  request.set_new_password("acht eenden op een dijk");
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->ChangePassword(*caller, here, request).status()));
  request.set_password(kPassword);
  ASSERT_TRUE(desk_->ChangePassword(*caller, here, request).ok());
  EXPECT_TRUE(desk_->CallerOfSession(here).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfSession(elsewhere).status()));
  EXPECT_FALSE(SignIn("els", kPassword, Code()).ok());
  EXPECT_TRUE(SignIn("els", "acht eenden op een dijk", Code()).ok());
}

TEST_F(AccessDeskTest, ATokenIsTheAccountUntilItEndsOrIsRevoked) {
  const std::string cookie = SetUpAccount("els");
  const absl::StatusOr<Caller> caller = desk_->CallerOfSession(cookie);
  v1::MakeTokenRequest request;
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->MakeToken(*caller, request).status()));
  request.set_purpose("monthly figures");
  request.set_days(366);
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->MakeToken(*caller, request).status()));
  request.set_days(2);
  const absl::StatusOr<v1::MakeTokenResponse> token = desk_->MakeToken(*caller, request);
  ASSERT_TRUE(token.ok()) << token.status();
  absl::StatusOr<Caller> program = desk_->CallerOfToken(token->secret());
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ(program->account, caller->account);
  EXPECT_EQ(program->token.hex(), token->token().id());
  EXPECT_TRUE(absl::IsPermissionDenied(desk_->MakeToken(*program, request).status()));
  now_ms_ += 2 * kDayMs;
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfToken(token->secret()).status()));
  const absl::StatusOr<v1::MakeTokenResponse> second = desk_->MakeToken(*caller, request);
  v1::RevokeTokenRequest revoke;
  revoke.set_id(second->token().id());
  ASSERT_TRUE(desk_->RevokeToken(*caller, revoke).ok());
  EXPECT_TRUE(absl::IsUnauthenticated(desk_->CallerOfToken(second->secret()).status()));
  EXPECT_TRUE(absl::IsNotFound(desk_->RevokeToken(*caller, revoke).status()));
}

TEST_F(AccessDeskTest, EverybodyListsTheirOwnTokens) {
  const absl::StatusOr<Caller> els = desk_->CallerOfSession(SetUpAccount("els"));
  const absl::StatusOr<Caller> bo = desk_->CallerOfSession(SetUpAccount("bo"));
  v1::MakeTokenRequest request;
  for (const char* purpose : {"figures", "letters"}) {
    request.set_purpose(purpose);
    ASSERT_TRUE(desk_->MakeToken(*els, request).ok());
    now_ms_ += 1000;
  }
  const absl::StatusOr<v1::ListTokensResponse> listed = desk_->ListTokens(*els);
  ASSERT_THAT(listed->tokens(), SizeIs(2));
  EXPECT_EQ(listed->tokens(0).purpose(), "figures");
  EXPECT_EQ(listed->tokens(1).purpose(), "letters");
  EXPECT_THAT(desk_->ListTokens(*bo)->tokens(), SizeIs(0));
}

TEST_F(AccessDeskTest, ATokenOfAnotherCannotBeRevoked) {
  const absl::StatusOr<Caller> els = desk_->CallerOfSession(SetUpAccount("els"));
  const absl::StatusOr<Caller> bo = desk_->CallerOfSession(SetUpAccount("bo"));
  v1::MakeTokenRequest request;
  request.set_purpose("figures");
  const absl::StatusOr<v1::MakeTokenResponse> token = desk_->MakeToken(*els, request);
  v1::RevokeTokenRequest revoke;
  revoke.set_id(token->token().id());
  EXPECT_TRUE(absl::IsNotFound(desk_->RevokeToken(*bo, revoke).status()));
  EXPECT_THAT(desk_->ListTokens(*bo)->tokens(), SizeIs(0));
  EXPECT_TRUE(desk_->CallerOfToken(token->secret()).ok());
}

TEST_F(AccessDeskTest, NobodySeesEverythingBecauseAFieldWasForgotten) {
  for (const v1::Role role : {v1::ROLE_CLIENT_MANAGER, v1::ROLE_COORDINATOR}) {
    EXPECT_TRUE(absl::IsInvalidArgument(desk_->MakeAccount(Wanted("els", role)).status())) << role;
  }
  v1::MakeAccountRequest manager = Wanted("els", v1::ROLE_CLIENT_MANAGER);
  manager.mutable_remit()->add_municipalities("GM0363");
  EXPECT_TRUE(desk_->MakeAccount(manager).ok());
  v1::ChangeAccountRequest request;
  request.set_name("els");
  request.mutable_remit();
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->ChangeAccount(Id(), request).status()));
  v1::MakeAccountRequest administrator = Wanted("bo", v1::ROLE_ADMINISTRATOR);
  administrator.mutable_remit()->add_municipalities("GM0363");
  EXPECT_TRUE(absl::IsInvalidArgument(desk_->MakeAccount(administrator).status()));
}

TEST_F(AccessDeskTest, APartIsStillThatPartAfterARestart) {
  const Id programme = random_.NewId();
  const Id coach = random_.NewId();
  v1::MakeAccountRequest wanted = Wanted("els", v1::ROLE_OFFICE);
  wanted.mutable_remit()->add_programmes(programme.hex());
  ASSERT_TRUE(desk_->MakeAccount(wanted).ok());
  v1::ChangeAccountRequest request;
  request.set_name("els");
  request.set_coach("nobody's");
  EXPECT_FALSE(desk_->ChangeAccount(Id(), request).ok());
  request.set_coach(coach.hex());
  ASSERT_TRUE(desk_->ChangeAccount(Id(), request).ok());
  Open();
  const absl::StatusOr<v1::ListAccountsResponse> listed = desk_->ListAccounts();
  ASSERT_THAT(listed->accounts(), SizeIs(1));
  EXPECT_THAT(listed->accounts(0).remit().programmes(), ElementsAre(programme.hex()));
  EXPECT_EQ(listed->accounts(0).coach(), coach.hex());
  // What can't be read must never become everything.
  ASSERT_TRUE(store_->database().Execute("UPDATE account SET remit = x'ff'").ok());
  EXPECT_TRUE(absl::IsDataLoss(desk_->ListAccounts().status()));
}

TEST_F(AccessDeskTest, WithAnotherKeyNobodyGetsIn) {
  const std::string cookie = SetUpAccount("els");
  key_ = random_.NewKey();
  Open();
  const absl::Status refused = SignIn("els", kPassword, Code()).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
}

TEST_F(AccessDeskTest, WhatIsWrongWithAnAccountIsNamed) {
  Made("els");
  EXPECT_TRUE(absl::IsAlreadyExists(desk_->MakeAccount(Wanted("ELS", v1::ROLE_OFFICE)).status()));
  for (const char* name : {"", "e", "els en bo", "els\n", "élève"}) {
    const absl::Status refused = desk_->MakeAccount(Wanted(name, v1::ROLE_OFFICE)).status();
    EXPECT_TRUE(absl::IsInvalidArgument(refused)) << name;
    EXPECT_THAT(refused.message(), HasSubstr("name")) << name;
  }
  EXPECT_THAT(desk_->MakeAccount(Wanted("bo", v1::ROLE_UNSPECIFIED)).status().message(),
              HasSubstr("role"));
  v1::MakeAccountRequest request = Wanted("bo", v1::ROLE_OFFICE);
  request.mutable_remit()->add_centres("Nergens");
  EXPECT_THAT(desk_->MakeAccount(request).status().message(), HasSubstr("Nergens"));
}

TEST_F(AccessDeskTest, NobodyTakesAwayTheirOwnAccount) {
  const absl::StatusOr<Caller> caller =
      desk_->CallerOfSession(SetUpAccount("els", v1::ROLE_ADMINISTRATOR));
  v1::ChangeAccountRequest request;
  request.set_name("els");
  request.set_disabled(true);
  EXPECT_TRUE(absl::IsFailedPrecondition(desk_->ChangeAccount(caller->account, request).status()));
}

// ---- the trail

TEST_F(AccessDeskTest, TheTrailShowsWhatWasChangedInIt) {
  AuditTrail trail(*store_);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(trail
                    .Write({.at_ms = now_ms_ + i,
                            .account = i % 2 == 0 ? "els" : "bo",
                            .method = "GetPerson",
                            .about = "person " + std::to_string(i),
                            .result = "ok",
                            .token = Id()})
                    .ok());
  }
  v1::ListAuditRequest request;
  request.set_account("Els");
  request.set_limit(2);
  absl::StatusOr<v1::ListAuditResponse> rows = trail.List(request);
  ASSERT_THAT(rows->rows(), SizeIs(2));
  EXPECT_EQ(rows->rows(0).number(), 5u) << "the latest first";
  EXPECT_EQ(rows->rows(1).about(), "person 2");
  request.set_before(rows->rows(1).number());
  rows = trail.List(request);
  ASSERT_THAT(rows->rows(), SizeIs(1));
  EXPECT_EQ(rows->rows(0).about(), "person 0");
  request.set_limit(501);
  EXPECT_TRUE(absl::IsInvalidArgument(trail.List(request).status()));
  EXPECT_TRUE(trail.Verify().ok());
  ASSERT_TRUE(store_->database().Execute("UPDATE audit SET about = 'x' WHERE number = 3").ok());
  EXPECT_THAT(trail.Verify().message(), HasSubstr("row 3"));
  ASSERT_TRUE(store_->database().Execute("DELETE FROM audit WHERE number = 2").ok());
  EXPECT_THAT(trail.Verify().message(), HasSubstr("row 3"));
}

}  // namespace
}  // namespace wijkboek
