// The derived file: incremental, cheap when nothing is new, and never anybody's only copy.
#include "common/ledger/ledger.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/reconcile/scene.h"
#include "tests/reconcile/week.h"

namespace wijkboek {
namespace {

class LedgerFile : public testing::Test {
 protected:
  LedgerFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "wijkboek-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ + "/derived.db";
  }
  ~LedgerFile() override { std::filesystem::remove_all(folder_); }

  void Fill(int events = 150) {
    std::vector<StoredEvent> week = GenerateWeek({.seed = 3, .events = events});
    for (const StoredEvent& event : week) log_.Append(event);
  }
  std::int64_t now() const { return WeekNow({}); }

  std::string folder_;
  std::string path_;
  VectorLog log_;
};

TEST_F(LedgerFile, GoesOnWhereItStopped) {
  Fill();
  Hash before;
  {
    std::unique_ptr<Ledger> ledger = Ledger::Open(path_, log_).value();
    EXPECT_GT(ledger->CatchUp(now())->events, 100u);
    before = ledger->Fingerprint().value();
  }
  std::unique_ptr<Ledger> ledger = Ledger::Open(path_, log_).value();
  CatchUpSummary summary = ledger->CatchUp(now()).value();
  EXPECT_EQ(summary.events, 0u);
  EXPECT_EQ(summary.partitions, 0u);
  EXPECT_EQ(ledger->Fingerprint().value(), before);
  EXPECT_NE(ledger->reference().FindCentre(IdNamed("C")), nullptr);
}

TEST_F(LedgerFile, ADamagedFileIsBuiltAgain) {
  Fill();
  Hash before =
      FoldAll(GenerateWeek({.seed = 3, .events = 150}), now()).ledger->Fingerprint().value();
  for (std::string rubbish : {std::string("not a database at all"), std::string(8192, 'x')}) {
    std::ofstream(path_, std::ios::trunc) << rubbish;
    std::unique_ptr<Ledger> ledger = Ledger::Open(path_, log_).value();
    ASSERT_TRUE(ledger->CatchUp(now()).ok());
    EXPECT_EQ(ledger->Fingerprint().value(), before);
  }
}

TEST_F(LedgerFile, AFileOfAnotherLogIsBuiltAgain) {
  Fill();
  ASSERT_TRUE(Ledger::Open(path_, log_).value()->CatchUp(now()).ok());
  VectorLog other;
  std::vector<StoredEvent> week = GenerateWeek({.seed = 4, .events = 20});
  for (const StoredEvent& event : week) other.Append(event);
  std::unique_ptr<Ledger> ledger = Ledger::Open(path_, other).value();
  ASSERT_TRUE(ledger->CatchUp(now()).ok());
  EXPECT_EQ(ledger->Fingerprint().value(), FoldAll(week, now()).ledger->Fingerprint().value());
}

TEST_F(LedgerFile, AFileInUseIsLeftAlone) {
  Fill();
  std::unique_ptr<Ledger> first = Ledger::Open(path_, log_).value();
  ASSERT_TRUE(first->CatchUp(now()).ok());
  EXPECT_FALSE(Ledger::Open(path_, log_).ok());
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(LedgerFile, ResetForgetsAndRebuilds) {
  Fill();
  std::unique_ptr<Ledger> ledger = Ledger::Open(path_, log_).value();
  ASSERT_TRUE(ledger->CatchUp(now()).ok());
  Hash before = ledger->Fingerprint().value();
  ASSERT_TRUE(ledger->Reset().ok());
  EXPECT_TRUE(ledger->Fingerprints()->empty());
  ASSERT_TRUE(ledger->CatchUp(now()).ok());
  EXPECT_EQ(ledger->Fingerprint().value(), before);
}

TEST_F(LedgerFile, ALateFactFoldsOnlyWhatItTouches) {
  Fill(400);
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log_).value();
  ASSERT_TRUE(ledger->CatchUp(now()).ok());
  Scene scene;
  scene.Tell("@late 09:00 P9 in C");
  log_.Append(scene.events().back());
  EXPECT_EQ(ledger->CatchUp(now())->partitions, 1u);
}

TEST(LedgerTime, AnOpenPresenceClosesByItselfWhenItsTimeHasCome) {
  Scene scene;
  scene.Enrol("P").Tell("09:00 P in C");
  EXPECT_EQ(scene.Outcome(scene.At(0, "10:00")), "P at C 09:00-10:00 still there: 0 min");
  FoldedLog folded = FoldAll(scene.events(), scene.At(0, "10:00"));
  ASSERT_EQ(folded.ledger->CatchUp(scene.At(0, "23:00"))->partitions, 0u);
  EXPECT_EQ(Describe(*folded.ledger, scene.day()), "P at C 09:00-23:00 still there: 0 min");
  ASSERT_EQ(folded.ledger->CatchUp(scene.At(0, "23:00") + 1)->partitions, 1u);
  EXPECT_EQ(Describe(*folded.ledger, scene.day()),
            "P at C 09:00-16:00 by rule: 0 min, 420 to confirm\nday P C: 0 min, 420 to confirm\n"
            "doubt forgotten_check_out P");
}

TEST(LedgerEdits, AVoidMayArriveFirst) {
  Scene scene;
  scene.Tell("@A #x 09:00 P in C; @B 09:05 K voids #x");
  std::vector<StoredEvent> events = scene.events();
  std::reverse(events.begin(), events.end());
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  for (const StoredEvent& event : events) {
    log.Append(event);
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  }
  EXPECT_EQ(Describe(*ledger, scene.day()), "aside checked_in: voided");
}

// An old copy of a store runs on days later, in the same epoch: its branch must not pull the times
// of the other one along.
TEST(LedgerForks, TimeGoesOnAlongEachBranchByItself) {
  Scene scene;
  scene.Tell("@A 09:00 P in C; @A 12:00 P out C; @A 13:00 P in C; @A 16:00 P out C");
  std::vector<StoredEvent> events = scene.events();
  const StoredEvent first = *std::find_if(
      events.begin(), events.end(), [](const auto& event) { return event.event.has_checked_in(); });
  v1::Event restarted = scene.New(v1::EVENT_KIND_DEVICE_STARTED, scene.At(9, "08:00"), "A");
  restarted.set_seq(first.key.seq + 1);
  restarted.mutable_device_started()->set_reason(v1::START_REASON_BOOT);
  const StoredEvent branch = WriteEvent(restarted, first.key.hash);
  const std::string expected = scene.Outcome();
  EXPECT_NE(expected.find("P at C 09:00-12:00 out: 180 min"), std::string::npos) << expected;

  for (std::size_t place = 0; place <= events.size(); ++place) {
    std::vector<StoredEvent> arrived = events;
    arrived.insert(arrived.begin() + static_cast<std::ptrdiff_t>(place), branch);
    EXPECT_EQ(Describe(*FoldAll(arrived, scene.later()).ledger, scene.day()), expected)
        << "the branch arrives as number " << place + 1;
  }
}

TEST(LedgerBadges, AnUnknownBadgeFindsItsOwnerLater) {
  Scene scene;
  scene.Tell("09:00 badge X in C; 12:00 badge X out C");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  Id badge = IdNamed("X");
  EXPECT_EQ(folded.ledger->PositionsOfBadge(badge, 0, 1000, 10)->size(), 2u);
  EXPECT_TRUE(folded.ledger->PositionsOfPerson(IdNamed("P"), 0, 1000, 10)->empty());
  scene.AssignBadge("X", "P", scene.At(0, "08:00"));
  folded.log->Append(scene.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(Describe(*folded.ledger, scene.day()),
            "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  EXPECT_EQ(folded.ledger->PositionsOfPerson(IdNamed("P"), 0, 1000, 10)->size(), 3u);
  EXPECT_EQ(folded.ledger->PositionsOfPerson(IdNamed("P"), 0, 1000, 2)->size(), 2u);
}

TEST(LedgerBadges, OnlyFromWhenItWasTheirs) {
  Scene scene;
  scene.Tell("09:00 badge X in C; 12:00 badge X out C");
  scene.AssignBadge("X", "P", scene.At(0, "10:00"));
  EXPECT_EQ(scene.Outcome(), "aside checked_in: unknown badge\ndoubt check_out_without_check_in P");
}

TEST(LedgerVisits, ResidentsOfOneHouseholdAreVisitedTogether) {
  Scene scene;
  scene.Tell("12:00 P log R 10:00 11:00; 13:00 P log S 10:00 11:00 by K");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  EXPECT_EQ(folded.ledger->Visits({})->size(), 2u);
  scene.Resident("R", "H").Resident("S", "H");
  folded.log->Append(scene.events()[scene.events().size() - 2]);
  folded.log->Append(scene.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(folded.ledger->Visits({})->size(), 1u);
}

TEST(LedgerEnrolment, AfterItEndedACheckInIsACupOfCoffee) {
  Scene scene;
  scene.Enrol("P", 1).Tell("09:00 P in C; 12:00 P out C; +3 09:00 P in C");
  EXPECT_EQ(scene.Outcome(), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
}

TEST(LedgerEnrolment, NeverEnrolledIsShownApart) {
  Scene scene;
  scene.Enrol("P").Tell("09:00 P in C; 09:00 W in C; 12:00 W out C; 12:00 P out C");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  std::vector<PresenceDay> days = folded.ledger->PresenceDays({}).value();
  ASSERT_EQ(days.size(), 2u);
  for (const PresenceDay& day : days) EXPECT_EQ(day.never_enrolled, day.person == IdNamed("W"));
}

TEST(LedgerDays, RangesSelectWhatTouchesThem) {
  Scene scene;
  scene.Tell("22:30 P in C; +1 06:45 P out C; +2 09:00 P in C; +2 10:00 P out C");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  CivilDay day = scene.day();
  EXPECT_EQ(folded.ledger->PresenceDays({day + 1, day + 1})->size(), 1u);
  EXPECT_EQ(folded.ledger->Presences(IdNamed("P"), {day + 1, day + 1})->size(), 1u);
  EXPECT_EQ(folded.ledger->Presences(IdNamed("P"), {day, day + 2})->size(), 2u);
}

}  // namespace
}  // namespace wijkboek
