// A kiosk and a server in one process, over real TLS.
#include <gtest/gtest.h>

#include <chrono>

#include "client/daemon.h"
#include "client/enrolment.h"
#include "client/event_table.h"
#include "client/kiosk_folder.h"
#include "client/settings.h"
#include "common/tls/x509.h"
#include "server/enrolment_adapter.h"
#include "tests/common/enrolment_fixture.h"
#include "tests/common/tls_server.h"

namespace wijkboek {
namespace {

std::int64_t RealNowMs() { return SystemClock().WallMs(); }

class EnrolmentListenerTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<EnrolmentListener>> listener =
        EnrolmentListener::Start("127.0.0.1:0", server_.enrolment, server_.authority);
    ASSERT_TRUE(listener.ok()) << listener.status();
    listener_ = *std::move(listener);
  }
  std::string Code(absl::string_view centre = "Leercentrum Noord") {
    return server_.enrolment.Invite(centre, 1, 0)->codes.at(0);
  }
  EnrolParams Params(const std::string& code, const std::string& centre = {}) {
    return {.enrolment_address = listener_->address(),
            .code = code,
            .centre = centre,
            .name = "by the door"};
  }
  RenewParams Renewal(const std::string& authority_pem) {
    return {.enrolment_address = listener_->address(), .authority_pem = authority_pem};
  }

  EnrolmentFixture server_{RealNowMs()};
  std::unique_ptr<EnrolmentListener> listener_;
  DeviceKeys keys_ = *MakeDeviceKeys(server_.random);
};

TEST_F(EnrolmentListenerTest, EnrolsAndEnrolsAgainWhenTheAnswerWasLost) {
  std::string code = Code();
  absl::StatusOr<EnrolledDevice> device = Enrol(Params(code), keys_);
  ASSERT_TRUE(device.ok()) << device.status();
  EXPECT_EQ(device->device, keys_.device);
  EXPECT_EQ(device->centre, server_.north.id);
  EXPECT_EQ(device->centre_name, "Leercentrum Noord");
  EXPECT_EQ(device->lookup_key, server_.lookup_key);
  EXPECT_EQ(device->server_ms, EnrolmentFixture::kServerMs);
  EXPECT_EQ(device->log_seed, keys_.log_seed);
  EXPECT_EQ(device->authority_pem, server_.authority.certificate_pem());
  EXPECT_EQ(server_.authority.Identify(device->certificate_pem)->device, keys_.device);
  EXPECT_NEAR(static_cast<double>(device->certificate_until_ms),
              static_cast<double>(RealNowMs() + EnrolmentFixture::kCertificateMs), 60'000);

  absl::StatusOr<EnrolledDevice> again = Enrol(Params(code), keys_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->device, keys_.device);
  EXPECT_EQ(server_.registry->List().size(), 1u);
}

TEST_F(EnrolmentListenerTest, AKioskThatMovesForgetsThePeopleOfTheOtherCentre) {
  TempDir dir;
  const std::string store = dir.File("kiosk");
  const auto enrol = [&](absl::string_view centre) {
    return EnrolKiosk({.store = store,
                       .server = "127.0.0.1:1",
                       .enrolment = listener_->address(),
                       .code = Code(centre),
                       .name = "by the door"});
  };
  const PersonKey pulled{
      .key_id = server_.random.NewId(), .person = server_.random.NewId(), .key = SecretKey()};
  v1::Cursor cursor;
  cursor.set_position(7);
  struct Held {
    bool key = false;
    bool person = false;
    bool cursor = false;
    bool stale = false;
    bool operator==(const Held&) const = default;
  };
  const auto held = [&] {
    absl::StatusOr<KioskFolder> folder = OpenKioskFolder({.path = store}, server_.random);
    EXPECT_TRUE(folder.ok()) << folder.status();
    Held result{.key = folder->keys->Find(pulled.key_id).ok()};
    EXPECT_TRUE(folder->store
                    ->Read([&](Connection& connection) {
                      result.person = !ScopePersons(connection)->empty();
                      result.cursor = GetCursor(connection)->has_value();
                      result.stale = GetSetting(connection, "ledger_stale")->has_value();
                      return absl::OkStatus();
                    })
                    .ok());
    return result;
  };
  ASSERT_TRUE(enrol("Leercentrum Noord").ok());
  {
    absl::StatusOr<KioskFolder> folder = OpenKioskFolder({.path = store}, server_.random);
    ASSERT_TRUE(folder.ok()) << folder.status();
    ASSERT_TRUE(folder->keys->Put({pulled}).ok());
    ASSERT_TRUE(folder->store
                    ->Write([&](Connection& connection) {
                      EXPECT_TRUE(AddScopePerson(connection, pulled.person).ok());
                      return SetCursor(connection, cursor);
                    })
                    .ok());
  }
  ASSERT_TRUE(enrol("Leercentrum Noord").ok());
  EXPECT_EQ(held(), (Held{.key = true, .person = true, .cursor = true}));
  const absl::StatusOr<EnrolSummary> moved = enrol("Leercentrum Zuid");
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->centre, "Leercentrum Zuid");
  EXPECT_EQ(held(), Held{.stale = true});
}

TEST_F(EnrolmentListenerTest, EachRefusalSaysWhatToDo) {
  std::string code = Code();
  std::string mistyped = code;
  mistyped[0] = mistyped[0] == '7' ? '8' : '7';
  EXPECT_TRUE(absl::IsInvalidArgument(Enrol(Params(mistyped), keys_).status()));

  Invitation unknown{.secret = {}, .authority = server_.authority.pin()};
  EXPECT_TRUE(absl::IsNotFound(Enrol(Params(FormatInvitation(unknown)), keys_).status()));

  std::string batch = Code("");
  absl::Status missing = Enrol(Params(batch), keys_).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(missing)) << missing;
  ASSERT_TRUE(Enrol(Params(batch, "Leercentrum Zuid"), keys_).ok());

  absl::Status used =
      Enrol(Params(batch, "Leercentrum Zuid"), *MakeDeviceKeys(server_.random)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(used)) << used;
  EXPECT_NE(used.message().find("used"), absl::string_view::npos) << used;
}

TEST_F(EnrolmentListenerTest, ACodeOfAnotherServerIsNoticedBeforeAnythingIsSent) {
  EnrolmentFixture other(RealNowMs());
  std::string code = other.enrolment.Invite("Leercentrum Noord", 1, 0)->codes.at(0);
  absl::Status status = Enrol(Params(code), keys_).status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_NE(status.message().find("another authority"), absl::string_view::npos) << status;
  EXPECT_TRUE(server_.registry->List().empty());
}

TEST_F(EnrolmentListenerTest, AServerThatIsNotThereCostsNoMoreThanTheTimeout) {
  SilentServer silent;
  EnrolParams params = Params(Code());
  params.enrolment_address = silent.address();
  params.timeout_ms = 200;
  auto start = std::chrono::steady_clock::now();
  absl::Status status = Enrol(params, keys_).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  status = Renew({.enrolment_address = silent.address(),
                  .authority_pem = server_.authority.certificate_pem(),
                  .timeout_ms = 200},
                 keys_)
               .status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(EnrolmentListenerTest, RenewsAnExpiredCertificate) {
  EnrolledDevice device = *Enrol(Params(Code()), keys_);
  // What the kiosk holds has expired long ago; the listener does not ask for it.
  server_.server_clock.Advance(1000LL * EnrolmentFixture::kCertificateMs);
  absl::StatusOr<RenewedCertificate> renewed = Renew(Renewal(device.authority_pem), keys_);
  ASSERT_TRUE(renewed.ok()) << renewed.status();
  EXPECT_EQ(renewed->server_ms, server_.enrolment.ServerMs());
  EXPECT_EQ(server_.authority.Identify(renewed->certificate_pem)->device, keys_.device);
  EXPECT_GE(renewed->certificate_until_ms, device.certificate_until_ms);
}

TEST_F(EnrolmentListenerTest, RenewalIsRefusedToTheUnknownAndTheRevoked) {
  EXPECT_TRUE(
      absl::IsNotFound(Renew(Renewal(server_.authority.certificate_pem()), keys_).status()));
  EnrolledDevice device = *Enrol(Params(Code()), keys_);
  DeviceKeys impostor = keys_;
  impostor.log_seed = server_.random.NewKey();
  EXPECT_TRUE(absl::IsPermissionDenied(Renew(Renewal(device.authority_pem), impostor).status()));
  ASSERT_TRUE(server_.enrolment.Revoke("by the door").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(Renew(Renewal(device.authority_pem), keys_).status()));
}

TEST_F(EnrolmentListenerTest, RenewalTrustsThePinnedAuthorityAlone) {
  EnrolledDevice device = *Enrol(Params(Code()), keys_);
  EnrolmentFixture other(RealNowMs());
  absl::Status status = Renew(Renewal(other.authority.certificate_pem()), keys_).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

TEST_F(EnrolmentListenerTest, TwoListenersDoNotShareAPort) {
  EXPECT_TRUE(absl::IsUnavailable(
      EnrolmentListener::Start(listener_->address(), server_.enrolment, server_.authority)
          .status()));
}

TEST_F(EnrolmentListenerTest, StopsAndIsGone) {
  listener_->Stop(100);
  listener_->Stop(100);
  EnrolParams params = Params(Code());
  params.timeout_ms = 1000;
  EXPECT_TRUE(absl::IsUnavailable(Enrol(params, keys_).status()));
}

}  // namespace
}  // namespace wijkboek
