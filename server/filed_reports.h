// Filing: a report's cut-off, request and fingerprint become an event, so that it can be run again
// as known then. Pure.
#ifndef WIJKBOEK_SERVER_FILED_REPORTS_H_
#define WIJKBOEK_SERVER_FILED_REPORTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "server/known_at.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What was asked for, with its choice: "attendance by person, 2026-01-01 … 2026-03-31, centre
// Noord".
std::string ReportWords(const v1::GetReportRequest& request);

// SHA-256 over the table's columns, rows and small print, each with its length.
Hash TableFingerprint(const v1::GetReportResponse& table);

// Under which a participant's book is filed, and which stands on its paper: "book-K7QF3MZRA2NW". So
// long that nobody hits one by guessing.
std::string BookCode(const Hash& fingerprint);

// INVALID_ARGUMENT when the name can't be one; ALREADY_EXISTS when a report was filed under it.
absl::Status CheckFilingName(const std::string& name, const OfficeRecord& record);

// `table`: as made for filing (OfficeReports::Form::kFiled). `author` zero: nobody is named.
EventDraft PlanFiling(const std::string& name, const v1::GetReportRequest& request,
                      const v1::GetReportResponse& table, const Id& author);

// `author` is its name.
v1::FiledReport FiledItem(const std::string& name, const OfficeFiling& filing,
                          const std::string& author);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FILED_REPORTS_H_
