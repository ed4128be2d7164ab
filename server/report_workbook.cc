#include "server/report_workbook.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace wijkboek {
namespace {

// What small print may take.
constexpr std::uint32_t kRowsKept = 100;
constexpr double kTitleSize = 14;
// In characters: widths must be said before the rows are known.
constexpr double kTextWidth = 22;
constexpr double kNumberWidth = 12;

// Sums are written "1,234.5" where people read them.
bool AsNumber(const std::string& cell, double& number) {
  return !cell.empty() && absl::SimpleAtod(absl::StrReplaceAll(cell, {{",", ""}}), &number);
}

}  // namespace

ReportWorkbook::ReportWorkbook(const std::string& path, const std::string& folder,
                               const std::string& title, std::vector<WorkbookColumn> columns)
    : folder_(folder), columns_(std::move(columns)) {
  // libxlsxwriter keeps the folder's address.
  lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                  .tmpdir = const_cast<char*>(folder_.c_str()),
                                  .use_zip64 = LXW_TRUE};
  workbook_ = workbook_new_opt(path.c_str(), &options);
  sheet_ = workbook_add_worksheet(workbook_, nullptr);
  lxw_format* heading = workbook_add_format(workbook_);
  format_set_bold(heading);
  format_set_text_wrap(heading);
  format_set_bottom(heading, LXW_BORDER_THIN);
  quiet_ = workbook_add_format(workbook_);
  format_set_font_color(quiet_, 0x555555);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet_, column, column, columns_[i].is_number ? kNumberWidth : kTextWidth,
                         nullptr);
  }
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, 9);  // A4
  worksheet_fit_to_pages(sheet_, 1, 0);
  if (!title.empty()) {
    lxw_format* large = workbook_add_format(workbook_);
    format_set_bold(large);
    format_set_font_size(large, kTitleSize);
    worksheet_write_string(sheet_, next_row_, 0, title.c_str(), large);
    next_row_ += 2;
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    worksheet_write_string(sheet_, next_row_, static_cast<lxw_col_t>(i),
                           columns_[i].heading.c_str(), heading);
  }
  worksheet_repeat_rows(sheet_, next_row_, next_row_);
  ++next_row_;
  worksheet_freeze_panes(sheet_, next_row_, 0);
}

ReportWorkbook::~ReportWorkbook() {
  if (workbook_ != nullptr) workbook_close(workbook_);
}

absl::Status ReportWorkbook::AddRow(const std::vector<std::string>& cells) {
  if (next_row_ + kRowsKept >= LXW_ROW_MAX) {
    return absl::InvalidArgumentError(absl::StrCat("a sheet holds at most ", LXW_ROW_MAX,
                                                   " rows: choose fewer days, a cohort, or CSV"));
  }
  const std::size_t count = std::min(cells.size(), columns_.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    double number = 0;
    if (cells[i].empty()) continue;
    if (columns_[i].is_number && AsNumber(cells[i], number)) {
      worksheet_write_number(sheet_, next_row_, column, number, nullptr);
    } else {
      worksheet_write_string(sheet_, next_row_, column, cells[i].c_str(), nullptr);
    }
  }
  ++next_row_;
  return absl::OkStatus();
}

absl::Status ReportWorkbook::Finish(const std::vector<std::string>& small_print) {
  ++next_row_;
  for (const std::string& line : small_print) {
    worksheet_write_string(sheet_, next_row_++, 0, line.c_str(), quiet_);
  }
  const lxw_error error = workbook_close(std::exchange(workbook_, nullptr));
  if (error == LXW_NO_ERROR) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("the workbook could not be written: ", lxw_strerror(error)));
}

}  // namespace wijkboek
