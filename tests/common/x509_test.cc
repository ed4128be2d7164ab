#include "common/tls/x509.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace wijkboek {
namespace {

constexpr std::int64_t kNowMs = 1'770'000'000'000;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr Validity kTenDays{.not_before_ms = kNowMs, .not_after_ms = kNowMs + 10 * kDayMs};

DeviceIdentity SomeIdentity() {
  return {.device = *Id::FromHex("000102030405060708090a0b0c0d0e0f"),
          .centre = *Id::FromHex("101112131415161718191a1b1c1d1e1f"),
          .log_key = *PublicKey::FromHex(std::string(64, '9'))};
}

class X509Test : public testing::Test {
 protected:
  void SetUp() override {
    authority_ = *MakeAuthority(kTenDays);
    key_ = *MakeTlsKey();
    request_ = *MakeSigningRequest(key_);
  }
  std::string Issue() {
    return IssueDeviceCertificate(authority_, request_, SomeIdentity(), kTenDays).value();
  }

  KeyAndCertificate authority_;
  std::string key_;
  std::string request_;
};

TEST_F(X509Test, KeysArePkcs8AndDiffer) {
  EXPECT_TRUE(absl::StartsWith(key_, "-----BEGIN PRIVATE KEY-----\n"));
  EXPECT_NE(*MakeTlsKey(), key_);
}

TEST_F(X509Test, ADeviceCertificateTellsWhoItIs) {
  std::string certificate = Issue();
  absl::StatusOr<DeviceIdentity> identity =
      ReadDeviceIdentity(certificate, authority_.certificate_pem);
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(*identity, SomeIdentity());
  EXPECT_TRUE(CheckKeyMatches({.key_pem = key_, .certificate_pem = certificate}).ok());
  EXPECT_FALSE(CheckKeyMatches({.key_pem = *MakeTlsKey(), .certificate_pem = certificate}).ok());
}

TEST_F(X509Test, AForeignAuthoritysCertificateIsRefused) {
  KeyAndCertificate foreign = *MakeAuthority(kTenDays);
  std::string forged = *IssueDeviceCertificate(foreign, request_, SomeIdentity(), kTenDays);
  EXPECT_TRUE(
      absl::IsUnauthenticated(ReadDeviceIdentity(forged, authority_.certificate_pem).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(CheckIssuedBy(forged, authority_.certificate_pem)));
  EXPECT_TRUE(CheckIssuedBy(forged, foreign.certificate_pem).ok());
}

TEST_F(X509Test, OnlyDevicesAreDevices) {
  std::string server = *IssueServerCertificate(authority_, key_, kTenDays);
  EXPECT_TRUE(CheckIssuedBy(server, authority_.certificate_pem).ok());
  EXPECT_TRUE(
      absl::IsUnauthenticated(ReadDeviceIdentity(server, authority_.certificate_pem).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(
      ReadDeviceIdentity(authority_.certificate_pem, authority_.certificate_pem).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(ReadDeviceIdentity("", authority_.certificate_pem).status()));
  EXPECT_TRUE(absl::IsUnauthenticated(
      ReadDeviceIdentity("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                         authority_.certificate_pem)
          .status()));
}

TEST_F(X509Test, ADeviceIsNoAuthority) {
  // What a stolen kiosk might try: to issue with its own certificate.
  KeyAndCertificate device{.key_pem = key_, .certificate_pem = Issue()};
  DeviceIdentity other = SomeIdentity();
  other.device = *Id::FromHex(std::string(32, 'a'));
  std::string forged = *IssueDeviceCertificate(device, request_, other, kTenDays);
  EXPECT_FALSE(ReadDeviceIdentity(forged, authority_.certificate_pem).ok());
  EXPECT_FALSE(ReadDeviceIdentity(forged, device.certificate_pem).ok());
}

TEST_F(X509Test, AChangedCertificateIsRefused) {
  std::string pem = Issue();
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free_all);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  unsigned char* der = nullptr;
  int size = i2d_X509(certificate.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  // Another device's name, with the old signature.
  std::string changed = absl::StrReplaceAll(
      bytes, {{"000102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e00"}});
  ASSERT_NE(changed, bytes);
  const auto* begin = reinterpret_cast<const unsigned char*>(changed.data());
  std::unique_ptr<X509, decltype(&X509_free)> forged(d2i_X509(nullptr, &begin, size), X509_free);
  ASSERT_NE(forged, nullptr);
  std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), BIO_free_all);
  ASSERT_EQ(PEM_write_bio_X509(out.get(), forged.get()), 1);
  char* text = nullptr;
  long length = BIO_get_mem_data(out.get(), &text);
  EXPECT_TRUE(absl::IsUnauthenticated(
      ReadDeviceIdentity(std::string(text, static_cast<std::size_t>(length)),
                         authority_.certificate_pem)
          .status()));
}

TEST_F(X509Test, SigningRequestsAreVerified) {
  EXPECT_TRUE(CheckSigningRequest(request_).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSigningRequest("")));
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSigningRequest("nonsense")));
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSigningRequest(std::string(5000, '\x30'))));
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSigningRequest(request_ + "x")));
  int refused = 0;
  for (std::size_t i = 0; i < request_.size(); ++i) {
    std::string changed = request_;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    if (!CheckSigningRequest(changed).ok()) ++refused;
  }
  EXPECT_EQ(refused, static_cast<int>(request_.size()));
}

TEST_F(X509Test, OtherKindsOfKeysAreRefused) {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-384"), EVP_PKEY_free);
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  ASSERT_EQ(
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr),
      1);
  char* text = nullptr;
  long length = BIO_get_mem_data(bio.get(), &text);
  std::string request = *MakeSigningRequest(std::string(text, static_cast<std::size_t>(length)));
  EXPECT_TRUE(absl::IsInvalidArgument(CheckSigningRequest(request)));
}

TEST_F(X509Test, ValidityIsWhatWasGiven) {
  absl::StatusOr<Validity> validity = ValidityOf(Issue());
  ASSERT_TRUE(validity.ok());
  EXPECT_EQ(validity->not_before_ms, kTenDays.not_before_ms);
  EXPECT_EQ(validity->not_after_ms, kTenDays.not_after_ms);
  // From the clock of a kiosk without a battery, and beyond 2050 (another encoding of time).
  std::string server = *IssueServerCertificate(
      authority_, key_, {.not_before_ms = 0, .not_after_ms = 2'600'000'000'000});
  validity = ValidityOf(server);
  ASSERT_TRUE(validity.ok());
  EXPECT_EQ(validity->not_before_ms, 0);
  EXPECT_EQ(validity->not_after_ms, 2'600'000'000'000);
  EXPECT_TRUE(absl::IsInvalidArgument(ValidityOf("no certificate").status()));
}

TEST_F(X509Test, ExpiredCertificatesAreStillRead) {
  // The dates are the handshake's business.
  std::string old = *IssueDeviceCertificate(authority_, request_, SomeIdentity(),
                                            {.not_before_ms = 1000, .not_after_ms = 2000});
  EXPECT_TRUE(ReadDeviceIdentity(old, authority_.certificate_pem).ok());
}

TEST_F(X509Test, TheFingerprintIsTheKeys) {
  Hash fingerprint = *PublicKeyFingerprint(authority_.certificate_pem);
  EXPECT_EQ(*PublicKeyFingerprint(authority_.certificate_pem), fingerprint);
  EXPECT_NE(*PublicKeyFingerprint(MakeAuthority(kTenDays)->certificate_pem), fingerprint);
  // Two certificates for one key have one fingerprint.
  EXPECT_EQ(*PublicKeyFingerprint(Issue()), *PublicKeyFingerprint(Issue()));
}

TEST_F(X509Test, SerialsDiffer) { EXPECT_NE(Issue(), Issue()); }

}  // namespace
}  // namespace wijkboek
