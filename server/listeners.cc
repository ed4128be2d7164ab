#include "server/listeners.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/limits.h"

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
  Listener(std::unique_ptr<grpc::Server> server, std::string address)
      : server_(std::move(server)), address_(std::move(address)) {}
  ~Listener() override { Stop(0); }

  const std::string& address() const override { return address_; }

  void Stop(std::int64_t grace_ms) override {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(grace_ms));
    server_->Wait();
    server_.reset();
  }

 private:
  std::unique_ptr<grpc::Server> server_;
  const std::string address_;
};

absl::StatusOr<std::unique_ptr<GrpcListener>> Serve(const std::string& address,
                                                    grpc::ResourceQuota& quota,
                                                    const grpc::SslServerCredentialsOptions& tls,
                                                    grpc::ServerBuilder& builder) {
  quota.Resize(kBufferBytesMax);
  int port = 0;
  builder.AddListeningPort(address, grpc::SslServerCredentials(tls), &port);
  builder.SetResourceQuota(quota);
  // Two servers on one port would share the kiosks between them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingMinMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnectionMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, ": is it in use, or not this machine's?"));
  }
  return std::make_unique<Listener>(std::move(server),
                                    absl::StrCat(address.substr(0, address.rfind(':')), ":", port));
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
