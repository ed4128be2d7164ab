// The same facts give the same state, whatever their order, however often they come, folded one at
// a time or all at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "tests/reconcile/scene.h"
#include "tests/reconcile/week.h"

namespace wijkboek {
namespace {

std::vector<std::pair<std::string, std::string>> Prints(const Ledger& ledger) {
  std::vector<std::pair<std::string, std::string>> result;
  std::vector<PartitionFingerprint> all = ledger.Fingerprints().value();
  for (const PartitionFingerprint& each : all) {
    result.emplace_back(each.partition, each.fingerprint.hex());
  }
  return result;
}

class Weeks : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Weeks, OrderOfArrivalChangesNothing) {
  WeekOptions options{.seed = GetParam(), .events = 120};
  std::vector<StoredEvent> events = GenerateWeek(options);
  FoldedLog straight = FoldAll(events, WeekNow(options));
  std::string told = Describe(*straight.ledger, Scene().day());
  EXPECT_GT(Prints(*straight.ledger).size(), 10u);
  std::mt19937_64 random(GetParam() * 77);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    FoldedLog shuffled = FoldAll(events, WeekNow(options));
    ASSERT_EQ(Prints(*shuffled.ledger), Prints(*straight.ledger)) << "round " << round;
    ASSERT_EQ(Describe(*shuffled.ledger, Scene().day()), told);
  }
}

TEST_P(Weeks, OneAtATimeIsAllAtOnce) {
  WeekOptions options{.seed = GetParam(), .events = 100};
  std::vector<StoredEvent> events = GenerateWeek(options);
  std::mt19937_64 random(GetParam() * 78);
  std::shuffle(events.begin(), events.end(), random);
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  std::uniform_int_distribution<std::int64_t> moment(WeekNow(options) - 9 * 24 * kHourMs,
                                                     WeekNow(options) + 9 * 24 * kHourMs);
  for (const StoredEvent& event : events) {
    log.Append(event);
    // Now wanders back and forth, as a broken clock would have it.
    ASSERT_TRUE(ledger->CatchUp(moment(random)).ok());
  }
  ASSERT_TRUE(ledger->CatchUp(WeekNow(options)).ok());
  FoldedLog at_once = FoldAll(events, WeekNow(options));
  EXPECT_EQ(Describe(*ledger, Scene().day()), Describe(*at_once.ledger, Scene().day()));
  EXPECT_EQ(Prints(*ledger), Prints(*at_once.ledger));
}

TEST_P(Weeks, DuplicatesChangeNothing) {
  WeekOptions options{.seed = GetParam(), .events = 100};
  std::vector<StoredEvent> events = GenerateWeek(options);
  FoldedLog once = FoldAll(events, WeekNow(options));
  std::vector<StoredEvent> twice = events;
  twice.insert(twice.end(), events.begin(), events.end());
  std::mt19937_64 random(GetParam() * 79);
  std::shuffle(twice.begin(), twice.end(), random);
  EXPECT_EQ(Prints(*FoldAll(twice, WeekNow(options)).ledger), Prints(*once.ledger));
}

// Asked for one person's, the ledger gives what it gives for everybody, without the others'.
TEST_P(Weeks, VisitsHelpAndDoubtsOfOneAreThoseOfAll) {
  WeekOptions options{.seed = GetParam(), .events = 300, .participants = 4};
  FoldedLog folded = FoldAll(GenerateWeek(options), WeekNow(options));
  const Ledger& ledger = *folded.ledger;
  const DayRange days{.first = Scene().day() + 1, .last = Scene().day() + 3};
  for (int p = 0; p < options.participants; ++p) {
    const Id registration = IdNamed(absl::StrCat("p", p));
    const Id person = ledger.reference().StandsFor(registration);
    std::vector<VisitRecord> visits = ledger.Visits(days).value();
    std::erase_if(visits, [&](const VisitRecord& visit) {
      const std::vector<Id>& people = visit.participants;
      return std::find(people.begin(), people.end(), person) == people.end();
    });
    EXPECT_EQ(ledger.VisitsOf(registration, days).value(), visits) << p;
    std::vector<AttendanceRecord> attendance = ledger.Attendance(days).value();
    std::erase_if(attendance,
                  [&](const AttendanceRecord& record) { return record.person != person; });
    EXPECT_EQ(ledger.AttendanceOfEach({person}, days).value(), attendance) << p;
    std::vector<HelpRecord> helps = ledger.Helps(days).value();
    std::erase_if(helps, [&](const HelpRecord& help) {
      return help.helper != person && help.helped != person;
    });
    EXPECT_EQ(ledger.HelpsOf(registration, days).value(), helps) << p;
    std::vector<Discrepancy> doubts = ledger.Discrepancies().value();
    std::erase_if(doubts, [&](const Discrepancy& doubt) {
      return std::find(doubt.persons.begin(), doubt.persons.end(), person) == doubt.persons.end();
    });
    EXPECT_EQ(ledger.OpenDiscrepanciesOf(registration).value(), doubts) << p;
    std::erase_if(doubts, [&](const Discrepancy& doubt) {
      return doubt.day < days.first || doubt.day > days.last;
    });
    for (const Discrepancy& doubt : doubts) {
      EXPECT_THAT(ledger.OpenDiscrepancies(days).value(), testing::Contains(doubt)) << p;
    }
  }
}

TEST_P(Weeks, VisitsAreCountedAsTheyAreRead) {
  WeekOptions options{.seed = GetParam(), .events = 300, .participants = 4};
  FoldedLog folded = FoldAll(GenerateWeek(options), WeekNow(options));
  const DayRange days{.first = Scene().day() + 1, .last = Scene().day() + 3};
  std::map<CivilDay, std::uint32_t> counts;
  const std::vector<VisitRecord> visits = folded.ledger->Visits(days).value();
  for (const VisitRecord& visit : visits) {
    const CivilDay day = DayOf(visit.span.start_ms);
    if (day >= days.first && day <= days.last) ++counts[day];
  }
  EXPECT_THAT(folded.ledger->VisitCounts(days).value(), testing::ElementsAreArray(counts));
}

TEST_P(Weeks, EachMinuteCountsOnce) {
  WeekOptions options{.seed = GetParam(), .events = 300, .participants = 3};
  FoldedLog folded = FoldAll(GenerateWeek(options), WeekNow(options));
  for (int p = 0; p < options.participants; ++p) {
    std::vector<Interval> all;
    Id person = IdNamed(absl::StrCat("p", p));
    std::vector<PresenceRecord> presences = folded.ledger->Presences(person, {}).value();
    for (const PresenceRecord& each : presences) {
      all.insert(all.end(), each.settled.begin(), each.settled.end());
      all.insert(all.end(), each.to_confirm.begin(), each.to_confirm.end());
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LE(all[i - 1].end_ms, all[i].start_ms);
  }
}

INSTANTIATE_TEST_SUITE_P(Generated, Weeks, testing::Range<std::uint64_t>(1, 31));

TEST(SmallLogs, ThousandsOfOrders) {
  Scene scene;
  scene.Enrol("P", 1).Resident("R", "H");
  scene.Tell(R"(#a 09:00 P in C; 10:00 P start R V; #e 11:00 P end - V C; 12:05 P out C
      @B 12:10 P log R 10:05 11:30 by K; @B #v 13:00 K voids #e
      @B 13:10 K corrects P C 09:00 09:50 #a; @B 13:20 badge X in D)");
  scene.AssignBadge("X", "P");
  std::vector<StoredEvent> events = scene.events();
  std::string told = scene.Outcome();
  Hash fingerprint = FoldAll(events, scene.later()).ledger->Fingerprint().value();
  std::mt19937_64 random(5);
  for (int round = 0; round < 1000; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    FoldedLog folded = FoldAll(events, scene.later());
    ASSERT_EQ(folded.ledger->Fingerprint().value(), fingerprint)
        << told << "\n--- but\n"
        << Describe(*folded.ledger, scene.day());
  }
}

}  // namespace
}  // namespace wijkboek
