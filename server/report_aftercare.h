// Who left, and how often they were spoken to since.
#ifndef WIJKBOEK_SERVER_REPORT_AFTERCARE_H_
#define WIJKBOEK_SERVER_REPORT_AFTERCARE_H_

#include <vector>

#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One row for everybody who left a cohort by the reference date (members.h), by name.
v1::GetReportResponse AftercareReport(const std::vector<EnrolmentLine>& enrolments,
                                      const std::vector<OpenedStep>& steps,
                                      const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_AFTERCARE_H_
