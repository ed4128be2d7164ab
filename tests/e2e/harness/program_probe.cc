#include "tests/e2e/harness/program_probe.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

constexpr auto kDeadline = std::chrono::seconds(20);
// Fewer than the server takes on one connection: others would wait at this end.
constexpr std::size_t kCallsOfConnection = 8;
constexpr char kHealthMethod[] = "grpc.health.v1.Health/Check";
constexpr char kReflectionMethod[] =
    "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
constexpr char kHealthy[] = "\x08\x01";  // HealthCheckResponse{status: SERVING}

// ServerReflectionRequest{file_containing_symbol: …}
std::string AskFor(const std::string& symbol) {
  return absl::StrCat("\x22", std::string(1, static_cast<char>(symbol.size())), symbol);
}

absl::Status StatusFrom(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

}  // namespace

// One thing at a time: each step is begun and waited for.
struct ProgramProbe::Open {
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream;
  };

  std::string address;
  std::string authority_pem;
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  std::vector<std::unique_ptr<Call>> calls;

  ~Open() {
    for (const auto& call : calls) {
      call->context.TryCancel();
      (void)Finish(*call);
    }
    queue.Shutdown();
    while (Done()) {
    }
  }

  bool Done() {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  }

  absl::Status Finish(Call& call) {
    grpc::Status status;
    call.stream->Finish(&status, nullptr);
    Done();
    return StatusFrom(status);
  }

  grpc::GenericStub& Stub() {
    if (stubs.size() <= calls.size() / kCallsOfConnection) {
      grpc::ChannelArguments arguments;
      // A connection of its own.
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      grpc::SslCredentialsOptions tls;
      tls.pem_root_certs = authority_pem;
      stubs.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(address, grpc::SslCredentials(tls), arguments)));
    }
    return *stubs.back();
  }

  // Kept until the end when it could be begun.
  absl::StatusOr<Call*> Begin(const std::string& method) {
    auto call = std::make_unique<Call>();
    call->context.set_deadline(std::chrono::system_clock::now() + kDeadline);
    call->stream = Stub().PrepareCall(&call->context, absl::StrCat("/", method), &queue);
    call->stream->StartCall(nullptr);
    if (!Done()) return Finish(*call);
    calls.push_back(std::move(call));
    return calls.back().get();
  }

  // Empty: none came.
  std::string AskOnce(Call& call, const std::string& request) {
    const grpc::Slice slice(request);
    call.stream->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    if (!Done()) return "";
    grpc::ByteBuffer buffer;
    call.stream->Read(&buffer, nullptr);
    std::vector<grpc::Slice> slices;
    std::string answer;
    if (!Done() || !buffer.Dump(&slices).ok()) return answer;
    for (const grpc::Slice& piece : slices) {
      answer.append(reinterpret_cast<const char*>(piece.begin()), piece.size());
    }
    return answer;
  }

  absl::StatusOr<std::string> Ask(const std::string& method, const std::string& request) {
    absl::StatusOr<Call*> call = Begin(method);
    if (!call.ok()) return call.status();
    std::string answer = AskOnce(**call, request);
    if (!answer.empty()) return answer;
    const absl::Status status = Finish(**call);
    calls.pop_back();
    return status.ok() ? absl::UnknownError("no answer came") : status;
  }
};

ProgramProbe::ProgramProbe(const Town& town) : open_(std::make_unique<Open>()) {
  open_->address = town.api_address();
  open_->authority_pem = ReadFile(town.server_folder() + "/authority/authority.pem");
}

ProgramProbe::~ProgramProbe() = default;

absl::Status ProgramProbe::CheckHealth() {
  absl::StatusOr<std::string> answer = open_->Ask(kHealthMethod, "");
  if (!answer.ok()) return answer.status();
  return *answer == kHealthy ? absl::OkStatus() : absl::UnavailableError("not serving");
}

absl::StatusOr<std::string> ProgramProbe::Reflect(const std::string& symbol) {
  return open_->Ask(kReflectionMethod, AskFor(symbol));
}

absl::Status ProgramProbe::OpenSilently(const std::string& method, int calls) {
  for (int i = 0; i < calls; ++i) {
    const absl::StatusOr<Open::Call*> call = open_->Begin(method);
    if (!call.ok()) return call.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<int> ProgramProbe::OpenReflection(int streams) {
  int answered = 0;
  for (int i = 0; i < streams; ++i) {
    const absl::StatusOr<Open::Call*> call = open_->Begin(kReflectionMethod);
    if (!call.ok()) return call.status();
    if (!open_->AskOnce(**call, AskFor("wijkboek.v1.OfficeService")).empty()) ++answered;
  }
  return answered;
}

}  // namespace wijkboek
