#include "server/report_path.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {

v1::GetReportResponse PathReport(const std::vector<OpenedStep>& steps, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"cohort", ColumnType::kText},
                                          {"day", ColumnType::kText},
                                          {"last day", ColumnType::kText},
                                          {"step", ColumnType::kText},
                                          {"state", ColumnType::kText},
                                          {"code", ColumnType::kText},
                                          {"scale", ColumnType::kText},
                                          {"skill", ColumnType::kText},
                                          {"level", ColumnType::kText},
                                          {"instrument", ColumnType::kText},
                                          {"minutes", ColumnType::kNumber},
                                          {"reviews", ColumnType::kNumber},
                                          {"events", ColumnType::kText}},
                                         basis);
  std::vector<std::pair<std::string, const OpenedStep*>> rows;
  std::set<Id> people;
  std::size_t unreadable = 0;
  for (const OpenedStep& step : steps) {
    rows.emplace_back(PersonCell(basis, step.record.person), &step);
    people.insert(step.record.person);
    unreadable += step.unreadable ? 1 : 0;
  }
  // The ledger gives each person's in order.
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, step] : rows) {
    const PathRecord& record = step->record;
    const v1::PathStep& said = step->item.step();
    AddRow(table, {name, ShortId(record.person),
                   step->cohort.IsZero() ? "" : CohortCell(basis, step->cohort), said.day(),
                   said.last_day(), said.type(), record.state, said.code(), said.scale(),
                   said.skill(), said.level(),
                   absl::StrCat(said.instrument(), said.instrument_version().empty() ? "" : " ",
                                said.instrument_version()),
                   record.minutes == 0 ? "" : absl::StrCat(record.minutes),
                   record.type == PathType::kPlacement ? absl::StrCat(record.reviews) : "",
                   EventCells(record.events)});
  }
  table.add_small_print(absl::StrCat("unreadable: of ", unreadable,
                                     " of these steps something was said that can't be read: its "
                                     "data was erased, or the key is not here"));
  table.add_small_print(
      "levels are shown as the instrument gave them; none is converted into another scale");
  AddSmallPrint(table, basis,
                absl::StrCat(Count(steps.size(), "step", "steps"), " of ",
                             Count(people.size(), "person", "people")));
  return table;
}

}  // namespace wijkboek
