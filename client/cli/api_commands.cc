// api call and methods: the office's services as another program calls them. docs/api.md.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>
#include <iterator>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/command_line.h"
#include "client/cli/file.h"
#include "common/limits.h"
#include "common/status.h"
#include "wijkboek/v1/access.pb.h"
#include "wijkboek/v1/office.pb.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr std::size_t kTokenBytesMax = 4096;

struct ApiArguments {
  std::string server = "127.0.0.1:8446";
  std::string token_path;
  std::string authority_path;
  std::string method;
  std::string json;
};

// One in each of these files.
std::array<const ServiceDescriptor*, 3> Services() {
  return {v1::InviteDevicesRequest::descriptor()->file()->service(0),
          v1::GetOverviewRequest::descriptor()->file()->service(0),
          v1::GetMeRequest::descriptor()->file()->service(0)};
}

// Programs show a token instead of signing in and out; the others go over the server's own socket.
bool IsForPrograms(const MethodDescriptor& method) {
  constexpr std::array<absl::string_view, 5> kNotOffered = {"SignIn", "SetUp", "SignOut",
                                                            "ImportRoster", "GetEvidence"};
  return std::find(kNotOffered.begin(), kNotOffered.end(), method.name()) == kNotOffered.end();
}

// "GetReport", "OfficeService/GetReport" or the whole name.
absl::StatusOr<const MethodDescriptor*> FindMethod(absl::string_view text) {
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      const std::string whole = absl::StrCat(service->full_name(), "/", method->name());
      if (whole == text || absl::EndsWith(whole, absl::StrCat("/", text)) ||
          absl::EndsWith(whole, absl::StrCat(".", text))) {
        return method;
      }
    }
  }
  return absl::NotFoundError(
      absl::StrCat("there is no method \"", text, "\"; \"wijkboek api methods\" lists them"));
}

absl::Status Methods(const CommandContext& context) {
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor* method = service->method(i);
      if (!IsForPrograms(*method)) continue;
      context.out() << service->full_name() << "/" << method->name() << "\n";
    }
  }
  return absl::OkStatus();
}

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

absl::StatusOr<std::string> RequestBytes(const MethodDescriptor& method, std::string json) {
  if (json == "-") {
    json.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  if (absl::StripAsciiWhitespace(json).empty()) json = "{}";
  const std::unique_ptr<Message> request = NewMessage(method.input_type());
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, request.get());
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("this is no ", method.input_type()->name(),
                     " as JSON: ", std::string(parsed.message().data(), parsed.message().size())));
  }
  return request->SerializeAsString();
}

// A file's pieces as they are; any other message as JSON.
absl::Status Print(const MethodDescriptor& method, const std::string& bytes, std::ostream& out) {
  const std::unique_ptr<Message> answer = NewMessage(method.output_type());
  if (!answer->ParseFromString(bytes)) {
    return absl::DataLossError("the answer is not this method's: is the server another version?");
  }
  if (const auto* piece = dynamic_cast<const v1::ExportReportResponse*>(answer.get())) {
    out << piece->content();
    return absl::OkStatus();
  }
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*answer, &json, options).ok()) {
    return absl::DataLossError("the answer can't be written as JSON");
  }
  out << json;
  return absl::OkStatus();
}

absl::Status Call(const CommandContext& context, const ApiArguments& arguments) {
  ASSIGN_OR_RETURN(const MethodDescriptor* method, FindMethod(arguments.method));
  ASSIGN_OR_RETURN(const std::string request, RequestBytes(*method, arguments.json));
  ApiAddress address{.server = arguments.server, .token = {}, .authority_pem = {}};
  ASSIGN_OR_RETURN(const std::string token, ReadFile(arguments.token_path, kTokenBytesMax));
  address.token = std::string(absl::StripAsciiWhitespace(token));
  if (!arguments.authority_path.empty()) {
    ASSIGN_OR_RETURN(address.authority_pem, ReadFile(arguments.authority_path, kImportBytesMax));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<ApiConnection> connection,
                   context.surroundings->connect_api(address));
  absl::Status called = connection->Call(
      absl::StrCat(method->service()->full_name(), "/", method->name()), request,
      [&](const std::string& bytes) { return Print(*method, bytes, context.out()); });
  if (called.ok()) return called;
  // Its code is what a script goes by.
  return absl::Status(
      called.code(), absl::StrCat(absl::StatusCodeToString(called.code()), ": ", called.message()));
}

}  // namespace

void AddApiCommands(CLI::App& app, CommandContext& context) {
  CLI::App* api = app.add_subcommand("api", "The office's services as other programs call them");
  api->require_subcommand(1);
  CLI::App* methods = api->add_subcommand("methods", "Names the methods that programs may call");
  methods->callback([&context] { context.chosen = [&context] { return Methods(context); }; });
  CLI::App* call = api->add_subcommand("call", "Calls one method over gRPC, with a token");
  auto arguments = std::make_shared<ApiArguments>();
  call->add_option("method", arguments->method, "Such as OfficeService/GetReport")->required();
  call->add_option("request", arguments->json, "Its request as JSON; -: from standard input");
  call->add_option("--server", arguments->server, "Its address")->capture_default_str();
  call->add_option("--token-file", arguments->token_path, "The file that holds the token")
      ->required();
  call->add_option("--ca", arguments->authority_path,
                   "PEM file of who vouches for the server's certificate");
  call->callback([&context, arguments] {
    context.chosen = [&context, arguments] { return Call(context, *arguments); };
  });
}

}  // namespace wijkboek
