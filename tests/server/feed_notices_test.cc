// Of which kiosks a kiosk hears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/feed_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST_F(FeedTest, HearsOnlyOfTheKiosksThatItsPeopleMayWaitFor) {
  for (TestDevice* kiosk : {&north_kiosk_, &south_kiosk_}) {
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(kiosk->id().ToString());
    lifecycle.set_centre_id(kiosk->centre().ToString());
    lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
    ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  }
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  auto all_say_they_ended = [&] {
    for (TestDevice* kiosk : {&north_kiosk_, &south_kiosk_}) {
      CheckIn(*kiosk, amina_);
      ASSERT_TRUE(store_.PushEnd(kiosk->identity(), kiosk->head(), store_.clock.WallMs()).ok());
    }
    store_.clock.Advance(1000);
  };
  all_say_they_ended();
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(north_kiosk_.id()));

  // She goes to school in the south as well: facts about her may come from there.
  Enrol(amina_, kSouth, TestId(1001));
  all_say_they_ended();
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, UnorderedElementsAre(north_kiosk_.id(), south_kiosk_.id()));

  // What she attended there may still be waited for when she has left.
  pulled.heard.clear();
  EndEnrolment(amina_, kSouth, TestId(1001));
  all_say_they_ended();
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, UnorderedElementsAre(north_kiosk_.id(), south_kiosk_.id()));
}

TEST_F(FeedTest, HearsOfAKioskWhereverItEverStood) {
  for (const Id& centre : {kNorth, kSouth}) {
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(south_kiosk_.id().ToString());
    lifecycle.set_centre_id(centre.ToString());
    lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
    ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  }
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  CheckIn(south_kiosk_, amina_);
  ASSERT_TRUE(
      store_.PushEnd(south_kiosk_.identity(), south_kiosk_.head(), store_.clock.WallMs()).ok());
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(south_kiosk_.id()));
}

TEST_F(FeedTest, HearsOfTheKiosksWhereItsPeopleHaveASession) {
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(south_kiosk_.id().ToString());
  lifecycle.set_centre_id(kSouth.ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  EventDraft planned = Draft(v1::EVENT_KIND_SESSION_PLANNED, kSouth);
  planned.event.set_session_id(TestId(1100).ToString());
  planned.event.mutable_session_planned()->add_cohort_ids(TestId(2000).ToString());
  *planned.event.mutable_stated_start() = ToCivilTime(store_.clock.WallMs());
  *planned.event.mutable_stated_end() = ToCivilTime(store_.clock.WallMs() + kHourMs);
  Append(std::move(planned));
  CheckIn(south_kiosk_, bilal_);
  ASSERT_TRUE(
      store_.PushEnd(south_kiosk_.identity(), south_kiosk_.head(), store_.clock.WallMs()).ok());
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(south_kiosk_.id()));
}

TEST_F(FeedTest, EverybodyKnowsWhatBecameOfAKiosk) {
  EventDraft carried = Draft(v1::EVENT_KIND_KIOSK_DESCRIBED, kSouth);
  carried.event.mutable_kiosk_described()->set_kiosk_id(south_kiosk_.id().ToString());
  carried.event.mutable_kiosk_described()->set_carried(true);
  Append(std::move(carried));
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_KIOSK_DESCRIBED), 1);
}

}  // namespace
}  // namespace wijkboek
