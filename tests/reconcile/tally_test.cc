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
      ASSERT_EQ(ledger->Tallies({}, TallyBy::kDay).value(), AddedUp(*ledger)) << taken;
    }
    ASSERT_TRUE(ledger->CatchUp(week.end_ms).ok());
    const std::vector<DayTally> tallies = ledger->Tallies({}, TallyBy::kDay).value();
    EXPECT_EQ(tallies, AddedUp(*ledger));
    EXPECT_EQ(Numbers(ledger->Tallies({}, TallyBy::kCohort).value()), Numbers(tallies));
    for (const DayTally& tally : tallies) {
      statuses += tally.statuses.expected;
      hours_ms += tally.settled_ms;
    }
  }
  EXPECT_GT(statuses, 100) << "the weeks show nothing";
  EXPECT_GT(hours_ms, kHourMs);
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
