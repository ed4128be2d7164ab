// The stage "report": from what the fold derived to tables that can be defended. Pure: values in, a
// table out; one file for each family of reports (report_*.h). Lengths are summed exactly and
// rounded (half up) only where they are shown, with what waits to be confirmed beside the sum,
// never in it.
//
// This file has the steps that they share: cells, rows, and the small print below them.
#ifndef WIJKBOEK_SERVER_REPORT_TABLE_H_
#define WIJKBOEK_SERVER_REPORT_TABLE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Kiosks that a line of small print names at most.
inline constexpr std::size_t kKiosksNamedMax = 10;

enum class ColumnType { kText, kNumber };

// An empty table with these columns, which says what it is known at.
v1::GetReportResponse NewTable(const std::vector<std::pair<absl::string_view, ColumnType>>& columns,
                               const ReportBasis& basis);
void AddRow(v1::GetReportResponse& table, std::vector<std::string> cells);

// A name, or the short id where there is none.
std::string PersonCell(const ReportBasis& basis, const Id& person);
std::string CentreCell(const ReportBasis& basis, const Id& centre);
std::string CohortCell(const ReportBasis& basis, const Id& cohort);
std::string KioskCell(const ReportBasis& basis, const Id& device);
std::string NameCell(const KioskLine& kiosk);
// Names separated by commas.
std::string KioskCells(const ReportBasis& basis, const std::vector<Id>& devices);
std::string MinutesCell(std::int64_t ms);
// With two decimals, half up.
std::string HoursCell(std::int64_t ms);
// Of a hundred, with one decimal, half up. Empty where there is nothing to take a part of.
std::string PercentCell(std::int64_t part, std::int64_t whole);
std::string TimeCell(std::int64_t t_ms);
std::string YesCell(bool yes);
// The first twelve hex digits of each.
std::string EventCells(const std::vector<Hash>& events);
// "1 kiosk", "2 kiosks".
std::string Count(std::size_t number, absl::string_view one, absl::string_view several);

// Null when the registry does not know it.
const KioskLine* FindKiosk(const ReportBasis& basis, const Id& device);
// "in use", "lost since 2026-03-03 13:00", "shut out" …
std::string WhereaboutsText(const KioskLine& kiosk);

// How minutes are rounded.
extern const absl::string_view kRounding;

// The span of days and what the rows are (`counted`, such as "3 people, 5 days"), coverage by
// kiosks, what is in no figure, and as known when.
void AddSmallPrint(v1::GetReportResponse& table, const ReportBasis& basis,
                   absl::string_view counted);

// Facts set aside that somebody should look into, and that are not a discrepancy as well.
std::vector<SetAsideFact> SetAsideAlone(const ReportBasis& basis);
// "2 facts": each once, whatever the reasons.
std::string CountFacts(const std::vector<SetAsideFact>& facts);

// Whole minutes, half up.
std::int64_t RoundedMinutes(std::int64_t ms);
// The first eight hex digits.
std::string ShortId(const Id& id);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_TABLE_H_
