// The office's desk: what administrators ask of the server, without gRPC. Each call is one stage
// from beginning to end.
#ifndef WIJKBOEK_SERVER_OFFICE_H_
#define WIJKBOEK_SERVER_OFFICE_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/enrolment.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/office_record.h"
#include "server/office_reports.h"
#include "server/own_events.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/roster_spool.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What the desk works with; all of it outlives it and is thread-safe.
struct OfficeParts {
  OfficeLog& office_log;
  KeyVault& keys;
  const LogStore& log;
  Reconciler& reconciler;
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
  absl::StatusOr<v1::RecordExcuseResponse> RecordExcuse(const v1::RecordExcuseRequest& request);
  absl::StatusOr<v1::ImportHistoryResponse> ImportHistory(const v1::ImportHistoryRequest& request);
  // For the files of a roster, which then may be imported.
  RosterSpool NewRosterSpool() const { return RosterSpool(parts_.spool_folder); }
  absl::StatusOr<v1::ImportRosterResponse> ImportRoster(const RosterSpool& spool,
                                                        const v1::ImportRosterOptions& options);

  absl::StatusOr<v1::GetReportResponse> GetReport(const v1::GetReportRequest& request);
  absl::StatusOr<v1::RebuildResponse> Rebuild();
  absl::StatusOr<v1::VerifyResponse> Verify();

 private:
  // Reads what came into the office's own log since the last call.
  absl::Status CatchUpRecord();
  absl::StatusOr<OfficeReports::Replacements> Replacements();
  // By the office's key, else by id (hex; a unique beginning). NOT_FOUND, or FAILED_PRECONDITION
  // when several fit. Under record_mutex_.
  absl::StatusOr<Id> FindParticipant(const std::string& text);
  absl::StatusOr<EventKey> AppendOne(EventDraft draft);

  const OfficeParts parts_;
  OfficeReports reports_;
  // One file at a time: each is compared with what the ones before it said.
  std::mutex record_mutex_;
  // Guarded by record_mutex_.
  OfficeRecordBuilder record_;
  OwnEvents own_events_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_H_
