// What somebody must look at.
#ifndef WIJKBOEK_SERVER_REPORT_DOUBTS_H_
#define WIJKBOEK_SERVER_REPORT_DOUBTS_H_

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Discrepancies and facts set aside, as the basis holds them.
v1::GetReportResponse DoubtReport(const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_DOUBTS_H_
