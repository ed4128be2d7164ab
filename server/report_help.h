// Help of participants to each other.
#ifndef WIJKBOEK_SERVER_REPORT_HELP_H_
#define WIJKBOEK_SERVER_REPORT_HELP_H_

#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One row for each helper and helped.
v1::GetReportResponse HelpReport(const std::vector<HelpRecord>& helps, const ReportBasis& basis);

// Help, with what its rules and the choice of people say of it.
struct BalanceEntry {
  HelpRecord help;
  // Days in which a claim should be answered.
  int claim_days = 7;
  // Which of the two the report is about.
  bool of_helper = true;
  bool of_helped = true;
};

// One row for each participant.
v1::GetReportResponse BalanceReport(const std::vector<BalanceEntry>& entries,
                                    const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_HELP_H_
