// What became of each cohort's people: who began and left, what they reached, and where they went.
#ifndef WIJKBOEK_SERVER_REPORT_OUTCOMES_H_
#define WIJKBOEK_SERVER_REPORT_OUTCOMES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/members.h"
#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct OutcomeOptions {
  // For outsiders; 0: nothing is hidden (suppression.h).
  std::uint32_t hide_below = 0;
  // Not by cohort but by the answer to this question, and everybody's answer.
  std::string by;
  absl::flat_hash_map<Id, std::string> answers;
};

// For each cohort, for steps outside all cohorts, and for all together, one row for each figure. A
// participant counts once in each cohort, however often they began there. `attendance`: of the
// active days.
v1::GetReportResponse OutcomeReport(const std::vector<EnrolmentLine>& enrolments,
                                    const std::vector<OpenedStep>& steps,
                                    const std::vector<AttendanceRecord>& attendance,
                                    const ReportBasis& basis, const OutcomeOptions& options = {});

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_OUTCOMES_H_
