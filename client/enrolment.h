// Enrolment and renewal from the kiosk's side. Blocking calls with deadlines, for the command line
// and the sync thread.
#ifndef WIJKBOEK_CLIENT_ENROLMENT_H_
#define WIJKBOEK_CLIENT_ENROLMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "common/limits.h"
#include "common/random.h"

namespace wijkboek {

// What a device is known by. Made on the device, and kept before the first request is sent: should
// the answer be lost, the same keys ask again and the code still works for them. The secrets never
// leave the device.
struct DeviceKeys {
  Id device;
  // Ed25519 seed: signs the heads of the log, and enrolment requests.
  SecretKey log_seed;
  // PKCS#8 PEM, for TLS alone.
  std::string tls_key_pem;
};

absl::StatusOr<DeviceKeys> MakeDeviceKeys(Random& random);

struct EnrolParams {
  // "host:port" of the server's enrolment listener.
  std::string enrolment_address;
  // As typed.
  std::string code;
  // For a code without a centre: the centre's id or name. May stay empty otherwise.
  std::string centre;
  // Shown in the office's list of devices.
  std::string name;
  // For probe and call together.
  std::int64_t timeout_ms = kConnectTimeoutMs;
};

// Everything a kiosk needs to sync; the caller stores it.
struct EnrolledDevice {
  Id device;
  Id centre;
  std::string centre_name;
  // The one authority to trust, PEM.
  std::string authority_pem;
  std::string certificate_pem;
  std::int64_t certificate_until_ms = 0;
  std::string tls_key_pem;
  SecretKey log_seed;
  // For CredentialHash.
  SecretKey lookup_key;
  // The server's clock when it answered.
  std::int64_t server_ms = 0;
};

// Exchanges the code for a certificate. Errors, each with a message for the person who typed:
// INVALID_ARGUMENT (mistyped), NOT_FOUND (unknown code), FAILED_PRECONDITION (used, expired, or the
// centre is missing, unknown or not the code's), UNAVAILABLE (server not reached: repeat with the
// same keys), PERMISSION_DENIED (another server's code), RESOURCE_EXHAUSTED (too many wrong codes:
// wait).
absl::StatusOr<EnrolledDevice> Enrol(const EnrolParams& params, const DeviceKeys& keys);

struct RenewParams {
  std::string enrolment_address;
  // The authority pinned at enrolment.
  std::string authority_pem;
  std::int64_t timeout_ms = kConnectTimeoutMs;
};

struct RenewedCertificate {
  std::string certificate_pem;
  std::int64_t certificate_until_ms = 0;
  std::int64_t server_ms = 0;
};

// A new certificate for keys.tls_key_pem, also when the old one has expired and when this device's
// clock is wrong: the server's time is asked for first. Errors: UNAVAILABLE (try later), NOT_FOUND
// (the server does not know this device: enrol again), PERMISSION_DENIED (shut out by the office).
absl::StatusOr<RenewedCertificate> Renew(const RenewParams& params, const DeviceKeys& keys);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_ENROLMENT_H_
