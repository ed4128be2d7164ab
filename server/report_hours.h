// Hours towards the targets of enrolments.
#ifndef WIJKBOEK_SERVER_REPORT_HOURS_H_
#define WIJKBOEK_SERVER_REPORT_HOURS_H_

#include <cstdint>
#include <optional>
#include <vector>

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

// One row for each enrolment, also those without any hours. `records`: the statuses of the same
// people and days, for what is not known yet.
v1::GetReportResponse HoursReport(const std::vector<EnrolmentLine>& enrolments,
                                  const std::vector<HoursDay>& days,
                                  const std::vector<AttendanceRecord>& records,
                                  const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_HOURS_H_
