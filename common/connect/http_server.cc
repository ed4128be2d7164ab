#include "common/connect/http_server.h"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/connect/error.h"
#include "common/connect/tls_context.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr int kIoTimeoutSeconds = 10;
constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

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

absl::StatusOr<Address> ParseListen(const std::string& listen, bool is_tls) {
  const std::size_t colon = listen.rfind(':');
  Address address;
  if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &address.port) ||
      address.port < 0 || address.port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", listen, "\" is no address to listen on; write 127.0.0.1:8440"));
  }
  address.host = listen.substr(0, colon);
  if (!is_tls && address.host != "127.0.0.1" && address.host != "localhost" &&
      address.host != "[::1]") {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", listen,
        "\" is not loopback: the page is for this machine alone; write 127.0.0.1:", address.port));
  }
  if (address.host == "localhost") address.host = "127.0.0.1";
  return address;
}

// "__Host-" has browsers take it from this host alone, over TLS alone (RFC 6265bis, 4.1.3.2).
constexpr absl::string_view kCookie = "__Host-wijkboek";

std::string CookieOf(const httplib::Request& request) {
  for (absl::string_view part : absl::StrSplit(request.get_header_value("Cookie"), ';')) {
    part = absl::StripAsciiWhitespace(part);
    if (absl::ConsumePrefix(&part, kCookie) && absl::ConsumePrefix(&part, "=")) {
      return std::string(part);
    }
  }
  return "";
}

std::string BearerOf(const httplib::Request& request) {
  const std::string header = request.get_header_value("Authorization");
  absl::string_view value = header;
  if (!absl::StartsWithIgnoreCase(value, "bearer ")) return "";
  value.remove_prefix(sizeof("bearer ") - 1);
  return std::string(absl::StripAsciiWhitespace(value));
}

void SetCookie(httplib::Response& response, absl::string_view value) {
  response.set_header(
      "Set-Cookie", absl::StrCat(kCookie, "=", value, "; Path=/; Secure; HttpOnly; SameSite=Strict",
                                 value.empty() ? "; Max-Age=0" : ""));
}

bool IsLoopback(absl::string_view host, int port, int usual_port) {
  constexpr std::array<absl::string_view, 3> kNames = {"127.0.0.1", "localhost", "[::1]"};
  return std::any_of(kNames.begin(), kNames.end(), [&](absl::string_view name) {
    return host == absl::StrCat(name, ":", port) || (port == usual_port && host == name);
  });
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

// As octets, whatever it is: what httplib takes for text it would pack, at Brotli's slowest.
void SendFile(httplib::Response& response, FileAnswer file) {
  response.set_header("Content-Disposition",
                      absl::StrCat("attachment; filename=\"", file.name, "\""));
  response.set_chunked_content_provider(
      "application/octet-stream",
      [next = std::move(file.next)](std::size_t, httplib::DataSink& sink) {
        const absl::StatusOr<std::string> piece = next();
        if (!piece.ok()) return false;
        if (!piece->empty()) return sink.write(piece->data(), piece->size());
        sink.done();
        return true;
      });
}

void Answer(httplib::Response& response, int http_status, const absl::Status& status) {
  response.status = http_status;
  response.set_header("Cache-Control", "no-store");
  SetContent(response, ConnectErrorJson(status), "application/json");
}

// A page on loopback has few callers. A browser keeps up to six connections to a server, each of
// which holds a thread.
constexpr int kThreadsOverTls = 48;
constexpr int kWaitingPerThread = 2;
constexpr int kCallsOfConnection = 100;
constexpr int kIdleSeconds = 3;

// httplib accepts whoever comes, and keeps a file descriptor for each until a thread is free. Here
// those who are too many wait outside.
class BoundedPool final : public httplib::TaskQueue {
 public:
  explicit BoundedPool(int threads) : waiting_max_(kWaitingPerThread * threads), pool_(threads) {}

  void enqueue(std::function<void()> connection) override {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [this] { return waiting_ < waiting_max_; });
      ++waiting_;
    }
    pool_.enqueue([this, connection = std::move(connection)] {
      {
        std::lock_guard lock(mutex_);
        --waiting_;
      }
      room_.notify_one();
      connection();
    });
  }
  void shutdown() override { pool_.shutdown(); }

 private:
  const int waiting_max_;
  std::mutex mutex_;
  std::condition_variable room_;
  int waiting_ = 0;
  httplib::ThreadPool pool_;
};

class HttplibServer final : public HttpServer {
 public:
  HttplibServer(const HttpOptions& options, CallHandler& calls, const PageFiles& page)
      : calls_(calls),
        page_(page),
        self_{.port = 0, .is_tls = options.tls.has_value(), .names = options.names},
        own_server_(MakeServer(options)),
        server_(*own_server_) {
    const int threads = self_.is_tls ? kThreadsOverTls : kHttpThreads;
    server_.new_task_queue = [threads] { return new BoundedPool(threads); };
    // httplib's own default lets a second program share the port unnoticed.
    server_.set_socket_options([this](socket_t socket) {
      int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      socket_ = socket;
    });
    server_.set_payload_max_length(kHttpBodyBytesMax);
    // On loopback one call, one connection: a browser that loses a connection which it used before
    // sends the same call again by itself, and nobody may say twice what was said once. Over TLS
    // that would cost a handshake each time; what an office says twice is one edit.
    server_.set_keep_alive_max_count(self_.is_tls ? kCallsOfConnection : 1);
    server_.set_keep_alive_timeout(kIdleSeconds);
    server_.set_read_timeout(kIoTimeoutSeconds);
    server_.set_write_timeout(kIoTimeoutSeconds);
    server_.set_tcp_nodelay(true);
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                 {"Content-Security-Policy", kPolicy},
                                 {"Permissions-Policy", "camera=(self), microphone=(self)"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Opener-Policy", "same-origin"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"}});
    server_.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          const std::string host = absl::AsciiStrToLower(request.get_header_value("Host"));
          // Not for loopback: other pages of this machine may be there without TLS.
          if (self_.is_tls && !IsLoopback(host, self_.port, kHttpsPort)) {
            response.set_header("Strict-Transport-Security", "max-age=31536000");
          }
          absl::Status allowed = CheckCaller(host, request.get_header_value("Origin"), self_);
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
      self_.port = server_.bind_to_any_port(host.c_str());
    } else {
      self_.port = server_.bind_to_port(host.c_str(), address.port) ? address.port : -1;
    }
    if (self_.port < 0) {
      return absl::UnavailableError(absl::StrCat(
          "can't listen on ", address.host, ":", address.port,
          ": another program uses this port; stop it or choose another with --listen"));
    }
    // httplib lets five wait to be let in. Of a burst the kernel would turn the others away, and
    // they would try again after a second, or three. Said again, a listening socket's number
    // changes (https://man7.org/linux/man-pages/man2/listen.2.html).
    listen(socket_, kHttpBacklog);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // stop() before the loop runs would be forgotten.
    while (!server_.is_running()) std::this_thread::yield();
    return absl::OkStatus();
  }

  int port() const override { return self_.port; }
  std::string url() const override {
    return absl::StrCat(self_.is_tls ? "https://" : "http://", host_, ":", self_.port);
  }
  // What OpenSSL had against the certificate.
  const absl::Status& tls() const { return tls_; }

 private:
  std::unique_ptr<httplib::Server> MakeServer(const HttpOptions& options) {
    if (!options.tls) return std::make_unique<httplib::Server>();
    return std::make_unique<httplib::SSLServer>([&](SSL_CTX& context) {
      tls_ = UseCertificate(context, options.tls->certificate_pem, options.tls->key_pem);
      return tls_.ok();
    });
  }

  void Serve(const httplib::Request& request, httplib::Response& response) const {
    HttpCall call{.method = request.path.substr(1),
                  .body = request.body,
                  .from = request.remote_addr,
                  .cookie = self_.is_tls ? CookieOf(request) : "",
                  .bearer = BearerOf(request)};
    if (!calls_.Has(call.method)) {
      return Answer(response, 404, absl::UnimplementedError("there is no such method"));
    }
    if (!IsJson(request.get_header_value("Content-Type"))) {
      response.set_header("Accept-Post", "application/json");
      return Answer(response, 415,
                    absl::InvalidArgumentError("the content type must be application/json"));
    }
    HttpAnswer answer = calls_.Call(call);
    if (self_.is_tls && answer.cookie) SetCookie(response, *answer.cookie);
    const absl::Status& status = answer.json.status();
    if (!status.ok()) return Answer(response, HttpStatusOf(status.code()), status);
    response.set_header("Cache-Control", "no-store");
    if (answer.file) return SendFile(response, *std::move(answer.file));
    SetContent(response, *std::move(answer.json), "application/json");
  }

  void ServePage(const httplib::Request& request, httplib::Response& response) const {
    const PageFiles::File* file = page_.Find(request.path);
    if (file == nullptr) {
      if (!calls_.Has(request.path.substr(1))) {
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

  CallHandler& calls_;
  const PageFiles& page_;
  HttpSelf self_;
  absl::Status tls_;
  std::unique_ptr<httplib::Server> own_server_;
  httplib::Server& server_;
  // The one that listens.
  socket_t socket_ = INVALID_SOCKET;
  std::string host_;
  std::thread thread_;
};

// With the calls that it answers.
class OpenServer final : public HttpServer {
 public:
  explicit OpenServer(const DispatchTable& table) : calls_(table) {}
  absl::Status Run(const std::string& listen, const PageFiles& page) {
    ASSIGN_OR_RETURN(server_,
                     HttpServer::Start({.listen = listen, .tls = {}, .names = {}}, calls_, page));
    return absl::OkStatus();
  }
  int port() const override { return server_->port(); }
  std::string url() const override { return server_->url(); }

 private:
  OpenCalls calls_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

absl::Status CheckCaller(absl::string_view host, absl::string_view origin, const HttpSelf& self) {
  const std::string lower = absl::AsciiStrToLower(host);
  const bool is_own = IsLoopback(lower, self.port, self.is_tls ? kHttpsPort : kHttpPort) ||
                      std::any_of(self.names.begin(), self.names.end(), [&](const auto& name) {
                        return lower == absl::AsciiStrToLower(name);
                      });
  if (!is_own) {
    return absl::PermissionDeniedError("the Host header names another machine than this one");
  }
  const absl::string_view scheme = self.is_tls ? "https://" : "http://";
  if (!origin.empty() && absl::AsciiStrToLower(origin) != absl::StrCat(scheme, lower)) {
    return absl::PermissionDeniedError("calls from pages of another origin are refused");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpOptions& options,
                                                              CallHandler& calls,
                                                              const PageFiles& page) {
  ASSIGN_OR_RETURN(const Address address, ParseListen(options.listen, options.tls.has_value()));
  auto server = std::make_unique<HttplibServer>(options, calls, page);
  RETURN_IF_ERROR(server->tls());
  RETURN_IF_ERROR(server->Listen(address));
  return server;
}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const std::string& listen,
                                                              const DispatchTable& table,
                                                              const PageFiles& page) {
  auto server = std::make_unique<OpenServer>(table);
  RETURN_IF_ERROR(server->Run(listen, page));
  return server;
}

}  // namespace wijkboek
