#include "server/office_adapter.h"

#include <grpcpp/grpcpp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/grpc_port.h"
#include "server/memory.h"
#include "wijkboek/v1/office.grpc.pb.h"

namespace wijkboek {
namespace {

// Administrators' calls are few and long.
constexpr int kThreadsMax = 8;
constexpr int kAnyDescriptor = std::numeric_limits<int>::max();
// Room for the other fields beside the file.
constexpr int kRequestBytesMax = static_cast<int>(kImportBytesMax) + 64 * 1024;

// Takes in all files.
absl::StatusOr<v1::ImportRosterOptions> ReadRoster(
    grpc::ServerReader<v1::ImportRosterRequest>& stream, RosterSpool& spool) {
  v1::ImportRosterRequest request;
  if (!stream.Read(&request) || !request.has_options()) {
    return absl::InvalidArgumentError("a roster begins with its options");
  }
  v1::ImportRosterOptions options = request.options();
  while (stream.Read(&request)) {
    if (request.has_end()) return options;
    if (!request.has_piece()) {
      return absl::InvalidArgumentError("after a roster's options come the pieces of its files");
    }
    RETURN_IF_ERROR(spool.Add(request.piece().file(), request.piece().content()));
  }
  return absl::CancelledError("the roster broke off; nothing was changed");
}

grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
}

template <typename Response>
grpc::Status Answer(absl::StatusOr<Response> result, Response* response) {
  if (!result.ok()) return ToGrpc(result.status());
  *response = *std::move(result);
  return grpc::Status::OK;
}

// Synchronous: calls take long and may wait for the writer, on threads of this listener's own.
class Service final : public v1::OfficeService::Service {
 public:
  explicit Service(Office& office) : office_(office) {}

  grpc::Status InviteDevices(grpc::ServerContext*, const v1::InviteDevicesRequest* request,
                             v1::InviteDevicesResponse* response) override {
    return Answer(office_.InviteDevices(*request), response);
  }
  grpc::Status ListDevices(grpc::ServerContext*, const v1::ListDevicesRequest*,
                           v1::ListDevicesResponse* response) override {
    return Answer(office_.ListDevices(), response);
  }
  grpc::Status RevokeDevice(grpc::ServerContext*, const v1::RevokeDeviceRequest* request,
                            v1::RevokeDeviceResponse* response) override {
    return Answer(office_.RevokeDevice(*request), response);
  }
  grpc::Status ApplyFacts(grpc::ServerContext*, const v1::ApplyFactsRequest* request,
                          v1::ApplyFactsResponse* response) override {
    return Answer(office_.ApplyFacts(*request), response);
  }
  grpc::Status ImportHistory(grpc::ServerContext*, const v1::ImportHistoryRequest* request,
                             v1::ImportHistoryResponse* response) override {
    return Answer(office_.ImportHistory(*request), response);
  }
  grpc::Status GetEvidence(grpc::ServerContext*, const v1::GetEvidenceRequest* request,
                           grpc::ServerWriter<v1::GetEvidenceResponse>* writer) override {
    return ToGrpc(office_.GetEvidence(*request, [&](const v1::GetEvidenceResponse& piece) {
      return writer->Write(piece) ? absl::OkStatus()
                                  : absl::CancelledError("whoever asked has gone");
    }));
  }
  grpc::Status ImportRoster(grpc::ServerContext*,
                            grpc::ServerReader<v1::ImportRosterRequest>* stream,
                            v1::ImportRosterResponse* response) override {
    RosterSpool spool = office_.NewRosterSpool();
    const absl::StatusOr<v1::ImportRosterOptions> options = ReadRoster(*stream, spool);
    if (!options.ok()) return ToGrpc(options.status());
    absl::StatusOr<v1::ImportRosterResponse> imported = office_.ImportRoster(spool, *options);
    freed_.ReturnSoon();
    return Answer(std::move(imported), response);
  }
  grpc::Status ChangeDevice(grpc::ServerContext*, const v1::ChangeDeviceRequest* request,
                            v1::ChangeDeviceResponse* response) override {
    return Answer(office_.ChangeDevice(*request), response);
  }
  grpc::Status RecordExcuse(grpc::ServerContext*, const v1::RecordExcuseRequest* request,
                            v1::RecordExcuseResponse* response) override {
    return Answer(office_.RecordExcuse(*request), response);
  }
  grpc::Status GetReport(grpc::ServerContext*, const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override {
    absl::StatusOr<v1::GetReportResponse> report = office_.GetReport(*request);
    freed_.ReturnSoon();
    return Answer(std::move(report), response);
  }
  grpc::Status ExportReport(grpc::ServerContext*, const v1::ExportReportRequest* request,
                            grpc::ServerWriter<v1::ExportReportResponse>* writer) override {
    absl::StatusOr<std::unique_ptr<ReportExport>> made = office_.ExportReport(*request);
    if (!made.ok()) return ToGrpc(made.status());
    for (;;) {
      absl::StatusOr<std::string> piece = (*made)->Next();
      if (!piece.ok()) return ToGrpc(piece.status());
      if (piece->empty()) return grpc::Status::OK;
      v1::ExportReportResponse response;
      response.set_content(*std::move(piece));
      if (!writer->Write(response)) return ToGrpc(absl::CancelledError("nobody listens any more"));
    }
  }
  grpc::Status Rebuild(grpc::ServerContext*, const v1::RebuildRequest*,
                       v1::RebuildResponse* response) override {
    return Answer(office_.Rebuild(), response);
  }
  grpc::Status Verify(grpc::ServerContext*, const v1::VerifyRequest*,
                      v1::VerifyResponse* response) override {
    return Answer(office_.Verify(), response);
  }
  grpc::Status ListDiscrepancies(grpc::ServerContext*, const v1::ListDiscrepanciesRequest* request,
                                 v1::ListDiscrepanciesResponse* response) override {
    return Answer(office_.ListDiscrepancies(*request), response);
  }
  grpc::Status SettleDiscrepancy(grpc::ServerContext*, const v1::SettleDiscrepancyRequest* request,
                                 v1::SettleDiscrepancyResponse* response) override {
    return Answer(office_.SettleDiscrepancy(*request), response);
  }
  grpc::Status ListCases(grpc::ServerContext*, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override {
    return Answer(office_.ListCases(*request), response);
  }
  grpc::Status ChangeCase(grpc::ServerContext*, const v1::ChangeCaseRequest* request,
                          v1::ChangeCaseResponse* response) override {
    return Answer(office_.ChangeCase(*request), response);
  }
  grpc::Status GetCaseLetter(grpc::ServerContext*, const v1::GetCaseLetterRequest* request,
                             v1::GetCaseLetterResponse* response) override {
    return Answer(office_.GetCaseLetter(*request), response);
  }
  grpc::Status ListPeopleGroups(grpc::ServerContext*, const v1::ListPeopleGroupsRequest* request,
                                v1::ListPeopleGroupsResponse* response) override {
    return Answer(office_.ListPeopleGroups(*request), response);
  }
  grpc::Status GroupPeople(grpc::ServerContext*, const v1::GroupPeopleRequest* request,
                           v1::GroupPeopleResponse* response) override {
    return Answer(office_.GroupPeople(*request), response);
  }
  grpc::Status RecordPathStep(grpc::ServerContext*, const v1::RecordPathStepRequest* request,
                              v1::RecordPathStepResponse* response) override {
    return Answer(office_.RecordPathStep(*request), response);
  }
  grpc::Status ListPath(grpc::ServerContext*, const v1::ListPathRequest* request,
                        v1::ListPathResponse* response) override {
    return Answer(office_.ListPath(*request), response);
  }
  grpc::Status Trace(grpc::ServerContext*, const v1::TraceRequest* request,
                     v1::TraceResponse* response) override {
    return Answer(office_.Trace(*request), response);
  }
  grpc::Status ListChanges(grpc::ServerContext*, const v1::ListChangesRequest* request,
                           v1::ListChangesResponse* response) override {
    return Answer(office_.ListChanges(*request), response);
  }
  grpc::Status FileReport(grpc::ServerContext*, const v1::FileReportRequest* request,
                          v1::FileReportResponse* response) override {
    return Answer(office_.FileReport(*request), response);
  }
  grpc::Status ListFiledReports(grpc::ServerContext*, const v1::ListFiledReportsRequest* request,
                                v1::ListFiledReportsResponse* response) override {
    return Answer(office_.ListFiledReports(*request), response);
  }

 private:
  Office& office_;
  FreedMemory freed_;
};

class Listener final : public OfficeListener {
 public:
  Listener(std::string path, Office& office, grpc::Service& access)
      : path_(std::move(path)), service_(office), access_(access) {}
  ~Listener() override { Stop(0); }

  absl::Status Listen() {
    if (unlink(path_.c_str()) != 0 && errno != ENOENT) {
      return absl::ErrnoToStatus(errno, absl::StrCat("can't replace ", path_));
    }
    grpc::ResourceQuota quota("office");
    quota.SetMaxThreads(kThreadsMax);
    grpc::ServerBuilder builder;
    // Whoever administers may have the last one.
    ASSIGN_OR_RETURN(port_, GrpcPort::AddTo(builder, absl::StrCat("unix:", path_), kAnyDescriptor,
                                            grpc::InsecureServerCredentials()));
    if (chmod(path_.c_str(), S_IRUSR | S_IWUSR) != 0) {
      return absl::ErrnoToStatus(errno, absl::StrCat("can't protect ", path_));
    }
    builder.RegisterService(&service_);
    builder.RegisterService(&access_);
    builder.SetResourceQuota(quota);
    builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
    builder.SetMaxReceiveMessageSize(kRequestBytesMax);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return absl::InternalError("gRPC does not start a server");
    port_->Open();
    return absl::OkStatus();
  }

  void Stop(std::int64_t grace_ms) override {
    if (server_ == nullptr) return;
    port_->Close();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(grace_ms));
    server_.reset();
    unlink(path_.c_str());
  }

 private:
  const std::string path_;
  Service service_;
  grpc::Service& access_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcPort> port_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<OfficeListener>> OfficeListener::Start(
    const std::string& socket_path, Office& office, grpc::Service& access) {
  auto listener = std::make_unique<Listener>(socket_path, office, access);
  const absl::Status status = listener->Listen();
  if (!status.ok()) return status;
  return listener;
}

}  // namespace wijkboek
