// The whole server: its stores, its stages and its listeners, wired together.
#ifndef WIJKBOEK_SERVER_SERVER_H_
#define WIJKBOEK_SERVER_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/limits.h"

namespace wijkboek {

struct ServerOptions {
  // Everything the server keeps; made when absent.
  std::string data_dir;
  // "host:port"; port 0 takes a free one.
  std::string listen = "127.0.0.1:8441";
  std::string enrolment_listen = "127.0.0.1:8442";
  // Where the office's page and its services are, over TLS; empty: nowhere.
  std::string office_listen;
  // The built page; empty: the services alone.
  std::string office_page;
  // PEM files of the certificate (with its chain) and its key that browsers see; empty: the
  // server's own, which only those know who trust its authority.
  std::string office_certificate;
  std::string office_key;
  // As which the office is known besides loopback, as browsers write it: "wijkboek.example.nl".
  std::vector<std::string> office_names;
  // Where other programs call the office's services over gRPC, with the same certificate:
  // "127.0.0.1:8446"; empty: nowhere.
  std::string api_listen;
  // Where Prometheus finds figures about the server, on loopback: "127.0.0.1:9464"; empty: nowhere.
  std::string metrics_listen;
  // Times of facts come from this file instead of the machine's clock. For demonstrations and
  // tests.
  std::string clock_file;
  std::int64_t certificate_ms = std::int64_t{kCertificateDays} * 24 * 3600 * 1000;
  int streams_max = kConnectionsMax;
};

// Serves from Start until Stop or destruction.
class Server {
 public:
  // Errors, in words for an administrator: the folder is another server's or can't be written, a
  // store is newer than this program or damaged, the disk is full, an address is in use.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);
  virtual ~Server() = default;

  // With the ports that were taken.
  virtual const std::string& sync_address() const = 0;
  virtual const std::string& enrolment_address() const = 0;
  // "https://127.0.0.1:8443"; empty: it is not served.
  virtual const std::string& office_url() const = 0;
  // "127.0.0.1:8446"; empty: it is not served.
  virtual const std::string& api_address() const = 0;
  // "http://127.0.0.1:9464/metrics"; empty: it is not served.
  virtual const std::string& metrics_url() const = 0;
  // The administrators' socket file.
  virtual const std::string& socket_path() const = 0;
  // "ready sync=… enrolment=… socket=… office=… api=… metrics=…" (the last three where they are
  // served), as it also stands in the file DIR/ready.
  virtual const std::string& ready_line() const = 0;

  // Ends all streams and calls, commits what was accepted, closes everything. At most about four
  // seconds.
  virtual void Stop() = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SERVER_H_
