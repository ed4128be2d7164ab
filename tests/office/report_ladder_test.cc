// The participation ladder of an invented programme, from its first measurement to its report.
#include "server/report_ladder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/office/in_dutch.h"
#include "tests/office/programme_books.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

void Measure(ProgrammeBooks& books, const Id& person, const std::string& day,
             const std::string& level, bool growth_within = false) {
  v1::PathStep step = StepOn("ladder", day);
  step.set_level(level);
  step.set_growth_within(growth_within);
  books.Step(person, step);
}

TEST(LadderReportTest, FromTheFirstMeasurementToTheLatest) {
  ProgrammeBooks books("2025-12-31");
  const Id cohort = books.Cohort("Groep", "2025-01-01");
  const std::vector<Id> people = books.EnrolAll(7, cohort, "2025-01-06");
  // Written down afterwards, and last what came first.
  Measure(books, people[0], "2025-06-01", "3");
  Measure(books, people[0], "2025-11-01", "4");
  Measure(books, people[0], "2025-02-01", "2");
  Measure(books, people[1], "2025-02-01", "2");
  Measure(books, people[1], "2025-11-01", "4");
  Measure(books, people[2], "2025-02-01", "3");
  Measure(books, people[2], "2025-11-01", "2");
  Measure(books, people[3], "2025-02-01", "3");
  Measure(books, people[3], "2025-11-01", "3", /*growth_within=*/true);
  // Growth before the first measurement is none since.
  Measure(books, people[4], "2025-02-01", "3", /*growth_within=*/true);
  Measure(books, people[4], "2025-11-01", "3");
  Measure(books, people[5], "2025-02-01", "5");
  const v1::GetReportResponse report = books.Ladder();
  ExpectAllInDutch(report);
  EXPECT_THAT(
      RowsOf(report, "Groep"),
      ElementsAre("in it 7", "measured 6 in it 7 85.7", "measured twice 5 measured 6 83.3",
                  "step 2 4 2 measured twice 5 40.0", "step 3 2 1 measured twice 5 20.0",
                  "step 3 3 2 measured twice 5 40.0", "up 2 measured twice 5 40.0",
                  "neither up nor down 2 measured twice 5 40.0", "down 1 measured twice 5 20.0",
                  "grew within the step 1 measured twice 5 20.0"));
  // Before the second one.
  EXPECT_THAT(RowsOf(books.Ladder("2025-05-31"), "Groep"),
              IsSupersetOf({"measured 6 in it 7 85.7", "measured twice 0 measured 6 0.0"}));
  EXPECT_THAT(RowsOf(books.Ladder("2025-06-30"), "Groep"),
              Contains("step 2 3 1 measured twice 1 100.0"));
}

// A ladder with other steps than ours: what is higher nobody said.
TEST(LadderReportTest, StepsThatAreNoNumbersAreTheSameOrNot) {
  ProgrammeBooks books("2025-12-31");
  const Id cohort = books.Cohort("Groep", "2025-01-01");
  const std::vector<Id> people = books.EnrolAll(2, cohort, "2025-01-06");
  Measure(books, people[0], "2025-02-01", "alone");
  Measure(books, people[0], "2025-11-01", "together");
  Measure(books, people[1], "2025-02-01", "3");
  Measure(books, people[1], "2025-11-01", "4");
  books.Forget(people[1]);
  EXPECT_THAT(
      RowsOf(books.Ladder(), "Groep"),
      IsSupersetOf({"step alone together 1 measured twice 2 50.0",
                    "step (unreadable) (unreadable) 1 measured twice 2 50.0",
                    "up 0 measured twice 2 0.0", "neither up nor down 2 measured twice 2 100.0"}));
}

// Somebody who went on from one cohort to another is measured in each by what was measured there.
TEST(LadderReportTest, EachCohortHasItsOwnMeasurements) {
  ProgrammeBooks books("2025-12-31");
  const Id first = books.Cohort("Eerst", "2024-01-01");
  const Id second = books.Cohort("Later", "2025-01-01");
  const Id person = books.Person();
  books.Enrol(person, first, "2024-01-08", "2024-12-31");
  books.Enrol(person, second, "2025-01-06");
  Measure(books, person, "2024-02-01", "1");
  Measure(books, person, "2024-11-01", "2");
  Measure(books, person, "2025-11-01", "3");
  // Of nobody in a cohort.
  Measure(books, books.Person(), "2025-11-01", "3");
  const v1::GetReportResponse report = books.Ladder();
  EXPECT_THAT(RowsOf(report, "Eerst"), Contains("step 1 2 1 measured twice 1 100.0"));
  EXPECT_THAT(RowsOf(report, "Later"),
              IsSupersetOf({"measured 1 in it 1 100.0", "measured twice 0 measured 1 0.0"}));
  EXPECT_THAT(RowsOf(report, "all"), IsSupersetOf({"in it 1", "measured 1 in it 1 100.0",
                                                   "step 1 3 1 measured twice 1 100.0"}));
  EXPECT_THAT(report.small_print(), Contains(HasSubstr("2 cohorts")));
}

// Of whoever went on before the days that were chosen.
TEST(LadderReportTest, NobodyIsMeasuredInACohortThatTheyAreNotIn) {
  ProgrammeBooks books("2025-12-31");
  const Id first = books.Cohort("Eerst", "2024-01-01");
  const Id second = books.Cohort("Later", "2025-01-01");
  books.EnrolAll(1, first, "2024-01-08");
  const Id person = books.Person();
  books.Enrol(person, first, "2024-01-08", "2024-12-31");
  books.Enrol(person, second, "2025-01-06");
  Measure(books, person, "2024-02-01", "1");
  Measure(books, person, "2025-11-01", "3");
  const v1::GetReportResponse report = books.Ladder("", "2025-01-01");
  EXPECT_THAT(RowsOf(report, "Eerst"), IsSupersetOf({"in it 1", "measured 0 in it 1 0.0"}));
  EXPECT_THAT(RowsOf(report, "Later"), IsSupersetOf({"in it 1", "measured 1 in it 1 100.0"}));
}

}  // namespace
}  // namespace wijkboek
