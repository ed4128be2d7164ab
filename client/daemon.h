// The kiosk's daemon: everything wired together. main.cc runs it as a process; tests run it in
// their own.
#ifndef WIJKBOEK_CLIENT_DAEMON_H_
#define WIJKBOEK_CLIENT_DAEMON_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/limits.h"

namespace wijkboek {

struct DaemonOptions {
  std::string store;  // folder
  std::string listen = "127.0.0.1:8440";
  // "host:port"; empty: as at enrolment.
  std::string server;
  std::string enrolment;
  // Empty: store.key in the folder.
  std::string key_file;
  // Where the service manager puts credentials; empty: nowhere.
  std::string credentials_directory;
  // See FileClock; empty: the machine's clocks.
  std::string clock_file;
  std::int64_t sync_period_ms = kHeartbeatMs;
  // Folder of the built page; empty: none is served.
  std::string page;
};

class Daemon {
 public:
  // Returns when captures are taken. Errors say what to do: FAILED_PRECONDITION (not enrolled,
  // running already, newer store, key missing or wrong), DATA_LOSS (damaged store), UNAVAILABLE
  // (folder or port), INVALID_ARGUMENT.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(const DaemonOptions& options);
  // Finishes the calls being answered and stops.
  virtual ~Daemon() = default;

  // "http://127.0.0.1:8440".
  virtual std::string url() const = 0;
};

struct EnrolOptions {
  std::string store;
  std::string server;
  std::string enrolment;
  std::string code;
  std::string centre;
  std::string name;
  std::string key_file;
  std::string credentials_directory;
};

struct EnrolSummary {
  std::string device;
  std::string centre;
};

// Makes the folder, its keys and its identity. May be repeated: the same keys ask again. Errors as
// of Start and of Enrol.
absl::StatusOr<EnrolSummary> EnrolKiosk(const EnrolOptions& options);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_DAEMON_H_
