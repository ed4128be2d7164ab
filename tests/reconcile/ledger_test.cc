// The derived file: incremental, cheap when nothing is new, and never anybody's only copy.
#include "common/ledger/ledger.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "common/draft.h"
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
  // After the last session, which has its own moments.
  FoldedLog folded = FoldAll(scene.events(), scene.At(0, "17:00"));
  ASSERT_EQ(folded.ledger->CatchUp(scene.At(0, "23:00"))->partitions, 0u);
  EXPECT_EQ(Describe(*folded.ledger, scene.day()), "P at C 09:00-23:00 still there: 0 min");
  ASSERT_EQ(folded.ledger->CatchUp(scene.At(0, "23:00") + 1)->partitions, 1u);
  EXPECT_EQ(Describe(*folded.ledger, scene.day()),
            "P at C 09:00-16:00 by rule: 0 min, 420 to confirm\nday P C: 0 min, 420 to confirm\n"
            "doubt forgotten_check_out P");
}

TEST(LedgerTime, WhoIsThereIsThereUntilNow) {
  Scene scene;
  scene.Enrol("P").Enrol("Q").Enrol("R");
  scene.Tell("@A 09:10 R in C; @B 09:00 P in C; @B 09:05 Q in C; @B 09:30 Q out C");
  const FoldedLog folded = FoldAll(scene.events(), scene.At(0, "10:00"));
  const std::vector<PresenceRecord> open =
      folded.ledger->OpenPresences({.first = scene.day(), .last = scene.day()}).value();
  const std::map<Id, Interval> expected = {
      {IdNamed("P"), {scene.At(0, "09:00"), scene.At(0, "10:00")}},
      {IdNamed("R"), {scene.At(0, "09:10"), scene.At(0, "10:00")}}};
  ASSERT_EQ(open.size(), expected.size());
  auto next = open.begin();
  for (const auto& [person, span] : expected) {
    EXPECT_EQ(next->person, person);
    EXPECT_EQ(next->span.start_ms, span.start_ms);
    EXPECT_EQ(next->span.end_ms, span.end_ms);
    ++next;
  }
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

// A branch's event without a time of its own says nothing about how far its branch is.
TEST(LedgerForks, TimeGoesOnAlongEachBranchHoweverTheLogIsCut) {
  Scene scene;
  Hash head;
  auto make = [&](std::uint64_t seq, absl::string_view time, const Hash& previous,
                  absl::string_view boot = "") {
    v1::Event event = scene.New(v1::EVENT_KIND_CHECKED_IN, scene.At(0, time), "A");
    event.mutable_checked_in();
    event.set_seq(seq);
    event.set_epoch(77);
    event.set_centre_id(IdNamed("C").ToString());
    AddPerson(event, IdNamed(absl::StrCat("P", time)), v1::PERSON_ROLE_PARTICIPANT);
    if (!boot.empty()) {
      event.mutable_captured()->set_boot_id(IdNamed(boot).ToString());
      event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    }
    return WriteEvent(event, previous);
  };
  const StoredEvent a = make(1, "09:00", head);
  const StoredEvent b = make(2, "10:00", a.key.hash);
  const StoredEvent other = make(2, "15:00", a.key.hash);
  const StoredEvent c = make(3, "10:30", b.key.hash, "unsampled");
  const StoredEvent d = make(4, "11:00", c.key.hash);
  const std::vector<StoredEvent> events = {a, b, other, c, d};
  const std::string expected = Describe(*FoldAll(events, scene.later()).ledger, scene.day());
  EXPECT_NE(expected.find("P11:00 at C 11:00"), std::string::npos) << expected;

  // Each bit says whether the log is folded after that event.
  for (unsigned cuts = 0; cuts < 32; ++cuts) {
    VectorLog log;
    std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    for (std::size_t i = 0; i < events.size(); ++i) {
      log.Append(events[i]);
      if ((cuts >> i & 1) == 0) continue;
      ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    }
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    EXPECT_EQ(Describe(*ledger, scene.day()), expected) << "cut " << cuts;
  }
}

TEST(LedgerVisits, WhatIsTouchedIsFoldedAsTheLogKnowsItNow) {
  Scene scene;
  scene.Tell("12:00 P log R 14:00 15:00");
  VectorLog log;
  std::vector<std::uint64_t> positions;
  for (const StoredEvent& event : scene.events()) positions.push_back(log.Append(event));
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  const std::string before = Describe(*ledger, scene.day());
  EXPECT_EQ(before.find("visit_in_future"), std::string::npos) << before;

  for (std::uint64_t position : positions) log.SetReceived(position, scene.At(0, "12:05"));
  // One that the ledger never saw is left out.
  positions.push_back(999);
  ASSERT_TRUE(ledger->Touch(positions).ok());
  ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  const std::string after = Describe(*ledger, scene.day());
  EXPECT_NE(after.find("visit_in_future"), std::string::npos) << after;
  std::unique_ptr<Ledger> again = Ledger::Open(":memory:", log).value();
  ASSERT_TRUE(again->CatchUp(scene.later()).ok());
  EXPECT_EQ(after, Describe(*again, scene.day()));
  EXPECT_EQ(ledger->Fingerprint().value(), again->Fingerprint().value());
  EXPECT_EQ(ledger->CatchUp(scene.later())->partitions, 0u);
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
