#include "server/report_tasks.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

struct Sum {
  std::size_t visits = 0;
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  void Add(const VisitTasks& visit) {
    ++visits;
    settled_ms += visit.settled_ms;
    to_confirm_ms += visit.to_confirm_ms;
  }
};

// "going_along", as it is typed.
std::string TaskWord(v1::VisitTask task) {
  constexpr std::size_t kPrefix = sizeof("VISIT_TASK_") - 1;
  const std::string& name = v1::VisitTask_Name(task);
  // A newer kiosk's task, which this binary does not know.
  if (name.size() <= kPrefix) return absl::StrCat("task ", static_cast<int>(task));
  return absl::AsciiStrToLower(name.substr(kPrefix));
}

void AddSum(v1::GetReportResponse& table, const std::string& name, const Sum& sum) {
  AddRow(table, {name, absl::StrCat(sum.visits), MinutesCell(sum.settled_ms),
                 MinutesCell(sum.to_confirm_ms)});
}

}  // namespace

v1::GetReportResponse TaskReport(const std::vector<VisitTasks>& visits, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"task", ColumnType::kText},
                                          {"visits", ColumnType::kNumber},
                                          {"minutes", ColumnType::kNumber},
                                          {"to confirm", ColumnType::kNumber}},
                                         basis);
  std::map<v1::VisitTask, Sum> by_task;
  Sum not_said;
  Sum unreadable;
  Sum total;
  std::size_t without_key = 0;
  std::size_t in_part = 0;
  for (const VisitTasks& visit : visits) {
    total.Add(visit);
    for (const v1::VisitTask task : visit.tasks) by_task[task].Add(visit);
    if (!visit.tasks.empty()) {
      in_part += visit.erased || visit.without_key ? 1 : 0;
    } else if (visit.erased || visit.without_key) {
      unreadable.Add(visit);
      without_key += visit.erased ? 0 : 1;
    } else {
      not_said.Add(visit);
    }
  }
  for (const auto& [task, sum] : by_task) AddSum(table, TaskWord(task), sum);
  AddSum(table, "not said", not_said);
  AddSum(table, "unreadable", unreadable);
  AddSum(table, "total visits", total);
  table.add_small_print(std::string(kRounding));
  table.add_small_print(
      "tasks overlap: a visit with several stands, with all its minutes, under each of them, so "
      "the rows add up to more than the "
      "total, in which each visit counts once");
  table.add_small_print(absl::StrCat(
      "unreadable: somebody said what was done, but the data was erased; of ", without_key,
      " the key is not here; ", in_part, " of the others can be read in part"));
  table.add_small_print("a visit belongs, whole, to the day on which it began");
  AddSmallPrint(table, basis, Count(visits.size(), "visit", "visits"));
  return table;
}

}  // namespace wijkboek
