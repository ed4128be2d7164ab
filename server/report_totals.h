// Totals of attendance and hours, of each cohort or each month, from what the ledger keeps added
// up: they cost the same over ten million events as over ten thousand.
#ifndef WIJKBOEK_SERVER_REPORT_TOTALS_H_
#define WIJKBOEK_SERVER_REPORT_TOTALS_H_

#include <vector>

#include "common/reconcile/tally.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One row for each cohort at each centre; `tallies` are those of the span of days and the choice.
v1::GetReportResponse AttendanceByCohort(const std::vector<DayTally>& tallies,
                                         const ReportBasis& basis);
v1::GetReportResponse HoursByCohort(const std::vector<DayTally>& tallies, const ReportBasis& basis);
// One row for each civil month, which holds only the days asked for.
v1::GetReportResponse AttendanceByMonth(const std::vector<DayTally>& tallies,
                                        const ReportBasis& basis);
v1::GetReportResponse HoursByMonth(const std::vector<DayTally>& tallies, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_TOTALS_H_
