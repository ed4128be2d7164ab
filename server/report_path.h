// Steps on participants' paths, one by one.
#ifndef WIJKBOEK_SERVER_REPORT_PATH_H_
#define WIJKBOEK_SERVER_REPORT_PATH_H_

#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// A step with what is sealed about it, as far as it can be read.
struct OpenedStep {
  PathRecord record;
  v1::PathItem item;
  // Of its enrolment; zero: none.
  Id cohort;
  // Something was said that can't be read: its key was destroyed, or is not here (yet).
  bool unreadable = false;
};

// One row for each, by person, day and step.
v1::GetReportResponse PathReport(const std::vector<OpenedStep>& steps, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_PATH_H_
