#include "server/report_person.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

OpenedStep Step(PathType type, CivilDay day, const std::string& code = "") {
  OpenedStep step;
  step.record.person = TestId(1);
  step.record.type = type;
  step.record.day = day;
  step.record.last_day = day;
  step.item.mutable_step()->set_day(FormatDay(day));
  step.item.mutable_step()->set_code(code);
  return step;
}

OpenedStep Level(PathType type, CivilDay day, const std::string& scale, const std::string& skill,
                 const std::string& level) {
  OpenedStep step = Step(type, day);
  step.item.mutable_step()->set_scale(scale);
  step.item.mutable_step()->set_skill(skill);
  step.item.mutable_step()->set_level(level);
  return step;
}

OpenedStep Goal(const std::string& state, const std::string& note) {
  OpenedStep step = Step(PathType::kGoal, kDay - 30);
  step.record.state = state;
  step.record.running = state == "set";
  step.item.mutable_step()->set_note(note);
  return step;
}

CaseRecord SentCase(CaseStage stage) {
  CaseRecord record;
  record.person = TestId(1);
  record.stage = stage;
  record.sent.event.data()[0] = 1;
  return record;
}

// Amina, in cohort 30, of a programme of 100 hours; with something of everything.
PersonFigures Amina() {
  using enum AttendanceStatus;
  PersonFigures figures;
  figures.person = TestId(1);
  figures.enrolments = {
      {.person = TestId(1), .cohort = TestId(30), .first_day = kDay - 60, .target_minutes = 6000},
      {.person = TestId(1), .cohort = TestId(31), .first_day = kDay - 400, .last_day = kDay - 61}};
  figures.programmes = {{TestId(30), "Zorg"}};
  for (const AttendanceStatus status :
       {kPresent, kPresent, kPresent, kExcused, kAbsent, kAbsent, kPending, kUnclear, kUnknown}) {
    figures.attendance.push_back({.status = status, .is_final = true});
  }
  figures.attendance[1].late = true;
  figures.attendance[5].is_final = false;
  figures.hours = {{.day = kDay, .settled_ms = 25 * 60 * kMinuteMs},
                   {.day = kDay, .to_confirm_ms = 90 * kMinuteMs}};
  figures.visits = {{.tasks = {v1::VISIT_TASK_GOING_ALONG, v1::VISIT_TASK_SHOPPING},
                     .settled_ms = 60 * kMinuteMs},
                    {.tasks = {v1::VISIT_TASK_SHOPPING}, .settled_ms = 30 * kMinuteMs},
                    {.tasks = {static_cast<v1::VisitTask>(99)}, .to_confirm_ms = 40 * kMinuteMs}};
  const auto help = [](unsigned char helper, unsigned char helped, const char* subject,
                       std::uint32_t minutes) {
    return HelpRecord{.helper = TestId(helper),
                      .helped = TestId(helped),
                      .day = kDay,
                      .subject = subject,
                      .minutes = minutes,
                      .confirmed = true};
  };
  figures.helps = {help(1, 2, "cycling", 30), help(1, 2, "cycling", 10), help(1, 2, "", 5),
                   help(2, 1, "forms", 25),   help(1, 2, "cooking", 60), help(1, 2, "sewing", 70)};
  figures.helps[4].confirmed = false;
  figures.helps[5].denied = true;
  // As they were written down, not by day.
  figures.steps = {Level(PathType::kAssessment, kDay - 1, "NT2", "reading", "A2"),
                   Level(PathType::kAssessment, kDay - 50, "NT2", "reading", "A1"),
                   Level(PathType::kAssessment, kDay - 9, "NT2", "reading", "B2"),
                   Level(PathType::kAssessment, kDay - 20, "NT2", "writing", ""),
                   Level(PathType::kLadder, kDay - 20, "ladder", "", "3"),
                   Goal("met", "to cycle to the market"),
                   Goal("met", ""),
                   Goal("unmet", "to sleep through the night"),
                   Goal("set", "to find work"),
                   Step(PathType::kMilestone, kDay - 5, "certificate"),
                   Step(PathType::kMilestone, kDay - 4),
                   Step(PathType::kMilestone, kDay - 3),
                   Step(PathType::kOneToOne, kDay - 2),
                   Step(PathType::kOneToOne, kDay - 1),
                   Step(PathType::kExit, kDay, "paid_work"),
                   Step(PathType::kExit, kDay - 61, "dropout")};
  figures.steps[10].unreadable = true;
  figures.cases = {SentCase(CaseStage::kSent), SentCase(CaseStage::kAccounted),
                   SentCase(CaseStage::kRetracted), SentCase(CaseStage::kRetractionAcknowledged),
                   CaseRecord()};
  return figures;
}

ReportBasis OfCohorts() {
  ReportBasis basis = Basis();
  basis.cohorts = {{TestId(30), "Groep 14"}, {TestId(31), "Groep 13"}};
  return basis;
}

TEST(ProgressReportTest, EachFigureStandsBesideWhatItIsAPartOf) {
  const v1::GetReportResponse report = ProgressReport(Amina(), OfCohorts());
  EXPECT_EQ(Head(report), "about|what|value|of|%|not known");
  EXPECT_THAT(
      Lines(report),
      IsSupersetOf({"participant|Amina||||", "enrolment|Groep 14|Zorg|2026-01-02 … ||",
                    "enrolment|Groep 13||2025-01-27 … 2026-01-01||", "sessions|expected|9|||4",
                    "sessions|present|3|9|33.3|4", "sessions|of these late|1|3|33.3|0",
                    "sessions|excused|1|9|11.1|4", "sessions|absent|1|9|11.1|4",
                    "sessions|attended, of those that are known and not excused|3|4|75.0|0",
                    "hours|counted|25.00|100.00|25.0|", "hours|to confirm, not counted|1.50|||"}));
}

TEST(ProgressReportTest, WhatIsToConfirmOrDeniedOrErasedIsNotCounted) {
  const v1::GetReportResponse report = ProgressReport(Amina(), OfCohorts());
  const std::vector<std::string> lines = Lines(report);
  EXPECT_THAT(lines,
              IsSupersetOf({"visits|made|3|||", "visits|hours|1.50|||", "visits|going along|1|||",
                            "visits|shopping|2|||", "visits|other|1|||"}));
  EXPECT_THAT(lines, IsSupersetOf({"help|given, minutes, confirmed by both|45|||",
                                   "help|received, minutes, confirmed by both|25|||",
                                   "help|gave help with|cycling|||"}));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("cooking"))));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("sewing"))));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("forms"))));
  EXPECT_THAT(lines, IsSupersetOf({"reached|certificate|2026-02-26|||",
                                   "reached|(unreadable)|2026-02-27|||",
                                   "reached|(not said)|2026-02-28|||"}));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("of their steps 1 can't be read")));
}

TEST(ProgressReportTest, FromTheFirstLevelToTheLatestByDay) {
  const std::vector<std::string> lines = Lines(ProgressReport(Amina(), OfCohorts()));
  EXPECT_THAT(lines, IsSupersetOf({"level|NT2 reading|A1, 2026-01-12|now A2, 2026-03-02||",
                                   "level|NT2 writing|(unreadable), 2026-02-11|measured once||",
                                   "level|ladder|3, 2026-02-11|measured once||"}));
  EXPECT_THAT(lines, Contains("goals|met|2|4|50.0|1"));
  EXPECT_THAT(lines, IsSupersetOf({"talks|one to one|2|||", "exit|paid_work|2026-03-03|||",
                                   "no-show cases|sent and not retracted|2|||"}));
}

TEST(ProgressReportTest, OfWhomNothingIsKnown) {
  PersonFigures figures;
  figures.person = TestId(1);
  const std::vector<std::string> lines = Lines(ProgressReport(figures, OfCohorts()));
  EXPECT_THAT(lines,
              IsSupersetOf({"sessions|expected|0|||0", "hours|counted|0.00|||", "visits|made|0|||",
                            "goals|met|0|||0", "exit|none is written down||||"}));
}

TEST(BookReportTest, NothingSpeaksAgainstThem) {
  const v1::GetReportResponse report = BookReport(Amina(), OfCohorts());
  const std::vector<std::string> lines = Lines(report);
  EXPECT_THAT(
      lines,
      IsSupersetOf({"sessions|attended|3|||", "hours|counted|25.00|||",
                    "help|gave help with|cycling|||", "level|NT2 reading|A2, 2026-03-02|||",
                    "goal|met|to cycle to the market|||", "reached|certificate|2026-02-26|||"}));
  for (const char* against : {"absent", "late", "ladder", "A1", "no-show", "exit", "dropout",
                              "sleep", "find work", "100.00", "to confirm"}) {
    EXPECT_THAT(lines, Not(Contains(HasSubstr(against)))) << against;
  }
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("the participant's own")));
}

}  // namespace
}  // namespace wijkboek
