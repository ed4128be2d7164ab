// A report as a workbook (Office Open XML, ECMA-376): title, table with a heading that stays, small
// print. Rows are written as they come and never held.
#ifndef WIJKBOEK_SERVER_REPORT_WORKBOOK_H_
#define WIJKBOEK_SERVER_REPORT_WORKBOOK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace wijkboek {

struct WorkbookColumn {
  std::string heading;
  bool is_number = false;
};

// One thread.
class ReportWorkbook {
 public:
  // Made at `path`; what is made on the way lies in `folder`. An empty title: none.
  ReportWorkbook(const std::string& path, const std::string& folder, const std::string& title,
                 std::vector<WorkbookColumn> columns);
  ~ReportWorkbook();
  ReportWorkbook(const ReportWorkbook&) = delete;
  ReportWorkbook& operator=(const ReportWorkbook&) = delete;

  // INVALID_ARGUMENT where a sheet is full.
  absl::Status AddRow(const std::vector<std::string>& cells);
  // The file is whole when this returned OK. UNAVAILABLE where it can't be written.
  absl::Status Finish(const std::vector<std::string>& small_print);

 private:
  const std::string folder_;
  const std::vector<WorkbookColumn> columns_;
  lxw_workbook* workbook_;
  lxw_worksheet* sheet_;
  lxw_format* quiet_;
  std::uint32_t next_row_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_WORKBOOK_H_
