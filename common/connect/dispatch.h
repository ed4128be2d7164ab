// The dispatch table: which handler answers which method of a proto service. The Connect protocol's
// unary JSON is decoded and encoded here; HTTP is in http_server.h.
#ifndef WIJKBOEK_COMMON_CONNECT_DISPATCH_H_
#define WIJKBOEK_COMMON_CONNECT_DISPATCH_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace wijkboek {

// Filled once, then read by any number of threads at once; the handlers must be as thread-safe as
// that.
class DispatchTable {
 public:
  // `method` is "wijkboek.v1.Service/Method". Request and Response are the method's messages.
  template <typename Request, typename Response>
  void Add(absl::string_view method,
           std::function<absl::StatusOr<Response>(const Request&)> handler) {
    Entry entry = [handler =
                       std::move(handler)](absl::string_view json) -> absl::StatusOr<std::string> {
      Request request;
      absl::Status parsed = ParseJson(json, request);
      if (!parsed.ok()) return parsed;
      absl::StatusOr<Response> response = handler(request);
      if (!response.ok()) return response.status();
      return PrintJson(*response);
    };
    entries_.insert_or_assign(std::string(method), std::move(entry));
  }

  bool Has(absl::string_view method) const;

  // Decodes, calls, encodes. UNIMPLEMENTED for an unknown method, INVALID_ARGUMENT for JSON that is
  // not the request.
  absl::StatusOr<std::string> Call(absl::string_view method, absl::string_view json) const;

  // protobuf's JSON. Unknown fields are skipped, so that a newer page talks to an older daemon. An
  // empty text is an empty message.
  static absl::Status ParseJson(absl::string_view json, google::protobuf::Message& message);
  static absl::StatusOr<std::string> PrintJson(const google::protobuf::Message& message);

 private:
  using Entry = std::function<absl::StatusOr<std::string>(absl::string_view json)>;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_DISPATCH_H_
