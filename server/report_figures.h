// Minutes at centres and of visits.
#ifndef WIJKBOEK_SERVER_REPORT_FIGURES_H_
#define WIJKBOEK_SERVER_REPORT_FIGURES_H_

#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// `open`: presences that have begun and not ended. They have no minutes yet, and are said below the
// table.
v1::GetReportResponse PresenceReport(const std::vector<PresenceDay>& days,
                                     const std::vector<PresenceRecord>& open,
                                     const ReportBasis& basis);
v1::GetReportResponse VisitReport(const std::vector<VisitShareDay>& shares,
                                  const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_FIGURES_H_
