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

// Municipality, wijk and buurt of a code, as far as it says; one that is none stands as it is.
std::vector<std::string> AreaCells(const std::string& area) {
  const std::string digits = area.size() > 2 ? area.substr(2) : "";
  const auto level = [&](absl::string_view prefix, std::size_t length) {
    return digits.size() >= length ? absl::StrCat(prefix, digits.substr(0, length)) : "";
  };
  return {level("GM", 4), level("WK", 6), level("BU", 8)};
}

}  // namespace

v1::GetReportResponse AreaReport(const std::vector<VisitTasks>& visits, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"municipality", ColumnType::kText},
                                          {"wijk", ColumnType::kText},
                                          {"buurt", ColumnType::kText},
                                          {"visits", ColumnType::kNumber},
                                          {"minutes", ColumnType::kNumber},
                                          {"to confirm", ColumnType::kNumber}},
                                         basis);
  std::map<std::string, Sum> by_area;
  Sum total;
  for (const VisitTasks& visit : visits) {
    by_area[visit.area].Add(visit);
    total.Add(visit);
  }
  for (const auto& [area, sum] : by_area) {
    std::vector<std::string> cells =
        area.empty() ? std::vector<std::string>{"(not said)", "", ""} : AreaCells(area);
    for (std::string& cell :
         std::vector<std::string>{absl::StrCat(sum.visits), MinutesCell(sum.settled_ms),
                                  MinutesCell(sum.to_confirm_ms)}) {
      cells.push_back(std::move(cell));
    }
    AddRow(table, std::move(cells));
  }
  AddRow(table, {"total", "", "", absl::StrCat(total.visits), MinutesCell(total.settled_ms),
                 MinutesCell(total.to_confirm_ms)});
  table.add_small_print(std::string(kRounding));
  table.add_small_print(
      "by where the household is registered to live; boundaries are those of the year that was "
      "registered with the code");
  AddSmallPrint(table, basis, Count(visits.size(), "visit", "visits"));
  return table;
}

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
