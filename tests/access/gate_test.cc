// Calls of the office's page and of other programs: who is let in, and which rows they leave.
#include "server/access/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/utf8.h"
#
#include "server/access/audit_trail.h"
#include "tests/access/access_fixture.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kService[] = "wijkboek.v1.AccessService/";

class GateTest : public AccessDeskTest {
 protected:
  void SetUp() override {
    AccessDeskTest::SetUp();
    trail_ = std::make_unique<AuditTrail>(*store_);
    gate_ = std::make_unique<Gate>(*desk_, *trail_, [this] { return now_ms_; });
  }

  HttpAnswer Call(const std::string& method, const std::string& body,
                  const std::string& cookie = "") {
    return gate_->Call({.method = absl::StrCat(kService, method),
                        .body = body,
                        .from = kOffice,
                        .cookie = cookie});
  }
  absl::StatusOr<BinaryAnswer> CallBinary(const std::string& method, const std::string& bearer) {
    return gate_->CallBinary(
        {.method = absl::StrCat(kService, method), .from = kOffice, .bearer = bearer});
  }
  // "els SignIn ok", the latest last.
  std::vector<std::string> Rows() {
    const absl::StatusOr<v1::ListAuditResponse> listed = trail_->List({});
    EXPECT_TRUE(listed.ok()) << listed.status();
    std::vector<std::string> rows;
    for (const v1::AuditRow& row : listed->rows()) {
      rows.insert(rows.begin(), absl::StrCat(row.account(), " ", row.method(), " ", row.result()));
    }
    return rows;
  }

  std::unique_ptr<AuditTrail> trail_;
  std::unique_ptr<Gate> gate_;
};

TEST_F(GateTest, SettingUpAndSigningInLeaveRowsWithTheName) {
  const std::string once = Made("els");
  // The password alone lets nobody in: that row names nobody.
  HttpAnswer answer =
      Call("SignIn", absl::StrCat(R"({"name": "els", "password": ")", once, R"("})"));
  ASSERT_TRUE(answer.json.ok()) << answer.json.status();
  EXPECT_FALSE(answer.cookie.has_value());
  v1::SignInRequest first;
  first.set_name("els");
  first.set_password(once);
  const std::string secret = *FromBase32(desk_->SignIn(first, kOffice)->response.set_up().secret());
  now_ms_ += kTotpStepMs;
  answer = Call("SetUp", absl::StrCat(R"({"name": "els", "oneTimePassword": ")", once,
                                      R"(", "password": ")", kPassword, R"(", "code": ")",
                                      TotpCode(secret, now_ms_ / kTotpStepMs), R"("})"));
  ASSERT_TRUE(answer.json.ok()) << answer.json.status();
  ASSERT_TRUE(answer.cookie.has_value());
  EXPECT_TRUE(desk_->CallerOfSession(*answer.cookie).ok());
  now_ms_ += kTotpStepMs;
  answer =
      Call("SignIn", absl::StrCat(R"({"name": "els", "password": ")", kPassword, R"(", "code": ")",
                                  TotpCode(secret, now_ms_ / kTotpStepMs), R"("})"));
  ASSERT_TRUE(answer.cookie.has_value()) << answer.json.status();
  EXPECT_THAT(Rows(), ElementsAre(" SignIn ok", "els SetUp ok", "els SignIn ok"));
}

TEST_F(GateTest, ANewPasswordIsOfWhoIsSignedIn) {
  const std::string cookie = SetUpAccount("els");
  const std::string body = absl::StrCat(R"({"password": ")", kPassword,
                                        R"(", "newPassword": "acht eenden op een dijk"})");
  HttpAnswer answer = Call("ChangePassword", body);
  EXPECT_TRUE(absl::IsUnauthenticated(answer.json.status())) << answer.json.status();
  EXPECT_FALSE(answer.cookie.has_value());
  answer = Call("ChangePassword", body, "made up");
  EXPECT_TRUE(absl::IsUnauthenticated(answer.json.status()));
  EXPECT_EQ(answer.cookie, "") << "the browser forgets it";
  answer = Call("ChangePassword", body, cookie);
  ASSERT_TRUE(answer.json.ok()) << answer.json.status();
  EXPECT_FALSE(answer.cookie.has_value()) << "the cookie stays as it is";
  EXPECT_TRUE(desk_->CallerOfSession(cookie).ok()) << "this session goes on";
  EXPECT_TRUE(SignIn("els", "acht eenden op een dijk", Code()).ok());
  EXPECT_THAT(Rows(), ElementsAre("els ChangePassword ok"));
}

TEST_F(GateTest, ProgramsShowATokenAndDoNotSignIn) {
  const absl::StatusOr<Caller> caller = desk_->CallerOfSession(SetUpAccount("els"));
  v1::MakeTokenRequest request;
  request.set_purpose("figures");
  const absl::StatusOr<v1::MakeTokenResponse> token = desk_->MakeToken(*caller, request);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_TRUE(absl::IsUnimplemented(CallBinary("SignIn", token->secret()).status()));
  EXPECT_TRUE(absl::IsUnimplemented(CallBinary("Unheard", token->secret()).status()));
  EXPECT_TRUE(absl::IsUnimplemented(Call("Unheard", "{}").json.status()));
  const absl::Status without = CallBinary("GetMe", "").status();
  EXPECT_TRUE(absl::IsUnauthenticated(without));
  EXPECT_THAT(std::string(without.message()), HasSubstr("show a token"));
  EXPECT_TRUE(absl::IsUnauthenticated(CallBinary("GetMe", "wbt_made_up").status()));
  const absl::StatusOr<BinaryAnswer> me = CallBinary("GetMe", token->secret());
  ASSERT_TRUE(me.ok()) << me.status();
  v1::GetMeResponse response;
  ASSERT_TRUE(response.ParseFromString(me->message));
  EXPECT_EQ(response.me().name(), "els");
  EXPECT_THAT(Rows(), IsEmpty());
}

TEST(AboutRequestTest, NamesIdsAndKeysAndNoFreeText) {
  v1::EnrolmentItem item;
  item.set_id("e7");
  item.set_centre("Leercentrum Noord");
  item.set_cohort(std::string(65, 'c'));
  EXPECT_EQ(AboutRequest(item), "id=e7 cohort=… centre=…");
}

TEST(AboutRequestTest, ALongOneEndsWithAWholeSign) {
  v1::EnrolmentItem item;
  item.set_id(std::string(64, 'i'));
  item.set_cohort(std::string(64, 'c'));
  item.set_programme(std::string(64, 'p'));
  item.set_centre("a blank");
  // Wherever the end falls in the sign that stands for what is left out.
  for (std::size_t length = 1; length <= 64; ++length) {
    item.set_municipality(std::string(length, 'm'));
    item.set_first_day("a blank");
    const std::string about = AboutRequest(item);
    EXPECT_LE(about.size(), 300u);
    EXPECT_TRUE(IsUtf8(about)) << length;
  }
}

}  // namespace
}  // namespace wijkboek
