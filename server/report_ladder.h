// The participation ladder: from which step people went to which.
#ifndef WIJKBOEK_SERVER_REPORT_LADDER_H_
#define WIJKBOEK_SERVER_REPORT_LADDER_H_

#include <cstdint>
#include <vector>

#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// For each cohort, and for all together: of whom the ladder was measured at all, and twice; the
// first measurement against the latest, step by step; and growth within the step. A participant
// counts once in each cohort. `hide_below`: for outsiders; 0: nothing is hidden.
v1::GetReportResponse LadderReport(const std::vector<EnrolmentLine>& enrolments,
                                   const std::vector<OpenedStep>& steps, const ReportBasis& basis,
                                   std::uint32_t hide_below);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_LADDER_H_
