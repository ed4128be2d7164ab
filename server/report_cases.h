// No-show cases as a client manager may see them: those that were sent.
#ifndef WIJKBOEK_SERVER_REPORT_CASES_H_
#define WIJKBOEK_SERVER_REPORT_CASES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/words/case_item.h"
#include "server/report_basis.h"
#include "server/report_choice.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Whether the report tells of it: sent, with a day within `days`, of an enrolment that is chosen
// and names this municipality (empty: any).
bool TakesCase(const KnownCase& known, DayRange days, const ReportChoice& choice,
               absl::string_view municipality);

// One row for each, without what anybody said. `municipality`: which was asked for; empty: all.
v1::GetReportResponse CaseReport(const std::vector<KnownCase>& cases,
                                 absl::string_view municipality, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_CASES_H_
