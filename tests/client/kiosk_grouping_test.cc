// Registrations that are the same human being, or are not after all: said by a coach at a kiosk,
// without a network.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Registered a second time. Everybody is invented.
const Id kAgain = MakeId(106);

class KioskGroupingTest : public KioskSessionsTest {
 protected:
  static constexpr char kMarieke[] = "2468";

  void SetUp() override {
    KioskSessionsTest::SetUp();
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, kAgain, "AMINA");
    PullPin(kAgain, v1::PERSON_ROLE_PARTICIPANT, "5678");
    kiosk_.clock.Advance(1000);
  }

  absl::StatusOr<v1::GroupPeopleHereResponse> Group(const std::vector<Id>& people, bool one,
                                                    const v1::Who& coach = Pin(kMarieke)) {
    v1::GroupPeopleHereRequest request;
    for (const Id& person : people) request.add_people(person.hex());
    request.set_one(one);
    *request.mutable_coach() = coach;
    return service_->GroupPeopleHere(request);
  }
  // Whose the badge is now.
  std::string WhoTaps(const std::string& pin) {
    // A tap waits for nothing: what was said since is known once somebody looks.
    EXPECT_OK(view_->People().status());
    v1::CheckInRequest request;
    *request.mutable_who() = Pin(pin);
    const auto response = service_->CheckIn(request);
    EXPECT_OK(response.status());
    return response.ok() ? response->saved().person() : "";
  }
};

TEST_F(KioskGroupingTest, TwoRegistrationsBecomeOneAndTwoAgain) {
  EXPECT_NE(WhoTaps("1234"), WhoTaps("5678"));
  const auto merged = Group({kParticipant, kAgain}, /*one=*/true);
  ASSERT_OK(merged.status());
  const StoredEvent event = Saved(merged->saved());
  EXPECT_EQ(event.event.kind(), v1::EVENT_KIND_PEOPLE_GROUPED);
  EXPECT_EQ(event.event.actor().person_id(), kCoach.bytes());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_COACH_PIN);
  EXPECT_EQ(event.event.centre_id(), kCentre.bytes());
  EXPECT_THAT(SeenBy(merged->saved()), IsEmpty());
  // The smaller id stands for both.
  EXPECT_EQ(WhoTaps("1234"), std::min(kParticipant, kAgain).hex());
  EXPECT_EQ(WhoTaps("5678"), std::min(kParticipant, kAgain).hex());

  const auto separated = Group({kParticipant, kAgain}, /*one=*/false);
  ASSERT_OK(separated.status());
  EXPECT_THAT(SeenBy(separated->saved()), ElementsAre(merged->saved().event()));
  EXPECT_EQ(WhoTaps("1234"), kParticipant.hex());
  EXPECT_EQ(WhoTaps("5678"), kAgain.hex());
}

TEST_F(KioskGroupingTest, RefusalsSayWhatToDoAndSaveNothing) {
  const std::uint64_t before = kiosk_.log->Head().seq;
  v1::Who by_id;
  by_id.set_person(kCoach.hex());
  struct Case {
    std::vector<Id> people;
    bool one;
    v1::Who coach;
    absl::StatusCode code;
    std::string words;
  };
  using Code = absl::StatusCode;
  const std::vector<Id> both = {kParticipant, kAgain};
  for (const Case& each : std::vector<Case>{
           {both, true, {}, Code::kInvalidArgument, "this needs a coach"},
           {both, true, by_id, Code::kInvalidArgument, "own badge or PIN"},
           {both, true, Pin("1234"), Code::kInvalidArgument, "not a coach's"},
           {both, false, Pin(kMarieke), Code::kFailedPrecondition, "nobody merged them"},
           {{kParticipant}, true, Pin(kMarieke), Code::kInvalidArgument, "at least two"},
           {{kParticipant, kParticipant},
            true,
            Pin(kMarieke),
            Code::kInvalidArgument,
            "at least two"},
           {{kParticipant, MakeId(199)}, true, Pin(kMarieke), Code::kNotFound, "registered here"},
           {{kParticipant, kResident},
            true,
            Pin(kMarieke),
            Code::kInvalidArgument,
            "registered apart"},
           {{kCoach, kOtherCoach},
            true,
            Pin(kMarieke),
            Code::kInvalidArgument,
            "about yourself"}}) {
    const absl::Status refused = Group(each.people, each.one, each.coach).status();
    EXPECT_EQ(refused.code(), each.code) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(each.words));
  }
  EXPECT_EQ(kiosk_.log->Head().seq, before);
  ASSERT_OK(Group(both, true).status());
  const absl::Status again = Group(both, true).status();
  EXPECT_EQ(again.code(), Code::kFailedPrecondition);
  EXPECT_THAT(std::string(again.message()), HasSubstr("they are one already"));
}

}  // namespace
}  // namespace wijkboek
