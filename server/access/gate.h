// The gate before the office's services: who calls, whether they may, and a row in the trail. The
// services behind it are asked by name and never learn how somebody came in.
#ifndef WIJKBOEK_SERVER_ACCESS_GATE_H_
#define WIJKBOEK_SERVER_ACCESS_GATE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/connect/calls.h"
#include "common/connect/dispatch.h"
#include "google/protobuf/message.h"
#include "server/access/access_desk.h"
#include "server/access/audit_trail.h"
#include "server/access/caller.h"

namespace wijkboek {

// What a program is answered.
struct BinaryAnswer {
  // A message's binary form.
  std::string message;
  // Instead of it.
  std::optional<FileAnswer> file;
};

// Filled once, then called from any number of threads at once; the handlers must be as thread-safe
// as that.
class Gate final : public CallHandler {
 public:
  // Both outlive this. `now_ms`: real time, UTC.
  Gate(AccessDesk& desk, AuditTrail& trail, std::function<std::int64_t()> now_ms);

  // `method` is "wijkboek.v1.Service/Method" and has a rule (method_rules.h); one without is a
  // programmer's error and ends the program.
  template <typename Request, typename Response>
  void Add(absl::string_view method,
           std::function<absl::StatusOr<Response>(const Caller&, const Request&)> handler) {
    AddEntry(method, {.is_open = false,
                      .read = [] { return std::make_unique<Request>(); },
                      .answer = [handler = std::move(handler)](
                                    const google::protobuf::Message& request, const HttpCall&,
                                    const Caller& caller) -> absl::StatusOr<Answered> {
                        absl::StatusOr<Response> response =
                            handler(caller, static_cast<const Request&>(request));
                        if (!response.ok()) return response.status();
                        return Answered{.message = std::make_unique<Response>(*std::move(response)),
                                        .cookie = std::nullopt};
                      }});
  }

  // A method that answers with a file. What is wrong with the request is said before its first
  // piece.
  template <typename Request>
  void AddFile(absl::string_view method,
               std::function<absl::StatusOr<FileAnswer>(const Caller&, const Request&)> handler) {
    AddEntry(method, {.is_open = false,
                      .read = [] { return std::make_unique<Request>(); },
                      .answer = [handler = std::move(handler)](
                                    const google::protobuf::Message& request, const HttpCall&,
                                    const Caller& caller) -> absl::StatusOr<Answered> {
                        absl::StatusOr<FileAnswer> file =
                            handler(caller, static_cast<const Request&>(request));
                        if (!file.ok()) return file.status();
                        return Answered{
                            .message = nullptr, .cookie = std::nullopt, .file = *std::move(file)};
                      }});
  }

  bool Has(absl::string_view method) const override;
  // Decodes, asks, writes the row, encodes. What can't be written down is not answered.
  HttpAnswer Call(const HttpCall& call) override;
  // The same for other programs: `body` is the message's binary form, and a token is all that is
  // known of who calls. Signing in is for the page.
  absl::StatusOr<BinaryAnswer> CallBinary(const HttpCall& call);

 private:
  struct Answered {
    // Null where a file answers.
    std::unique_ptr<google::protobuf::Message> message;
    std::optional<std::string> cookie;
    std::optional<FileAnswer> file = std::nullopt;
    // Who is signed in by this.
    std::string name = {};
  };
  struct Entry {
    // For those who are not signed in, too.
    bool is_open = false;
    std::function<std::unique_ptr<google::protobuf::Message>()> read;
    std::function<absl::StatusOr<Answered>(const google::protobuf::Message&, const HttpCall&,
                                           const Caller&)>
        answer;
  };

  void AddEntry(absl::string_view method, Entry entry);
  // What the method says to whom it lets in; `decoded`: whether the request could be read. The row
  // is written.
  absl::StatusOr<Answered> Ask(const Entry& entry, const HttpCall& call, Caller caller,
                               const google::protobuf::Message& request,
                               const absl::Status& decoded);
  // AccessService, whose calls know cookies.
  void AddAccess();
  absl::StatusOr<Caller> CallerOf(const HttpCall& call);
  absl::Status WriteRow(const HttpCall& call, const google::protobuf::Message& request,
                        const Caller& caller, const absl::Status& status);

  AccessDesk& desk_;
  AuditTrail& trail_;
  const std::function<std::int64_t()> now_ms_;
  std::map<std::string, Entry, std::less<>> entries_;
};

// What a row says of a request: the kind of report, and fields that name a person, a session, a
// case … by id or key; never free text, which may hold a name.
std::string AboutRequest(const google::protobuf::Message& request);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_GATE_H_
