// The office's desk: what administrators ask of the server, without gRPC. Each call is one stage
// from beginning to end.
#ifndef WIJKBOEK_SERVER_OFFICE_H_
#define WIJKBOEK_SERVER_OFFICE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/earlier_ledgers.h"
#include "server/enrolment.h"
#include "server/key_vault.h"
#include "server/known_ledgers.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/office_names.h"
#include "server/office_record.h"
#include "server/office_reports.h"
#include "server/own_events.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/report_export.h"
#include "server/roster_spool.h"
#include "server/trace_reading.h"
#include "wijkboek/v1/office.pb.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// What the desk works with; all of it outlives it and is thread-safe.
struct OfficeParts {
  OfficeLog& office_log;
  KeyVault& keys;
  const LogStore& log;
  Reconciler& reconciler;
  EarlierLedgers& earlier;
  const Registry& registry;
  DeviceEnrolment& enrolment;
  // The server's time.
  const Clock& clock;
  // Where files lie while they come in; its files are the server's alone.
  std::string spool_folder;
  std::function<absl::StatusOr<v1::VerifyResponse>()> verify;
};

// Thread-safe. Errors as office.proto says; those of the stores are passed on. Calls may take long
// (a rebuild, a large import) and wait for commits.
class Office {
 public:
  explicit Office(OfficeParts parts);

  absl::StatusOr<v1::InviteDevicesResponse> InviteDevices(const v1::InviteDevicesRequest& request);
  absl::StatusOr<v1::ListDevicesResponse> ListDevices();
  absl::StatusOr<v1::RevokeDeviceResponse> RevokeDevice(const v1::RevokeDeviceRequest& request);

  // What was applied is in the log when these return, and in figures that are asked for afterwards.
  absl::StatusOr<v1::ApplyFactsResponse> ApplyFacts(const v1::ApplyFactsRequest& request);
  absl::StatusOr<v1::ChangeDeviceResponse> ChangeDevice(const v1::ChangeDeviceRequest& request);
  absl::StatusOr<v1::RecordExcuseResponse> RecordExcuse(const v1::RecordExcuseRequest& request,
                                                        const Remit& remit = {});
  absl::StatusOr<v1::ImportHistoryResponse> ImportHistory(const v1::ImportHistoryRequest& request);
  // For the files of a roster, which then may be imported.
  RosterSpool NewRosterSpool() const { return RosterSpool(parts_.spool_folder); }
  absl::StatusOr<v1::ImportRosterResponse> ImportRoster(const RosterSpool& spool,
                                                        const v1::ImportRosterOptions& options);

  // The same for whole files in one message.
  absl::StatusOr<v1::ImportRosterFilesResponse> ImportRosterFiles(
      const v1::ImportRosterFilesRequest& request);
  absl::StatusOr<v1::MakeBadgeSheetResponse> MakeBadgeSheet(
      const v1::MakeBadgeSheetRequest& request);

  // With a remit: of what it holds.
  absl::StatusOr<v1::GetReportResponse> GetReport(const v1::GetReportRequest& request,
                                                  const Remit& remit = {});
  // A report as a file, made piece by piece; `spool_folder` holds a workbook while it is made.
  absl::StatusOr<std::unique_ptr<ReportExport>> ExportReport(const v1::ExportReportRequest& request,
                                                             const Remit& remit = {});
  absl::StatusOr<v1::RebuildResponse> Rebuild();
  // As the office itself last described these people: who registered at a kiosk alone is not among
  // them.
  absl::StatusOr<absl::flat_hash_map<Id, OfficePerson>> OnRecord(const std::set<Id>& people);
  // Which coach is meant: by the office's key, or the beginning of the id. Zero for an empty text.
  absl::StatusOr<Id> ReadCoach(const std::string& text);
  absl::StatusOr<v1::VerifyResponse> Verify();

  absl::StatusOr<v1::ListDiscrepanciesResponse> ListDiscrepancies(
      const v1::ListDiscrepanciesRequest& request, const Remit& remit = {});
  absl::StatusOr<v1::SettleDiscrepancyResponse> SettleDiscrepancy(
      const v1::SettleDiscrepancyRequest& request, const Remit& remit = {});
  // `only_sent`: as the client manager may see them.
  absl::StatusOr<v1::ListCasesResponse> ListCases(const v1::ListCasesRequest& request,
                                                  const Remit& remit = {}, bool only_sent = false);
  absl::StatusOr<v1::ChangeCaseResponse> ChangeCase(const v1::ChangeCaseRequest& request,
                                                    const Remit& remit = {});
  // `only_sent`: a case that was not sent is not found.
  absl::StatusOr<v1::GetCaseLetterResponse> GetCaseLetter(const v1::GetCaseLetterRequest& request,
                                                          const Remit& remit = {},
                                                          bool only_sent = false);
  absl::StatusOr<v1::ListPeopleGroupsResponse> ListPeopleGroups(
      const v1::ListPeopleGroupsRequest& request);
  absl::StatusOr<v1::GroupPeopleResponse> GroupPeople(const v1::GroupPeopleRequest& request);
  absl::StatusOr<v1::RecordPathStepResponse> RecordPathStep(
      const v1::RecordPathStepRequest& request, const Remit& remit = {});
  absl::StatusOr<v1::ListPathResponse> ListPath(const v1::ListPathRequest& request);
  absl::StatusOr<v1::TraceResponse> Trace(const v1::TraceRequest& request);
  absl::StatusOr<v1::ListChangesResponse> ListChanges(const v1::ListChangesRequest& request);
  absl::StatusOr<v1::FileReportResponse> FileReport(const v1::FileReportRequest& request);
  absl::StatusOr<v1::ListFiledReportsResponse> ListFiledReports(
      const v1::ListFiledReportsRequest& request);
  // Hands over report.json, draw.txt, trace.jsonl, events.jsonl and keys.jsonl, each in pieces;
  // docs/evidence.md. An error of `send` ends it.
  using SendPiece = absl::FunctionRef<absl::Status(const v1::GetEvidenceResponse& piece)>;
  absl::Status GetEvidence(const v1::GetEvidenceRequest& request, SendPiece send);

 private:
  // Reads what came into the office's own log since the last call.
  absl::Status CatchUpRecord();
  // By the office's key, else by id (hex; a unique beginning). NOT_FOUND, or FAILED_PRECONDITION
  // when several fit. Under record_mutex_.
  absl::StatusOr<Id> FindParticipant(const std::string& text);
  // The same for who decides something: a coach. INVALID_ARGUMENT when nobody is named.
  absl::StatusOr<Id> FindCoach(const std::string& text);
  absl::StatusOr<Id> FindPerson(PersonType type, const std::string& text);
  // A participant whom the remit holds; others are not found, as if they did not exist.
  absl::StatusOr<Id> FindParticipantOf(const Remit& remit, const std::string& text);
  // A registration of whatever type, also one for which another stands.
  absl::StatusOr<Id> FindRegistered(const std::string& text, const Reference& reference);
  absl::StatusOr<EventKey> AppendOne(EventDraft draft);
  // `until` nullopt: now.
  absl::StatusOr<v1::ListChangesResponse> ChangesBetween(const v1::GetReportRequest& choice,
                                                         const KnownAt& since,
                                                         const std::optional<KnownAt>& until);
  // NOT_FOUND when nothing was filed under that name.
  absl::StatusOr<v1::GetReportRequest> ReportToProve(const v1::GetEvidenceRequest& request);
  // What a filed report says as known then, what it would say now, and what moved in between.
  // FAILED_PRECONDITION when the log no longer has where it stands.
  absl::Status Restate(const std::string& name, const OfficeFiling& filing,
                       v1::ListFiledReportsResponse& response);
  absl::StatusOr<TraceChoice> ChooseTrace(const v1::TraceRequest& request);
  // Who is meant where a case is: by key, id, or the whole name of somebody who has one; zero:
  // nobody.
  absl::StatusOr<Id> WhoseCase(const std::string& text);

  const OfficeParts parts_;
  const KnownLedgers ledgers_;
  OfficeReports reports_;
  OfficeNames names_;
  // One file at a time: each is compared with what the ones before it said.
  std::mutex record_mutex_;
  // Guarded by record_mutex_.
  OfficeRecordBuilder record_;
  OwnEvents own_events_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_H_
