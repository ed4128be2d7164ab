#include "server/program_service.h"

#include <grpcpp/grpcpp.h>

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "wijkboek/v1/reports.pb.h"

namespace wijkboek {
namespace {

constexpr int kThreads = 4;
constexpr absl::string_view kBearer = "bearer ";

grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::string> ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) {
    return absl::InvalidArgumentError("the message could not be read");
  }
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

std::string BearerOf(const grpc::GenericCallbackServerContext& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return "";
  const absl::string_view value(found->second.data(), found->second.size());
  if (!absl::StartsWithIgnoreCase(value, kBearer)) return "";
  return std::string(absl::StripAsciiWhitespace(value.substr(kBearer.size())));
}

// "ipv4:192.0.2.1:40000" without the port.
std::string CallerOf(const grpc::GenericCallbackServerContext& context) {
  const std::string peer = context.peer();
  return peer.substr(0, peer.rfind(':'));
}

// One call: its message is read, the gate is asked, and its answer written, in as many messages as
// a file takes. gRPC's reactions come one after another; between them a worker works.
class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(Gate& gate, WorkerPool& workers, std::atomic<int>& calls,
          const grpc::GenericCallbackServerContext& context)
      : gate_(gate), workers_(workers), calls_(calls), context_(context) {
    // "/wijkboek.v1.OfficeService/GetReport".
    call_.method = std::string(absl::StripPrefix(context.method(), "/"));
    call_.from = CallerOf(context);
    call_.bearer = BearerOf(context);
    StartRead(&buffer_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(absl::InvalidArgumentError("a call has one message")));
    // Not before: who opens calls and says nothing would keep others out.
    is_counted_ = true;
    if (++calls_ > ProgramService::kCallsMax) {
      return Finish(ToGrpc(absl::ResourceExhaustedError(absl::StrCat(
          ProgramService::kCallsMax, " calls are being answered: wait a second and call again"))));
    }
    workers_.Post([this] { Answer(); });
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(ToGrpc(absl::CancelledError("nobody listens any more")));
    workers_.Post([this] { WriteNext(); });
  }
  void OnDone() override {
    if (is_counted_) --calls_;
    delete this;
  }

 private:
  void Answer() {
    // Nobody waits for it any more, so nothing is read or changed for it.
    if (context_.IsCancelled()) return Finish(ToGrpc(absl::CancelledError("the caller left")));
    absl::StatusOr<std::string> body = ToBytes(buffer_);
    if (!body.ok()) return Finish(ToGrpc(body.status()));
    call_.body = *body;
    absl::StatusOr<BinaryAnswer> answer = gate_.CallBinary(call_);
    call_.body = absl::string_view();
    if (!answer.ok()) return Finish(ToGrpc(answer.status()));
    if (answer->file) {
      next_ = std::move(answer->file->next);
      return WriteNext();
    }
    buffer_ = ToBuffer(answer->message);
    StartWriteAndFinish(&buffer_, grpc::WriteOptions(), grpc::Status::OK);
  }

  void WriteNext() {
    absl::StatusOr<std::string> piece = next_();
    if (!piece.ok()) return Finish(ToGrpc(piece.status()));
    if (piece->empty()) return Finish(grpc::Status::OK);
    // Every method that answers with a file answers with such messages.
    v1::ExportReportResponse message;
    message.set_content(*std::move(piece));
    buffer_ = ToBuffer(message.SerializeAsString());
    StartWrite(&buffer_);
  }

  Gate& gate_;
  WorkerPool& workers_;
  std::atomic<int>& calls_;
  const grpc::GenericCallbackServerContext& context_;
  bool is_counted_ = false;
  HttpCall call_;
  grpc::ByteBuffer buffer_;
  std::function<absl::StatusOr<std::string>()> next_;
};

}  // namespace

ProgramService::ProgramService(Gate& gate) : gate_(gate), workers_(kThreads) {}

grpc::ServerGenericBidiReactor* ProgramService::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  return new Reactor(gate_, workers_, calls_, *context);
}

}  // namespace wijkboek
