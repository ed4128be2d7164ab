// What became of each cohort's people: who began and left, what they reached, and where they went.
#ifndef WIJKBOEK_SERVER_REPORT_OUTCOMES_H_
#define WIJKBOEK_SERVER_REPORT_OUTCOMES_H_

#include <vector>

#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// The day on which the report stands: the last of the span, today at the latest.
CivilDay ReferenceDay(const DayRange& days, std::int64_t now_ms);
// Attendance of these days, the last of which it is, says who is active.
DayRange ActiveDays(const DayRange& days, std::int64_t now_ms);

// For each cohort, for steps outside all cohorts, and for all together, one row for each figure. A
// participant counts once in each cohort, however often they began there. `attendance`: of the
// active days.
v1::GetReportResponse OutcomeReport(const std::vector<EnrolmentLine>& enrolments,
                                    const std::vector<OpenedStep>& steps,
                                    const std::vector<AttendanceRecord>& attendance,
                                    const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_OUTCOMES_H_
