#include "server/listeners.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <utility>

#include "common/limits.h"
#include "common/status.h"
#include "server/grpc_port.h"

namespace wijkboek {
namespace {

// Kiosks ping every half minute at most often (client/); a server that allowed fewer would hang up
// on them.
constexpr int kPingMinMs = 10'000;
// A kiosk whose line went dead is noticed within this and the next.
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// A handshake takes milliseconds; who needs longer holds a descriptor for nothing.
constexpr int kHandshakeTimeoutMs = 10'000;
constexpr int kStreamsPerConnectionMax = 16;
constexpr int kMetadataBytesMax = 8 * 1024;
// Of what answers reflection, where strangers may ask: each stream of theirs holds a thread.
constexpr int kStrangersThreadsMax = 8;
// Of gRPC's own buffers, for all connections together.
constexpr std::size_t kBufferBytesMax = 256 * 1024 * 1024;

class Listener final : public GrpcListener {
 public:
  Listener(std::unique_ptr<grpc::Server> server, std::unique_ptr<GrpcPort> port)
      : server_(std::move(server)), port_(std::move(port)) {
    port_->Open();
  }
  ~Listener() override { Stop(0); }

  const std::string& address() const override { return port_->address(); }

  void Stop(std::int64_t grace_ms) override {
    if (server_ == nullptr) return;
    port_->Close();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(grace_ms));
    server_->Wait();
    server_.reset();
  }

 private:
  std::unique_ptr<grpc::Server> server_;
  const std::unique_ptr<GrpcPort> port_;
};

absl::StatusOr<std::unique_ptr<GrpcListener>> Serve(const std::string& address,
                                                    grpc::ResourceQuota& quota,
                                                    const grpc::SslServerCredentialsOptions& tls,
                                                    grpc::ServerBuilder& builder) {
  quota.Resize(kBufferBytesMax);
  ASSIGN_OR_RETURN(std::unique_ptr<GrpcPort> port,
                   GrpcPort::AddTo(builder, address, Door::DescriptorsForConnections(),
                                   grpc::SslServerCredentials(tls)));
  builder.SetResourceQuota(quota);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingMinMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnectionMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::InternalError("gRPC does not start a server");
  return std::make_unique<Listener>(std::move(server), std::move(port));
}

}  // namespace

void EnableHealthAndReflection() {
  static const bool enabled = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)enabled;
}

absl::StatusOr<std::unique_ptr<GrpcListener>> ListenForSync(const std::string& address,
                                                            const Authority& authority,
                                                            grpc::Service& service) {
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = authority.certificate_pem();
  tls.pem_key_cert_pairs.push_back(
      {.private_key = authority.server_key_pem(), .cert_chain = authority.server_chain_pem()});
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.SetMaxSendMessageSize(kMessageBytesMax);
  grpc::ResourceQuota quota("sync");
  return Serve(address, quota, tls, builder);
}

absl::StatusOr<std::unique_ptr<GrpcListener>> ListenForPrograms(
    const std::string& address, const std::string& certificate_pem, const std::string& key_pem,
    grpc::CallbackGenericService& service) {
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({.private_key = key_pem, .cert_chain = certificate_pem});
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  builder.SetMaxReceiveMessageSize(static_cast<int>(kHttpBodyBytesMax));
  grpc::ResourceQuota quota("programs");
  quota.SetMaxThreads(kStrangersThreadsMax);
  // Else each processor would keep one of these.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  return Serve(address, quota, tls, builder);
}

}  // namespace wijkboek
