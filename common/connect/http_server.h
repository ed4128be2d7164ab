// Serves a page and the calls that it makes, as Connect unary JSON over HTTP.
//
// GET gives the page's files. POST /wijkboek.v1.Service/Method with content type application/json.
// A caller must name the server by a name of its own in Host (no DNS rebinding), and an Origin,
// where there is one, must be the server itself. Answers of calls are never cached.
//
// Without TLS it listens on loopback alone, for this machine's own page. With TLS it listens
// anywhere, and keeps a session's secret in a cookie that no script sees.
#ifndef WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_
#define WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/connect/calls.h"
#include "common/connect/dispatch.h"
#include "common/connect/page_files.h"

namespace wijkboek {

struct HttpTls {
  // PEM: the certificate with its chain, and its key.
  std::string certificate_pem;
  std::string key_pem;
};

struct HttpOptions {
  // "127.0.0.1:8440"; port 0: a free one.
  std::string listen;
  // Absent: plain HTTP on loopback.
  std::optional<HttpTls> tls;
  // As which it is known besides loopback, as browsers write it: "wijkboek.example.nl",
  // "wijkboek.example.nl:8443".
  std::vector<std::string> names;
};

class HttpServer {
 public:
  // `calls` and `page` must outlive the server. INVALID_ARGUMENT for an address that is none, or
  // not loopback without TLS, or a certificate that does not fit its key; UNAVAILABLE when the port
  // is in use.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpOptions& options,
                                                           CallHandler& calls,
                                                           const PageFiles& page);
  // On loopback, for everybody there. `table` must outlive the server, too.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const std::string& listen,
                                                           const DispatchTable& table,
                                                           const PageFiles& page);
  // Stops listening, and waits for calls that are being answered.
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
  // "http://127.0.0.1:8440".
  virtual std::string url() const = 0;
};

// How a server is spoken to.
struct HttpSelf {
  int port = 0;
  bool is_tls = false;
  // As HttpOptions::names.
  std::vector<std::string> names;
};
// Whether a request may be answered, judged by its headers alone. An empty origin means that the
// request has none. PERMISSION_DENIED with the reason.
absl::Status CheckCaller(absl::string_view host, absl::string_view origin, const HttpSelf& self);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_
