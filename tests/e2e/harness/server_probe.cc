#include "tests/e2e/harness/server_probe.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "common/tls/x509.h"
#include "tests/e2e/harness/papers.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

constexpr auto kTimeout = std::chrono::seconds(5);
constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// Messages of services whose stubs we do not generate, as bytes.
constexpr char kServing[] = "\x08\x01";        // HealthCheckResponse{status: SERVING}
constexpr char kListServices[] = "\x3a\x01*";  // ServerReflectionRequest{list_services: "*"}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

absl::Status FromGrpc(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

bool NextEvent(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

absl::StatusOr<std::string> Unary(const std::shared_ptr<grpc::Channel>& channel,
                                  const std::string& method, const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  grpc::CompletionQueue queue;
  grpc::ByteBuffer response;
  grpc::Status status;
  const auto call = stub.PrepareUnaryCall(&context, method, ToBuffer(request), &queue);
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  NextEvent(queue);
  RETURN_IF_ERROR(FromGrpc(status));
  return ToBytes(response);
}

// Sends one message on a stream and reads one.
absl::StatusOr<std::string> FirstAnswer(const std::shared_ptr<grpc::Channel>& channel,
                                        const std::string& method, const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  grpc::CompletionQueue queue;
  grpc::ByteBuffer response;
  grpc::Status status;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  bool ok = NextEvent(queue);
  if (ok) {
    call->WriteLast(ToBuffer(request), grpc::WriteOptions(), nullptr);
    ok = NextEvent(queue);
  }
  if (ok) {
    call->Read(&response, nullptr);
    ok = NextEvent(queue);
  }
  if (ok) {
    context.TryCancel();
  }
  call->Finish(&status, nullptr);
  NextEvent(queue);
  if (!ok) return FromGrpc(status);
  return ToBytes(response);
}

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address,
                                           const grpc::SslCredentialsOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride(std::string(kTlsServerName));
  return grpc::CreateCustomChannel(address, grpc::SslCredentials(options), arguments);
}

}  // namespace

absl::StatusOr<ServerProbe> ServerProbe::Connect(const Town& town) {
  DeviceIdentity identity;
  identity.device = Id::FromBytesOrZero(std::string(Id::kSize, '\x07'));
  ASSIGN_OR_RETURN(const Papers papers, PapersOf(town, identity));
  return ServerProbe(MakeChannel(town.sync_address(), {.pem_root_certs = papers.authority,
                                                       .pem_private_key = papers.key,
                                                       .pem_cert_chain = papers.certificate}));
}

bool ServerProbe::AdmitsStrangers(const Town& town) {
  const std::string authority = ReadFile(town.server_folder() + "/authority/authority.pem");
  const auto channel =
      MakeChannel(town.sync_address(),
                  {.pem_root_certs = authority, .pem_private_key = "", .pem_cert_chain = ""});
  return Unary(channel, kHealthCheck, "").ok();
}

absl::Status ServerProbe::CheckHealth() const {
  ASSIGN_OR_RETURN(const std::string response, Unary(channel_, kHealthCheck, ""));
  if (response != kServing) return absl::UnavailableError("not serving");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ServerProbe::ListServices() const {
  ASSIGN_OR_RETURN(const std::string response, FirstAnswer(channel_, kReflection, kListServices));
  std::vector<std::string> services;
  for (const char* name : {"wijkboek.v1.SyncService", "grpc.health.v1.Health"}) {
    if (response.find(name) != std::string::npos) services.emplace_back(name);
  }
  return services;
}

}  // namespace wijkboek
