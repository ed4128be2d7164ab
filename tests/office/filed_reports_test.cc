// What stands in the list of filed reports, and under which names they may be filed.
#include "server/filed_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/civil_time.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ReportWordsTest, WhatWasAskedStandsThereInFull) {
  v1::GetReportRequest request;
  EXPECT_EQ(ReportWords(request), "no report that this program knows");
  request.mutable_attendance()->set_by(v1::AttendanceReportRequest::BY_PERSON);
  request.set_first_day(*ParseDay("2026-01-01"));
  EXPECT_EQ(ReportWords(request), "attendance by person, 2026-01-01 … ");
  request.set_last_day(*ParseDay("2026-03-31"));
  request.set_centre("Noord");
  request.set_cohort("14");
  request.set_programme("care");
  request.set_hide_below(5);
  EXPECT_EQ(ReportWords(request),
            "attendance by person, 2026-01-01 … 2026-03-31, centre Noord, cohort 14, programme "
            "care, counts below 5 hidden");
  request.clear_first_day();
  EXPECT_THAT(ReportWords(request), HasSubstr(",  … 2026-03-31,"));
}

TEST(ReportWordsTest, EachReportSaysWhatItIsOf) {
  const auto words = [](auto set) {
    v1::GetReportRequest request;
    set(request);
    return ReportWords(request);
  };
  EXPECT_EQ(words([](auto& r) { r.mutable_hours()->set_by(v1::HoursReportRequest::BY_COHORT); }),
            "hours by cohort");
  EXPECT_EQ(words([](auto& r) { r.mutable_hours(); }), "hours");
  EXPECT_EQ(words([](auto& r) { r.mutable_cases()->set_municipality("GM0363"); }),
            "cases of GM0363");
  EXPECT_EQ(words([](auto& r) { r.mutable_tasks()->set_by(v1::TaskReportRequest::BY_AREA); }),
            "tasks by area");
  EXPECT_EQ(words([](auto& r) { r.mutable_outcomes()->set_by("gender"); }), "outcomes by gender");
  EXPECT_EQ(words([](auto& r) {
              r.mutable_indicators()->set_set(v1::IndicatorReportRequest::SET_ESF_2014);
            }),
            "indicators ESF 2014-2020");
  EXPECT_EQ(words([](auto& r) {
              r.mutable_indicators()->set_set(v1::IndicatorReportRequest::SET_ESF_PLUS);
            }),
            "indicators ESF+ 2021-2027");
  EXPECT_EQ(words([](auto& r) { r.mutable_progress()->set_person("p-1"); }), "progress of p-1");
  EXPECT_EQ(words([](auto& r) { r.mutable_book()->set_person("p-1"); }), "book of p-1");
  EXPECT_EQ(words([](auto& r) { r.mutable_path()->set_type("goal"); }), "path of type goal");
}

TEST(FilingNameTest, IsOneLineThatIsUsedOnce) {
  OfficeRecord record;
  for (const std::string& name :
       {std::string(), std::string(101, 'x'), std::string("2026\nQ1"), std::string(" 2026-Q1"),
        std::string("2026-Q1 "), std::string("\xff\xfe")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(CheckFilingName(name, record))) << name;
  }
  EXPECT_TRUE(CheckFilingName(std::string(100, 'x'), record).ok());
  EXPECT_TRUE(CheckFilingName("2026-Q1 één", record).ok());
  record.filings["2026-Q1"].request.mutable_hours();
  record.filings["2026-Q1"].filed_ms = InstantOf(*ParseCivilTime("2026-04-02T10:15"));
  const absl::Status used = CheckFilingName("2026-Q1", record);
  EXPECT_TRUE(absl::IsAlreadyExists(used));
  EXPECT_THAT(std::string(used.message()),
              AllOf(HasSubstr("on 2026-04-02 10:15 (hours)"), HasSubstr("'2026-Q1 restated'")));
}

}  // namespace
}  // namespace wijkboek
