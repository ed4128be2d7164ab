#include "server/report_export.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/connect/dispatch.h"
#include "common/csv.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/dutch_print.h"
#include "server/report_reading.h"
#include "server/report_workbook.h"

namespace wijkboek {
namespace {

using Form = v1::ExportReportRequest;

constexpr CivilDay kDaysAtOnceMax = 31;
constexpr std::size_t kFilePieceBytes = 64 * 1024;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Rows that name a day each, so that a table of many days is the tables of its days.
bool IsByDay(const v1::GetReportRequest& report) {
  using By = v1::AttendanceReportRequest;
  const int by = report.has_attendance() ? static_cast<int>(report.attendance().by()) : -1;
  return (by == By::BY_STATUS || by == By::BY_LIST) && report.has_first_day() &&
         report.has_last_day();
}

// The report, some days at a time.
class Pieces {
 public:
  Pieces(v1::GetReportRequest report, ReportExport::Get get)
      : report_(std::move(report)), get_(std::move(get)), is_by_day_(IsByDay(report_)) {
    if (is_by_day_) next_day_ = report_.first_day();
  }

  // Nullopt: that was all.
  absl::StatusOr<std::optional<v1::GetReportResponse>> Next() {
    if (is_over_) return std::nullopt;
    if (!is_by_day_) {
      is_over_ = true;
      ASSIGN_OR_RETURN(v1::GetReportResponse whole, get_(report_));
      small_print_ = {whole.small_print().begin(), whole.small_print().end()};
      return whole;
    }
    v1::GetReportRequest some = report_;
    some.set_first_day(next_day_);
    some.set_last_day(std::min(next_day_ + days_ - 1, report_.last_day()));
    ASSIGN_OR_RETURN(v1::GetReportResponse piece, get_(some));
    is_over_ = some.last_day() >= report_.last_day();
    next_day_ = some.last_day() + 1;
    const auto rows = static_cast<std::size_t>(piece.rows_size());
    if (2 * rows < kExportRowsAtOnce) days_ = std::min(2 * days_, kDaysAtOnceMax);
    if (rows > kExportRowsAtOnce) days_ = std::max(1, days_ / 2);
    Note(piece);
    return piece;
  }

  // Of the whole; after the last piece.
  const std::vector<std::string>& small_print() const { return small_print_; }

 private:
  // Each piece's small print is about its own days.
  void Note(const v1::GetReportResponse& piece) {
    rows_ += static_cast<std::size_t>(piece.rows_size());
    const std::string at =
        absl::StrCat("position ", piece.as_known_at().position(), ", ", FormatTime(piece.now_ms()));
    if (first_at_.empty()) first_at_ = at;
    if (!is_over_) return;
    small_print_ = {absl::StrCat("days ", FormatDay(report_.first_day()), " to ",
                                 FormatDay(report_.last_day()), "; ", rows_, " rows"),
                    at == first_at_
                        ? absl::StrCat("as known at ", at)
                        : absl::StrCat("read day by day, as known from ", first_at_, " to ", at),
                    "of the last days read:"};
    if (!report_.language().empty()) {
      for (std::string& line : small_print_) line = DutchPrint(line).text;
    }
    small_print_.insert(small_print_.end(), piece.small_print().begin(), piece.small_print().end());
  }

  const v1::GetReportRequest report_;
  const ReportExport::Get get_;
  const bool is_by_day_;
  CivilDay next_day_ = 0;
  CivilDay days_ = 1;
  bool is_over_ = false;
  std::size_t rows_ = 0;
  std::string first_at_;
  std::vector<std::string> small_print_;
};

// What columns and texts are called.
class Words {
 public:
  explicit Words(const v1::ExportReportRequest& request)
      : words_(request.words().begin(), request.words().end()) {}
  std::string Column(const std::string& name) const { return Of("column.", name); }
  std::string Cell(const std::string& text) const { return Of("cell.", text); }

 private:
  std::string Of(absl::string_view kind, const std::string& word) const {
    const auto found = words_.find(absl::StrCat(kind, word));
    return found == words_.end() ? word : found->second;
  }
  const std::map<std::string, std::string> words_;
};

std::string FileName(const v1::ExportReportRequest& request, absl::string_view ending) {
  const google::protobuf::FieldDescriptor* report =
      v1::GetReportRequest::GetDescriptor()->FindFieldByNumber(request.report().report_case());
  return absl::StrCat(report == nullptr ? "report" : report->name(), ".", ending);
}

class CsvExport final : public ReportExport {
 public:
  CsvExport(const v1::ExportReportRequest& request, Get get)
      : words_(request),
        pieces_(request.report(), std::move(get)),
        name_(FileName(request, "csv")) {}

  absl::Status Begin() {
    ASSIGN_OR_RETURN(const std::optional<v1::GetReportResponse> first, pieces_.Next());
    ahead_ = std::string(kByteOrderMark);
    for (int i = 0; i < first->columns_size(); ++i) {
      AppendCsvField(ahead_, HarmlessCell(words_.Column(first->columns(i).name())), i == 0);
    }
    ahead_.append("\r\n");
    AppendRows(*first);
    return absl::OkStatus();
  }
  std::string file_name() const override { return name_; }
  absl::StatusOr<std::string> Next() override {
    while (ahead_.empty() && !is_over_) {
      ASSIGN_OR_RETURN(const std::optional<v1::GetReportResponse> piece, pieces_.Next());
      if (piece) {
        AppendRows(*piece);
      } else {
        AppendSmallPrint();
      }
    }
    return std::exchange(ahead_, {});
  }

 private:
  void AppendRows(const v1::GetReportResponse& piece) {
    for (const v1::ReportRow& row : piece.rows()) {
      for (int i = 0; i < piece.columns_size(); ++i) {
        const std::string cell = i < row.cells_size() ? row.cells(i) : "";
        AppendCsvField(ahead_, piece.columns(i).number() ? cell : HarmlessCell(words_.Cell(cell)),
                       i == 0);
      }
      ahead_.append("\r\n");
    }
  }
  // Below an empty line: where programs that read tables stop.
  void AppendSmallPrint() {
    is_over_ = true;
    ahead_.append("\r\n");
    for (const std::string& line : pieces_.small_print()) {
      AppendCsvField(ahead_, HarmlessCell(line), /*first=*/true);
      ahead_.append("\r\n");
    }
  }

  const Words words_;
  Pieces pieces_;
  const std::string name_;
  std::string ahead_;
  bool is_over_ = false;
};

// protobuf's JSON of a GetReportResponse, whose rows come as they are read.
class JsonExport final : public ReportExport {
 public:
  JsonExport(const v1::ExportReportRequest& request, Get get)
      : pieces_(request.report(), std::move(get)), name_(FileName(request, "json")) {}

  absl::Status Begin() {
    ASSIGN_OR_RETURN(const std::optional<v1::GetReportResponse> first, pieces_.Next());
    ahead_ = "{\"columns\":[";
    for (int i = 0; i < first->columns_size(); ++i) {
      ASSIGN_OR_RETURN(const std::string column, DispatchTable::PrintJson(first->columns(i)));
      absl::StrAppend(&ahead_, i == 0 ? "" : ",", column);
    }
    ahead_.append("],\"rows\":[");
    return AppendRows(*first);
  }
  std::string file_name() const override { return name_; }
  absl::StatusOr<std::string> Next() override {
    while (ahead_.empty() && !is_over_) {
      ASSIGN_OR_RETURN(const std::optional<v1::GetReportResponse> piece, pieces_.Next());
      RETURN_IF_ERROR(piece ? AppendRows(*piece) : AppendRest());
    }
    return std::exchange(ahead_, {});
  }

 private:
  absl::Status AppendRows(const v1::GetReportResponse& piece) {
    for (const v1::ReportRow& row : piece.rows()) {
      ASSIGN_OR_RETURN(const std::string text, DispatchTable::PrintJson(row));
      absl::StrAppend(&ahead_, has_rows_ ? "," : "", text);
      has_rows_ = true;
    }
    rest_ = v1::GetReportResponse();
    *rest_.mutable_as_known_at() = piece.as_known_at();
    rest_.set_now_ms(piece.now_ms());
    return absl::OkStatus();
  }
  absl::Status AppendRest() {
    is_over_ = true;
    for (const std::string& line : pieces_.small_print()) rest_.add_small_print(line);
    ASSIGN_OR_RETURN(const std::string rest, DispatchTable::PrintJson(rest_));
    // The last object's fields become this one's.
    absl::StrAppend(&ahead_, "]", rest.size() > 2 ? "," : "", absl::string_view(rest).substr(1),
                    "\n");
    return absl::OkStatus();
  }

  Pieces pieces_;
  const std::string name_;
  v1::GetReportResponse rest_;
  std::string ahead_;
  bool has_rows_ = false;
  bool is_over_ = false;
};

class WorkbookExport final : public ReportExport {
 public:
  explicit WorkbookExport(const v1::ExportReportRequest& request)
      : name_(FileName(request, "xlsx")) {}
  ~WorkbookExport() override {
    if (descriptor_ >= 0) close(descriptor_);
  }

  absl::Status Make(const v1::ExportReportRequest& request, const std::string& folder, Get get) {
    std::string path = absl::StrCat(folder, "/export-XXXXXX");
    // libxlsxwriter opens it by its name, which goes as soon as the workbook is whole or was given
    // up.
    descriptor_ = mkostemp(path.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
      return absl::UnavailableError(
          absl::StrCat("a file for the workbook could not be made: ", std::strerror(errno)));
    }
    absl::Status written = Write(request, path, folder, std::move(get));
    unlink(path.c_str());
    return written;
  }
  std::string file_name() const override { return name_; }
  absl::StatusOr<std::string> Next() override {
    std::string piece(kFilePieceBytes, '\0');
    const ssize_t size = read(descriptor_, piece.data(), piece.size());
    if (size < 0) return absl::UnavailableError("the workbook could not be read");
    piece.resize(static_cast<std::size_t>(size));
    return piece;
  }

 private:
  static absl::Status Write(const v1::ExportReportRequest& request, const std::string& path,
                            const std::string& folder, Get get) {
    const Words words(request);
    Pieces pieces(request.report(), std::move(get));
    std::unique_ptr<ReportWorkbook> workbook;
    std::vector<bool> is_number;
    for (;;) {
      ASSIGN_OR_RETURN(const std::optional<v1::GetReportResponse> piece, pieces.Next());
      if (!piece) return workbook->Finish(pieces.small_print());
      if (workbook == nullptr) {
        std::vector<WorkbookColumn> columns;
        for (const v1::ReportColumn& column : piece->columns()) {
          columns.push_back({.heading = words.Column(column.name()), .is_number = column.number()});
          is_number.push_back(column.number());
        }
        workbook =
            std::make_unique<ReportWorkbook>(path, folder, request.title(), std::move(columns));
      }
      for (const v1::ReportRow& row : piece->rows()) {
        std::vector<std::string> cells(row.cells().begin(), row.cells().end());
        for (std::size_t i = 0; i < cells.size() && i < is_number.size(); ++i) {
          if (!is_number[i]) cells[i] = words.Cell(cells[i]);
        }
        RETURN_IF_ERROR(workbook->AddRow(cells));
      }
    }
  }

  const std::string name_;
  int descriptor_ = -1;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ReportExport>> ReportExport::Begin(
    const v1::ExportReportRequest& request, const std::string& folder, Get get) {
  // Else the first piece would be of a day that nobody asked for.
  RETURN_IF_ERROR(DaysOfReport(request.report()).status());
  switch (request.form()) {
    case Form::FORM_CSV: {
      auto csv = std::make_unique<CsvExport>(request, std::move(get));
      RETURN_IF_ERROR(csv->Begin());
      return csv;
    }
    case Form::FORM_JSON: {
      auto json = std::make_unique<JsonExport>(request, std::move(get));
      RETURN_IF_ERROR(json->Begin());
      return json;
    }
    case Form::FORM_XLSX: {
      auto workbook = std::make_unique<WorkbookExport>(request);
      RETURN_IF_ERROR(workbook->Make(request, folder, std::move(get)));
      return workbook;
    }
    default:
      return absl::InvalidArgumentError("form: say which: FORM_CSV, FORM_XLSX or FORM_JSON");
  }
}

}  // namespace wijkboek
