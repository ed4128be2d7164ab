// From an invitation to leaving: how many of each step came to the next.
#ifndef WIJKBOEK_SERVER_REPORT_FUNNEL_H_
#define WIJKBOEK_SERVER_REPORT_FUNNEL_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct FunnelOptions {
  // Of each cohort; a cohort without one is left out.
  absl::flat_hash_map<Id, Id> programme_of;
  // Names, by programme.
  absl::flat_hash_map<Id, std::string> programmes;
  // For outsiders; 0: nothing is hidden (suppression.h).
  std::uint32_t hide_below = 0;
};

// For each programme, and for all together: invited, came, enrolled, active, left, each as a part
// of the step before it and of the first. `attendance`: of the active days (members.h). Whoever is
// invited to a session stands in a group of invited people while they wait for an answer: that
// group is not what they enrol in.
v1::GetReportResponse FunnelReport(const std::vector<EnrolmentLine>& enrolments,
                                   const std::vector<OpenedStep>& steps,
                                   const std::vector<AttendanceRecord>& attendance,
                                   const ReportBasis& basis, const FunnelOptions& options);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_FUNNEL_H_
