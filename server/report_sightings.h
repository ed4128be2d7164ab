// Who was seen by those who should see them.
#ifndef WIJKBOEK_SERVER_REPORT_SIGHTINGS_H_
#define WIJKBOEK_SERVER_REPORT_SIGHTINGS_H_

#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One row for each participant and day on which they attended something. `records`: the statuses of
// the same people and days, for what is not known yet.
v1::GetReportResponse SightingReport(const std::vector<SightingDay>& days,
                                     const std::vector<AttendanceRecord>& records,
                                     const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_SIGHTINGS_H_
