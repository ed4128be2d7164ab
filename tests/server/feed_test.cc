// How a Pull goes: from a cursor on and then live, who enters and who leaves, keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/feed_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(FeedTest, SendsACentreItsPeopleAndNobodyElses) {
  Participant(amina_);
  Participant(bilal_);
  Coach(coach_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kSouth, TestId(81));
  CheckIn(north_kiosk_, amina_);
  // Captured elsewhere, about ours; and here, about theirs.
  CheckIn(south_kiosk_, amina_);
  CheckIn(north_kiosk_, bilal_);
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  EXPECT_THAT(kiosk.Named(), UnorderedElementsAre(amina_, coach_));
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 2);
  EXPECT_THAT(kiosk.persons, UnorderedElementsAre(amina_));
  EXPECT_THAT(kiosk.PersonsOfKeys(), UnorderedElementsAre(amina_, coach_));
}

TEST_F(FeedTest, GoesOnFromTheCursorAndThenLive) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  std::size_t before = kiosk.events.size();
  // Nothing new: nothing is said.
  EXPECT_FALSE(feed_->Next(session)->page.has_value());
  CheckIn(north_kiosk_, amina_);
  Follow(session, kiosk);
  EXPECT_EQ(kiosk.events.size(), before + 1);
  EXPECT_TRUE(kiosk.up_to_date);
  // What is not ours moves the cursor on only when that is asked for.
  int pages = kiosk.pages;
  CheckIn(north_kiosk_, bilal_);
  Follow(session, kiosk);
  EXPECT_EQ(kiosk.pages, pages);
  absl::StatusOr<FeedStep> step = feed_->Next(session, /*refresh=*/true);
  ASSERT_TRUE(step->page.has_value());
  kiosk.Apply(*step->page);
  EXPECT_EQ(kiosk.cursor.position(), store_.log->tail().position);
  // And a new stream begins there.
  CheckIn(south_kiosk_, amina_);
  PulledStore fresh = kiosk;
  fresh.events.clear();
  Pull(kNorth, fresh);
  EXPECT_EQ(fresh.events.size(), 1u);
}

TEST_F(FeedTest, SomebodyWhoMovesBringsTheirPastAndLeavesTheOther) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  for (int i = 0; i < 5; ++i) CheckIn(north_kiosk_, amina_);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_THAT(south.Named(), IsEmpty());
  EndEnrolment(amina_, kNorth, TestId(80));
  Enrol(amina_, kSouth, TestId(81));
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_THAT(north.left, ElementsAre(amina_));
  EXPECT_THAT(south.persons, ElementsAre(amina_));
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 5);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_PARTICIPANT_REGISTERED), 1);
  EXPECT_THAT(south.PersonsOfKeys(), ElementsAre(amina_));
  // Also within one stream, and what comes later goes to the new centre alone.
  CheckIn(north_kiosk_, amina_);
  std::size_t north_events = north.events.size();
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.events.size(), north_events);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 6);
}

// A kiosk that is away for weeks must know who begins meanwhile, and greet those who ended by name
// when they come for coffee half a year later.
TEST_F(FeedTest, WhoBeginsSoonOrEndedLatelyIsKnown) {
  const Id soon = TestId(61), late = TestId(62), ended = TestId(63), gone = TestId(64);
  for (const Id& person : {soon, late, ended, gone}) Participant(person);
  Enrol(soon, kNorth, TestId(81), kScopeDays);
  Enrol(late, kNorth, TestId(82), kScopeDays + 1);
  Enrol(ended, kNorth, TestId(83), -400);
  Enrol(gone, kNorth, TestId(84), -400);
  EndEnrolment(ended, kNorth, TestId(83), -kScopeDaysAfter);
  EndEnrolment(gone, kNorth, TestId(84), -kScopeDaysAfter - 1);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(soon, ended));
}

TEST_F(FeedTest, WhoComesBackWithinOneStreamBringsTheirKeysAgain) {
  Participant(amina_);
  Resident(rie_, kSouth);
  Enrol(amina_, kNorth, TestId(80));
  Visit(north_kiosk_, amina_, rie_);
  PulledStore north;
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  Follow(session, north);
  ASSERT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
  EndEnrolment(amina_, kNorth, TestId(80));
  Follow(session, north);
  EXPECT_THAT(north.PersonsOfKeys(), IsEmpty());
  Enrol(amina_, kNorth, TestId(81));
  Follow(session, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
}

TEST_F(FeedTest, AStreamThatBreaksWhileSomebodyEntersBeginsWithThemAgain) {
  Participant(amina_);
  for (int i = 0; i < 30; ++i) {
    Push(south_kiosk_, [&](TestDevice& d) {
      for (int k = 0; k < 50; ++k) d.CheckIn(amina_, store_.clock.WallMs());
    });
  }
  PulledStore north;
  Pull(kNorth, north);
  Enrol(amina_, kNorth, TestId(80));
  // 1501 events do not fit in one page.
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  absl::StatusOr<FeedStep> step = feed_->Next(session);
  ASSERT_TRUE(step.ok() && step->page && step->more);
  north.Apply(*step->page);
  EXPECT_THAT(north.persons, IsEmpty());
  north.events.clear();
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1500);
  EXPECT_THAT(north.persons, ElementsAre(amina_));
}

TEST_F(FeedTest, ACursorOfAnotherLogMeansABeginningAnew) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  Close();
  store_.BackUpLog();
  Open();
  CheckIn(north_kiosk_, amina_);
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  Close();
  store_.RestoreLog();
  Open();
  TestDevice other(3, 1);
  CheckIn(other, amina_);
  CheckIn(other, amina_);
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 1);
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 2);
  EXPECT_THAT(kiosk.persons, ElementsAre(amina_));
  EXPECT_THAT(kiosk.PersonsOfKeys(), ElementsAre(amina_));
  // From then on it goes on as before.
  CheckIn(other, amina_);
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 1);
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 3);
}

TEST_F(FeedTest, ARestartAloneResetsNobody) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  Close();
  store_.Restart();
  Open();
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 0);
}

TEST_F(FeedTest, DestroyedKeysAreDestroyedThereToo) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  ASSERT_EQ(kiosk.keys.size(), 1u);
  ASSERT_TRUE(store_.keys->Erase(amina_, 1).ok());
  Follow(session, kiosk);
  EXPECT_THAT(kiosk.keys, IsEmpty());
}

// A kiosk that has no key of somebody makes one, also of somebody erased.
TEST_F(FeedTest, AKeyThatIsMadeAfterAnErasureIsDestroyedWithinTheSamePull) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  ASSERT_TRUE(store_.keys->Erase(amina_, 1).ok());
  Follow(session, kiosk);
  MakeKey(kiosk, amina_);
  Follow(session, kiosk);
  EXPECT_THAT(kiosk.keys, IsEmpty());
}

// What a kiosk made itself stays there when its people leave, until it is destroyed.
TEST_F(FeedTest, AKeyThatAKioskMadeIsDestroyedThoughItsPersonHasLeft) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  MakeKey(kiosk, amina_);
  Follow(session, kiosk);
  EndEnrolment(amina_, kNorth, TestId(80));
  Follow(session, kiosk);
  ASSERT_THAT(kiosk.left, ElementsAre(amina_));
  ASSERT_EQ(kiosk.keys.size(), 1u);
  ASSERT_TRUE(store_.keys->Erase(amina_, 1).ok());
  Follow(session, kiosk);
  EXPECT_THAT(kiosk.keys, IsEmpty());
}

TEST_F(FeedTest, AKeyThatAKioskMadeIsDestroyedAlsoAfterABeginningAnew) {
  Close();
  store_.BackUpLog();
  Open();
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  MakeKey(kiosk, amina_);
  Close();
  store_.RestoreLog();
  Open();
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  ASSERT_EQ(kiosk.resets, 1);
  ASSERT_EQ(kiosk.keys.size(), 1u);
  ASSERT_TRUE(store_.keys->Erase(amina_, 1).ok());
  Follow(session, kiosk);
  EXPECT_THAT(kiosk.keys, IsEmpty());
}

}  // namespace
}  // namespace wijkboek
