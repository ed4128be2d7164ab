// Serves a dispatch table as Connect unary JSON over HTTP, and the page that calls it, on loopback
// only.
//
// GET gives the page's files. POST /wijkboek.v1.Service/Method with content type application/json.
// A caller must name the server by its own address in Host (no DNS rebinding), and an Origin, where
// there is one, must be the server itself. Answers of calls are never cached.
#ifndef WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_
#define WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/connect/dispatch.h"
#include "common/connect/page_files.h"

namespace wijkboek {

class HttpServer {
 public:
  // Listens on `listen` ("127.0.0.1:8440", port 0: a free one) and serves with at most kHttpThreads
  // threads. `table` and `page` must outlive the server. INVALID_ARGUMENT for an address that is
  // not loopback, UNAVAILABLE when the port is in use.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const std::string& listen,
                                                           const DispatchTable& table,
                                                           const PageFiles& page);
  // Stops listening, and waits for calls that are being answered.
  virtual ~HttpServer() = default;

  virtual int port() const = 0;
  // "http://127.0.0.1:8440".
  virtual std::string url() const = 0;
};

// Whether a request may be answered, judged by its headers alone; `port` is the server's own. An
// empty origin means that the request has none. PERMISSION_DENIED with the reason.
absl::Status CheckCaller(absl::string_view host, absl::string_view origin, int port);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_HTTP_SERVER_H_
