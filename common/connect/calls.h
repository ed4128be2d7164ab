// A call of a method as HTTP brings it, and what answers it: the seam between http_server.h and
// those who know what may be called and by whom.
#ifndef WIJKBOEK_COMMON_CONNECT_CALLS_H_
#define WIJKBOEK_COMMON_CONNECT_CALLS_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/connect/dispatch.h"

namespace wijkboek {

struct HttpCall {
  // "wijkboek.v1.Service/Method".
  std::string method;
  // JSON; valid during the call.
  absl::string_view body;
  // The other end's address, without its port.
  std::string from;
  // What the session's cookie says; empty: there is none.
  std::string cookie;
  // Of `authorization: Bearer …`; empty: there is none.
  std::string bearer;
};

// A file that is made while it is sent: it never lies in memory as a whole.
struct FileAnswer {
  // As it is saved: "attendance.csv".
  std::string name;
  // The next piece; empty: that was all. After an error the connection breaks off, so that half a
  // file never passes for the whole. Called from one thread at a time.
  std::function<absl::StatusOr<std::string>()> next;
};

struct HttpAnswer {
  absl::StatusOr<std::string> json;
  // What the session's cookie says from now on; empty: it is taken away; nullopt: it stays.
  std::optional<std::string> cookie;
  // Instead of the JSON, where that is no error.
  std::optional<FileAnswer> file = std::nullopt;
};

// Called from any number of threads at once.
class CallHandler {
 public:
  virtual ~CallHandler() = default;
  virtual bool Has(absl::string_view method) const = 0;
  virtual HttpAnswer Call(const HttpCall& call) = 0;
};

// Everybody who reaches it may call everything: for what listens on loopback alone.
class OpenCalls final : public CallHandler {
 public:
  // `table` must outlive this.
  explicit OpenCalls(const DispatchTable& table) : table_(table) {}
  bool Has(absl::string_view method) const override { return table_.Has(method); }
  HttpAnswer Call(const HttpCall& call) override {
    return {.json = table_.Call(call.method, call.body), .cookie = std::nullopt};
  }

 private:
  const DispatchTable& table_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_CALLS_H_
