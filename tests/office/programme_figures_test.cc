// Programmes of every kind can be held: the others of programme_records_test.cc. Invented records,
// kept as an office keeps them, of each programme's own definition, give the figures that it
// published. docs/programmes.md names the records of all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/programme_books.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

// Everybody enrolled from the first to the last day, and an exit with these codes, so many of each.
std::vector<Id> LeaveAs(ProgrammeBooks& books, const Id& cohort, absl::string_view first_day,
                        absl::string_view last_day,
                        const std::vector<std::pair<std::string, int>>& exits) {
  std::vector<Id> all;
  for (const auto& [code, count] : exits) {
    for (const Id& person : books.EnrolAll(count, cohort, first_day, last_day)) {
      all.push_back(person);
      if (!code.empty()) books.Step(person, CodeOn("exit", last_day, code));
    }
  }
  return all;
}

// 1, WLB national: 25 places; 80% diploma, of whom 75% to work or further study.
TEST(ProgrammeFigures, WijkLeerbedrijf) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("wlb", "2016-09-01");
  const std::vector<Id> people =
      LeaveAs(books, cohort, "2016-09-01", "2017-07-01",
              {{"paid_work", 9}, {"further_study", 6}, {"unknown", 5}, {"dropout", 4}, {"", 1}});
  for (int i = 0; i < 20; ++i) books.Step(people[i], CodeOn("milestone", "2017-07-01", "diploma"));
  EXPECT_THAT(Figures(books.Outcomes(), "WijkLeerbedrijf"),
              IsSupersetOf({"in it 25", "milestone diploma 20 of 25 in it = 80.0 %",
                            // 15 of 20: the denominator of the second figure is the first.
                            "exit after diploma further_study 6 of 20 milestone diploma = 30.0 %",
                            "exit after diploma paid_work 9 of 20 milestone diploma = 45.0 %",
                            "exit not stated 1 of 25 left = 4.0 %"}));
}

// 3, WLB Den Haag: 90% diploma level 1; 80% find work, of whom is not said: both are shown.
TEST(ProgrammeFigures, WlbDenHaag) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("wlb-den-haag", "2016-09-01");
  const std::vector<Id> people =
      LeaveAs(books, cohort, "2016-09-01", "2017-07-01", {{"paid_work", 16}, {"unknown", 4}});
  for (int i = 0; i < 18; ++i) books.Step(people[i], CodeOn("milestone", "2017-06-30", "diploma"));
  for (const Id& person : people) {
    v1::PathStep placement = StepOn("placement", "2017-01-01");
    placement.set_placement(v1::PLACEMENT_TYPE_FORMAL_CARE);
    placement.set_last_day("2017-06-01");
    books.Step(person, placement);
    books.Step(person, CodeOn("help_request", "2016-10-01", "money"));
    // Open-ended: also long after.
    books.Step(person, StepOn("aftercare", "2017-12-01"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "WijkLeerbedrijf Den Haag"),
              IsSupersetOf({"milestone diploma 18 of 20 in it = 90.0 %",
                            "exit paid_work 16 of 20 left = 80.0 %",
                            "exit after diploma paid_work 16 of 18 milestone diploma = 88.9 %",
                            "aftercare 20 of 20 in it = 100.0 %"}));
  const v1::GetReportResponse aftercare = books.Aftercare();
  ASSERT_THAT(aftercare.rows(), SizeIs(20));
  EXPECT_THAT(aftercare.small_print(), Contains(HasSubstr("0 of 20 who left were not spoken to")));
}

// 4, WLB Lelystad: a yearly cohort, places in a learning ward, coaching shared by three parties; no
// figures.
TEST(ProgrammeFigures, WlbLelystad) {
  ProgrammeBooks books("2018-01-01");
  for (const char* year : {"2016", "2017"}) {
    const Id cohort = books.CohortOf("wlb-lelystad", absl::StrCat(year, "-01-15"), year);
    for (const Id& person : books.EnrolAll(8, cohort, absl::StrCat(year, "-01-15"))) {
      v1::PathStep placement = StepOn("placement", absl::StrCat(year, "-02-01"));
      placement.set_placement(v1::PLACEMENT_TYPE_FORMAL_CARE);
      v1::PathStep review = StepOn("placement_review", absl::StrCat(year, "-05-01"));
      review.set_ref(books.Step(person, placement).hex());
      books.Step(person, review);
      for (int party = 0; party < 3; ++party) {
        books.Step(person, StepOn("one_to_one", absl::StrCat(year, "-06-0", party + 1)));
      }
    }
  }
  EXPECT_THAT(Figures(books.Outcomes(), "2016"), Contains("in it 8"));
  EXPECT_THAT(Figures(books.Outcomes(), "all"), Contains("in it 16"));
  int talks = 0;
  int reviews = 0;
  for (const PathRecord& record : books.PathRecords()) {
    talks += record.type == PathType::kOneToOne ? 1 : 0;
    reviews += static_cast<int>(record.reviews);
  }
  EXPECT_EQ(talks, 48);
  EXPECT_EQ(reviews, 16);
}

// 5, Leerlijn Zorg Den Haag: diploma or certificate (nearly all); contract hours that end the
// benefit; over 80% durable work in care.
TEST(ProgrammeFigures, LeerlijnZorg) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("leerlijn-zorg-den-haag", "2016-01-01");
  const std::vector<Id> people =
      LeaveAs(books, cohort, "2016-02-01", "2017-02-01",
              {{"paid_work_durable", 25}, {"paid_work", 3}, {"unknown", 2}});
  for (int i = 0; i < 29; ++i) {
    books.Step(people[i], CodeOn("milestone", "2017-01-15", i < 12 ? "diploma" : "certificate"));
  }
  for (int i = 0; i < 25; ++i) {
    books.Step(people[i], CodeOn("milestone", "2017-02-01", "benefit_ended"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Leerlijn Zorg Den Haag"),
              IsSupersetOf({"milestone diploma 12 of 30 in it = 40.0 %",
                            "milestone certificate 17 of 30 in it = 56.7 %",
                            "milestone benefit_ended 25 of 30 in it = 83.3 %",
                            "exit paid_work_durable 25 of 30 left = 83.3 %"}));
}

// 6, Inburgeringsconsulent: 75-80 starts a year.
TEST(ProgrammeFigures, Inburgeringsconsulent) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("inburgeringsconsulent", "2015-01-01");
  for (const auto& [year, count] : {std::pair("2015", 75), std::pair("2016", 78)}) {
    for (const Id& person : books.EnrolAll(count, cohort, absl::StrCat(year, "-03-01"))) {
      books.Step(person, CodeOn("referral", absl::StrCat(year, "-06-01"), "language_course"));
    }
  }
  EXPECT_THAT(Figures(books.Outcomes("2016-12-31", "2016-01-01"), "Inburgeringsconsulent"),
              IsSupersetOf({"in it 153", "began 78 of 153 in it = 51.0 %"}));
  EXPECT_THAT(Figures(books.Outcomes("2015-12-31", "2015-01-01"), "Inburgeringsconsulent"),
              Contains("began 75 of 75 in it = 100.0 %"));
}

// 7, De Cambier: nobody leaves without a destination.
TEST(ProgrammeFigures, DeCambier) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("de-cambier", "2016-08-01");
  for (const Id& person : LeaveAs(
           books, cohort, "2016-08-01", "2017-07-15",
           {{"paid_work", 11}, {"further_study", 6}, {"sheltered_work", 4}, {"day_activity", 3}})) {
    for (const auto& [type, day] : {std::pair(v1::PLACEMENT_TYPE_INTERNAL, "2016-09-01"),
                                    std::pair(v1::PLACEMENT_TYPE_ORIENTING, "2016-12-01"),
                                    std::pair(v1::PLACEMENT_TYPE_PLACING, "2017-03-01")}) {
      v1::PathStep placement = StepOn("placement", day);
      placement.set_placement(type);
      books.Step(person, placement);
    }
  }
  const std::vector<std::string> figures = Figures(books.Outcomes(), "De Cambier");
  EXPECT_THAT(figures,
              IsSupersetOf({"left 24 of 24 in it = 100.0 %", "exit not stated 0 of 24 left = 0.0 %",
                            "exit unreadable 0 of 24 left = 0.0 %"}));
  EXPECT_THAT(figures, Not(Contains(HasSubstr("exit unknown"))));
}

// 9, Stedelijk VSO: last year about 75 left, 95% to work or study.
TEST(ProgrammeFigures, StedelijkVso) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("stedelijk-vso", "2015-08-01");
  LeaveAs(books, cohort, "2015-08-01", "2016-07-15", {{"paid_work", 30}});
  const std::vector<Id> people =
      LeaveAs(books, cohort, "2015-08-01", "2017-07-15",
              {{"paid_work", 41}, {"further_study", 30}, {"unknown", 4}});
  v1::PathStep placement = StepOn("placement", "2017-01-01");
  placement.set_placement(v1::PLACEMENT_TYPE_VOCATIONAL);
  v1::PathStep review = StepOn("placement_review", "2017-02-01");
  review.set_ref(books.Step(people.front(), placement).hex());
  books.Step(people.front(), review);
  // Of the year: those who were in it then. 71 of 75: 94.7 %, which was published as 95.
  EXPECT_THAT(
      Figures(books.Outcomes("2017-12-31", "2017-01-01"), "Stedelijk VSO"),
      IsSupersetOf({"left 75 of 75 in it = 100.0 %", "exit paid_work 41 of 75 left = 54.7 %",
                    "exit further_study 30 of 75 left = 40.0 %",
                    "exit unknown 4 of 75 left = 5.3 %"}));
}

// 10, Ex-inburgeraars Hilversum: last year 5-10 successful; from benefit to student finance.
TEST(ProgrammeFigures, ExInburgeraars) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("ex-inburgeraars-hilversum", "2016-09-01");
  const std::vector<Id> people = books.EnrolAll(10, cohort, "2016-09-01", "2017-07-01");
  for (int i = 0; i < 8; ++i) {
    books.Step(people[i], CodeOn("milestone", "2016-09-01", "benefit_to_study_finance"));
    books.Step(people[i], CodeOn("milestone", "2017-07-01", "diploma"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Ex-inburgeraars Hilversum"),
              Contains("milestone diploma 8 of 10 in it = 80.0 %"));
  EXPECT_THAT(RowsOf(books.Transfers(), "Ex-inburgeraars Hilversum"),
              ElementsAre("10", "benefit study_finance 8 in it 10 80.0 0"));
}

// 11, De Riebeeck: open drop-in; 1-15 places, which is a forecast and stands in no report.
TEST(ProgrammeFigures, DeRiebeeck) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("de-riebeeck", "2017-01-01");
  for (const Id& person : books.EnrolAll(3, cohort, "2017-02-01")) {
    v1::PathStep placement = StepOn("placement", "2017-03-01");
    placement.set_placement(v1::PLACEMENT_TYPE_PLACING);
    books.Step(person, placement);
  }
  const v1::GetReportResponse report = books.Outcomes();
  EXPECT_THAT(Figures(report, "De Riebeeck"), Contains("running 3 of 3 in it = 100.0 %"));
  EXPECT_THAT(Figures(report, "De Riebeeck"), Each(Not(HasSubstr("15"))));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("realised figures alone")));
}

// 12, Casemanagers Apeldoorn: a fixed intake, and who is accountable for what; no figures.
TEST(ProgrammeFigures, CasemanagersApeldoorn) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("casemanagers-apeldoorn", "2017-01-01");
  for (const Id& person : books.EnrolAll(6, cohort, "2017-02-01")) {
    books.Step(person, CodeOn("milestone", "2017-02-01", "intake"));
    books.Step(person, CodeOn("milestone", "2017-02-15", "plan_made"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Casemanagers Apeldoorn"),
              IsSupersetOf({"milestone intake 6 of 6 in it = 100.0 %",
                            "milestone plan_made 6 of 6 in it = 100.0 %"}));
  for (const PathRecord& record : books.PathRecords()) {
    EXPECT_FALSE(record.author.IsZero()) << "each step names who answers for it";
  }
}

// 13, DeBroekriem: people choose meetings; 8,000 members in two and a half years.
TEST(ProgrammeFigures, DeBroekriem) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("debroekriem", "2015-07-01");
  const Id meeting =
      books.Session(books.CohortOf("debroekriem", "2015-07-01", "Een bijeenkomst"), "2017-12-12");
  const std::vector<Id> members = books.EnrolAll(8000, cohort, "2015-07-01");
  for (int i = 0; i < 3; ++i) {
    books.Step(members[i], StepOn("invitation", "2017-12-01"), meeting);
    books.Step(members[i], CodeOn("exit", "2017-12-20", "paid_work"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "DeBroekriem"),
              IsSupersetOf({"in it 8000", "running 7997 of 8000 in it = 100.0 %",
                            "left 3 of 8000 in it = 0.0 %", "invited 3"}));
}

// 14, Career & Kids: all have a plan; 80% off benefit.
TEST(ProgrammeFigures, CareerAndKids) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("career-and-kids", "2017-01-01");
  int n = 0;
  for (const Id& person : books.EnrolAll(15, cohort, "2017-02-01", "2017-06-01")) {
    books.Step(person,
               CodeOn("phase", "2017-02-01",
                      n < 5 ? "Groepsbijeenkomsten met pictogrammen" : "Groepsbijeenkomsten"));
    for (const char* day : {"2017-02-10", "2017-05-10"}) {
      books.Step(person, StepOn("one_to_one", day));
    }
    books.Step(person, CodeOn("milestone", "2017-05-20", "plan_made"));
    if (++n <= 12) books.Step(person, CodeOn("milestone", "2017-06-01", "benefit_ended"));
    books.Step(person, CodeOn("milestone", "2017-06-01", "handover"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Career & Kids"),
              IsSupersetOf({"milestone plan_made 15 of 15 in it = 100.0 %",
                            "milestone benefit_ended 12 of 15 in it = 80.0 %",
                            "milestone handover 15 of 15 in it = 100.0 %"}));
}

// 15, Taal gericht op werk: 70% reach their own goals; a holding group until the next start.
TEST(ProgrammeFigures, TaalGerichtOpWerk) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("taal-gericht-op-werk", "2017-03-01");
  int n = 0;
  for (const Id& person : books.EnrolAll(10, cohort, "2017-03-01")) {
    v1::PathStep test = StepOn("assessment", "2017-03-01");
    test.set_scale("NT2");
    test.set_skill("reading");
    test.set_level("A1");
    test.set_instrument("intake_test");
    books.Step(person, test);
    v1::PathStep goal = StepOn("goal", "2017-03-15");
    goal.set_note("read the roster at work");
    v1::PathStep met = StepOn("goal_met", "2017-10-01");
    met.set_ref(books.Step(person, goal).hex());
    met.set_met(++n <= 7);
    books.Step(person, met);
  }
  EXPECT_THAT(
      Figures(books.Outcomes(), "Taal gericht op werk"),
      IsSupersetOf({"assessed 10 of 10 in it = 100.0 %", "goals met 7 of 10 goals set = 70.0 %"}));
}

// 16, Peelland: three gate projects, one of 240 hours; no figures.
TEST(ProgrammeFigures, Peelland) {
  ProgrammeBooks books("2018-01-01");
  EXPECT_EQ(Definition("peelland-at-work").target_hours(), 240u);
  for (const char* key : {"peelland-at-work", "samenwerken-aan-de-toekomst", "anderstaligen"}) {
    books.EnrolAll(4, books.CohortOf(key, "2017-01-01"), "2017-02-01");
  }
  EXPECT_THAT(Figures(books.Outcomes(), "all"), Contains("in it 12"));
  EXPECT_THAT(Figures(books.Outcomes(), "Anderstaligen"), Contains("in it 4"));
}

// 17, Somalische ouderavond: 90% came, under 25% at ordinary evenings.
TEST(ProgrammeFigures, SomalischeOuderavond) {
  ProgrammeBooks books("2018-01-01");
  for (const auto& [name, came] :
       {std::pair("Somalische ouderavond", 45), std::pair("Gewone ouderavond", 12)}) {
    const Id cohort = books.CohortOf("somalische-ouderavond", "2017-01-01", name);
    const Id evening = books.Session(cohort, "2017-03-01");
    int n = 0;
    for (const Id& person : books.EnrolAll(50, cohort, "2017-02-01", "2017-03-01")) {
      books.Step(person, StepOn("invitation", "2017-02-10"), evening);
      books.Mark(person, evening, n++ < came ? v1::MARK_STATUS_PRESENT : v1::MARK_STATUS_ABSENT);
    }
  }
  EXPECT_THAT(Figures(books.Outcomes(), "Somalische ouderavond"),
              Contains("came 45 of 50 invited = 90.0 %"));
  EXPECT_THAT(Figures(books.Outcomes(), "Gewone ouderavond"),
              Contains("came 12 of 50 invited = 24.0 %"));
}

// 18, Partnership Ede: 12 people; the text says both placed and with a prospect of work, which is
// no exit; very low dropout.
TEST(ProgrammeFigures, PartnershipEde) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("partnership-ede", "2017-01-01");
  for (const Id& person : books.EnrolAll(12, cohort, "2017-02-01")) {
    for (const auto& [day, phase] :
         {std::pair("2017-02-01", "Voortraject"), std::pair("2017-04-01", "Training"),
          std::pair("2017-09-01", "Kennismaking met de werkgever")}) {
      books.Step(person, CodeOn("phase", day, phase));
    }
  }
  EXPECT_THAT(
      Figures(books.Outcomes(), "Partnership Ede"),
      IsSupersetOf({"in it 12", "running 12 of 12 in it = 100.0 %", "left 0 of 12 in it = 0.0 %"}));
}

// 19, Hatert werkt: 15 work, 5 work-learning places, 4 training.
TEST(ProgrammeFigures, HatertWerkt) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("hatert-werkt", "2016-01-01");
  const std::vector<Id> people =
      LeaveAs(books, cohort, "2016-02-01", "2017-06-30",
              {{"paid_work", 15}, {"work_learning_place", 5}, {"further_study", 4}});
  v1::PathStep referral = StepOn("referral", "2016-02-01");
  referral.set_inward(true);
  for (const Id& person : people) books.Step(person, referral);
  EXPECT_THAT(Figures(books.Outcomes(), "Hatert werkt"),
              IsSupersetOf({"exit paid_work 15 of 24 left = 62.5 %",
                            "exit work_learning_place 5 of 24 left = 20.8 %",
                            "exit further_study 4 of 24 left = 16.7 %"}));
}

// 21, ZSM Zeeland: in view two years before leaving school, a warm handover; no figures.
TEST(ProgrammeFigures, ZsmZeeland) {
  ProgrammeBooks books("2018-01-01");
  EXPECT_EQ(Definition("zsm-zeeland").phases(0).weeks(), 104u);
  const Id cohort = books.CohortOf("zsm-zeeland", "2015-08-01");
  for (const Id& person : books.EnrolAll(9, cohort, "2015-08-01", "2017-07-15")) {
    books.Step(person,
               CodeOn("phase", "2015-08-01", "In beeld, twee jaar voor het einde van school"));
    books.Step(person, CodeOn("milestone", "2017-07-01", "handover"));
    books.Step(person, StepOn("aftercare", "2017-11-01"));
  }
  EXPECT_THAT(Figures(books.Outcomes(), "ZSM Zeeland"),
              IsSupersetOf({"milestone handover 9 of 9 in it = 100.0 %",
                            "aftercare 9 of 9 in it = 100.0 %"}));
}

// 24, De Werkshop: last year 300; 90% work, 10% dropout.
TEST(ProgrammeFigures, DeWerkshop) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("de-werkshop", "2017-01-01");
  LeaveAs(books, cohort, "2017-02-01", "2017-03-15", {{"paid_work", 270}, {"dropout", 30}});
  EXPECT_THAT(
      Figures(books.Outcomes("2017-12-31", "2017-01-01"), "De Werkshop"),
      IsSupersetOf({"began 300 of 300 in it = 100.0 %", "exit paid_work 270 of 300 left = 90.0 %",
                    "exit dropout 30 of 300 left = 10.0 %"}));
}

// 25, Samen op weg naar werk: four kinds of transfer; about 50 in two years, which is a forecast.
TEST(ProgrammeFigures, SamenOpWegNaarWerk) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("samen-op-weg-naar-werk", "2017-01-01");
  LeaveAs(books, cohort, "2017-02-01", "2017-11-30",
          {{"benefit_to_work", 5},
           {"benefit_to_education", 3},
           {"education_to_work", 2},
           {"work_to_work", 1},
           {"", 1}});
  const v1::GetReportResponse report = books.Transfers();
  EXPECT_THAT(
      RowsOf(report, "Samen op weg naar werk"),
      ElementsAre("12", "benefit education 3 in it 12 25.0 0", "benefit work 5 in it 12 41.7 0",
                  "education work 2 in it 12 16.7 0", "work work 1 in it 12 8.3 0"));
  for (const v1::ReportRow& row : report.rows()) {
    EXPECT_THAT(row.cells(), Not(Contains("50")));
  }
}

// 26, Aan de slag: few job-ready people back to the municipality, most stay in sheltered work.
TEST(ProgrammeFigures, AanDeSlag) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("aan-de-slag", "2016-01-01");
  LeaveAs(books, cohort, "2016-02-01", "2017-06-30",
          {{"back_job_ready", 3}, {"sheltered_work", 21}});
  EXPECT_THAT(Figures(books.Outcomes(), "Aan de slag"),
              IsSupersetOf({"exit back_job_ready 3 of 24 left = 12.5 %",
                            "exit sheltered_work 21 of 24 left = 87.5 %"}));
}

// 28, Logistiek Oss: pre-entry of four parts, then a year; 80%, which is a forecast.
TEST(ProgrammeFigures, LogistiekOss) {
  ProgrammeBooks books("2018-01-01");
  const Id cohort = books.CohortOf("logistiek-oss", "2017-09-01");
  const v1::ProgrammeFact definition = Definition("logistiek-oss");
  int parts = 0;
  for (const v1::PhaseFact& phase : definition.phases())
    parts += phase.type() == "pre_entry" ? 1 : 0;
  EXPECT_EQ(parts, 4);
  for (const Id& person : books.EnrolAll(20, cohort, "2017-09-01")) {
    v1::PathStep placement = StepOn("placement", "2017-11-01");
    placement.set_placement(v1::PLACEMENT_TYPE_VOCATIONAL);
    books.Step(person, placement);
  }
  const std::vector<std::string> figures = Figures(books.Outcomes(), "Logistiek Oss");
  EXPECT_THAT(figures, Contains("running 20 of 20 in it = 100.0 %"));
  EXPECT_THAT(figures, Each(Not(HasSubstr("80.0"))));
}

// Which programme of the list in docs/programmes.md is held by which definition: all 28.
TEST(ProgrammeFigures, EveryProgrammeHasADefinition) {
  for (const char* key : {"wlb",
                          "wlb-nieuw-west",
                          "wlb-den-haag",
                          "wlb-lelystad",
                          "leerlijn-zorg-den-haag",
                          "inburgeringsconsulent",
                          "de-cambier",
                          "de-brug",
                          "stedelijk-vso",
                          "ex-inburgeraars-hilversum",
                          "de-riebeeck",
                          "casemanagers-apeldoorn",
                          "debroekriem",
                          "career-and-kids",
                          "taal-gericht-op-werk",
                          "peelland-at-work",
                          "somalische-ouderavond",
                          "partnership-ede",
                          "hatert-werkt",
                          "taalmeter-nijmegen",
                          "zsm-zeeland",
                          "jongerencoach",
                          "levenswijsze",
                          "de-werkshop",
                          "samen-op-weg-naar-werk",
                          "aan-de-slag",
                          "participatiefabriek",
                          "logistiek-oss"}) {
    EXPECT_FALSE(Definition(key).phases().empty()) << key;
  }
}

}  // namespace
}  // namespace wijkboek
