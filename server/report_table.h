// Steps that the reports share: cells, rows, and the small print below them.
#ifndef WIJKBOEK_SERVER_REPORT_TABLE_H_
#define WIJKBOEK_SERVER_REPORT_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/report.h"

namespace wijkboek {

enum class ColumnType { kText, kNumber };

// An empty table with these columns, which says what it is known at.
v1::GetReportResponse NewTable(const std::vector<std::pair<absl::string_view, ColumnType>>& columns,
                               const ReportBasis& basis);
void AddRow(v1::GetReportResponse& table, std::vector<std::string> cells);

// A name, or the short id where there is none.
std::string PersonCell(const ReportBasis& basis, const Id& person);
std::string CentreCell(const ReportBasis& basis, const Id& centre);
std::string MinutesCell(std::int64_t ms);
std::string TimeCell(std::int64_t t_ms);

// "rounded …", coverage by kiosks, unknowns, and as known when. `counted` says what the rows are,
// such as "3 people, 5 days".
void AddSmallPrint(v1::GetReportResponse& table, const ReportBasis& basis,
                   absl::string_view counted);

// True for reasons that somebody should look into: what was voided or practised is no doubt.
bool IsDoubt(SetAsideReason reason);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_TABLE_H_
