// A funder's indicators over the participants of one operation.
#ifndef WIJKBOEK_SERVER_REPORT_INDICATORS_H_
#define WIJKBOEK_SERVER_REPORT_INDICATORS_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/indicator_sets.h"
#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct IndicatorOptions {
  v1::IndicatorReportRequest::Set set = v1::IndicatorReportRequest::SET_ESF_PLUS;
  // For outsiders; 0: nothing is hidden (suppression.h).
  std::uint32_t hide_below = 0;
  // As far as they are known.
  absl::flat_hash_map<Id, CivilDay> born;
};

// Everybody whose first enrolment of the operation began in the span, one record each: the first
// answers at entry stay, the exit and what follows are those of the latest exit. `enrolments` and
// `steps`: of the operation, from its beginning on.
std::vector<IndicatorPerson> GatherIndicatorPeople(const std::vector<EnrolmentLine>& enrolments,
                                                   const std::vector<OpenedStep>& steps,
                                                   const ReportBasis& basis,
                                                   const IndicatorOptions& options);

// One row for each indicator, broken down by gender, with those of whom it is not known.
v1::GetReportResponse IndicatorReport(const std::vector<IndicatorPerson>& people,
                                      const ReportBasis& basis, const IndicatorOptions& options);

// What everybody answered at entry, the first time; by "age": "under 18", "18-24" …, from when they
// were born.
absl::flat_hash_map<Id, std::string> AnswersAtEntry(const std::vector<IndicatorPerson>& people,
                                                    const std::string& question);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_INDICATORS_H_
