// A report as a file that is made piece by piece, however long it is.
#ifndef WIJKBOEK_SERVER_REPORT_EXPORT_H_
#define WIJKBOEK_SERVER_REPORT_EXPORT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "wijkboek/v1/reports.pb.h"

namespace wijkboek {

// One thread at a time.
class ReportExport {
 public:
  using Get = std::function<absl::StatusOr<v1::GetReportResponse>(const v1::GetReportRequest&)>;

  // Reads the first piece, so that what is wrong with the request is said at once. A workbook is
  // made as a whole here, in a file of `folder` that has no name. Errors: INVALID_ARGUMENT, and
  // those of `get`.
  static absl::StatusOr<std::unique_ptr<ReportExport>> Begin(const v1::ExportReportRequest& request,
                                                             const std::string& folder, Get get);
  virtual ~ReportExport() = default;

  // "attendance.csv".
  virtual std::string file_name() const = 0;
  // The next bytes; empty: that was all.
  virtual absl::StatusOr<std::string> Next() = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_EXPORT_H_
