// Steps on a participant's path, written down at a kiosk without a network.
#include <gtest/gtest.h>

#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

class KioskPathTest : public KioskSessionsTest {
 protected:
  absl::StatusOr<v1::RecordPathStepHereResponse> Record(v1::PathStep step,
                                                        const std::string& pin = "2468") {
    v1::RecordPathStepHereRequest request;
    request.set_person(kParticipant.hex().substr(0, 8));
    *request.mutable_step() = std::move(step);
    *request.mutable_coach() = Pin(pin);
    return service_->RecordPathStepHere(request);
  }
  std::vector<v1::PathItem> Path() {
    v1::ListPathHereRequest request;
    request.mutable_who()->set_person(kParticipant.hex());
    const absl::StatusOr<v1::ListPathHereResponse> response = service_->ListPathHere(request);
    EXPECT_OK(response.status());
    if (!response.ok()) return {};
    return {response->items().begin(), response->items().end()};
  }
  static v1::PathStep Step(const std::string& type) {
    v1::PathStep step;
    step.set_type(type);
    return step;
  }
};

TEST_F(KioskPathTest, AGoalIsSetAndMetAndReadAgain) {
  v1::PathStep goal = Step("goal");
  goal.set_note("read to my children");
  const auto set = Record(goal);
  ASSERT_OK(set.status());
  ASSERT_EQ(Path().size(), 1u);
  EXPECT_EQ(Path()[0].state(), "set");
  EXPECT_EQ(Path()[0].step().note(), "read to my children");
  EXPECT_EQ(Path()[0].who(), "Marieke");
  EXPECT_EQ(Path()[0].participant().name(), "Amina");

  v1::PathStep met = Step("goal_met");
  met.set_met(true);
  const auto answer = Record(met);
  ASSERT_OK(answer.status());
  EXPECT_EQ(answer->ref(), set->ref());
  ASSERT_EQ(Path().size(), 1u);
  EXPECT_EQ(Path()[0].state(), "met");
  EXPECT_EQ(Path()[0].events_size(), 2);

  const StoredEvent event = Saved(set->saved());
  EXPECT_EQ(event.event.centre_id(), kCentre.bytes());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_COACH_PIN);
  EXPECT_EQ(event.event.actor().person_id(), kCoach.bytes());
  EXPECT_EQ(event.bytes.find("children"), std::string::npos) << "sealed";
}

TEST_F(KioskPathTest, AnInvitationNamesItsSession) {
  v1::PathStep step = Step("invitation");
  step.set_session(morning_.hex().substr(0, 8));
  ASSERT_OK(Record(step).status());
  ASSERT_EQ(Path().size(), 1u);
  EXPECT_EQ(Path()[0].step().session(), morning_.hex());
  EXPECT_EQ(Path()[0].state(), "not known yet");
  step.set_session("f00dfeed");
  EXPECT_EQ(Record(step).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(KioskPathTest, OnlyACoachWritesAndOnlyAboutParticipants) {
  v1::PathStep step = Step("one_to_one");
  step.set_minutes(30);
  EXPECT_FALSE(Record(step, "1234").ok());
  v1::RecordPathStepHereRequest request;
  request.set_person(kResident.hex());
  *request.mutable_step() = step;
  *request.mutable_coach() = Pin("2468");
  EXPECT_FALSE(service_->RecordPathStepHere(request).ok());
  EXPECT_TRUE(Path().empty());
}

}  // namespace
}  // namespace wijkboek
