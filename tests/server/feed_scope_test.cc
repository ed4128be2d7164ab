// P10: what is sent to whom besides what names their own participants.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/feed_fixture.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

TEST_F(FeedTest, WhoEntersIsNamedOnlyTogetherWithThoseTheyBring) {
  Participant(amina_);
  Resident(rie_, kSouth);
  for (int i = 0; i < 30; ++i) {
    Push(south_kiosk_, [&](TestDevice& d) {
      for (int k = 0; k < 50; ++k) {
        v1::Event event;
        event.set_kind(v1::EVENT_KIND_VISIT_PLANNED);
        event.mutable_visit_planned();
        AddPerson(event, bilal_, v1::PERSON_ROLE_PARTICIPANT);
        AddPerson(event, rie_, v1::PERSON_ROLE_RESIDENT);
        d.Append(event, store_.clock.WallMs());
      }
    });
  }
  Visit(south_kiosk_, amina_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  Enrol(amina_, kNorth, TestId(80));
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  absl::StatusOr<FeedStep> step = feed_->Next(session);
  ASSERT_TRUE(step.ok() && step->page && step->more);
  // Everything of hers is there, not everything of the resident's: a stream that breaks now must
  // begin with both.
  north.Apply(*step->page);
  EXPECT_THAT(north.persons, IsEmpty());
  north.events.clear();
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_PLANNED), 1500);
}

TEST_F(FeedTest, AResidentComesWithWhoVisitsThem) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kSouth, TestId(81));
  Resident(rie_, kSouth);
  Visit(south_kiosk_, bilal_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.Named(), Not(Contains(rie_)));
  Visit(north_kiosk_, amina_, rie_);
  Pull(kNorth, north);
  // With every other log of visits to her; but the other visitor is no more than an id.
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_STARTED), 2);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 1);
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
  // When she who visited leaves, the resident leaves with her.
  EndEnrolment(amina_, kNorth, TestId(80));
  Pull(kNorth, north);
  EXPECT_THAT(north.left, UnorderedElementsAre(amina_, rie_));
}

TEST_F(FeedTest, AResidentOfNoCentreGoesToNoKioskUnasked) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  EventDraft draft = Draft(v1::EVENT_KIND_RESIDENT_REGISTERED);
  draft.event.mutable_resident_registered();
  AddPerson(draft.event, rie_, v1::PERSON_ROLE_RESIDENT);
  AddName(draft, rie_);
  Append(std::move(draft));
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 0);
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_));
}

TEST_F(FeedTest, FromTheBeginningAResidentComesTheSameWay) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Resident(rie_, kSouth);
  Visit(south_kiosk_, bilal_, rie_);
  Visit(north_kiosk_, amina_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_STARTED), 2);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 1);
}

TEST_F(FeedTest, ABadgeThatIsAssignedLaterBringsWhatWasCapturedUnderIt) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id badge = TestId(90);
  auto tap = [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    event.set_badge_hash(badge.ToString());
    d.Append(event, store_.clock.WallMs());
  };
  Push(south_kiosk_, tap);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 0);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 1);
  Badge(amina_, badge);
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1);
  Push(south_kiosk_, tap);
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 2);
}

// Or it would go on opening the door.
TEST_F(FeedTest, ABadgeThatIsWithdrawnIsSoWhereverItsOwnerIs) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id badge = TestId(90);
  Badge(amina_, badge);
  PulledStore north, south;
  Pull(kNorth, north);
  EventDraft withdrawn = Draft(v1::EVENT_KIND_BADGE_WITHDRAWN, kSouth);
  withdrawn.event.mutable_badge_withdrawn()->set_badge_hash(badge.ToString());
  withdrawn.event.mutable_badge_withdrawn()->set_from_ms(store_.clock.WallMs());
  Append(std::move(withdrawn));
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_BADGE_WITHDRAWN), 1);
}

TEST_F(FeedTest, ABadgeIsItsOwnersAlsoByAClockThatStandsIn1970) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id badge = TestId(90);
  Badge(amina_, badge, store_.clock.WallMs() - 1);
  Push(south_kiosk_, [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    event.set_badge_hash(badge.ToString());
    d.Append(event, /*wall_ms=*/1000);
  });
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1);
}

TEST_F(FeedTest, SomebodyWhomTheServerDoesNotKnowYetDidNotLeave) {
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  kiosk.persons.insert(bilal_);
  Pull(kNorth, kiosk);
  EXPECT_THAT(kiosk.left, IsEmpty());
}

// A list may name people of several centres: whoever has one of them sees it.
TEST_F(FeedTest, ASignedListGoesWhereverOneOfItsPeopleIs) {
  for (const Id& person : {amina_, bilal_}) Participant(person);
  Enrol(amina_, kNorth, TestId(1000));
  Enrol(bilal_, kSouth, TestId(1001));
  Push(south_kiosk_, [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_SESSION_SIGNED_OFF);
    event.mutable_session_signed_off();
    AddPerson(event, bilal_, v1::PERSON_ROLE_PARTICIPANT);
    AddPerson(event, amina_, v1::PERSON_ROLE_PARTICIPANT);
    d.Append(event, store_.clock.WallMs());
    v1::Event mark;
    mark.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    mark.mutable_session_marked();
    AddPerson(mark, bilal_, v1::PERSON_ROLE_PARTICIPANT);
    d.Append(mark, store_.clock.WallMs());
  });
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_SESSION_SIGNED_OFF), 1);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_SESSION_MARKED), 0);
}

// The server keeps her attendance in the south unclear because of it; so must her own kiosks.
TEST_F(FeedTest, WhatNobodyOwnsGoesWhereItMayBeSomebodys) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id unknown = TestId(90), bilals = TestId(91);
  Participant(bilal_);
  Badge(bilal_, bilals);
  auto come_by = [&] {
    Push(south_kiosk_, [&](TestDevice& d) {
      v1::Event unowned;
      unowned.set_kind(v1::EVENT_KIND_UNOWNED_CHECK_IN);
      unowned.mutable_unowned_check_in();
      d.Append(unowned, store_.clock.WallMs());
      for (const Id& badge : {unknown, bilals}) {
        v1::Event tap;
        tap.set_kind(v1::EVENT_KIND_CHECKED_IN);
        tap.mutable_checked_in();
        tap.set_badge_hash(badge.ToString());
        d.Append(tap, store_.clock.WallMs());
      }
    });
  };
  come_by();
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 0) << "she has nothing to do there";
  Enrol(amina_, kSouth, TestId(81));
  come_by();
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 1);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1) << "the badge that nobody has";
}

TEST_F(FeedTest, AnUnownedCheckInStaysAtItsCentre) {
  auto here = [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_UNOWNED_CHECK_IN);
    event.mutable_unowned_check_in()->set_picture_token("blue boat");
    d.Append(event, store_.clock.WallMs());
  };
  Push(south_kiosk_, here);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 0);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 1);
}

}  // namespace
}  // namespace wijkboek
