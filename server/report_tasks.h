// What was done at visits.
#ifndef WIJKBOEK_SERVER_REPORT_TASKS_H_
#define WIJKBOEK_SERVER_REPORT_TASKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {

// One visit with the tasks that any of its logs names.
struct VisitTasks {
  // Sorted, each once.
  std::vector<v1::VisitTask> tasks;
  // Somebody said tasks that can't be read: their keys were destroyed, or are not here (yet).
  bool erased = false;
  bool without_key = false;
  // Where the household lives: a code of CBS; empty: not said.
  std::string area;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;
};

// One row for each task, and for visits without any that can be read.
v1::GetReportResponse TaskReport(const std::vector<VisitTasks>& visits, const ReportBasis& basis);
// One row for each area, and for households of which none is known.
v1::GetReportResponse AreaReport(const std::vector<VisitTasks>& visits, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_TASKS_H_
