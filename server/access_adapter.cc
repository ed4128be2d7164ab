#include "server/access_adapter.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "wijkboek/v1/access.grpc.pb.h"

namespace wijkboek {
namespace {

class SocketAccess final : public v1::AccessService::Service {
 public:
  SocketAccess(AccessDesk& desk, AuditTrail& trail, std::function<std::int64_t()> now_ms)
      : desk_(desk), trail_(trail), now_ms_(std::move(now_ms)) {}

  grpc::Status ListAccounts(grpc::ServerContext*, const v1::ListAccountsRequest*,
                            v1::ListAccountsResponse* response) override {
    return Answer("ListAccounts", "", desk_.ListAccounts(), response);
  }
  grpc::Status MakeAccount(grpc::ServerContext*, const v1::MakeAccountRequest* request,
                           v1::MakeAccountResponse* response) override {
    return Answer("MakeAccount", request->name(), desk_.MakeAccount(*request), response);
  }
  grpc::Status ChangeAccount(grpc::ServerContext*, const v1::ChangeAccountRequest* request,
                             v1::ChangeAccountResponse* response) override {
    return Answer("ChangeAccount", request->name(), desk_.ChangeAccount(Id(), *request), response);
  }
  grpc::Status ResetAccount(grpc::ServerContext*, const v1::ResetAccountRequest* request,
                            v1::ResetAccountResponse* response) override {
    return Answer("ResetAccount", request->name(), desk_.ResetAccount(*request), response);
  }
  grpc::Status ListAudit(grpc::ServerContext*, const v1::ListAuditRequest* request,
                         v1::ListAuditResponse* response) override {
    return Answer("ListAudit", "", trail_.List(*request), response);
  }

 private:
  static grpc::Status ToGrpc(const absl::Status& status) {
    return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                        std::string(status.message()));
  }

  template <typename Response>
  grpc::Status Answer(const char* method, const std::string& account,
                      absl::StatusOr<Response> result, Response* response) {
    const absl::Status written = trail_.Write(
        {.at_ms = now_ms_(),
         .account = "the server's socket",
         .method = method,
         .about = account.empty() ? "" : absl::StrCat("account=", absl::AsciiStrToLower(account)),
         .result = result.ok()
                       ? "ok"
                       : absl::AsciiStrToLower(absl::StatusCodeToString(result.status().code())),
         .token = Id()});
    if (!result.ok()) return ToGrpc(result.status());
    if (!written.ok()) return ToGrpc(written);
    *response = *std::move(result);
    return grpc::Status::OK;
  }

  AccessDesk& desk_;
  AuditTrail& trail_;
  const std::function<std::int64_t()> now_ms_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSocketAccess(AccessDesk& desk, AuditTrail& trail,
                                                std::function<std::int64_t()> now_ms) {
  return std::make_unique<SocketAccess>(desk, trail, std::move(now_ms));
}

}  // namespace wijkboek
