// Hours towards the targets of enrolments.
#ifndef WIJKBOEK_SERVER_REPORT_HOURS_H_
#define WIJKBOEK_SERVER_REPORT_HOURS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "common/reconcile/tally.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct EnrolmentLine {
  Id enrolment;
  Id person;
  Id cohort;
  Id centre;
  CivilDay first_day = 0;
  std::optional<CivilDay> last_day;
  // The enrolment's own, else its programme's; 0: none.
  std::uint32_t target_minutes = 0;
};

// One row for each enrolment, also those without any hours. `sums`: of these enrolments over the
// days; `open`: their open statuses of those days.
v1::GetReportResponse HoursReport(const std::vector<EnrolmentLine>& enrolments,
                                  const std::vector<EnrolmentTally>& sums,
                                  const std::vector<AttendanceRecord>& open,
                                  const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_HOURS_H_
