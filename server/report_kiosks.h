// The kiosks, and what waits for them.
#ifndef WIJKBOEK_SERVER_REPORT_KIOSKS_H_
#define WIJKBOEK_SERVER_REPORT_KIOSKS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/report_attendance.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What waits for one kiosk.
struct KioskWait {
  std::uint32_t sessions = 0;
  // Participants at these sessions whose status is not final.
  std::uint32_t statuses = 0;
  // Of the earliest session.
  CivilDay since = 0;
};

// By device; only those that something waits for. `records`: the open ones at least.
std::map<Id, KioskWait> WaitsByKiosk(const std::vector<AttendanceRecord>& records);

v1::GetReportResponse KioskReport(const std::vector<AttendanceRecord>& open,
                                  const ReportBasis& basis);

// One row for each session and kiosk: the kiosks that are waited for, those that are lost for now,
// and sessions that are not over.
v1::GetReportResponse PendingReport(const std::vector<AttendanceRecord>& records,
                                    const SessionLines& sessions, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_KIOSKS_H_
