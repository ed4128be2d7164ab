#include "client/cli/office_connection.h"

#include <sys/stat.h>

#include <chrono>
#include <utility>

#include <grpcpp/grpcpp.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/keep_grpc.h"
#include "common/limits.h"
#include "wijkboek/v1/access.grpc.pb.h"
#include "wijkboek/v1/office.grpc.pb.h"

namespace wijkboek {
namespace {

// An import of the largest file, or a rebuild, may take its time.
constexpr auto kPatience = std::chrono::minutes(30);

constexpr int kRefusalBytesMax = 256 * 1024;

class GrpcOfficeConnection final : public OfficeConnection {
 public:
  explicit GrpcOfficeConnection(std::string path) : path_(std::move(path)) {
    KeepGrpc();
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetMaxReceiveMessageSize(static_cast<int>(2 * kImportBytesMax));
    // Refusals name every error of a file.
    arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kRefusalBytesMax);
    const std::shared_ptr<grpc::Channel> channel = grpc::CreateCustomChannel(
        absl::StrCat("unix:", path_), grpc::InsecureChannelCredentials(), arguments);
    stub_ = v1::OfficeService::NewStub(channel);
    access_ = v1::AccessService::NewStub(channel);
  }

  absl::Status InviteDevices(const v1::InviteDevicesRequest& request,
                             v1::InviteDevicesResponse& response) override {
    return Call(&v1::OfficeService::Stub::InviteDevices, request, response);
  }
  absl::Status ListDevices(const v1::ListDevicesRequest& request,
                           v1::ListDevicesResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListDevices, request, response);
  }
  absl::Status RevokeDevice(const v1::RevokeDeviceRequest& request,
                            v1::RevokeDeviceResponse& response) override {
    return Call(&v1::OfficeService::Stub::RevokeDevice, request, response);
  }
  absl::Status ApplyFacts(const v1::ApplyFactsRequest& request,
                          v1::ApplyFactsResponse& response) override {
    return WhetherImported(Call(&v1::OfficeService::Stub::ApplyFacts, request, response));
  }
  absl::Status ImportRoster(const v1::ImportRosterOptions& options, NextPiece next,
                            v1::ImportRosterResponse& response) override {
    absl::Status reachable = FindSocket();
    if (!reachable.ok()) return reachable;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    const std::unique_ptr<grpc::ClientWriter<v1::ImportRosterRequest>> writer =
        stub_->ImportRoster(&context, &response);
    v1::ImportRosterRequest message;
    *message.mutable_options() = options;
    // A write that fails means that the server has answered already: Finish says what.
    bool open = writer->Write(message);
    while (open) {
      absl::StatusOr<std::optional<v1::RosterPiece>> piece = next();
      if (!piece.ok()) {
        context.TryCancel();
        writer->Finish();
        return piece.status();
      }
      if (!piece->has_value()) break;
      *message.mutable_piece() = **std::move(piece);
      open = writer->Write(message);
    }
    message.mutable_end();
    if (open) writer->Write(message);
    writer->WritesDone();
    return WhetherImported(FromGrpc(writer->Finish()));
  }
  absl::Status GetEvidence(const v1::GetEvidenceRequest& request, TakePiece take) override {
    absl::Status reachable = FindSocket();
    if (!reachable.ok()) return reachable;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    const std::unique_ptr<grpc::ClientReader<v1::GetEvidenceResponse>> reader =
        stub_->GetEvidence(&context, request);
    v1::GetEvidenceResponse piece;
    while (reader->Read(&piece)) {
      absl::Status taken = take(piece);
      if (taken.ok()) continue;
      context.TryCancel();
      reader->Finish();
      return taken;
    }
    return FromGrpc(reader->Finish());
  }
  absl::Status ChangeDevice(const v1::ChangeDeviceRequest& request,
                            v1::ChangeDeviceResponse& response) override {
    return Call(&v1::OfficeService::Stub::ChangeDevice, request, response);
  }
  absl::Status RecordExcuse(const v1::RecordExcuseRequest& request,
                            v1::RecordExcuseResponse& response) override {
    return Call(&v1::OfficeService::Stub::RecordExcuse, request, response);
  }
  absl::Status ImportHistory(const v1::ImportHistoryRequest& request,
                             v1::ImportHistoryResponse& response) override {
    return WhetherImported(Call(&v1::OfficeService::Stub::ImportHistory, request, response));
  }
  absl::Status GetReport(const v1::GetReportRequest& request,
                         v1::GetReportResponse& response) override {
    return Call(&v1::OfficeService::Stub::GetReport, request, response);
  }
  absl::Status Rebuild(const v1::RebuildRequest& request, v1::RebuildResponse& response) override {
    return Call(&v1::OfficeService::Stub::Rebuild, request, response);
  }
  absl::Status Verify(const v1::VerifyRequest& request, v1::VerifyResponse& response) override {
    return Call(&v1::OfficeService::Stub::Verify, request, response);
  }
  absl::Status ListDiscrepancies(const v1::ListDiscrepanciesRequest& request,
                                 v1::ListDiscrepanciesResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListDiscrepancies, request, response);
  }
  absl::Status SettleDiscrepancy(const v1::SettleDiscrepancyRequest& request,
                                 v1::SettleDiscrepancyResponse& response) override {
    return Call(&v1::OfficeService::Stub::SettleDiscrepancy, request, response);
  }
  absl::Status ListCases(const v1::ListCasesRequest& request,
                         v1::ListCasesResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListCases, request, response);
  }
  absl::Status ChangeCase(const v1::ChangeCaseRequest& request,
                          v1::ChangeCaseResponse& response) override {
    return Call(&v1::OfficeService::Stub::ChangeCase, request, response);
  }
  absl::Status GetCaseLetter(const v1::GetCaseLetterRequest& request,
                             v1::GetCaseLetterResponse& response) override {
    return Call(&v1::OfficeService::Stub::GetCaseLetter, request, response);
  }
  absl::Status ListPeopleGroups(const v1::ListPeopleGroupsRequest& request,
                                v1::ListPeopleGroupsResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListPeopleGroups, request, response);
  }
  absl::Status GroupPeople(const v1::GroupPeopleRequest& request,
                           v1::GroupPeopleResponse& response) override {
    return Call(&v1::OfficeService::Stub::GroupPeople, request, response);
  }
  absl::Status RecordPathStep(const v1::RecordPathStepRequest& request,
                              v1::RecordPathStepResponse& response) override {
    return Call(&v1::OfficeService::Stub::RecordPathStep, request, response);
  }
  absl::Status ListPath(const v1::ListPathRequest& request,
                        v1::ListPathResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListPath, request, response);
  }
  absl::Status Trace(const v1::TraceRequest& request, v1::TraceResponse& response) override {
    return Call(&v1::OfficeService::Stub::Trace, request, response);
  }
  absl::Status ListChanges(const v1::ListChangesRequest& request,
                           v1::ListChangesResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListChanges, request, response);
  }
  absl::Status FileReport(const v1::FileReportRequest& request,
                          v1::FileReportResponse& response) override {
    return Call(&v1::OfficeService::Stub::FileReport, request, response);
  }
  absl::Status ListFiledReports(const v1::ListFiledReportsRequest& request,
                                v1::ListFiledReportsResponse& response) override {
    return Call(&v1::OfficeService::Stub::ListFiledReports, request, response);
  }
  absl::Status ListAccounts(const v1::ListAccountsRequest& request,
                            v1::ListAccountsResponse& response) override {
    return CallStub(*access_, &v1::AccessService::Stub::ListAccounts, request, response);
  }
  absl::Status MakeAccount(const v1::MakeAccountRequest& request,
                           v1::MakeAccountResponse& response) override {
    return CallStub(*access_, &v1::AccessService::Stub::MakeAccount, request, response);
  }
  absl::Status ChangeAccount(const v1::ChangeAccountRequest& request,
                             v1::ChangeAccountResponse& response) override {
    return CallStub(*access_, &v1::AccessService::Stub::ChangeAccount, request, response);
  }
  absl::Status ResetAccount(const v1::ResetAccountRequest& request,
                            v1::ResetAccountResponse& response) override {
    return CallStub(*access_, &v1::AccessService::Stub::ResetAccount, request, response);
  }

 private:
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::OfficeService::Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                    const Request& request, Response& response) {
    return CallStub(*stub_, method, request, response);
  }

  template <typename Stub, typename Request, typename Response>
  absl::Status CallStub(Stub& stub,
                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request, Response& response) {
    absl::Status reachable = FindSocket();
    if (!reachable.ok()) return reachable;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    return FromGrpc((stub.*method)(&context, request, &response));
  }

  absl::Status FindSocket() const {
    struct stat found;
    if (stat(path_.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(
        "there is no server's socket at ", path_,
        ": is wijkboek-server running? --socket or WIJKBOEK_SOCKET names its DIR/admin.sock"));
  }

  // A server that goes away in the middle may have written everything or nothing.
  static absl::Status WhetherImported(const absl::Status& status) {
    const bool unknown = absl::IsDeadlineExceeded(status) ||
                         (absl::IsUnavailable(status) && !NeverReached(status.message()));
    if (!unknown) return status;
    return absl::Status(
        status.code(),
        absl::StrCat(status.message(),
                     "\nnobody knows here whether it was imported: give the same files again, "
                     "nothing is counted twice"));
  }

  // As gRPC says it, and FindSocket.
  static bool NeverReached(absl::string_view message) {
    return absl::StrContains(message, "failed to connect") ||
           absl::StrContains(message, "there is no server's socket");
  }

  absl::Status FromGrpc(const grpc::Status& status) const {
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
      return absl::UnavailableError(
          absl::StrCat("no server answers at ", path_,
                       ": is wijkboek-server running, and may this account open its socket? (",
                       status.error_message(), ")"));
    }
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  }

  const std::string path_;
  std::unique_ptr<v1::OfficeService::Stub> stub_;
  std::unique_ptr<v1::AccessService::Stub> access_;
};

}  // namespace

std::unique_ptr<OfficeConnection> ConnectToOffice(std::string socket_path) {
  return std::make_unique<GrpcOfficeConnection>(std::move(socket_path));
}

}  // namespace wijkboek
