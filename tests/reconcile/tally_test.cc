// What is kept added up is what the records add up to, however they came: all at once, or one
// arrival after another with time passing.
#include "common/reconcile/tally.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "tests/reconcile/attendance_week.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

constexpr std::uint64_t kSeeds = 12;

// Of everybody, from the records themselves.
std::vector<DayTally> AddedUp(const Ledger& ledger) {
  std::map<std::tuple<CivilDay, Id, Id>, DayTally> sums;
  for (const DayTally& each :
       TallyOf(ledger.Attendance({}).value(), ledger.Hours({}).value(), ledger.reference())) {
    sums[{each.day, each.cohort, each.centre}] = each;
  }
  std::vector<DayTally> result;
  for (const auto& [place, sum] : sums) result.push_back(sum);
  return result;
}

// Of some days, by enrolment.
std::vector<EnrolmentTally> AddedUpByEnrolment(const Ledger& ledger, DayRange days) {
  std::map<Id, EnrolmentTally> sums;
  for (const TallyPart& part :
       PartsOf(ledger.Attendance(days).value(), ledger.Hours(days).value(), ledger.reference())) {
    sums[part.enrolment].enrolment = part.enrolment;
    sums[part.enrolment].Add(part.tally);
  }
  std::vector<EnrolmentTally> result;
  for (const auto& [enrolment, sum] : sums) result.push_back(sum);
  return result;
}

// Whatever is kept apart of what the records say, says the same.
void ExpectKeptAsRecordsSay(const Ledger& ledger) {
  EXPECT_EQ(ledger.Tallies({}, TallyBy::kDay).value(), AddedUp(ledger));
  std::vector<AttendanceRecord> open = ledger.Attendance({}).value();
  std::erase_if(open, [](const AttendanceRecord& record) { return !IsOpen(record); });
  EXPECT_EQ(ledger.OpenStatuses({}).value(), open);
  EXPECT_EQ(ledger.EnrolmentTallies({}).value(), AddedUpByEnrolment(ledger, {}));
  const CivilDay tuesday = *ParseDay("2026-03-03");
  const DayRange some = {.first = tuesday, .last = tuesday + 1};
  EXPECT_EQ(ledger.EnrolmentTallies(some).value(), AddedUpByEnrolment(ledger, some));
}

std::vector<std::int64_t> Numbers(const std::vector<DayTally>& tallies) {
  std::vector<std::int64_t> sums(DayTally::kNumbers);
  for (const DayTally& tally : tallies) {
    auto sum = sums.begin();
    DayTally::ForEachNumber(tally, [&](const std::int64_t& number) { *sum++ += number; });
  }
  return sums;
}

TEST(Tallies, AreWhatTheRecordsAddUpTo) {
  std::int64_t statuses = 0;
  std::int64_t hours_ms = 0;
  std::size_t open = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    const AttendanceWeek week = GenerateAttendanceWeek(seed, /*order=*/seed % 3);
    VectorLog log;
    std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    std::size_t taken = 0;
    for (const Arrival& arrival : week.arrivals) {
      arrival.AppendTo(log);
      if (++taken % 7 != 0) continue;
      // Statuses change also because time passes.
      ASSERT_TRUE(ledger->CatchUp(arrival.server_ms).ok());
      SCOPED_TRACE(taken);
      open += ledger->OpenStatuses({}).value().size();
      ASSERT_NO_FATAL_FAILURE(ExpectKeptAsRecordsSay(*ledger));
    }
    ASSERT_TRUE(ledger->CatchUp(week.end_ms).ok());
    const std::vector<DayTally> tallies = ledger->Tallies({}, TallyBy::kDay).value();
    ExpectKeptAsRecordsSay(*ledger);
    EXPECT_EQ(Numbers(ledger->Tallies({}, TallyBy::kCohort).value()), Numbers(tallies));
    for (const DayTally& tally : tallies) {
      statuses += tally.statuses.expected;
      hours_ms += tally.settled_ms;
    }
  }
  EXPECT_GT(statuses, 100) << "the weeks show nothing";
  EXPECT_GT(open, 10u) << "nothing was ever open";
  EXPECT_GT(hours_ms, kHourMs);
}

TEST(Tallies, OfOneAreTheirOwn) {
  Scene scene;
  scene.Enrol("P", 2).Enrol("Q", 1).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  scene.Tell("09:00 P in C; 09:01 Q in C; 12:00 P out C; 12:01 Q out C; +1 09:00 P in C");
  const FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  const std::vector<EnrolmentTally> all = folded.ledger->EnrolmentTallies({}).value();
  ASSERT_EQ(all.size(), 2u);
  for (const char* person : {"P", "Q"}) {
    const std::vector<EnrolmentTally> own =
        folded.ledger->EnrolmentTalliesOf(IdNamed(person), {}).value();
    ASSERT_EQ(own.size(), 1u) << person;
    EXPECT_TRUE(own[0] == all[0] || own[0] == all[1]) << person;
    EXPECT_EQ(folded.ledger->reference().FindEnrolment(own[0].enrolment)->participant,
              IdNamed(person));
  }
  EXPECT_TRUE(folded.ledger->EnrolmentTalliesOf(IdNamed("nobody"), {})->empty());
}

TEST(Tallies, OfSomeDaysAreThoseAlone) {
  Scene scene;
  scene.Enrol("P", 2).HasKiosk("kiosk", "C").Heard("kiosk", scene.later());
  scene.Tell("09:00 P in C; 12:00 P out C; +1 09:00 P in C; +1 10:00 P out C");
  const FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  const CivilDay day = *ParseDay("2026-03-03");
  const std::vector<DayTally> second =
      folded.ledger->Tallies({.first = day, .last = day}, TallyBy::kCohort).value();
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].statuses.expected, 2);
  EXPECT_EQ(second[0].statuses.present, 1);
  EXPECT_EQ(second[0].statuses.left_early, 1);
  EXPECT_EQ(second[0].settled_ms, kHourMs);
}

}  // namespace
}  // namespace wijkboek
