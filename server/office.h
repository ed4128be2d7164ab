// The office's desk: what administrators ask of the server, without gRPC. Each call is one stage
// from beginning to end.
#ifndef WIJKBOEK_SERVER_OFFICE_H_
#define WIJKBOEK_SERVER_OFFICE_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/enrolment.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/office_log.h"
#include "server/office_record.h"
#include "server/person_names.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/report.h"
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
  absl::StatusOr<v1::ImportHistoryResponse> ImportHistory(const v1::ImportHistoryRequest& request);

  absl::StatusOr<v1::GetReportResponse> GetReport(const v1::GetReportRequest& request);
  absl::StatusOr<v1::RebuildResponse> Rebuild();
  absl::StatusOr<v1::VerifyResponse> Verify();

 private:
  // Reads what came into the office's own log since the last call.
  absl::Status CatchUpRecord();
  absl::StatusOr<ReportBasis> Basis(DayRange days,
                                    absl::FunctionRef<absl::Status(const Ledger&)> read);
  absl::StatusOr<std::vector<KioskLine>> Kiosks();

  const OfficeParts parts_;
  PersonNames names_;
  // One file at a time: each is compared with what the ones before it said.
  std::mutex record_mutex_;
  // Guarded by record_mutex_.
  OfficeRecordBuilder record_;
  std::uint64_t record_position_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_H_
