// Programmes of every kind can be held: invented records of them, kept as an office keeps them,
// give the figures that the programmes published; here those that need most, in
// programme_figures_test.cc the others. docs/programmes.md names the records of all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/programme_books.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

// 2, WLB Nieuw-West: cohort 1, 12 of 12 diploma, all in work; 4 cohorts started, 3 graduated with
// 34; by mid-2018 20 in work, 11 in further study (3 not stated).
TEST(ProgrammeRecords, NieuwWest) {
  ProgrammeBooks books("2018-06-30");
  std::vector<Id> graduates;
  int number = 0;
  for (const int size : {12, 11, 11}) {
    const std::string name = absl::StrCat("Groep ", ++number);
    const std::string first = absl::StrCat("201", 3 + number, "-09-01");
    const std::string last = absl::StrCat("201", 4 + number, "-07-01");
    const Id cohort = books.CohortOf("wlb-nieuw-west", first, name);
    for (const Id& person : books.EnrolAll(size, cohort, first, last)) {
      graduates.push_back(person);
      books.Step(person, CodeOn("milestone", last, "diploma"));
    }
  }
  books.EnrolAll(10, books.CohortOf("wlb-nieuw-west", "2017-09-01", "Groep 4"), "2017-09-01");
  // Work found before the diploma.
  books.Step(graduates.front(), CodeOn("milestone", "2015-03-01", "work_found"));
  for (std::size_t i = 0; i < 31; ++i) {
    books.Step(graduates[i], CodeOn("exit", "2018-05-01", i < 20 ? "paid_work" : "further_study"));
  }
  const v1::GetReportResponse report = books.Outcomes("2018-06-30");
  EXPECT_THAT(
      Figures(report, "Groep 1"),
      ElementsAre("in it 12", "began 12 of 12 in it = 100.0 %", "running 0 of 12 in it = 0.0 %",
                  "left 12 of 12 in it = 100.0 %", "milestone diploma 12 of 12 in it = 100.0 %",
                  "milestone work_found 1 of 12 in it = 8.3 %",
                  "exit paid_work 12 of 12 left = 100.0 %", "exit not stated 0 of 12 left = 0.0 %",
                  "exit unreadable 0 of 12 left = 0.0 %",
                  "exit after diploma paid_work 12 of 12 milestone diploma = 100.0 %",
                  "exit after work_found paid_work 1 of 1 milestone work_found = 100.0 %"));
  EXPECT_THAT(Figures(report, "all"),
              IsSupersetOf({"in it 44", "running 10 of 44 in it = 22.7 %",
                            "milestone diploma 34 of 44 in it = 77.3 %",
                            "exit paid_work 20 of 34 left = 58.8 %, 3 not known",
                            "exit further_study 11 of 34 left = 32.4 %, 3 not known",
                            "exit not stated 3 of 34 left = 8.8 %",
                            "exit after diploma paid_work 20 of 34 milestone diploma = 58.8 %, 3 "
                            "not known"}));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("4 cohorts, 44 people")));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("reference date 2018-06-30")));
}

// 8, De Brug: work training with three kinds of internship, two years of aftercare; over 90% study
// or work, over ten years.
TEST(ProgrammeRecords, DeBrug) {
  ProgrammeBooks books("2016-01-01");
  const Id cohort = books.CohortOf("de-brug", "2006-01-01");
  int n = 0;
  for (const Id& person : books.EnrolAll(20, cohort, "2010-01-01", "2013-12-31")) {
    books.Step(person, CodeOn("phase", "2010-01-01", "Werktraining"));
    books.Step(person, CodeOn("phase", "2010-07-01", "Stage"));
    for (const auto& [type, first, last] :
         {std::tuple(v1::PLACEMENT_TYPE_ORIENTING, "2010-07-01", "2010-09-30"),
          std::tuple(v1::PLACEMENT_TYPE_VOCATIONAL, "2010-10-01", "2011-03-31"),
          std::tuple(v1::PLACEMENT_TYPE_PLACING, "2011-04-01", "2011-12-31")}) {
      v1::PathStep placement = StepOn("placement", first);
      placement.set_last_day(last);
      placement.set_placement(type);
      books.Step(person, placement);
    }
    books.Step(person, CodeOn("phase", "2012-01-01", "Nazorg"));
    books.Step(person, StepOn("aftercare", "2013-06-01"));
    const char* code = n < 11 ? "paid_work" : n < 19 ? "further_study" : "unknown";
    ++n;
    books.Step(person, CodeOn("exit", "2013-12-31", code));
  }
  EXPECT_THAT(
      Figures(books.Outcomes(), "De Brug"),
      ElementsAre("in it 20", "began 20 of 20 in it = 100.0 %", "running 0 of 20 in it = 0.0 %",
                  "left 20 of 20 in it = 100.0 %", "exit further_study 8 of 20 left = 40.0 %",
                  "exit paid_work 11 of 20 left = 55.0 %", "exit unknown 1 of 20 left = 5.0 %",
                  "exit not stated 0 of 20 left = 0.0 %", "exit unreadable 0 of 20 left = 0.0 %",
                  "aftercare 20 of 20 in it = 100.0 %"));
  std::map<std::pair<PathType, std::string>, int> steps;
  for (const PathRecord& record : books.PathRecords()) ++steps[{record.type, record.state}];
  EXPECT_EQ((steps[{PathType::kPhase, "ended"}]), 40);
  EXPECT_EQ((steps[{PathType::kPhase, "ends"}]), 20);
  EXPECT_EQ((steps[{PathType::kPlacement, "ends"}]), 60);
}

// 20, Taalmeter Nijmegen: a screening, a talk about its result, a referral; 35 tested.
TEST(ProgrammeRecords, Taalmeter) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.CohortOf("taalmeter-nijmegen", "2017-01-01");
  int n = 0;
  for (const Id& person : books.EnrolAll(35, cohort, "2017-03-01")) {
    v1::PathStep test = StepOn("assessment", "2017-03-02");
    test.set_scale("NT1");
    test.set_skill("reading");
    test.set_level(++n <= 20 ? "1F" : "2F");
    test.set_instrument("taalmeter");
    test.set_instrument_version("1");
    books.Step(person, test);
    v1::PathStep talk = StepOn("one_to_one", "2017-03-09");
    talk.set_minutes(30);
    books.Step(person, talk);
    books.Step(person, StepOn("referral", "2017-03-10"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Taalmeter Nijmegen"),
              ElementsAre("in it 35", "began 35 of 35 in it = 100.0 %",
                          "running 35 of 35 in it = 100.0 %", "left 0 of 35 in it = 0.0 %",
                          "active 0 of 35 running = 0.0 %", "assessed 35 of 35 in it = 100.0 %"));
  int below = 0;
  for (const OpenedStep& step : books.Steps()) below += step.item.step().level() == "1F" ? 1 : 0;
  EXPECT_EQ(below, 20);
}

// 22, Jongerencoach: a plan drawn on paper, referrals; no figures.
TEST(ProgrammeRecords, Jongerencoach) {
  ProgrammeBooks books("2017-12-31");
  const Id person = books.Person();
  v1::PathStep plan = StepOn("goal", "2017-05-01");
  plan.set_note("a job in a bakery, and a room of my own");
  books.Step(person, plan);
  v1::PathStep referral = CodeOn("referral", "2017-05-02", "debt_counselling");
  books.Step(person, referral);
  EXPECT_THAT(Figures(books.Outcomes(), "(in none)"),
              ElementsAre("goals met 0 of 1 goals set = 0.0 %, 1 not known"));
  const std::vector<OpenedStep> steps = books.Steps();
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].item.step().note(), plan.note());
  EXPECT_EQ(steps[1].item.step().code(), "debt_counselling");
}

// 23, Levenswijsze: 50 invited, 47 came, 35 enrolled, 33 weekly active, 3 durable outflow.
TEST(ProgrammeRecords, Levenswijsze) {
  ProgrammeBooks books("2017-11-30");
  const Id meeting_cohort = books.CohortOf("levenswijsze", "2017-01-01", "Kennismaking");
  const Id meeting = books.Session(meeting_cohort, "2017-02-01");
  const std::vector<Id> invited = books.EnrolAll(50, meeting_cohort, "2017-01-15", "2017-02-01");
  const Id cohort = books.CohortOf("levenswijsze", "2017-03-01");
  const Id lesson = books.Session(cohort, "2017-11-28");
  for (int i = 0; i < 50; ++i) {
    books.Step(invited[i], StepOn("invitation", "2017-01-20"), meeting);
    books.Mark(invited[i], meeting, i < 47 ? v1::MARK_STATUS_PRESENT : v1::MARK_STATUS_ABSENT);
    if (i >= 35) continue;
    books.Enrol(invited[i], cohort, "2017-03-01");
    v1::PathStep ladder = StepOn("ladder", "2017-03-02");
    ladder.set_level("3");
    books.Step(invited[i], ladder);
    books.Mark(invited[i], lesson, i < 33 ? v1::MARK_STATUS_PRESENT : v1::MARK_STATUS_ABSENT);
  }
  const v1::GetReportResponse before = books.Outcomes();
  const v1::GetReportResponse before_funnel = books.Funnel();
  EXPECT_THAT(Figures(before, "Kennismaking"),
              IsSupersetOf({"invited 50", "came 47 of 50 invited = 94.0 %"}));
  EXPECT_THAT(Figures(before, "Levenswijsze"),
              IsSupersetOf({"in it 35", "running 35 of 35 in it = 100.0 %",
                            "active 33 of 35 running = 94.3 %",
                            "measured on the ladder 35 of 35 in it = 100.0 %"}));
  for (int i = 0; i < 3; ++i) {
    books.Step(invited[i], CodeOn("exit", "2017-11-30", "paid_work_durable"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Levenswijsze"),
              Contains("exit paid_work_durable 3 of 3 left = 100.0 %"));
  // The whole way, each step as a part of the one before it and of those who were invited.
  EXPECT_THAT(FunnelLines(books.Funnel(), "Levenswijsze"),
              ElementsAre("invited 50", "came 47 of 50 invited = 94.0 %, 94.0 % of the invited",
                          "enrolled, did not come 0 of 50 invited = 0.0 %, 0.0 % of the invited",
                          "enrolled 35 of 47 came = 74.5 %, 70.0 % of the invited",
                          "active 30 of 35 enrolled = 85.7 %, 60.0 % of the invited",
                          "left paid_work_durable 3 of 35 enrolled = 8.6 %, 6.0 % of the invited",
                          "left, not said where to 0 of 35 enrolled = 0.0 %, 0.0 % of the invited",
                          "enrolled, not invited 0"));
  EXPECT_THAT(FunnelLines(before_funnel, "Levenswijsze"),
              Contains("active 33 of 35 enrolled = 94.3 %, 66.0 % of the invited"));
}

// 27, Participatiefabriek: 51 people: 18 paid work, 3 a step up, 15 grew within their step, 8 too
// recent (7 not stated).
TEST(ProgrammeRecords, Participatiefabriek) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.CohortOf("participatiefabriek", "2016-01-01");
  const std::vector<Id> left = books.EnrolAll(43, cohort, "2016-02-01", "2017-10-31");
  const std::vector<Id> recent = books.EnrolAll(8, cohort, "2017-11-01");
  for (int i = 0; i < 36; ++i) {
    books.Step(left[i], CodeOn("exit", "2017-10-31",
                               i < 18   ? "paid_work"
                               : i < 21 ? "ladder_step_up"
                                        : "growth_within_step"));
  }
  EXPECT_THAT(
      Figures(books.Outcomes(), "Participatiefabriek"),
      ElementsAre("in it 51", "began 51 of 51 in it = 100.0 %", "running 8 of 51 in it = 15.7 %",
                  "left 43 of 51 in it = 84.3 %", "active 0 of 8 running = 0.0 %",
                  "exit growth_within_step 15 of 43 left = 34.9 %, 7 not known",
                  "exit ladder_step_up 3 of 43 left = 7.0 %, 7 not known",
                  "exit paid_work 18 of 43 left = 41.9 %, 7 not known",
                  "exit not stated 7 of 43 left = 16.3 %", "exit unreadable 0 of 43 left = 0.0 %"));
}

// ---- What the figures must not do

TEST(ProgrammeRecords, ANewExitReplacesTheOldAndNobodyCountsTwice) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.Cohort("Groep", "2016-01-01");
  const Id person = books.EnrolAll(1, cohort, "2016-02-01", "2016-06-30").front();
  books.Step(person, CodeOn("exit", "2016-06-30", "dropout"));
  // Enters the same cohort again.
  books.Enrol(person, cohort, "2016-09-01", "2017-06-30");
  books.Step(person, CodeOn("exit", "2017-06-30", "paid_work"));
  EXPECT_THAT(Figures(books.Outcomes(), "Groep"),
              IsSupersetOf({"in it 1", "left 1 of 1 in it = 100.0 %",
                            "exit paid_work 1 of 1 left = 100.0 %"}));
  // Between the two, as of then.
  EXPECT_THAT(Figures(books.Outcomes("2016-07-31"), "Groep"),
              Contains("exit dropout 1 of 1 left = 100.0 %"));
}

TEST(ProgrammeRecords, WhoEntersAgainHasNotLeft) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.Cohort("Groep", "2016-01-01");
  const std::vector<Id> people = books.EnrolAll(2, cohort, "2016-02-01", "2016-06-30");
  for (const Id& person : people) books.Step(person, CodeOn("exit", "2016-06-30", "dropout"));
  EXPECT_EQ(books.Aftercare().rows_size(), 2);
  books.Enrol(people[0], cohort, "2017-09-01");
  EXPECT_THAT(Figures(books.Outcomes(), "Groep"),
              IsSupersetOf({"in it 2", "running 1 of 2 in it = 50.0 %",
                            "left 1 of 2 in it = 50.0 %", "exit dropout 1 of 1 left = 100.0 %"}));
  EXPECT_THAT(Figures(books.Outcomes("2016-12-31"), "Groep"),
              Contains("exit dropout 2 of 2 left = 100.0 %"))
      << "as of before they came back";
  EXPECT_EQ(books.Aftercare().rows_size(), 1);
}

TEST(ProgrammeRecords, WhatWasErasedIsNotKnownAndStaysInTheDenominator) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.Cohort("Groep", "2016-01-01");
  const std::vector<Id> people = books.EnrolAll(4, cohort, "2016-02-01", "2017-06-30");
  for (int i = 0; i < 3; ++i) books.Step(people[i], CodeOn("exit", "2017-06-30", "paid_work"));
  books.Forget(people[0]);
  EXPECT_THAT(Figures(books.Outcomes(), "Groep"),
              IsSupersetOf({"exit paid_work 2 of 4 left = 50.0 %, 2 not known",
                            "exit not stated 1 of 4 left = 25.0 %",
                            "exit unreadable 1 of 4 left = 25.0 %"}));
}

TEST(ProgrammeRecords, WhatComesAfterTheReferenceDateIsNotThereYet) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.Cohort("Groep", "2016-01-01");
  const std::vector<Id> people = books.EnrolAll(2, cohort, "2016-02-01", "2017-06-30");
  books.Step(people[0], CodeOn("milestone", "2017-06-30", "diploma"));
  books.Step(people[0], CodeOn("exit", "2017-06-30", "paid_work"));
  EXPECT_THAT(
      Figures(books.Outcomes("2017-06-29"), "Groep"),
      ElementsAre("in it 2", "began 2 of 2 in it = 100.0 %", "running 2 of 2 in it = 100.0 %",
                  "left 0 of 2 in it = 0.0 %", "active 0 of 2 running = 0.0 %"));
  // Whoever did not say where to runs until the last day, that one included.
  EXPECT_THAT(Figures(books.Outcomes("2017-06-30"), "Groep"),
              IsSupersetOf({"running 1 of 2 in it = 50.0 %", "left 1 of 2 in it = 50.0 %"}));
  // Nobody is in it before they begin.
  books.EnrolAll(1, cohort, "2018-02-01");
  EXPECT_THAT(Figures(books.Outcomes(), "Groep"), Contains("in it 2"));
  EXPECT_THAT(Figures(books.Outcomes("2016-01-31"), "Groep"), ElementsAre());
}

// Registered twice, in one cohort or in two: one human being.
TEST(ProgrammeRecords, WhoeverIsOneHumanBeingCountsOnce) {
  ProgrammeBooks books("2017-12-31");
  const Id first = books.Cohort("Eerst", "2016-01-01");
  const Id second = books.Cohort("Later", "2017-01-01");
  const std::vector<Id> one = books.EnrolAll(2, first, "2016-02-01", "2016-12-31");
  const std::vector<Id> other = books.EnrolAll(2, second, "2017-02-01");
  const Id again = books.EnrolAll(1, second, "2017-03-01").front();
  books.Step(one[0], CodeOn("exit", "2016-12-31", "unknown"));
  for (const Id& person : {one[0], other[0], again}) {
    books.Step(person, CodeOn("milestone", "2016-12-01", "diploma"));
  }
  EXPECT_THAT(
      Figures(books.Outcomes(), "all"),
      IsSupersetOf({"in it 5", "began 5 of 5 in it = 100.0 %", "running 3 of 5 in it = 60.0 %",
                    "left 2 of 5 in it = 40.0 %", "milestone diploma 3 of 5 in it = 60.0 %",
                    "exit unknown 1 of 2 left = 50.0 %, 1 not known"}));
  books.SayOne({one[0], other[0], again});
  const v1::GetReportResponse report = books.Outcomes();
  EXPECT_THAT(Figures(report, "Eerst"),
              IsSupersetOf({"in it 2", "left 2 of 2 in it = 100.0 %",
                            "milestone diploma 1 of 2 in it = 50.0 %",
                            "exit unknown 1 of 2 left = 50.0 %, 1 not known"}));
  EXPECT_THAT(Figures(report, "Later"),
              IsSupersetOf({"in it 2", "running 2 of 2 in it = 100.0 %"}));
  EXPECT_THAT(
      Figures(report, "all"),
      IsSupersetOf({"in it 3", "began 3 of 3 in it = 100.0 %", "running 2 of 3 in it = 66.7 %",
                    "left 1 of 3 in it = 33.3 %", "milestone diploma 1 of 3 in it = 33.3 %"}))
      << "who goes on in another cohort has not left";
  EXPECT_THAT(Figures(report, "all"), Not(Contains(HasSubstr("exit unknown"))));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("2 cohorts, 3 people")));
}

TEST(ProgrammeRecords, GoalsAreCountedAsGoals) {
  ProgrammeBooks books("2017-12-31");
  const Id cohort = books.Cohort("Taal", "2017-01-01");
  for (const Id& person : books.EnrolAll(10, cohort, "2017-01-01")) {
    v1::PathStep goal = StepOn("goal", "2017-01-15");
    goal.set_note("read to my children");
    const Id ref = books.Step(person, goal);
    static int n = 0;
    if (++n == 10) break;
    v1::PathStep met = StepOn("goal_met", "2017-10-01");
    met.set_ref(ref.hex());
    met.set_met(n <= 7);
    books.Step(person, met);
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Taal"),
              Contains("goals met 7 of 10 goals set = 70.0 %, 1 not known"));
}

TEST(ProgrammeRecords, ForecastsStandNowhere) {
  ProgrammeBooks books("2017-12-31");
  EXPECT_THAT(books.Outcomes().small_print(), Contains(HasSubstr("realised figures alone")));
  EXPECT_THAT(Figures(books.Outcomes(), "all"), Not(Contains(HasSubstr("forecast"))));
}

}  // namespace
}  // namespace wijkboek
