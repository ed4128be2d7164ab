#include "common/connect/http_server.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/connect/error.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr int kIoTimeoutSeconds = 10;

// Everything comes from here. What somebody has just drawn or said is a blob of the page's own.
constexpr const char* kPolicy =
    "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr const char* kForEver = "public, max-age=31536000, immutable";
constexpr const char* kAskAgain = "no-cache";

struct Address {
  std::string host;
  int port = 0;
};

absl::StatusOr<Address> ParseListen(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  Address address;
  if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &address.port) ||
      address.port < 0 || address.port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", listen, "\" is no address to listen on; write 127.0.0.1:8440"));
  }
  address.host = listen.substr(0, colon);
  if (address.host != "127.0.0.1" && address.host != "localhost" && address.host != "[::1]") {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", listen,
        "\" is not loopback: the page is for this machine alone; write 127.0.0.1:", address.port));
  }
  if (address.host == "localhost") address.host = "127.0.0.1";
  return address;
}

bool IsJson(const std::string& content_type) {
  std::string type = absl::AsciiStrToLower(content_type.substr(0, content_type.find(';')));
  return absl::StripAsciiWhitespace(type) == "application/json";
}

// As it is: httplib would pack every set_content anew, at Brotli's slowest (a second for the page's
// program), which on loopback gains nothing.
void SetContent(httplib::Response& response, std::string content, const std::string& type) {
  const std::size_t size = content.size();
  response.set_content_provider(
      size, type,
      [content = std::move(content)](std::size_t offset, std::size_t length,
                                     httplib::DataSink& sink) {
        return sink.write(content.data() + offset, length);
      });
}

void Answer(httplib::Response& response, int http_status, const absl::Status& status) {
  response.status = http_status;
  response.set_header("Cache-Control", "no-store");
  SetContent(response, ConnectErrorJson(status), "application/json");
}

class HttplibServer final : public HttpServer {
 public:
  HttplibServer(const DispatchTable& table, const PageFiles& page) : table_(table), page_(page) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kHttpThreads); };
    // httplib's own default lets a second program share the port unnoticed.
    server_.set_socket_options([](socket_t socket) {
      int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_payload_max_length(kHttpBodyBytesMax);
    // One call, one connection. A browser that loses a connection which it used before sends the
    // same call again by itself, and nobody may say twice what was said once; an idle one would
    // hold one of few threads.
    server_.set_keep_alive_max_count(1);
    server_.set_read_timeout(kIoTimeoutSeconds);
    server_.set_write_timeout(kIoTimeoutSeconds);
    server_.set_tcp_nodelay(true);
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                 {"Content-Security-Policy", kPolicy},
                                 {"Permissions-Policy", "camera=(self), microphone=(self)"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Opener-Policy", "same-origin"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"}});
    server_.set_pre_routing_handler([this](const httplib::Request& request,
                                           httplib::Response& response) {
      absl::Status allowed =
          CheckCaller(request.get_header_value("Host"), request.get_header_value("Origin"), port_);
      if (allowed.ok()) return httplib::Server::HandlerResponse::Unhandled;
      Answer(response, 403, allowed);
      return httplib::Server::HandlerResponse::Handled;
    });
    server_.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          Answer(response, 500, absl::InternalError("this request could not be answered"));
        });
    server_.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.has_header("Cache-Control")) return;
      if (response.status == 413) {
        return Answer(response, 413, absl::ResourceExhaustedError("the request is too large"));
      }
      response.set_header("Cache-Control", "no-store");
    });
    // HEAD comes here, too.
    server_.Get(R"(/.*)", [this](const httplib::Request& request, httplib::Response& response) {
      ServePage(request, response);
    });
    server_.Post(R"(/(.+))", [this](const httplib::Request& request, httplib::Response& response) {
      Serve(request, response);
    });
  }

  ~HttplibServer() override {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

  absl::Status Listen(const Address& address) {
    // IPv6 literals stand in brackets in a URL only.
    std::string host = address.host == "[::1]" ? "::1" : address.host;
    host_ = address.host;
    if (address.port == 0) {
      port_ = server_.bind_to_any_port(host.c_str());
    } else {
      port_ = server_.bind_to_port(host.c_str(), address.port) ? address.port : -1;
    }
    if (port_ < 0) {
      return absl::UnavailableError(absl::StrCat(
          "can't listen on ", address.host, ":", address.port,
          ": another program uses this port; stop it or choose another with --listen"));
    }
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // stop() before the loop runs would be forgotten.
    while (!server_.is_running()) std::this_thread::yield();
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  std::string url() const override { return absl::StrCat("http://", host_, ":", port_); }

 private:
  void Serve(const httplib::Request& request, httplib::Response& response) const {
    const std::string method = request.path.substr(1);
    if (!table_.Has(method)) {
      return Answer(response, 404, absl::UnimplementedError("there is no such method"));
    }
    if (!IsJson(request.get_header_value("Content-Type"))) {
      response.set_header("Accept-Post", "application/json");
      return Answer(response, 415,
                    absl::InvalidArgumentError("the content type must be application/json"));
    }
    absl::StatusOr<std::string> json = table_.Call(method, request.body);
    if (!json.ok()) return Answer(response, HttpStatusOf(json.status().code()), json.status());
    response.set_header("Cache-Control", "no-store");
    SetContent(response, *std::move(json), "application/json");
  }

  void ServePage(const httplib::Request& request, httplib::Response& response) const {
    const PageFiles::File* file = page_.Find(request.path);
    if (file == nullptr) {
      if (!table_.Has(request.path.substr(1))) {
        return Answer(response, 404, absl::NotFoundError("there is no such page"));
      }
      response.set_header("Allow", "POST");
      return Answer(response, 405, absl::UnimplementedError("methods are called by POST"));
    }
    response.set_header("Cache-Control", file->is_immutable ? kForEver : kAskAgain);
    response.set_header("ETag", file->etag);
    if (request.get_header_value("If-None-Match") == file->etag) {
      response.status = 304;
      return;
    }
    absl::StatusOr<std::string> content = PageFiles::Read(*file);
    if (!content.ok()) return Answer(response, 503, content.status());
    SetContent(response, *std::move(content), file->type);
  }

  const DispatchTable& table_;
  const PageFiles& page_;
  httplib::Server server_;
  std::string host_;
  int port_ = -1;
  std::thread thread_;
};

}  // namespace

absl::Status CheckCaller(absl::string_view host, absl::string_view origin, int port) {
  const std::string lower = absl::AsciiStrToLower(host);
  bool own = false;
  for (absl::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
    own = own || lower == absl::StrCat(name, ":", port) || (port == 80 && lower == name);
  }
  if (!own) {
    return absl::PermissionDeniedError("the Host header does not name this kiosk");
  }
  if (!origin.empty() && absl::AsciiStrToLower(origin) != absl::StrCat("http://", lower)) {
    return absl::PermissionDeniedError("calls from pages of another origin are refused");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const std::string& listen,
                                                              const DispatchTable& table,
                                                              const PageFiles& page) {
  ASSIGN_OR_RETURN(Address address, ParseListen(listen));
  auto server = std::make_unique<HttplibServer>(table, page);
  RETURN_IF_ERROR(server->Listen(address));
  return server;
}

}  // namespace wijkboek
