// A funder's indicators: who counts, in which row, and what is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/drafts/indicators.h"
#include "tests/office/programme_books.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

constexpr auto kEsf = v1::IndicatorReportRequest::SET_ESF_2014;
constexpr auto kPlus = v1::IndicatorReportRequest::SET_ESF_PLUS;

// "EECO02: 2 = 1 w 1 m of 3, 1 not known"; genders that are nobody's are left out.
std::string LineOf(const v1::ReportRow& row) {
  std::string line = absl::StrCat(row.cells(0), ": ", row.cells(2), " =");
  const char* const genders[] = {"w", "m", "nb", "?"};
  for (int i = 0; i < 4; ++i) {
    if (row.cells(3 + i) != "0") absl::StrAppend(&line, " ", row.cells(3 + i), " ", genders[i]);
  }
  absl::StrAppend(&line, " of ", row.cells(7));
  if (row.cells(9) != "0") absl::StrAppend(&line, ", ", row.cells(9), " not known");
  return line;
}

std::vector<std::string> LinesOf(const v1::GetReportResponse& report) {
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) lines.push_back(LineOf(row));
  return lines;
}

IndicatorPerson PersonOf(unsigned char n, IndicatorAnswers at_entry, absl::string_view born = "") {
  IndicatorPerson person{.person = TestId(n), .entered = *ParseDay("2026-01-05")};
  person.at_entry = std::move(at_entry);
  if (!born.empty()) person.born = *ParseDay(born);
  return person;
}

std::vector<std::string> ReportOn(const std::vector<IndicatorPerson>& people,
                                  v1::IndicatorReportRequest::Set set = kPlus) {
  ReportBasis basis = Basis();
  basis.days.last = *ParseDay("2026-12-31");
  basis.now_ms = At(0, *ParseDay("2026-12-31"));
  return LinesOf(IndicatorReport(people, basis, {.set = set}));
}

TEST(IndicatorSets, AgesAndMonths) {
  EXPECT_EQ(AgeOn(*ParseDay("2001-01-05"), *ParseDay("2026-01-05")), 25);
  EXPECT_EQ(AgeOn(*ParseDay("2001-01-06"), *ParseDay("2026-01-05")), 24);
  EXPECT_EQ(AgeOn(*ParseDay("2004-02-29"), *ParseDay("2026-02-28")), 21);
  EXPECT_EQ(MonthsAfter(*ParseDay("2025-08-31"), 6), *ParseDay("2026-02-28"));
  EXPECT_EQ(MonthsAfter(*ParseDay("2025-10-15"), 6), *ParseDay("2026-04-15"));
}

TEST(IndicatorSets, EverybodyIsUnemployedInactiveOrEmployedOrItIsNotKnown) {
  const std::vector<std::string> lines =
      ReportOn({PersonOf(1, {{"gender", "woman"}, {"labour", "unemployed"}}),
                PersonOf(2, {{"gender", "man"}, {"labour", "inactive"}}),
                PersonOf(3, {{"gender", "non_binary"}, {"labour", "employed"}}),
                PersonOf(4, {{"gender", "refused"}}), PersonOf(5, {{"labour", "unemployed"}})});
  EXPECT_THAT(
      lines,
      IsSupersetOf({"EECO01: 5 = 1 w 1 m 1 nb 2 ? of 5", "EECO02: 2 = 1 w 1 ? of 5, 1 not known",
                    "EECO04: 1 = 1 m of 5, 1 not known", "EECO05: 1 = 1 nb of 5, 1 not known"}));
}

// The boundaries of the regulation: 25 and 54 for the older fund, 18, 29 and 55 for the younger.
TEST(IndicatorSets, AgeCountsOnTheDayOfEntry) {
  const std::vector<IndicatorPerson> people = {
      PersonOf(1, {}, "2008-01-06"),  // 17
      PersonOf(2, {}, "2008-01-05"),  // 18
      PersonOf(3, {}, "2001-01-06"),  // 24
      PersonOf(4, {}, "2001-01-05"),  // 25
      PersonOf(5, {}, "1996-01-06"),  // 29
      PersonOf(6, {}, "1996-01-05"),  // 30
      PersonOf(7, {}, "1971-01-06"),  // 54
      PersonOf(8, {}, "1971-01-05"),  // 55
      PersonOf(9, {}),
  };
  EXPECT_THAT(ReportOn(people, kPlus), IsSupersetOf({"EECO06: 1 = 1 ? of 9, 1 not known",
                                                     "EECO07: 4 = 4 ? of 9, 1 not known",
                                                     "EECO08: 1 = 1 ? of 9, 1 not known"}));
  EXPECT_THAT(ReportOn(people, kEsf),
              IsSupersetOf({"CO06: 3 = 3 ? of 9, 1 not known", "CO07: 1 = 1 ? of 9, 1 not known"}));
}

TEST(IndicatorSets, LongTermIsMoreThanTwelveMonthsAndUnderTwentyFiveMoreThanSix) {
  const auto since = [](absl::string_view day) {
    return IndicatorAnswers{{"labour", "unemployed"}, {"unemployed_since", std::string(day)}};
  };
  EXPECT_THAT(
      ReportOn({PersonOf(1, since("2025-01-04"), "1980-01-01"),  // a day more than a year
                PersonOf(2, since("2025-01-05"), "1980-01-01"),  // a year
                PersonOf(3, since("2025-07-04"), "2005-01-01"),  // a day more than half a year
                PersonOf(4, since("2025-07-05"), "2005-01-01"),  // half a year
                PersonOf(5, since("2025-07-04")),                // of an age that nobody knows
                PersonOf(6, {{"labour", "unemployed"}}),         // since nobody knows when
                PersonOf(7, {{"labour", "employed"}})}),
      Contains("EECO03: 2 = 2 ? of 7, 2 not known"));
}

TEST(IndicatorSets, ResultsAreOfThoseWhoLeft) {
  IndicatorPerson worker = PersonOf(1, {{"labour", "unemployed"}, {"in_education", "no"}});
  worker.left = *ParseDay("2026-03-31");
  worker.at_exit = {{"labour", "employed"}, {"qualification", "yes"}, {"in_education", "no"}};
  worker.at_six_months = {{"labour", "employed"}};
  IndicatorPerson employed = PersonOf(2, {{"labour", "employed"}});
  employed.left = *ParseDay("2026-03-31");
  employed.at_exit = {{"labour", "employed"}};
  employed.at_six_months = {{"improved", "yes"}};
  IndicatorPerson recent = PersonOf(3, {{"labour", "inactive"}});
  recent.left = *ParseDay("2026-10-31");
  recent.at_exit = {{"searching", "yes"}, {"labour", "unemployed"}};
  const IndicatorPerson running = PersonOf(4, {{"labour", "unemployed"}});
  EXPECT_THAT(ReportOn({worker, employed, recent, running}),
              IsSupersetOf({"EECR01: 1 = 1 ? of 3", "EECR02: 0 = of 3, 2 not known",
                            "EECR03: 1 = 1 ? of 3, 2 not known",
                            // Who had work when they came did not find it here.
                            "EECR04: 1 = 1 ? of 3",
                            // Left less than six months ago: asked about nobody yet.
                            "EECR05: 1 = 1 ? of 2", "EECR06: 1 = 1 ? of 2"}));
}

TEST(IndicatorSets, EducationIsByIscedOrNotKnown) {
  std::vector<IndicatorPerson> people;
  for (const char* level :
       {"isced_0", "isced_1", "isced_2", "isced_3", "isced_4", "isced_5", "isced_8", "refused"}) {
    people.push_back(
        PersonOf(static_cast<unsigned char>(people.size() + 1), {{"education", level}}));
  }
  people.push_back(PersonOf(9, {}));
  EXPECT_THAT(ReportOn(people), IsSupersetOf({"EECO09: 3 = 3 ? of 9, 2 not known",
                                              "EECO10: 2 = 2 ? of 9, 2 not known",
                                              "EECO11: 2 = 2 ? of 9, 2 not known"}));
  // Then, whoever had not finished primary school was apart.
  EXPECT_THAT(ReportOn(people, v1::IndicatorReportRequest::SET_ESF_2014),
              IsSupersetOf({"CO09: 2 = 2 ? of 9, 2 not known", "CO10: 2 = 2 ? of 9, 2 not known",
                            "CO11: 2 = 2 ? of 9, 2 not known"}));
}

TEST(IndicatorSets, DisadvantageIsAnyOfThree) {
  IndicatorPerson person =
      PersonOf(1, {{"labour", "unemployed"}, {"disability", "no"}, {"minority", "yes"}});
  person.left = *ParseDay("2026-03-31");
  person.at_exit = {{"labour", "employed"}};
  IndicatorPerson unsaid = PersonOf(2, {{"labour", "unemployed"}, {"disability", "refused"}});
  unsaid.left = person.left;
  unsaid.at_exit = person.at_exit;
  EXPECT_THAT(ReportOn({person, unsaid}, kEsf),
              IsSupersetOf({"CO15: 1 = 1 ? of 2, 1 not known", "CO16: 0 = of 2, 1 not known",
                            "CR05: 1 = 1 ? of 2, 1 not known"}));
}

v1::PathStep Answers(absl::string_view day, v1::IndicatorMoment moment,
                     const std::vector<std::pair<std::string, std::string>>& answers) {
  v1::PathStep step = StepOn("indicators", day);
  step.set_moment(moment);
  for (const auto& [question, answer] : answers) {
    v1::IndicatorAnswer& one = *step.add_indicators();
    one.set_question(question);
    one.set_answer(answer);
  }
  return step;
}

constexpr auto kEntry = v1::INDICATOR_MOMENT_ENTRY;
constexpr auto kExit = v1::INDICATOR_MOMENT_EXIT;

// From the steps that the office writes down.
TEST(IndicatorReport, WhoEntersAgainStaysOneRecordWithTheFirstEntryAndTheLatestExit) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  const Id person = books.EnrolAll(1, cohort, "2026-01-05", "2026-03-31").front();
  books.Step(person,
             Answers("2026-01-05", kEntry, {{"labour", "unemployed"}, {"gender", "woman"}}));
  books.Step(person, CodeOn("exit", "2026-03-31", "dropout"));
  books.Step(person, Answers("2026-03-31", kExit, {{"labour", "inactive"}}));
  const IndicatorOptions options = {.set = kPlus};
  EXPECT_THAT(LinesOf(books.Indicators(options)),
              IsSupersetOf({"EECO02: 1 = 1 w of 1", "EECR04: 0 = of 1"}));
  books.Enrol(person, cohort, "2026-06-01");
  books.Step(person, Answers("2026-06-01", kEntry, {{"labour", "inactive"}}));
  EXPECT_THAT(LinesOf(books.Indicators(options)),
              IsSupersetOf({"EECO01: 1 = 1 w of 1", "EECO02: 1 = 1 w of 1", "EECO04: 0 = of 1",
                            "EECR04: 0 = of 0"}))
      << "in it again: nothing is asked of who left";
  // Entered in January, so not in the figures of the summer.
  EXPECT_THAT(LinesOf(books.Indicators(options, "2026-12-31", "2026-06-01")),
              Contains("EECO01: 0 = of 0"));
  books.Step(person, CodeOn("exit", "2026-11-30", "paid_work"));
  books.Step(person, Answers("2026-12-10", kExit, {{"labour", "employed"}}));
  EXPECT_THAT(LinesOf(books.Indicators(options)), Contains("EECR04: 1 = 1 w of 1"));
}

TEST(IndicatorReport, AnswersOnLeavingAreAboutFourWeeksAfterIt) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  for (const char* day : {"2026-04-28", "2026-04-29"}) {
    const Id person = books.EnrolAll(1, cohort, "2026-01-05", "2026-03-31").front();
    books.Step(person, Answers("2026-01-05", kEntry, {{"labour", "unemployed"}}));
    books.Step(person, CodeOn("exit", "2026-03-31", "paid_work"));
    v1::PathStep answers = Answers(day, kExit, {{"labour", "employed"}});
    books.Step(person, answers);
  }
  EXPECT_THAT(LinesOf(books.Indicators({.set = kPlus})),
              Contains("EECR04: 1 = 1 ? of 2, 1 not known"));
}

TEST(IndicatorReport, WhatWasErasedIsNotKnown) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  for (const Id& person : books.EnrolAll(2, cohort, "2026-01-05")) {
    books.Step(person, Answers("2026-01-05", kEntry, {{"labour", "unemployed"}}));
    if (books.PathRecords().size() == 1) books.Forget(person);
  }
  EXPECT_THAT(LinesOf(books.Indicators({.set = kPlus})),
              IsSupersetOf({"EECO01: 2 = 2 ? of 2", "EECO02: 1 = 1 ? of 2, 1 not known"}));
}

TEST(IndicatorReport, OutcomesByGenderAddUpToAll) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  const std::vector<Id> people = books.EnrolAll(10, cohort, "2026-01-05", "2026-06-30");
  OutcomeOptions options{.by = "gender"};
  for (int i = 0; i < 10; ++i) {
    if (i < 9) options.answers[people[i]] = i < 6 ? "woman" : "man";
    books.Step(people[i], CodeOn("exit", "2026-06-30", i % 2 == 0 ? "paid_work" : "unknown"));
  }
  const v1::GetReportResponse report = books.Outcomes("", "", options);
  EXPECT_EQ(report.columns(0).name(), "gender");
  EXPECT_THAT(Figures(report, "woman"),
              IsSupersetOf({"in it 6", "exit paid_work 3 of 6 left = 50.0 %"}));
  EXPECT_THAT(Figures(report, "man"),
              IsSupersetOf({"in it 3", "exit paid_work 2 of 3 left = 66.7 %"}));
  EXPECT_THAT(Figures(report, "(not known)"), Contains("in it 1"));
  EXPECT_THAT(Figures(report, "all"),
              IsSupersetOf({"in it 10", "exit paid_work 5 of 10 left = 50.0 %"}));
}

TEST(IndicatorReport, SixMonthsAreCountedFromTheLatestExit) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  const std::vector<Id> people = books.EnrolAll(2, cohort, "2026-01-05", "2026-05-31");
  for (const Id& person : people) {
    books.Step(person, Answers("2026-01-05", kEntry, {{"labour", "unemployed"}}));
    books.Step(person, CodeOn("exit", "2026-05-31", "unknown"));
  }
  books.Step(people[0],
             Answers("2026-12-01", v1::INDICATOR_MOMENT_SIX_MONTHS, {{"labour", "employed"}}));
  // Of a time before they left: it says nothing of after it.
  books.Step(people[1],
             Answers("2026-05-01", v1::INDICATOR_MOMENT_SIX_MONTHS, {{"labour", "employed"}}));
  EXPECT_THAT(LinesOf(books.Indicators({.set = kPlus})),
              Contains("EECR05: 1 = 1 ? of 2, 1 not known"));
}

// Without a word about where to: they left when their enrolment ended.
TEST(IndicatorReport, WhoeverStoppedWithoutAnExitLeftToo) {
  ProgrammeBooks books("2026-12-31");
  const Id cohort = books.Cohort("Zorg", "2026-01-01");
  const Id person = books.EnrolAll(1, cohort, "2026-01-05", "2026-03-31").front();
  books.Step(person, Answers("2026-01-05", kEntry, {{"labour", "unemployed"}}));
  books.Step(person, Answers("2026-04-10", kExit, {{"labour", "employed"}}));
  EXPECT_THAT(LinesOf(books.Indicators({.set = kPlus})), Contains("EECR04: 1 = 1 ? of 1"));
}

TEST(AnswersAtEntry, AgesAreBandsOfTheDayOfEntry) {
  std::vector<IndicatorPerson> people;
  for (const char* born : {"2008-01-06", "2008-01-05", "2001-01-06", "2001-01-05", "1996-01-05",
                           "1971-01-06", "1971-01-05", ""}) {
    people.push_back(PersonOf(static_cast<unsigned char>(people.size() + 1), {}, born));
  }
  EXPECT_THAT(AnswersAtEntry(people, "age"),
              UnorderedElementsAre(std::pair(TestId(1), "under 18"), std::pair(TestId(2), "18-24"),
                                   std::pair(TestId(3), "18-24"), std::pair(TestId(4), "25-29"),
                                   std::pair(TestId(5), "30-54"), std::pair(TestId(6), "30-54"),
                                   std::pair(TestId(7), "55 and over")));
}

TEST(AnswersAtEntry, WhoRefusedGaveNoAnswer) {
  EXPECT_THAT(AnswersAtEntry({PersonOf(1, {{"gender", "woman"}}),
                              PersonOf(2, {{"gender", "refused"}}), PersonOf(3, {})},
                             "gender"),
              UnorderedElementsAre(std::pair(TestId(1), "woman")));
}

TEST(IndicatorAnswers, SayWhatToWriteInstead) {
  const auto check = [](v1::IndicatorMoment moment,
                        const std::vector<std::pair<std::string, std::string>>& answers) {
    const v1::PathStep step = Answers("2026-01-05", moment, answers);
    return std::string(CheckIndicators(step.indicators(), moment).message());
  };
  EXPECT_EQ(check(kEntry, {{"gender", "woman"}, {"unemployed_since", "2024-01-01"}}), "");
  EXPECT_THAT(check(kEntry, {}), HasSubstr("nothing is answered; there can be: gender"));
  EXPECT_THAT(check(kEntry, {{"gender", "w"}}), HasSubstr("write one of woman, man, non_binary"));
  EXPECT_THAT(check(kEntry, {{"qualification", "yes"}}), HasSubstr("not asked at this moment"));
  EXPECT_THAT(check(kExit, {{"qualification", "yes"}, {"qualification", "no"}}),
              HasSubstr("qualification is answered twice"));
  EXPECT_THAT(check(kEntry, {{"unemployed_since", "last year"}}), HasSubstr("unemployed_since"));
}

}  // namespace
}  // namespace wijkboek
