// Enrolment: how a new kiosk becomes a device of the ledger, and how it keeps its certificate. The
// core, without gRPC.
#ifndef WIJKBOEK_SERVER_ENROLMENT_H_
#define WIJKBOEK_SERVER_ENROLMENT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/clock.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/invitation.h"
#include "common/limits.h"
#include "common/random.h"
#include "server/authority.h"
#include "server/device_directory.h"
#include "server/registry.h"
#include "server/throttle.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct CentreName {
  Id id;
  std::string name;
};

struct EnrolmentRequest {
  InvitationSecret secret;
  Id device;
  PublicKey log_key;
  std::string signing_request;
  // Id (hex) or name; may be empty.
  std::string centre;
  std::string name;
  Signature signature;
};

struct EnrolmentAnswer {
  std::string certificate_pem;
  CentreName centre;
  std::int64_t server_ms = 0;
};

struct RenewalRequest {
  Id device;
  std::string signing_request;
  std::int64_t server_ms = 0;
  Signature signature;
};

struct RenewalAnswer {
  std::string certificate_pem;
  std::int64_t server_ms = 0;
};

struct InvitationBatch {
  std::vector<std::string> codes;
  std::int64_t expires_ms = 0;
};

// What DeviceEnrolment works with; all of it outlives it and is thread-safe.
struct EnrolmentParts {
  const Authority& authority;
  Registry& registry;
  // The server's time: of invitations, lifecycle entries and answers.
  const Clock& clock;
  // A real clock: for certificates and for throttling, even where a recorded day is played.
  const Clock& real_clock;
  Random& random;
  // A centre by id (hex) or name; NOT_FOUND.
  std::function<absl::StatusOr<CentreName>(absl::string_view text)> find_centre;
  LifecycleLog& log;
  SecretKey lookup_key;
  std::int64_t certificate_ms = std::int64_t{kCertificateDays} * 24 * 3600 * 1000;
};

// Thread-safe. Calls may wait for a commit.
class DeviceEnrolment {
 public:
  explicit DeviceEnrolment(EnrolmentParts parts);

  // ---- for kiosks

  // `caller` is the address that failures are counted for. Errors: see enrolment.proto;
  // RESOURCE_EXHAUSTED after too many wrong codes in a minute.
  absl::StatusOr<EnrolmentAnswer> Enrol(const EnrolmentRequest& request, absl::string_view caller);
  absl::StatusOr<RenewalAnswer> Renew(const RenewalRequest& request);
  std::int64_t ServerMs() const;

  const std::string& authority_pem() const { return parts_.authority.certificate_pem(); }
  const SecretKey& lookup_key() const { return parts_.lookup_key; }

  // ---- for the office

  // `count` codes (0 counts as 1) for a centre (id or name; empty: chosen on site), each for one
  // device. `valid_hours` 0: the default. INVALID_ARGUMENT (too many), NOT_FOUND (centre).
  absl::StatusOr<InvitationBatch> Invite(absl::string_view centre, int count,
                                         std::int64_t valid_hours);
  // Shuts out a device by id (hex, a unique beginning is enough) or name; returns its id. The
  // device is shut out even when the log could not be told: that is made up for by LogMissing.
  absl::StatusOr<Id> Revoke(absl::string_view device);

  // Tells the log about enrolments and revocations that it has not got yet: after a crash or a full
  // disk, and devices that were learned again from their certificates. Call at start and every few
  // seconds; costs nothing when there are none.
  absl::Status LogMissing();

 private:
  absl::StatusOr<EnrolmentAnswer> EnrolCounted(const EnrolmentRequest& request);
  absl::StatusOr<CentreName> ChooseCentre(const Id& invited, absl::string_view wished) const;
  absl::Status Log(const DeviceRecord& device);

  EnrolmentParts parts_;
  FailureThrottle wrong_codes_{kWrongCodesPerMinute, kWrongCodesPerMinuteAll};
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ENROLMENT_H_
