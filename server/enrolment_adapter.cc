#include "server/enrolment_adapter.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "server/grpc_port.h"
#include "wijkboek/v1/enrolment.grpc.pb.h"

namespace wijkboek {
namespace {

// Requests are small and few; what does not fit these is no kiosk.
constexpr int kRequestBytesMax = 64 * 1024;
constexpr int kThreadsMax = 8;
constexpr int kHandshakeTimeoutMs = 10'000;
constexpr int kIdleMs = 60'000;
constexpr int kConnectionAgeMs = 5 * 60'000;

grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
}

// "ipv4:192.0.2.1:40000" without the port.
std::string CallerOf(const grpc::ServerContext& context) {
  std::string peer = context.peer();
  return peer.substr(0, peer.rfind(':'));
}

absl::StatusOr<EnrolmentRequest> Decode(const v1::EnrolRequest& request) {
  EnrolmentRequest decoded{.signing_request = request.signing_request(),
                           .centre = request.centre(),
                           .name = request.name()};
  ASSIGN_OR_RETURN(decoded.secret, InvitationSecret::FromBytes(request.code_secret()));
  ASSIGN_OR_RETURN(decoded.device, Id::FromBytes(request.device_id()));
  ASSIGN_OR_RETURN(decoded.log_key, PublicKey::FromBytes(request.log_public_key()));
  ASSIGN_OR_RETURN(decoded.signature, Signature::FromBytes(request.signature()));
  return decoded;
}

absl::StatusOr<RenewalRequest> Decode(const v1::RenewRequest& request) {
  RenewalRequest decoded{.signing_request = request.signing_request(),
                         .server_ms = request.server_ms()};
  ASSIGN_OR_RETURN(decoded.device, Id::FromBytes(request.device_id()));
  ASSIGN_OR_RETURN(decoded.signature, Signature::FromBytes(request.signature()));
  return decoded;
}

// Synchronous: a call may wait for the server's commit, on threads of this listener's own.
class Service final : public v1::EnrolmentService::Service {
 public:
  explicit Service(DeviceEnrolment& enrolment) : enrolment_(enrolment) {}

  grpc::Status Enrol(grpc::ServerContext* context, const v1::EnrolRequest* request,
                     v1::EnrolResponse* response) override {
    absl::StatusOr<EnrolmentRequest> decoded = Decode(*request);
    if (!decoded.ok()) return ToGrpc(decoded.status());
    absl::StatusOr<EnrolmentAnswer> answer = enrolment_.Enrol(*decoded, CallerOf(*context));
    if (!answer.ok()) return ToGrpc(answer.status());
    response->set_certificate(answer->certificate_pem);
    response->set_authority(enrolment_.authority_pem());
    response->set_centre_id(answer->centre.id.ToString());
    response->set_centre_name(answer->centre.name);
    response->set_server_ms(answer->server_ms);
    response->set_lookup_key(enrolment_.lookup_key().ToString());
    return grpc::Status::OK;
  }

  grpc::Status Renew(grpc::ServerContext*, const v1::RenewRequest* request,
                     v1::RenewResponse* response) override {
    if (request->time_only()) {
      response->set_server_ms(enrolment_.ServerMs());
      return grpc::Status::OK;
    }
    absl::StatusOr<RenewalRequest> decoded = Decode(*request);
    if (!decoded.ok()) return ToGrpc(decoded.status());
    absl::StatusOr<RenewalAnswer> answer = enrolment_.Renew(*decoded);
    if (!answer.ok()) return ToGrpc(answer.status());
    response->set_certificate(answer->certificate_pem);
    response->set_server_ms(answer->server_ms);
    return grpc::Status::OK;
  }

 private:
  DeviceEnrolment& enrolment_;
};

class Listener final : public EnrolmentListener {
 public:
  explicit Listener(DeviceEnrolment& enrolment) : service_(enrolment) {}
  ~Listener() override { Stop(0); }

  absl::Status Listen(const std::string& address, const Authority& authority) {
    grpc::SslServerCredentialsOptions options(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
    options.pem_key_cert_pairs.push_back(
        {.private_key = authority.server_key_pem(), .cert_chain = authority.server_chain_pem()});
    grpc::ResourceQuota quota("enrolment");
    quota.SetMaxThreads(kThreadsMax);
    grpc::ServerBuilder builder;
    ASSIGN_OR_RETURN(port_, GrpcPort::AddTo(builder, address, Door::DescriptorsForConnections(),
                                            grpc::SslServerCredentials(options)));
    builder.RegisterService(&service_);
    builder.SetResourceQuota(quota);
    builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
    builder.SetMaxReceiveMessageSize(kRequestBytesMax);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMs);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMs);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return absl::InternalError("gRPC does not start a server");
    port_->Open();
    return absl::OkStatus();
  }

  const std::string& address() const override { return port_->address(); }

  void Stop(std::int64_t grace_ms) override {
    if (server_ == nullptr) return;
    port_->Close();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(grace_ms));
    server_.reset();
  }

 private:
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcPort> port_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EnrolmentListener>> EnrolmentListener::Start(
    const std::string& address, DeviceEnrolment& enrolment, const Authority& authority) {
  auto listener = std::make_unique<Listener>(enrolment);
  RETURN_IF_ERROR(listener->Listen(address, authority));
  return std::unique_ptr<EnrolmentListener>(std::move(listener));
}

}  // namespace wijkboek
