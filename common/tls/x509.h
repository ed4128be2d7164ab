// Keys, signing requests and certificates (X.509, EC P-256), with one small authority per server.
// Kiosks trust that authority alone and know it by its fingerprint. Keys and certificates are PEM,
// signing requests DER. All functions are pure and thread-safe.
#ifndef WIJKBOEK_COMMON_TLS_X509_H_
#define WIJKBOEK_COMMON_TLS_X509_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "common/tls/identity.h"

namespace wijkboek {

// The name in every server certificate. Callers that pinned the authority expect it, whatever
// address they dialled.
inline constexpr absl::string_view kTlsServerName = "wijkboek-server";

// A private key with the certificate for it.
struct KeyAndCertificate {
  std::string key_pem;
  std::string certificate_pem;
};

// UTC, by a real clock (never a recorded one). Whole seconds; the rest is cut off.
struct Validity {
  std::int64_t not_before_ms = 0;
  std::int64_t not_after_ms = 0;
};

// A new EC P-256 key (PKCS#8 PEM), from the operating system's randomness.
absl::StatusOr<std::string> MakeTlsKey();

// A self-signed authority for this key, allowed to sign certificates and nothing else. Made again
// from the same key, it is still the same authority to everybody who pinned it.
absl::StatusOr<std::string> MakeAuthorityCertificate(absl::string_view key_pem,
                                                     const Validity& validity);
// A new key with such a certificate.
absl::StatusOr<KeyAndCertificate> MakeAuthority(const Validity& validity);

// PKCS#10 for this key; it carries the public key only, names are the authority's business.
absl::StatusOr<std::string> MakeSigningRequest(absl::string_view key_pem);
// INVALID_ARGUMENT unless these are the bytes of a request for an EC P-256 key, signed by that key.
absl::Status CheckSigningRequest(absl::string_view request_der);

// A client certificate: subject CN is the device's hex, the rest of its identity stands in subject
// alternative names (URIs wijkboek:device:, wijkboek:centre:, wijkboek:log-key:, each followed by
// hex). INVALID_ARGUMENT as CheckSigningRequest.
absl::StatusOr<std::string> IssueDeviceCertificate(const KeyAndCertificate& authority,
                                                   absl::string_view request_der,
                                                   const DeviceIdentity& identity,
                                                   const Validity& validity);
// A server certificate for kTlsServerName, localhost and 127.0.0.1.
absl::StatusOr<std::string> IssueServerCertificate(const KeyAndCertificate& authority,
                                                   absl::string_view server_key_pem,
                                                   const Validity& validity);

// The identity in a client certificate, after checking that this authority issued it as one. The
// dates are not looked at: the TLS handshake did that. UNAUTHENTICATED when it is another
// authority's, no client certificate, or names no device.
absl::StatusOr<DeviceIdentity> ReadDeviceIdentity(absl::string_view certificate_pem,
                                                  absl::string_view authority_pem);

// OK if the authority signed this certificate, whatever its dates and purpose; UNAUTHENTICATED
// otherwise.
absl::Status CheckIssuedBy(absl::string_view certificate_pem, absl::string_view authority_pem);

// OK if the private key belongs to the certificate; INVALID_ARGUMENT otherwise.
absl::Status CheckKeyMatches(const KeyAndCertificate& pair);

// From when until when it is valid. INVALID_ARGUMENT when this is no certificate.
absl::StatusOr<Validity> ValidityOf(absl::string_view certificate_pem);

// SHA-256 of the public key (SubjectPublicKeyInfo, DER): what an invitation code pins of an
// authority.
absl::StatusOr<Hash> PublicKeyFingerprint(absl::string_view certificate_pem);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_TLS_X509_H_
