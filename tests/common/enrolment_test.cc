#include "server/enrolment.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/enrolment_text.h"
#include "common/limits.h"
#include "common/tls/x509.h"
#include "tests/common/enrolment_fixture.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kRealNowMs = 1'770'000'000'000;

// A kiosk, as far as requests go.
struct Kiosk {
  explicit Kiosk(Random& random)
      : device(random.NewId()),
        log_key(SigningKey::FromSeed(random.NewKey())),
        tls_key(*MakeTlsKey()),
        signing_request(*MakeSigningRequest(tls_key)) {}

  EnrolmentRequest Enrol(const std::string& code, const std::string& centre = {}) const {
    InvitationSecret secret = ParseInvitation(code)->secret;
    return {.secret = secret,
            .device = device,
            .log_key = log_key.public_key(),
            .signing_request = signing_request,
            .centre = centre,
            .name = "by the door",
            .signature = log_key.Sign(EnrolmentText(secret, device, signing_request))};
  }
  RenewalRequest Renew(std::int64_t server_ms) const {
    return {.device = device,
            .signing_request = signing_request,
            .server_ms = server_ms,
            .signature = log_key.Sign(RenewalText(device, server_ms, signing_request))};
  }

  Id device;
  SigningKey log_key;
  std::string tls_key;
  std::string signing_request;
};

class EnrolmentTest : public testing::Test {
 protected:
  std::string Code(absl::string_view centre = "Leercentrum Noord") {
    absl::StatusOr<InvitationBatch> batch = enrolment_.Invite(centre, 1, 0);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch->codes.at(0);
  }
  absl::StatusOr<EnrolmentAnswer> Enrol(const EnrolmentRequest& request) {
    return enrolment_.Enrol(request, "ipv4:192.0.2.1");
  }

  EnrolmentFixture server_{kRealNowMs};
  DeviceEnrolment& enrolment_ = server_.enrolment;
  Kiosk kiosk_{server_.random};
};

TEST_F(EnrolmentTest, ACodeBecomesACertificate) {
  absl::StatusOr<EnrolmentAnswer> answer = Enrol(kiosk_.Enrol(Code()));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->centre.name, "Leercentrum Noord");
  EXPECT_EQ(answer->server_ms, EnrolmentFixture::kServerMs);
  absl::StatusOr<DeviceIdentity> identity = server_.authority.Identify(answer->certificate_pem);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->device, kiosk_.device);
  EXPECT_EQ(identity->centre, server_.north.id);
  EXPECT_EQ(identity->log_key, kiosk_.log_key.public_key());
  // By the real clock, not by the recorded one.
  EXPECT_EQ(ValidityOf(answer->certificate_pem)->not_after_ms,
            kRealNowMs + EnrolmentFixture::kCertificateMs);

  DeviceRecord record = *server_.registry->Find(kiosk_.device);
  EXPECT_EQ(record.name, "by the door");
  EXPECT_EQ(record.certificate_until_ms, kRealNowMs + EnrolmentFixture::kCertificateMs);
  ASSERT_EQ(server_.log.entries().size(), 1u);
  v1::DeviceLifecycle entry = server_.log.entries()[0];
  EXPECT_EQ(entry.device_id(), kiosk_.device.bytes());
  EXPECT_EQ(entry.state(), v1::DEVICE_STATE_ENROLLED);
  EXPECT_EQ(entry.centre_id(), server_.north.id.bytes());
  EXPECT_EQ(entry.at_ms(), EnrolmentFixture::kServerMs);
}

TEST_F(EnrolmentTest, ARepeatedRequestGetsAnAnswerAgainAndIsLoggedOnce) {
  EnrolmentRequest request = kiosk_.Enrol(Code());
  ASSERT_TRUE(Enrol(request).ok());
  server_.server_clock.Advance(1000);
  absl::StatusOr<EnrolmentAnswer> again = Enrol(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(server_.authority.Identify(again->certificate_pem)->device, kiosk_.device);
  EXPECT_EQ(server_.log.entries().size(), 1u);
  Kiosk other(server_.random);
  EnrolmentRequest stolen = other.Enrol(Code());
  stolen.secret = request.secret;
  stolen.signature =
      other.log_key.Sign(EnrolmentText(stolen.secret, other.device, other.signing_request));
  EXPECT_TRUE(absl::IsFailedPrecondition(Enrol(stolen).status()));
}

TEST_F(EnrolmentTest, AFullDiskAtTheLogIsMadeUpFor) {
  server_.log.SetFailing(true);
  EnrolmentRequest request = kiosk_.Enrol(Code());
  EXPECT_TRUE(absl::IsUnavailable(Enrol(request).status()));
  EXPECT_TRUE(absl::IsUnavailable(enrolment_.LogMissing()));
  server_.log.SetFailing(false);
  ASSERT_TRUE(Enrol(request).ok());
  EXPECT_EQ(server_.log.entries().size(), 1u);

  server_.log.SetFailing(true);
  EXPECT_FALSE(enrolment_.Revoke("by the door").ok());
  EXPECT_TRUE(server_.registry->IsRevoked(kiosk_.device));
  server_.log.SetFailing(false);
  ASSERT_TRUE(enrolment_.LogMissing().ok());
  ASSERT_TRUE(enrolment_.LogMissing().ok());
  ASSERT_EQ(server_.log.entries().size(), 2u);
  EXPECT_EQ(server_.log.entries()[1].state(), v1::DEVICE_STATE_REVOKED);
}

TEST_F(EnrolmentTest, UnknownAndExpiredCodes) {
  Invitation unknown{.secret = *InvitationSecret::FromHex(std::string(20, '5')),
                     .authority = server_.authority.pin()};
  EXPECT_TRUE(absl::IsNotFound(Enrol(kiosk_.Enrol(FormatInvitation(unknown))).status()));
  std::string code = Code();
  server_.server_clock.Advance(kInviteHoursDefault * 3600 * 1000);
  absl::Status expired = Enrol(kiosk_.Enrol(code)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(expired));
  EXPECT_NE(expired.message().find("expired"), absl::string_view::npos) << expired;
}

TEST_F(EnrolmentTest, WhatIsNotSignedByTheDeviceIsRefusedAndCostsNoCode) {
  std::string code = Code();
  const EnrolmentRequest good = kiosk_.Enrol(code);
  EnrolmentRequest bad = good;
  bad.device = server_.random.NewId();
  EXPECT_TRUE(absl::IsInvalidArgument(Enrol(bad).status()));
  bad = good;
  bad.log_key = SigningKey::FromSeed(server_.random.NewKey()).public_key();
  EXPECT_TRUE(absl::IsInvalidArgument(Enrol(bad).status()));
  bad = good;
  bad.signing_request = *MakeSigningRequest(*MakeTlsKey());
  EXPECT_TRUE(absl::IsInvalidArgument(Enrol(bad).status()));
  bad = good;
  bad.signing_request = "nonsense";
  bad.signature = kiosk_.log_key.Sign(EnrolmentText(bad.secret, bad.device, "nonsense"));
  EXPECT_TRUE(absl::IsInvalidArgument(Enrol(bad).status()));
  EXPECT_TRUE(server_.registry->List().empty());
  EXPECT_TRUE(Enrol(good).ok());
}

TEST_F(EnrolmentTest, ABatchCodeNeedsACentre) {
  absl::StatusOr<InvitationBatch> batch = enrolment_.Invite("", 3, 48);
  ASSERT_TRUE(batch.ok()) << batch.status();
  ASSERT_EQ(batch->codes.size(), 3u);
  EXPECT_EQ(batch->expires_ms, EnrolmentFixture::kServerMs + 48 * 3600 * 1000);
  absl::Status missing = Enrol(kiosk_.Enrol(batch->codes[0])).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(missing)) << missing;
  EXPECT_NE(missing.message().find("which"), absl::string_view::npos) << missing;
  absl::Status unknown = Enrol(kiosk_.Enrol(batch->codes[0], "Leercentrum West")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(unknown)) << unknown;
  EXPECT_NE(unknown.message().find("Leercentrum West"), absl::string_view::npos) << unknown;

  EXPECT_EQ(Enrol(kiosk_.Enrol(batch->codes[0], "Leercentrum Zuid"))->centre.id, server_.south.id);
  // A repetition keeps the centre of the first time, whatever is said now.
  EXPECT_EQ(Enrol(kiosk_.Enrol(batch->codes[0], "Leercentrum Noord"))->centre.id, server_.south.id);
  Kiosk second(server_.random);
  EXPECT_EQ(Enrol(second.Enrol(batch->codes[1], server_.north.id.hex()))->centre.id,
            server_.north.id);
}

TEST_F(EnrolmentTest, ACodeForACentreIsForNoOther) {
  std::string code = Code("Leercentrum Noord");
  absl::Status status = Enrol(kiosk_.Enrol(code, "Leercentrum Zuid")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_TRUE(Enrol(kiosk_.Enrol(code, "Leercentrum Noord")).ok());
}

TEST_F(EnrolmentTest, InvitationsAreBounded) {
  EXPECT_EQ(enrolment_.Invite("", 0, 0)->codes.size(), 1u);
  EXPECT_EQ(enrolment_.Invite("", kInviteBatchMax, 0)->codes.size(),
            static_cast<std::size_t>(kInviteBatchMax));
  EXPECT_TRUE(absl::IsInvalidArgument(enrolment_.Invite("", kInviteBatchMax + 1, 0).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      enrolment_.Invite("", 1, std::numeric_limits<std::int64_t>::max()).status()));
  EXPECT_TRUE(absl::IsNotFound(enrolment_.Invite("nowhere", 1, 0).status()));
}

TEST_F(EnrolmentTest, GuessingIsThrottled) {
  std::string good = Code();
  Invitation wrong{.secret = *InvitationSecret::FromHex(std::string(20, '5')),
                   .authority = server_.authority.pin()};
  for (int i = 0; i < kWrongCodesPerMinute; ++i) {
    EXPECT_TRUE(absl::IsNotFound(Enrol(kiosk_.Enrol(FormatInvitation(wrong))).status())) << i;
  }
  EXPECT_TRUE(absl::IsResourceExhausted(Enrol(kiosk_.Enrol(good)).status()));
  EXPECT_TRUE(enrolment_.Enrol(kiosk_.Enrol(good), "ipv4:192.0.2.2").ok());
  server_.real_clock.Advance(60'000);
  EXPECT_TRUE(Enrol(kiosk_.Enrol(good)).ok());
}

TEST_F(EnrolmentTest, NamesAreTidied) {
  EnrolmentRequest request = kiosk_.Enrol(Code());
  request.name = " hall\n\x1b[31m" + std::string(200, 'x');
  ASSERT_TRUE(Enrol(request).ok());
  std::string name = server_.registry->Find(kiosk_.device)->name;
  EXPECT_EQ(name.substr(0, 8), "hall[31m");
  EXPECT_LE(name.size(), kDeviceNameBytesMax);
  Kiosk nameless(server_.random);
  request = nameless.Enrol(Code());
  request.name.clear();
  ASSERT_TRUE(Enrol(request).ok());
  EXPECT_EQ(server_.registry->Find(nameless.device)->name,
            "kiosk " + nameless.device.hex().substr(0, 8));
}

TEST_F(EnrolmentTest, RenewsWhateverBecameOfTheCertificate) {
  ASSERT_TRUE(Enrol(kiosk_.Enrol(Code())).ok());
  // Weeks later; the certificate lived for a day.
  server_.real_clock.Advance(20 * EnrolmentFixture::kCertificateMs);
  server_.server_clock.Advance(20 * EnrolmentFixture::kCertificateMs);
  absl::StatusOr<RenewalAnswer> answer = enrolment_.Renew(kiosk_.Renew(enrolment_.ServerMs()));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(ValidityOf(answer->certificate_pem)->not_after_ms,
            kRealNowMs + 21 * EnrolmentFixture::kCertificateMs);
  EXPECT_EQ(server_.authority.Identify(answer->certificate_pem)->device, kiosk_.device);
}

TEST_F(EnrolmentTest, RenewalIsForTheDeviceAlone) {
  ASSERT_TRUE(Enrol(kiosk_.Enrol(Code())).ok());
  const RenewalRequest good = kiosk_.Renew(enrolment_.ServerMs());
  RenewalRequest bad = good;
  bad.signing_request = *MakeSigningRequest(*MakeTlsKey());
  EXPECT_TRUE(absl::IsPermissionDenied(enrolment_.Renew(bad).status()));
  bad = good;
  bad.server_ms += 1;
  EXPECT_TRUE(absl::IsPermissionDenied(enrolment_.Renew(bad).status()));
  Kiosk stranger(server_.random);
  EXPECT_TRUE(absl::IsNotFound(enrolment_.Renew(stranger.Renew(enrolment_.ServerMs())).status()));
  // Of another time: ten minutes are forgiven, no more.
  std::int64_t now_ms = enrolment_.ServerMs();
  for (std::int64_t at_ms :
       {now_ms - kRenewalClockMaxMs - 1, now_ms + kRenewalClockMaxMs + 1, std::int64_t{0},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_TRUE(absl::IsInvalidArgument(enrolment_.Renew(kiosk_.Renew(at_ms)).status())) << at_ms;
  }
  EXPECT_TRUE(enrolment_.Renew(kiosk_.Renew(now_ms - kRenewalClockMaxMs)).ok());
  EXPECT_TRUE(enrolment_.Renew(kiosk_.Renew(now_ms + kRenewalClockMaxMs)).ok());

  ASSERT_TRUE(enrolment_.Revoke(kiosk_.device.hex().substr(0, 12)).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(enrolment_.Renew(good).status()));
}

TEST_F(EnrolmentTest, RevocationReachesTheLog) {
  ASSERT_TRUE(Enrol(kiosk_.Enrol(Code())).ok());
  server_.server_clock.Advance(7);
  EXPECT_EQ(*enrolment_.Revoke("by the door"), kiosk_.device);
  EXPECT_EQ(*enrolment_.Revoke("by the door"), kiosk_.device);
  ASSERT_EQ(server_.log.entries().size(), 2u);
  EXPECT_EQ(server_.log.entries()[1].state(), v1::DEVICE_STATE_REVOKED);
  EXPECT_EQ(server_.log.entries()[1].at_ms(), EnrolmentFixture::kServerMs + 7);
  EXPECT_TRUE(absl::IsNotFound(enrolment_.Revoke("nobody").status()));
}

}  // namespace
}  // namespace wijkboek
