// Statuses counted: the figures of attendance reports, and the small print that says what is not
// known and why.
#ifndef WIJKBOEK_SERVER_REPORT_STATUSES_H_
#define WIJKBOEK_SERVER_REPORT_STATUSES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "common/reconcile/tally.h"
#include "server/report_basis.h"
#include "server/report_table.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

std::string StatusWord(AttendanceStatus status);

// The figures of a tally, as columns and cells in the same order.
using ReportColumns = std::vector<std::pair<absl::string_view, ColumnType>>;
ReportColumns WithTally(ReportColumns columns);
void AppendTally(std::vector<std::string>& cells, const StatusTally& tally);
// The rate and what it is taken of: attended, of, rate %.
void AppendRate(std::vector<std::string>& cells, const StatusTally& tally);
// What a tally counts, and how a rate is taken.
extern const absl::string_view kStatusesCounted;
extern const absl::string_view kRateTaken;

// How many statuses are known; how many are not, and why; which kiosks are waited for and which are
// lost, each with its heard-through time.
void AddStatusPrint(v1::GetReportResponse& table, const std::vector<AttendanceRecord>& records,
                    const ReportBasis& basis);
// The same of statuses that were added up before: `open` are those of them that are (IsOpen).
void AddStatusPrint(v1::GetReportResponse& table, const StatusTally& tally,
                    const std::vector<AttendanceRecord>& open, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_STATUSES_H_
