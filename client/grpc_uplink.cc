#include <grpcpp/grpcpp.h>

#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "client/uplink.h"
#include "common/keep_grpc.h"
#include "common/limits.h"
#include "common/tls/x509.h"
#include "wijkboek/v1/sync.grpc.pb.h"

namespace wijkboek {
namespace {

// A dead connection is noticed after their sum.
constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20 * 1000;

std::shared_ptr<grpc::Channel> MakeChannel(const UplinkParams& params) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = params.authority_pem;
  options.pem_cert_chain = params.certificate_pem;
  options.pem_private_key = params.key_pem;
  KeepGrpc();
  grpc::ChannelArguments arguments;
  // The authority is pinned, and its server has one name whatever its address.
  arguments.SetSslTargetNameOverride(std::string(kTlsServerName));
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Each attempt starts afresh: the waiting between them is the sync agent's.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, static_cast<int>(kConnectTimeoutMs));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_MAX_CONNECTION_IDLE_MS, INT_MAX);
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetMaxSendMessageSize(kMessageBytesMax);
  return grpc::CreateCustomChannel(params.server, grpc::SslCredentials(options), arguments);
}

UplinkEnded EndedBy(const grpc::Status& status, const grpc::ClientContext& context) {
  UplinkEnded ended;
  ended.status = status.ok() ? absl::UnavailableError("the server ended the connection")
                             : absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                                            status.error_message());
  auto retry = context.GetServerTrailingMetadata().find("wijkboek-retry-after-ms");
  if (retry != context.GetServerTrailingMetadata().end()) {
    const absl::string_view text(retry->second.data(), retry->second.size());
    if (!absl::SimpleAtoi(text, &ended.retry_after_ms)) ended.retry_after_ms = 0;
  }
  return ended;
}

class GrpcUplink final : public Uplink {
 public:
  GrpcUplink(const UplinkParams& params, Inbox& inbox)
      : connection_(params.connection),
        inbox_(inbox),
        stub_(v1::SyncService::NewStub(MakeChannel(params))),
        push_(stub_->Push(&push_context_)),
        pull_(stub_->Pull(&pull_context_, params.pull)) {
    push_reader_ = std::thread([this] { Read<v1::PushResponse>(*push_, push_context_); });
    pull_reader_ = std::thread([this] { Read<v1::PullResponse>(*pull_, pull_context_); });
  }

  ~GrpcUplink() override {
    Cancel();
    push_reader_.join();
    pull_reader_.join();
  }

  bool Push(const v1::PushRequest& request) override {
    return !ended_.load() && push_->Write(request);
  }

  void Cancel() override {
    ended_.store(true);
    push_context_.TryCancel();
    pull_context_.TryCancel();
  }

 private:
  template <typename Response, typename Stream>
  void Read(Stream& stream, grpc::ClientContext& context) {
    Response response;
    while (stream.Read(&response)) {
      if (!inbox_.Put({.connection = connection_, .what = std::move(response)})) {
        context.TryCancel();
        break;
      }
      response = Response();
    }
    while (stream.Read(&response)) {
    }
    const grpc::Status status = stream.Finish();
    inbox_.Put({.connection = connection_, .what = EndedBy(status, context)});
  }

  const std::uint64_t connection_;
  Inbox& inbox_;
  std::atomic<bool> ended_ = false;
  std::unique_ptr<v1::SyncService::Stub> stub_;
  grpc::ClientContext push_context_;
  grpc::ClientContext pull_context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::PushRequest, v1::PushResponse>> push_;
  std::unique_ptr<grpc::ClientReader<v1::PullResponse>> pull_;
  std::thread push_reader_;
  std::thread pull_reader_;
};

}  // namespace

std::unique_ptr<Uplink> OpenGrpcUplink(const UplinkParams& params, Inbox& inbox) {
  return std::make_unique<GrpcUplink>(params, inbox);
}

}  // namespace wijkboek
