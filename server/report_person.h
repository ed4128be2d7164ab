// One participant on one page: progress for the client manager, and "my book" for themselves.
#ifndef WIJKBOEK_SERVER_REPORT_PERSON_H_
#define WIJKBOEK_SERVER_REPORT_PERSON_H_

#include <string>
#include <vector>

#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "server/report_tasks.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What is known of one participant, of the span of days.
struct PersonFigures {
  Id person;
  // Of the part that was chosen, by first day.
  std::vector<EnrolmentLine> enrolments;
  // By cohort.
  absl::flat_hash_map<Id, std::string> programmes;
  std::vector<AttendanceRecord> attendance;
  std::vector<HoursDay> hours;
  // Of visits they went on.
  std::vector<VisitTasks> visits;
  std::vector<HelpRecord> helps;
  std::vector<OpenedStep> steps;
  std::vector<CaseRecord> cases;
};

// Attendance, hours, visits, help, levels, ladder, goals, milestones, cases and exit, each with
// what it is a part of and what is not known.
v1::GetReportResponse ProgressReport(const PersonFigures& figures, const ReportBasis& basis);

// What they did and reached, without anything that speaks against them: it is theirs to show.
v1::GetReportResponse BookReport(const PersonFigures& figures, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_PERSON_H_
