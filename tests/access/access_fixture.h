// A desk with accounts in a folder of its own, whose time moves when told to.
#ifndef WIJKBOEK_TESTS_ACCESS_ACCESS_FIXTURE_H_
#define WIJKBOEK_TESTS_ACCESS_ACCESS_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "common/base32.h"
#include "common/random.h"
#include "server/access/access_desk.h"
#include "server/access/totp.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {

inline constexpr char kPassword[] = "vier fietsen in de regen";
inline constexpr char kOffice[] = "192.0.2.1";
inline constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

class AccessDeskTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    absl::StatusOr<std::unique_ptr<AccountStore>> store =
        AccountStore::Open(folder_.File("accounts.db"));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    desk_ = std::make_unique<AccessDesk>(AccessParts{
        .store = *store_,
        .random = random_,
        .now_ms = [this] { return now_ms_; },
        .boottime_ms = [this] { return now_ms_; },
        .key = key_,
        .read_remit = [](const v1::Remit& remit) -> absl::StatusOr<Remit> {
          Remit read;
          for (const std::string& text : remit.centres()) {
            absl::StatusOr<Id> id = Id::FromHex(text);
            if (!id.ok()) return absl::NotFoundError("there is no centre \"" + text + "\"");
            read.centres.insert(*id);
          }
          read.municipalities.insert(remit.municipalities().begin(), remit.municipalities().end());
          for (const std::string& text : remit.programmes()) {
            absl::StatusOr<Id> id = Id::FromHex(text);
            if (!id.ok()) return absl::NotFoundError("there is no programme \"" + text + "\"");
            read.programmes.insert(*id);
          }
          return read;
        },
        .remit_text = [](const Remit& remit) { return remit.IsAll() ? "" : "a part"; },
        .read_coach = [](const std::string& text) -> absl::StatusOr<Id> {
          if (text.empty()) return Id();
          return Id::FromHex(text);
        }});
  }

  static v1::MakeAccountRequest Wanted(const std::string& name, v1::Role role) {
    v1::MakeAccountRequest request;
    request.set_name(name);
    request.set_display_name("Els Verzonnen");
    request.set_role(role);
    return request;
  }
  std::string Made(const std::string& name, v1::Role role = v1::ROLE_OFFICE) {
    absl::StatusOr<v1::MakeAccountResponse> made = desk_->MakeAccount(Wanted(name, role));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->one_time_password() : "";
  }
  absl::StatusOr<SignedIn<v1::SignInResponse>> SignIn(const std::string& name,
                                                      const std::string& password,
                                                      const std::string& code,
                                                      const std::string& from = kOffice) {
    v1::SignInRequest request;
    request.set_name(name);
    request.set_password(password);
    request.set_code(code);
    return desk_->SignIn(request, from);
  }
  // The code of now, each time a new one.
  std::string Code() {
    now_ms_ += kTotpStepMs;
    return TotpCode(secret_, now_ms_ / kTotpStepMs);
  }
  // Makes the account and sets it up; what its cookie says.
  std::string SetUpAccount(const std::string& name, v1::Role role = v1::ROLE_OFFICE) {
    const std::string once = Made(name, role);
    absl::StatusOr<SignedIn<v1::SignInResponse>> first = SignIn(name, once, "");
    EXPECT_TRUE(first.ok()) << first.status();
    if (!first.ok()) return "";
    EXPECT_FALSE(first->secret.has_value());
    secret_ = *FromBase32(first->response.set_up().secret());
    v1::SetUpRequest request;
    request.set_name(name);
    request.set_one_time_password(once);
    request.set_password(kPassword);
    request.set_code(Code());
    absl::StatusOr<SignedIn<v1::SetUpResponse>> done = desk_->SetUp(request, kOffice);
    EXPECT_TRUE(done.ok()) << done.status();
    return done.ok() ? *done->secret : "";
  }

  TempDir folder_;
  SystemRandom random_;
  SecretKey key_ = random_.NewKey();
  std::int64_t now_ms_ = 1'800'000'000'000;
  std::string secret_;
  std::unique_ptr<AccountStore> store_;
  std::unique_ptr<AccessDesk> desk_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_ACCESS_ACCESS_FIXTURE_H_
