#include "server/enrolment.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/enrolment_text.h"
#include "common/status.h"
#include "common/tls/x509.h"

namespace wijkboek {
namespace {

// Names are shown in lists and logs: printable, and of a reasonable length (cut between characters
// of UTF-8).
std::string TidyName(absl::string_view name) {
  std::string tidy;
  for (char c : name) {
    if (!absl::ascii_iscntrl(static_cast<unsigned char>(c))) tidy.push_back(c);
  }
  if (tidy.size() > kDeviceNameBytesMax) {
    std::size_t end = kDeviceNameBytesMax;
    while (end > 0 && (static_cast<unsigned char>(tidy[end]) & 0xc0) == 0x80) --end;
    tidy.resize(end);
  }
  return std::string(absl::StripAsciiWhitespace(tidy));
}

// What an honest kiosk with the right code never causes.
bool IsWrongCode(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status) ||
         absl::IsInvalidArgument(status);
}

}  // namespace

DeviceEnrolment::DeviceEnrolment(EnrolmentParts parts) : parts_(std::move(parts)) {}

std::int64_t DeviceEnrolment::ServerMs() const { return parts_.clock.WallMs(); }

absl::StatusOr<EnrolmentAnswer> DeviceEnrolment::Enrol(const EnrolmentRequest& request,
                                                       absl::string_view caller) {
  std::uint64_t now_ms = parts_.real_clock.Now().boottime_ms;
  if (!wrong_codes_.Allows(caller, now_ms)) {
    return absl::ResourceExhaustedError("too many wrong codes; wait a minute and try again");
  }
  absl::StatusOr<EnrolmentAnswer> answer = EnrolCounted(request);
  if (IsWrongCode(answer.status())) wrong_codes_.CountFailure(caller, now_ms);
  return answer;
}

absl::StatusOr<EnrolmentAnswer> DeviceEnrolment::EnrolCounted(const EnrolmentRequest& request) {
  if (request.device.IsZero()) return absl::InvalidArgumentError("the device has no id");
  if (!VerifySignature(request.log_key,
                       EnrolmentText(request.secret, request.device, request.signing_request),
                       request.signature)) {
    return absl::InvalidArgumentError("the request is not signed by the device's key");
  }
  // Before the code is used up: what cannot be answered must not cost a code.
  RETURN_IF_ERROR(CheckSigningRequest(request.signing_request));
  const Hash secret_hash = Sha256(request.secret.bytes());
  const std::int64_t server_ms = ServerMs();
  Applicant applicant{
      .device = request.device, .log_key = request.log_key, .name = TidyName(request.name)};
  ASSIGN_OR_RETURN(Id invited, parts_.registry.CheckInvitation(secret_hash, applicant, server_ms));
  ASSIGN_OR_RETURN(CentreName centre, ChooseCentre(invited, request.centre));
  if (applicant.name.empty()) {
    applicant.name = absl::StrCat("kiosk ", request.device.hex().substr(0, 8));
  }
  ASSIGN_OR_RETURN(DeviceRecord device,
                   parts_.registry.Redeem(secret_hash, applicant, centre.id, server_ms));
  if (!device.state_logged) RETURN_IF_ERROR(Log(device));
  // A repeated request keeps the centre of the first one.
  if (device.centre != centre.id) {
    ASSIGN_OR_RETURN(centre, parts_.find_centre(device.centre.hex()));
  }
  ASSIGN_OR_RETURN(
      IssuedCertificate certificate,
      parts_.authority.IssueDevice(
          request.signing_request,
          {.device = device.device, .centre = device.centre, .log_key = device.log_key},
          parts_.real_clock.WallMs(), parts_.certificate_ms));
  RETURN_IF_ERROR(parts_.registry.SetCertificateUntil(device.device, certificate.not_after_ms));
  return EnrolmentAnswer{.certificate_pem = std::move(certificate.pem),
                         .centre = std::move(centre),
                         .server_ms = ServerMs()};
}

absl::StatusOr<CentreName> DeviceEnrolment::ChooseCentre(const Id& invited,
                                                         absl::string_view wished) const {
  if (invited.IsZero() && wished.empty()) {
    return absl::FailedPreconditionError(
        "this code works for any centre: say which one this kiosk stands in");
  }
  absl::StatusOr<CentreName> chosen =
      parts_.find_centre(wished.empty() ? invited.hex() : std::string(wished));
  if (absl::IsNotFound(chosen.status())) {
    return absl::FailedPreconditionError(
        wished.empty() ? std::string("the centre of this code is no longer known; ask the office "
                                     "for a new code")
                       : absl::StrCat("no centre is called \"", wished, "\"; check the name"));
  }
  if (chosen.ok() && !invited.IsZero() && chosen->id != invited) {
    return absl::FailedPreconditionError(
        absl::StrCat("this code is for another centre than ", chosen->name,
                     "; leave the centre out, or ask the office for another code"));
  }
  return chosen;
}

absl::StatusOr<RenewalAnswer> DeviceEnrolment::Renew(const RenewalRequest& request) {
  const std::int64_t server_ms = ServerMs();
  ASSIGN_OR_RETURN(DeviceRecord device, parts_.registry.Find(request.device));
  if (!VerifySignature(device.log_key,
                       RenewalText(request.device, request.server_ms, request.signing_request),
                       request.signature)) {
    return absl::PermissionDeniedError("the request is not signed by the device's key");
  }
  if (device.IsRevoked()) {
    return absl::PermissionDeniedError("this device was shut out by the office");
  }
  // In this order, so that no difference of two extreme values overflows.
  if (request.server_ms < server_ms - kRenewalClockMaxMs ||
      request.server_ms > server_ms + kRenewalClockMaxMs) {
    return absl::InvalidArgumentError(
        "the request is not of this moment; ask for the server's time and repeat it");
  }
  ASSIGN_OR_RETURN(
      IssuedCertificate certificate,
      parts_.authority.IssueDevice(
          request.signing_request,
          {.device = device.device, .centre = device.centre, .log_key = device.log_key},
          parts_.real_clock.WallMs(), parts_.certificate_ms));
  RETURN_IF_ERROR(parts_.registry.SetCertificateUntil(device.device, certificate.not_after_ms));
  return RenewalAnswer{.certificate_pem = std::move(certificate.pem), .server_ms = server_ms};
}

absl::StatusOr<InvitationBatch> DeviceEnrolment::Invite(absl::string_view centre, int count,
                                                        std::int64_t valid_hours) {
  if (count <= 0) count = 1;
  if (count > kInviteBatchMax) {
    return absl::InvalidArgumentError(absl::StrCat("at most ", kInviteBatchMax, " codes at once"));
  }
  if (valid_hours <= 0) valid_hours = kInviteHoursDefault;
  if (valid_hours > kInviteHoursMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("a code works for at most ", kInviteHoursMax / 24, " days"));
  }
  CentreName chosen;
  if (!centre.empty()) {
    ASSIGN_OR_RETURN(chosen, parts_.find_centre(centre));
  }
  const std::int64_t now_ms = ServerMs();
  InvitationBatch batch{.codes = {}, .expires_ms = now_ms + valid_hours * kHourMs};
  std::vector<Hash> secret_hashes;
  for (int i = 0; i < count; ++i) {
    Invitation invitation{.secret = {}, .authority = parts_.authority.pin()};
    parts_.random.Fill(invitation.secret.data(), InvitationSecret::kSize);
    secret_hashes.push_back(Sha256(invitation.secret.bytes()));
    batch.codes.push_back(FormatInvitation(invitation));
  }
  RETURN_IF_ERROR(parts_.registry.Invite(secret_hashes, chosen.id, batch.expires_ms, now_ms));
  return batch;
}

absl::StatusOr<Id> DeviceEnrolment::Revoke(absl::string_view device) {
  ASSIGN_OR_RETURN(DeviceRecord found, parts_.registry.FindByText(device));
  RETURN_IF_ERROR(parts_.registry.Revoke(found.device, ServerMs()));
  ASSIGN_OR_RETURN(found, parts_.registry.Find(found.device));
  if (!found.state_logged) RETURN_IF_ERROR(Log(found));
  return found.device;
}

absl::Status DeviceEnrolment::Log(const DeviceRecord& device) {
  v1::DeviceLifecycle entry;
  entry.set_device_id(device.device.ToString());
  entry.set_state(device.state);
  entry.set_centre_id(device.centre.ToString());
  entry.set_at_ms(device.state_ms);
  entry.set_name(device.name);
  RETURN_IF_ERROR(parts_.log.AppendLifecycle(entry));
  parts_.registry.MarkLogged(device.device, device.state);
  return absl::OkStatus();
}

absl::Status DeviceEnrolment::LogMissing() {
  for (const DeviceRecord& device : parts_.registry.Unlogged()) RETURN_IF_ERROR(Log(device));
  return absl::OkStatus();
}

}  // namespace wijkboek
