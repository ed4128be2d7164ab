#include "client/enrolment.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto.h"
#include "common/enrolment_text.h"
#include "common/invitation.h"
#include "common/keep_grpc.h"
#include "common/status.h"
#include "common/tls/probe.h"
#include "common/tls/x509.h"
#include "wijkboek/v1/enrolment.grpc.pb.h"

namespace wijkboek {
namespace {

using Deadline = std::chrono::steady_clock::time_point;
using Stub = std::unique_ptr<v1::EnrolmentService::Stub>;

std::chrono::milliseconds Left(Deadline deadline) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - std::chrono::steady_clock::now());
  return std::max(left, std::chrono::milliseconds(0));
}

Stub MakeStub(const std::string& address, const std::string& authority_pem) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = authority_pem;
  KeepGrpc();
  grpc::ChannelArguments arguments;
  // The authority is known by its key, and so the server by this name, whatever address leads to
  // it.
  arguments.SetSslTargetNameOverride(std::string(kTlsServerName));
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return v1::EnrolmentService::NewStub(
      grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments));
}

absl::Status FromGrpc(const grpc::Status& status, const std::string& address) {
  if (status.ok()) return absl::OkStatus();
  absl::StatusCode code = static_cast<absl::StatusCode>(status.error_code());
  if (code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDeadlineExceeded) {
    return absl::UnavailableError(absl::StrCat(
        "the server at ", address, " was not reached; check the network and try again (",
        status.error_message(), ")"));
  }
  return absl::Status(code, status.error_message());
}

// What a call does when no connection can be made: a server that has just answered is tried until
// the deadline, because one attempt may fail for reasons of a moment.
enum class Unreached { kFails, kIsTriedAgain };

// One call of the stub, bounded.
template <typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub, const std::string& address, Deadline deadline,
                              grpc::Status (v1::EnrolmentService::Stub::*method)(
                                  grpc::ClientContext*, const Request&, Response*),
                              const Request& request, Unreached unreached = Unreached::kFails) {
  grpc::ClientContext context;
  context.set_wait_for_ready(unreached == Unreached::kIsTriedAgain);
  // gRPC takes wall time and turns it into its own steady time at once.
  context.set_deadline(std::chrono::system_clock::now() + Left(deadline));
  Response response;
  RETURN_IF_ERROR(FromGrpc((stub.get()->*method)(&context, request, &response), address));
  return response;
}

absl::StatusOr<EnrolledDevice> Accept(const v1::EnrolResponse& response, const DeviceKeys& keys,
                                      const std::string& authority_pem) {
  EnrolledDevice device{.device = keys.device,
                        .centre_name = response.centre_name(),
                        .authority_pem = authority_pem,
                        .certificate_pem = response.certificate(),
                        .tls_key_pem = keys.tls_key_pem,
                        .log_seed = keys.log_seed,
                        .server_ms = response.server_ms()};
  ASSIGN_OR_RETURN(device.centre, Id::FromBytes(response.centre_id()));
  ASSIGN_OR_RETURN(device.lookup_key, SecretKey::FromBytes(response.lookup_key()));
  ASSIGN_OR_RETURN(DeviceIdentity identity,
                   ReadDeviceIdentity(device.certificate_pem, authority_pem));
  if (identity.device != keys.device) {
    return absl::InternalError("the server's certificate is for another device");
  }
  RETURN_IF_ERROR(
      CheckKeyMatches({.key_pem = keys.tls_key_pem, .certificate_pem = device.certificate_pem}));
  ASSIGN_OR_RETURN(Validity validity, ValidityOf(device.certificate_pem));
  device.certificate_until_ms = validity.not_after_ms;
  return device;
}

}  // namespace

absl::StatusOr<DeviceKeys> MakeDeviceKeys(Random& random) {
  DeviceKeys keys{.device = random.NewId(), .log_seed = random.NewKey(), .tls_key_pem = {}};
  ASSIGN_OR_RETURN(keys.tls_key_pem, MakeTlsKey());
  return keys;
}

absl::StatusOr<EnrolledDevice> Enrol(const EnrolParams& params, const DeviceKeys& keys) {
  Deadline deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(params.timeout_ms);
  ASSIGN_OR_RETURN(Invitation invitation, ParseInvitation(params.code));
  SigningKey log_key = SigningKey::FromSeed(keys.log_seed);
  ASSIGN_OR_RETURN(std::string signing_request, MakeSigningRequest(keys.tls_key_pem));
  ASSIGN_OR_RETURN(std::string authority_pem,
                   FetchPinnedAuthority(params.enrolment_address, invitation.authority.bytes(),
                                        params.timeout_ms));
  v1::EnrolRequest request;
  request.set_code_secret(invitation.secret.ToString());
  request.set_device_id(keys.device.ToString());
  request.set_log_public_key(log_key.public_key().ToString());
  request.set_signing_request(signing_request);
  request.set_centre(params.centre);
  request.set_name(params.name);
  request.set_signature(
      log_key.Sign(EnrolmentText(invitation.secret, keys.device, signing_request)).ToString());
  Stub stub = MakeStub(params.enrolment_address, authority_pem);
  absl::StatusOr<v1::EnrolResponse> response =
      Call(stub, params.enrolment_address, deadline, &v1::EnrolmentService::Stub::Enrol, request,
           Unreached::kIsTriedAgain);
  if (!response.ok()) return response.status();
  absl::StatusOr<EnrolledDevice> device = Accept(*response, keys, authority_pem);
  if (!device.ok()) return WithContext(device.status(), "the server's answer is of no use");
  return device;
}

absl::StatusOr<RenewedCertificate> Renew(const RenewParams& params, const DeviceKeys& keys) {
  Deadline deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(params.timeout_ms);
  Stub stub = MakeStub(params.enrolment_address, params.authority_pem);
  auto call = [&](const v1::RenewRequest& request) {
    return Call(stub, params.enrolment_address, deadline, &v1::EnrolmentService::Stub::Renew,
                request);
  };
  v1::RenewRequest time_request;
  time_request.set_time_only(true);
  ASSIGN_OR_RETURN(v1::RenewResponse time, call(time_request));

  ASSIGN_OR_RETURN(std::string signing_request, MakeSigningRequest(keys.tls_key_pem));
  v1::RenewRequest request;
  request.set_device_id(keys.device.ToString());
  request.set_signing_request(signing_request);
  request.set_server_ms(time.server_ms());
  request.set_signature(SigningKey::FromSeed(keys.log_seed)
                            .Sign(RenewalText(keys.device, time.server_ms(), signing_request))
                            .ToString());
  ASSIGN_OR_RETURN(v1::RenewResponse response, call(request));
  RETURN_IF_ERROR(WithContext(
      CheckKeyMatches({.key_pem = keys.tls_key_pem, .certificate_pem = response.certificate()}),
      "the server's answer is of no use"));
  ASSIGN_OR_RETURN(Validity validity, ValidityOf(response.certificate()));
  return RenewedCertificate{.certificate_pem = response.certificate(),
                            .certificate_until_ms = validity.not_after_ms,
                            .server_ms = response.server_ms()};
}

}  // namespace wijkboek
