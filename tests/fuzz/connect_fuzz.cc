// The Connect protocol as anybody may speak it: bytes on the socket, JSON for any method, and calls
// of the kiosk's services that get as far as they can.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/kiosk_http.h"
#include "common/connect/dispatch.h"
#include "common/connect/error.h"
#include "common/connect/http_server.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/stubs/logging.h"
#include "server/access/gate.h"
#include "tests/client/page_fixture.h"
#include "tests/fuzz/message_maker.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/targets.h"
#include "wijkboek/v1/access.pb.h"
#include "wijkboek/v1/kiosk_page.pb.h"
#include "wijkboek/v1/office.pb.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr int kCallsMax = 24;
// A kiosk's log grows with what is called; another one keeps an input's meaning nearly its own.
constexpr int kInputsOfOneKiosk = 100;

std::vector<const MethodDescriptor*> MethodsOf(
    const std::vector<const google::protobuf::FileDescriptor*>& files) {
  std::vector<const MethodDescriptor*> methods;
  for (const google::protobuf::FileDescriptor* file : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      const ServiceDescriptor& service = *file->service(i);
      for (int j = 0; j < service.method_count(); ++j) methods.push_back(service.method(j));
    }
  }
  return methods;
}

const std::vector<const MethodDescriptor*>& KioskMethods() {
  static const auto& methods = *new std::vector<const MethodDescriptor*>(MethodsOf(
      {v1::CheckInRequest::descriptor()->file(), v1::GreetRequest::descriptor()->file()}));
  return methods;
}

const std::vector<const MethodDescriptor*>& AllMethods() {
  static const auto& methods = *new std::vector<const MethodDescriptor*>(MethodsOf(
      {v1::CheckInRequest::descriptor()->file(), v1::GreetRequest::descriptor()->file(),
       v1::SignInRequest::descriptor()->file(), v1::InviteDevicesRequest::descriptor()->file(),
       v1::GetOverviewRequest::descriptor()->file()}));
  return methods;
}

// "wijkboek.v1.KioskService/CheckIn".
std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat(std::string(method.service()->full_name()), "/", std::string(method.name()));
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

// A kiosk with its services and their listener.
class TalkingKiosk final : public PageFixture {
 public:
  TalkingKiosk() {
    PageFixture::SetUp();
    PlanMorning();
    table_ = KioskDispatch(*service_);
    AddPageDispatch(*page_, table_);
    server_ = *HttpServer::Start("127.0.0.1:0", table_, page_files_);
  }
  void TestBody() override {}

  const DispatchTable& table() const { return table_; }
  int port() const { return server_->port(); }
  void Advance(std::int64_t ms) { kiosk_.clock.Advance(ms); }

 private:
  DispatchTable table_;
  PageFiles page_files_;
  std::unique_ptr<HttpServer> server_;
};

TalkingKiosk& TheKiosk(bool count) {
  static std::unique_ptr<TalkingKiosk>& kiosk = *new std::unique_ptr<TalkingKiosk>();
  static int inputs = 0;
  if (kiosk == nullptr || inputs > kInputsOfOneKiosk) {
    kiosk.reset();
    kiosk = std::make_unique<TalkingKiosk>();
    inputs = 0;
  }
  inputs += count ? 1 : 0;
  return *kiosk;
}

void RequireAnswer(const MethodDescriptor& method, const absl::StatusOr<std::string>& answer) {
  if (!answer.ok()) {
    // Nobody who calls wrongly should be told that the server made a mistake.
    FUZZ_REQUIRE(!absl::IsInternal(answer.status()) && !absl::IsUnknown(answer.status()) &&
                     !absl::IsDataLoss(answer.status()),
                 absl::StrCat(PathOf(method), ": ", answer.status().ToString()));
    FUZZ_REQUIRE(!ConnectErrorJson(answer.status()).empty(), "an error without words");
    return;
  }
  std::unique_ptr<Message> response(
      MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
  FUZZ_REQUIRE_OK(DispatchTable::ParseJson(*answer, *response));
}

void CallKiosk(FuzzBytes bytes) {
  TalkingKiosk& kiosk = TheKiosk(/*count=*/true);
  for (int i = 0; i < kCallsMax && !bytes.empty(); ++i) {
    const MethodDescriptor& method = *KioskMethods()[bytes.Below(KioskMethods().size())];
    const std::unique_ptr<Message> request = NewRequest(method);
    FillMessage(bytes, *request);
    absl::StatusOr<std::string> json = DispatchTable::PrintJson(*request);
    // A timestamp that is none has no JSON.
    if (!json.ok()) continue;
    if (bytes.Below(8) == 0) Damage(bytes, *json);
    RequireAnswer(method, kiosk.table().Call(PathOf(method), *json));
    if (bytes.Below(4) == 0) kiosk.Advance(static_cast<std::int64_t>(bytes.Byte()) * 60'000);
  }
}

void CallWithText(FuzzBytes bytes) {
  const MethodDescriptor& method = *KioskMethods()[bytes.Below(KioskMethods().size())];
  RequireAnswer(method, TheKiosk(/*count=*/true).table().Call(PathOf(method), bytes.rest()));
}

// As the office's gate reads a request, for its page (JSON) and other programs (binary).
void ReadRequest(FuzzBytes bytes) {
  const MethodDescriptor& method = *AllMethods()[bytes.Below(AllMethods().size())];
  const std::unique_ptr<Message> request = NewRequest(method);
  const bool is_json = bytes.Coin();
  if (is_json) {
    const absl::Status parsed = DispatchTable::ParseJson(bytes.rest(), *request);
    FUZZ_REQUIRE(parsed.ok() || absl::IsInvalidArgument(parsed), parsed.ToString());
    if (!parsed.ok()) return;
  } else if (!request->ParseFromArray(bytes.rest().data(), static_cast<int>(bytes.rest().size()))) {
    return;
  }
  FUZZ_REQUIRE(AboutRequest(*request).size() <= 300, "a row of the trail of any length");
  const absl::StatusOr<std::string> json = DispatchTable::PrintJson(*request);
  if (!json.ok()) return;
  const std::unique_ptr<Message> again = NewRequest(method);
  FUZZ_REQUIRE_OK(DispatchTable::ParseJson(*json, *again));
}

class Socket {
 public:
  explicit Socket(int port) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    FUZZ_REQUIRE(connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
                 "nobody listens any more");
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void Send(absl::string_view text) {
    // It may have hung up already.
    if (send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL) < 0) return;
    shutdown(descriptor_, SHUT_WR);
  }
  std::string ReceiveAll() {
    std::string all;
    std::array<char, 4096> some{};
    while (true) {
      const ssize_t size = recv(descriptor_, some.data(), some.size(), 0);
      if (size <= 0) return all;
      all.append(some.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  int descriptor_;
};

void SpeakHttp(FuzzBytes bytes) {
  TalkingKiosk& kiosk = TheKiosk(/*count=*/false);
  std::string text(bytes.rest());
  // So that a corpus of text names the right host.
  const std::string host = absl::StrCat("127.0.0.1:", kiosk.port());
  for (std::size_t at = text.find("@HOST"); at != std::string::npos; at = text.find("@HOST", at)) {
    text.replace(at, 5, host);
  }
  Socket socket(kiosk.port());
  socket.Send(text);
  const std::string answer = socket.ReceiveAll();
  FUZZ_REQUIRE(!absl::StartsWith(answer, "HTTP/1.1 500"), answer);
}

void JudgeCaller(FuzzBytes bytes) {
  const HttpSelf self{.port = 8443, .is_tls = bytes.Coin(), .names = {"wijkboek.example"}};
  const absl::string_view host = bytes.Take(bytes.Byte());
  const absl::Status status = CheckCaller(host, bytes.rest(), self);
  FUZZ_REQUIRE(status.ok() || absl::IsPermissionDenied(status), status.ToString());
  if (status.ok()) {
    const absl::string_view name = host.substr(0, host.find_last_of(':'));
    FUZZ_REQUIRE(name == "127.0.0.1" || name == "localhost" || name == "[::1]" ||
                     absl::EqualsIgnoreCase(name, "wijkboek.example"),
                 std::string(host));
  }
}

void ReadAnswer(FuzzBytes bytes) {
  const int code = 100 + static_cast<int>(bytes.Below(500));
  const absl::Status status = StatusOfAnswer(code == 200 ? 500 : code, bytes.rest());
  FUZZ_REQUIRE(!status.ok(), "an error that is none");
}

}  // namespace

// The first letter says what the rest is.
void FuzzConnect(absl::string_view bytes) {
  // Every message with text that is no UTF-8 would be told about.
  static const auto quiet [[maybe_unused]] = google::protobuf::SetLogHandler(nullptr);
  FuzzBytes choices(bytes);
  switch (choices.Byte()) {
    case 'k':
      return CallKiosk(choices);
    case 'j':
      return CallWithText(choices);
    case 'h':
      return SpeakHttp(choices);
    case 'c':
      return JudgeCaller(choices);
    case 'a':
      return ReadAnswer(choices);
    default:
      return ReadRequest(choices);
  }
}

}  // namespace wijkboek
