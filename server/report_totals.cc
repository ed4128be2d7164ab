#include "server/report_totals.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/report_statuses.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

// By what stands in the row's first cells.
using Rows = std::map<std::vector<std::string>, DayTally>;

void Add(const DayTally& tally, DayTally& sum) {
  std::vector<std::int64_t> numbers;
  DayTally::ForEachNumber(tally, [&](const std::int64_t& number) { numbers.push_back(number); });
  auto number = numbers.begin();
  DayTally::ForEachNumber(sum, [&](std::int64_t& each) { each += *number++; });
}

Rows ByCohort(const std::vector<DayTally>& tallies, const ReportBasis& basis) {
  Rows rows;
  for (const DayTally& tally : tallies) {
    const std::string cohort = tally.cohort.IsZero() ? "none" : CohortCell(basis, tally.cohort);
    Add(tally, rows[{cohort, tally.cohort.IsZero() ? "" : ShortId(tally.cohort),
                     CentreCell(basis, tally.centre)}]);
  }
  return rows;
}

Rows ByMonth(const std::vector<DayTally>& tallies) {
  Rows rows;
  // "2026-03".
  for (const DayTally& tally : tallies) Add(tally, rows[{FormatDay(tally.day).substr(0, 7)}]);
  return rows;
}

DayTally TotalOf(const Rows& rows) {
  DayTally total;
  for (const auto& [cells, tally] : rows) Add(tally, total);
  return total;
}

ReportColumns CohortColumns() {
  return {{"cohort", ColumnType::kText}, {"id", ColumnType::kText}, {"centre", ColumnType::kText}};
}

std::vector<std::string> TotalCells(std::size_t columns) {
  std::vector<std::string> cells(columns);
  cells.front() = "total";
  return cells;
}

v1::GetReportResponse AttendanceTotals(ReportColumns columns, const Rows& rows,
                                       const ReportBasis& basis) {
  const std::size_t labels = columns.size();
  columns = WithTally(std::move(columns));
  for (const absl::string_view name : {"attended", "of", "rate %"}) {
    columns.emplace_back(name, ColumnType::kNumber);
  }
  v1::GetReportResponse table = NewTable(columns, basis);
  const auto add = [&](std::vector<std::string> cells, const StatusTally& tally) {
    AppendTally(cells, tally);
    AppendRate(cells, tally);
    AddRow(table, std::move(cells));
  };
  std::size_t shown = 0;
  for (const auto& [cells, tally] : rows) {
    if (tally.statuses.expected == 0) continue;
    add(cells, tally.statuses);
    ++shown;
  }
  const DayTally total = TotalOf(rows);
  add(TotalCells(labels), total.statuses);
  table.add_small_print(std::string(kStatusesCounted));
  table.add_small_print(std::string(kRateTaken));
  table.add_small_print(
      "which kiosks are waited for, and why something is unclear or unknown: see the list of the "
      "same days, report attendance --by status");
  AddSmallPrint(
      table, basis,
      absl::StrCat(Count(static_cast<std::size_t>(total.statuses.expected), "status", "statuses"),
                   " in ", Count(shown, "row", "rows")));
  return table;
}

v1::GetReportResponse HoursTotals(ReportColumns columns, const Rows& rows,
                                  const ReportBasis& basis) {
  const std::size_t labels = columns.size();
  for (const absl::string_view name : {"minutes", "to confirm", "hours", "hours to confirm"}) {
    columns.emplace_back(name, ColumnType::kNumber);
  }
  v1::GetReportResponse table = NewTable(columns, basis);
  const auto add = [&](std::vector<std::string> cells, const DayTally& tally) {
    cells.insert(cells.end(), {MinutesCell(tally.settled_ms), MinutesCell(tally.to_confirm_ms),
                               HoursCell(tally.settled_ms), HoursCell(tally.to_confirm_ms)});
    AddRow(table, std::move(cells));
  };
  std::size_t shown = 0;
  for (const auto& [cells, tally] : rows) {
    if (tally.settled_ms == 0 && tally.to_confirm_ms == 0) continue;
    add(cells, tally);
    ++shown;
  }
  add(TotalCells(labels), TotalOf(rows));
  table.add_small_print(std::string(kRounding));
  table.add_small_print(
      "hours: towards the targets of enrolments, each minute once, of the enrolment's cohort and "
      "centre; with two decimals, rounded by themselves");
  AddSmallPrint(table, basis, Count(shown, "row", "rows"));
  return table;
}

}  // namespace

v1::GetReportResponse AttendanceByCohort(const std::vector<DayTally>& tallies,
                                         const ReportBasis& basis) {
  return AttendanceTotals(CohortColumns(), ByCohort(tallies, basis), basis);
}

v1::GetReportResponse HoursByCohort(const std::vector<DayTally>& tallies,
                                    const ReportBasis& basis) {
  return HoursTotals(CohortColumns(), ByCohort(tallies, basis), basis);
}

v1::GetReportResponse AttendanceByMonth(const std::vector<DayTally>& tallies,
                                        const ReportBasis& basis) {
  return AttendanceTotals({{"month", ColumnType::kText}}, ByMonth(tallies), basis);
}

v1::GetReportResponse HoursByMonth(const std::vector<DayTally>& tallies, const ReportBasis& basis) {
  return HoursTotals({{"month", ColumnType::kText}}, ByMonth(tallies), basis);
}

}  // namespace wijkboek
