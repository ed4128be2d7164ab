// Reports as files: made piece by piece, whole or not at all.
#include "server/report_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/connect/dispatch.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr CivilDay kFirst = 20'515;  // 2026-03-03

v1::ExportReportRequest Request(v1::ExportReportRequest::Form form) {
  v1::ExportReportRequest request;
  request.set_form(form);
  request.mutable_report()->mutable_attendance()->set_by(v1::AttendanceReportRequest::BY_LIST);
  request.mutable_report()->set_first_day(kFirst);
  request.mutable_report()->set_last_day(kFirst + 9);
  return request;
}

// A list of some rows for each day, and of what was asked.
class FakeReports {
 public:
  explicit FakeReports(int rows_a_day) : rows_a_day_(rows_a_day) {}

  absl::StatusOr<v1::GetReportResponse> Get(const v1::GetReportRequest& request) {
    asked_.emplace_back(request.first_day() - kFirst, request.last_day() - kFirst);
    if (fails_from_ && request.last_day() >= kFirst + *fails_from_) {
      return absl::UnavailableError("the disk went away");
    }
    v1::GetReportResponse table;
    table.add_columns()->set_name("day");
    table.add_columns()->set_name("who");
    v1::ReportColumn& minutes = *table.add_columns();
    minutes.set_name("minutes");
    minutes.set_number(true);
    for (CivilDay day = request.first_day(); day <= request.last_day(); ++day) {
      for (int i = 0; i < rows_a_day_; ++i) {
        v1::ReportRow& row = *table.add_rows();
        row.add_cells(FormatDay(day));
        row.add_cells(i == 0 ? "=SUM(A1)" : absl::StrCat("present, ", i));
        row.add_cells("1,180.5");
      }
    }
    table.add_small_print("3 of 4 kiosks were heard");
    table.mutable_as_known_at()->set_position(position_++);
    table.set_now_ms(1'772'521'200'000);
    return table;
  }
  ReportExport::Get AsGet() {
    return [this](const v1::GetReportRequest& request) { return Get(request); };
  }

  void FailFrom(int day) { fails_from_ = day; }
  // First and last day of each piece, from kFirst.
  const std::vector<std::pair<int, int>>& asked() const { return asked_; }

 private:
  const int rows_a_day_;
  std::uint64_t position_ = 100;
  std::optional<int> fails_from_;
  std::vector<std::pair<int, int>> asked_;
};

absl::StatusOr<std::string> ReadAll(ReportExport& from) {
  std::string all;
  for (;;) {
    absl::StatusOr<std::string> piece = from.Next();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return all;
    all.append(*piece);
  }
}

class ReportExportTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::string> Export(const v1::ExportReportRequest& request, FakeReports& reports) {
    absl::StatusOr<std::unique_ptr<ReportExport>> made =
        ReportExport::Begin(request, dir_.path(), reports.AsGet());
    if (!made.ok()) return made.status();
    name_ = (*made)->file_name();
    return ReadAll(**made);
  }
  bool FolderIsEmpty() const { return std::filesystem::is_empty(dir_.path()); }

  TempDir dir_;
  std::string name_;
};

TEST_F(ReportExportTest, AListIsReadDaysAtATimeAndIsWholeAllTheSame) {
  FakeReports reports(2);
  const auto csv = Export(Request(v1::ExportReportRequest::FORM_CSV), reports);
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_EQ(name_, "attendance.csv");
  // Few rows: ever more days at once, and no day twice.
  EXPECT_THAT(reports.asked(),
              ElementsAre(std::pair(0, 0), std::pair(1, 2), std::pair(3, 6), std::pair(7, 9)));
  EXPECT_THAT(*csv, StartsWith("\xEF\xBB\xBF"
                               "day,who,minutes\r\n2026-03-03,'=SUM(A1),\"1,180.5\"\r\n"
                               "2026-03-03,\"present, 1\",\"1,180.5\"\r\n2026-03-04,"));
  EXPECT_THAT(*csv, HasSubstr("2026-03-12,\"present, 1\""));
  EXPECT_THAT(*csv, HasSubstr("\r\n\r\n\"days 2026-03-03 to 2026-03-12; 20 rows\"\r\n"));
  EXPECT_THAT(*csv, HasSubstr("read day by day, as known from position 100,"));
  EXPECT_THAT(*csv, HasSubstr("to position 103,"));
  EXPECT_THAT(*csv, EndsWith("3 of 4 kiosks were heard\r\n"));
}

TEST_F(ReportExportTest, ManyRowsAreNeverReadAtOnce) {
  FakeReports reports(20'000);
  v1::ExportReportRequest request = Request(v1::ExportReportRequest::FORM_CSV);
  const auto csv = Export(request, reports);
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_EQ(reports.asked().size(), 10u) << "a day at a time";
}

TEST_F(ReportExportTest, OtherReportsAreReadInOneGo) {
  FakeReports reports(1);
  v1::ExportReportRequest request = Request(v1::ExportReportRequest::FORM_CSV);
  request.mutable_report()->mutable_outcomes();
  const auto csv = Export(request, reports);
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_EQ(reports.asked().size(), 1u);
  EXPECT_EQ(name_, "outcomes.csv");
  EXPECT_THAT(*csv, Not(HasSubstr("day by day")));
}

TEST_F(ReportExportTest, JsonIsTheSameMessageThatACallGives) {
  FakeReports reports(2);
  const auto json = Export(Request(v1::ExportReportRequest::FORM_JSON), reports);
  ASSERT_TRUE(json.ok()) << json.status();
  v1::GetReportResponse table;
  ASSERT_TRUE(DispatchTable::ParseJson(*json, table).ok()) << *json;
  EXPECT_EQ(table.columns_size(), 3);
  EXPECT_TRUE(table.columns(2).number());
  EXPECT_EQ(table.rows_size(), 20);
  EXPECT_EQ(table.rows(19).cells(0), "2026-03-12");
  EXPECT_EQ(table.rows(0).cells(1), "=SUM(A1)") << "for programs as it is";
  EXPECT_EQ(table.as_known_at().position(), 103u);
  EXPECT_THAT(table.small_print(0), HasSubstr("20 rows"));
}

TEST_F(ReportExportTest, AnEmptyTableIsStillATable) {
  FakeReports reports(0);
  const auto json = Export(Request(v1::ExportReportRequest::FORM_JSON), reports);
  ASSERT_TRUE(json.ok()) << json.status();
  v1::GetReportResponse table;
  ASSERT_TRUE(DispatchTable::ParseJson(*json, table).ok()) << *json;
  EXPECT_THAT(table.rows(), IsEmpty());
  const auto csv = Export(Request(v1::ExportReportRequest::FORM_CSV), reports);
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_THAT(*csv, HasSubstr("minutes\r\n\r\n"));
}

TEST_F(ReportExportTest, AWorkbookHoldsNumbersAsNumbersAndNeverAFormula) {
  FakeReports reports(2);
  v1::ExportReportRequest request = Request(v1::ExportReportRequest::FORM_XLSX);
  request.set_title("Presentielijst");
  (*request.mutable_words())["column.who"] = "wie";
  (*request.mutable_words())["cell.present, 1"] = "aanwezig";
  const auto workbook = Export(request, reports);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(name_, "attendance.xlsx");
  EXPECT_TRUE(FolderIsEmpty()) << "nothing is left of it";
  const std::string path = dir_.File("out.xlsx");
  std::ofstream(path, std::ios::binary) << *workbook;
  // A reader of its own.
  const std::string command =
      absl::StrCat("python3 -c \"import zipfile,sys;z=zipfile.ZipFile('", path,
                   "');assert z.testzip() is None;"
                   "sys.stdout.write(z.read('xl/worksheets/sheet1.xml').decode())\"");
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string sheet(1 << 20, '\0');
  sheet.resize(fread(sheet.data(), 1, sheet.size(), pipe));
  ASSERT_EQ(pclose(pipe), 0);
  EXPECT_THAT(sheet, HasSubstr("<t>Presentielijst</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>wie</t>"));
  EXPECT_THAT(sheet, HasSubstr("<t>aanwezig</t>"));
  EXPECT_THAT(sheet, HasSubstr("<v>1180.5</v>"));
  EXPECT_THAT(sheet, HasSubstr("<t>=SUM(A1)</t>"));
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(sheet, HasSubstr("3 of 4 kiosks were heard"));
}

TEST_F(ReportExportTest, WhatFailsOnTheWayIsNoFile) {
  for (const auto form : {v1::ExportReportRequest::FORM_CSV, v1::ExportReportRequest::FORM_JSON,
                          v1::ExportReportRequest::FORM_XLSX}) {
    FakeReports reports(2);
    reports.FailFrom(4);
    EXPECT_EQ(Export(Request(form), reports).status(),
              absl::UnavailableError("the disk went away"));
    EXPECT_TRUE(FolderIsEmpty());
  }
}

TEST_F(ReportExportTest, WhatMakesNoSenseIsSaidBeforeTheFirstByte) {
  FakeReports reports(1);
  EXPECT_EQ(Export(Request(v1::ExportReportRequest::FORM_UNSPECIFIED), reports).status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::ExportReportRequest backwards = Request(v1::ExportReportRequest::FORM_CSV);
  backwards.mutable_report()->set_last_day(kFirst - 1);
  EXPECT_EQ(Export(backwards, reports).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wijkboek
