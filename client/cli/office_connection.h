// The way to the server's OfficeService: gRPC over its socket file.
#ifndef WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_
#define WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "wijkboek/v1/access.pb.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// The calls of OfficeService, and those of AccessService about accounts; each waits for its answer.
// Errors are the server's own; UNAVAILABLE when nobody answers. Not thread-safe.
class OfficeConnection {
 public:
  virtual ~OfficeConnection() = default;
  virtual absl::Status InviteDevices(const v1::InviteDevicesRequest& request,
                                     v1::InviteDevicesResponse& response) = 0;
  virtual absl::Status ListDevices(const v1::ListDevicesRequest& request,
                                   v1::ListDevicesResponse& response) = 0;
  virtual absl::Status RevokeDevice(const v1::RevokeDeviceRequest& request,
                                    v1::RevokeDeviceResponse& response) = 0;
  virtual absl::Status ApplyFacts(const v1::ApplyFactsRequest& request,
                                  v1::ApplyFactsResponse& response) = 0;
  // Sends what `next` gives, piece after piece, until it gives none. An error of `next` is passed
  // on, and the server has then applied nothing.
  using NextPiece = absl::FunctionRef<absl::StatusOr<std::optional<v1::RosterPiece>>()>;
  virtual absl::Status ImportRoster(const v1::ImportRosterOptions& options, NextPiece next,
                                    v1::ImportRosterResponse& response) = 0;
  virtual absl::Status ChangeDevice(const v1::ChangeDeviceRequest& request,
                                    v1::ChangeDeviceResponse& response) = 0;
  virtual absl::Status RecordExcuse(const v1::RecordExcuseRequest& request,
                                    v1::RecordExcuseResponse& response) = 0;
  virtual absl::Status ImportHistory(const v1::ImportHistoryRequest& request,
                                     v1::ImportHistoryResponse& response) = 0;
  virtual absl::Status GetReport(const v1::GetReportRequest& request,
                                 v1::GetReportResponse& response) = 0;
  virtual absl::Status Rebuild(const v1::RebuildRequest& request,
                               v1::RebuildResponse& response) = 0;
  virtual absl::Status Verify(const v1::VerifyRequest& request, v1::VerifyResponse& response) = 0;
  virtual absl::Status ListDiscrepancies(const v1::ListDiscrepanciesRequest& request,
                                         v1::ListDiscrepanciesResponse& response) = 0;
  virtual absl::Status SettleDiscrepancy(const v1::SettleDiscrepancyRequest& request,
                                         v1::SettleDiscrepancyResponse& response) = 0;
  virtual absl::Status ListCases(const v1::ListCasesRequest& request,
                                 v1::ListCasesResponse& response) = 0;
  virtual absl::Status ChangeCase(const v1::ChangeCaseRequest& request,
                                  v1::ChangeCaseResponse& response) = 0;
  virtual absl::Status GetCaseLetter(const v1::GetCaseLetterRequest& request,
                                     v1::GetCaseLetterResponse& response) = 0;
  virtual absl::Status ListPeopleGroups(const v1::ListPeopleGroupsRequest& request,
                                        v1::ListPeopleGroupsResponse& response) = 0;
  virtual absl::Status GroupPeople(const v1::GroupPeopleRequest& request,
                                   v1::GroupPeopleResponse& response) = 0;
  virtual absl::Status RecordPathStep(const v1::RecordPathStepRequest& request,
                                      v1::RecordPathStepResponse& response) = 0;
  virtual absl::Status ListPath(const v1::ListPathRequest& request,
                                v1::ListPathResponse& response) = 0;
  virtual absl::Status Trace(const v1::TraceRequest& request, v1::TraceResponse& response) = 0;
  virtual absl::Status ListChanges(const v1::ListChangesRequest& request,
                                   v1::ListChangesResponse& response) = 0;
  virtual absl::Status FileReport(const v1::FileReportRequest& request,
                                  v1::FileReportResponse& response) = 0;
  virtual absl::Status ListFiledReports(const v1::ListFiledReportsRequest& request,
                                        v1::ListFiledReportsResponse& response) = 0;
  // Hands each piece over as it comes; an error of `take` is passed on.
  using TakePiece = absl::FunctionRef<absl::Status(const v1::GetEvidenceResponse& piece)>;
  virtual absl::Status GetEvidence(const v1::GetEvidenceRequest& request, TakePiece take) = 0;

  // ---- AccessService, on the same socket.
  virtual absl::Status ListAccounts(const v1::ListAccountsRequest& request,
                                    v1::ListAccountsResponse& response) = 0;
  virtual absl::Status MakeAccount(const v1::MakeAccountRequest& request,
                                   v1::MakeAccountResponse& response) = 0;
  virtual absl::Status ChangeAccount(const v1::ChangeAccountRequest& request,
                                     v1::ChangeAccountResponse& response) = 0;
  virtual absl::Status ResetAccount(const v1::ResetAccountRequest& request,
                                    v1::ResetAccountResponse& response) = 0;
};

// Nothing is sent before the first call; a socket that is not there shows there too.
std::unique_ptr<OfficeConnection> ConnectToOffice(std::string socket_path);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_
