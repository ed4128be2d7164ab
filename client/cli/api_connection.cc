#include "client/cli/api_connection.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/keep_grpc.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

// A report over years takes its time.
constexpr auto kPatience = std::chrono::minutes(10);

class GrpcApiConnection final : public ApiConnection {
 public:
  explicit GrpcApiConnection(const ApiAddress& address) : token_(address.token) {
    KeepGrpc();
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = address.authority_pem;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetMaxReceiveMessageSize(static_cast<int>(2 * kImportBytesMax));
    stub_ = std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(address.server, grpc::SslCredentials(tls), arguments));
  }

  absl::Status Call(const std::string& method, const std::string& request,
                    absl::FunctionRef<absl::Status(const std::string&)> take) override {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
    grpc::CompletionQueue queue;
    const std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call =
        stub_->PrepareCall(&context, absl::StrCat("/", method), &queue);
    call->StartCall(&queue);
    const grpc::Slice slice(request);
    absl::Status taken;
    if (Done(queue)) {
      call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), &queue);
      Done(queue);
      taken = ReadAll(*call, queue, context, take);
    }
    grpc::Status status;
    call->Finish(&status, &queue);
    Done(queue);
    queue.Shutdown();
    while (Done(queue)) {
    }
    if (!taken.ok()) return taken;
    if (status.ok()) return absl::OkStatus();
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

 private:
  // Waits for what was begun; whether it was done.
  static bool Done(grpc::CompletionQueue& queue) {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  }

  static absl::Status ReadAll(grpc::GenericClientAsyncReaderWriter& call,
                              grpc::CompletionQueue& queue, grpc::ClientContext& context,
                              absl::FunctionRef<absl::Status(const std::string&)> take) {
    for (;;) {
      grpc::ByteBuffer buffer;
      call.Read(&buffer, &queue);
      if (!Done(queue)) return absl::OkStatus();
      std::vector<grpc::Slice> slices;
      if (!buffer.Dump(&slices).ok()) return absl::DataLossError("an answer could not be read");
      std::string message;
      for (const grpc::Slice& slice : slices) {
        message.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
      }
      absl::Status taken = take(message);
      if (taken.ok()) continue;
      context.TryCancel();
      return taken;
    }
  }

  const std::string token_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ApiConnection>> ConnectToApi(const ApiAddress& address) {
  if (address.server.rfind(':') == std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", address.server,
                     "\" is no server's address; write --server wijkboek.example.nl:8446"));
  }
  return std::make_unique<GrpcApiConnection>(address);
}

}  // namespace wijkboek
