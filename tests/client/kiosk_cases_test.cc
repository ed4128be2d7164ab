// No-show cases at a kiosk, without a network: whom to call, and what happens next.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

const Id kCoordinator = MakeId(105);

class KioskCasesTest : public KioskSessionsTest {
 protected:
  void SetUp() override {
    KioskSessionsTest::SetUp();
    sunday_ = PullSession(MakeId(71), "2026-03-01T09:00", "2026-03-01T12:00");
    monday_ = PullSession(MakeId(72), "2026-03-02T09:00", "2026-03-02T12:00");
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_COACH_REGISTERED);
    draft.event.mutable_coach_registered()->set_duty(v1::COACH_DUTY_COORDINATOR);
    AddPerson(draft.event, kCoordinator, v1::PERSON_ROLE_COACH);
    v1::SealedName name;
    name.set_given("Sanne");
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, kCoordinator);
    Pull(std::move(draft));
    PullPin(kCoordinator, v1::PERSON_ROLE_COACH, "9753");
    kiosk_.clock.Advance(1000);
  }

  v1::ListCasesHereResponse Cases(bool all = false) {
    v1::ListCasesHereRequest request;
    request.set_all(all);
    absl::StatusOr<v1::ListCasesHereResponse> response = service_->ListCasesHere(request);
    EXPECT_OK(response.status());
    return response.ok() ? *response : v1::ListCasesHereResponse();
  }
  // "call", "open" …; empty: nothing is listed.
  std::string Stage(bool all = false) {
    const v1::ListCasesHereResponse cases = Cases(all);
    return cases.items().empty() ? "" : cases.items(0).stage();
  }
  absl::StatusOr<v1::ChangeCaseHereResponse> Change(v1::CaseChange change, const std::string& pin) {
    v1::ChangeCaseHereRequest request;
    change.set_case_(kParticipant.hex());
    *request.mutable_change() = std::move(change);
    *request.mutable_coach() = Pin(pin);
    return service_->ChangeCaseHere(request);
  }
  static v1::CaseChange Hearing() {
    v1::CaseChange change;
    change.mutable_heard()->set_text("the bus did not come");
    change.mutable_heard()->set_language("ti");
    return change;
  }
  static v1::CaseChange Sending() {
    v1::CaseChange change;
    change.set_sent(true);
    return change;
  }
  static v1::CaseChange Accounting() {
    v1::CaseChange change;
    change.set_accounted(v1::CASE_RESULT_SANCTION);
    return change;
  }
  static v1::CaseChange Acknowledging() {
    v1::CaseChange change;
    change.mutable_retraction()->set_sanction_undone(true);
    return change;
  }

  Id sunday_;
  Id monday_;
};

TEST_F(KioskCasesTest, ACaseLivesItsWholeLifeOffline) {
  EXPECT_EQ(Stage(), "");
  ASSERT_OK(Mark(sunday_, v1::MARK_STATUS_ABSENT).status());
  ASSERT_EQ(Stage(), "call");
  EXPECT_EQ(Cases().items(0).participant().name(), "Amina");
  EXPECT_THAT(std::string(Change(Hearing(), "2468").status().message()),
              HasSubstr("there is no case yet"));

  ASSERT_OK(Mark(monday_, v1::MARK_STATUS_ABSENT).status());
  ASSERT_EQ(Stage(), "open");
  EXPECT_THAT(std::string(Change(Sending(), "9753").status().message()),
              HasSubstr("hear her first"));

  const absl::StatusOr<v1::ChangeCaseHereResponse> heard = Change(Hearing(), "2468");
  ASSERT_OK(heard.status());
  const StoredEvent event = Saved(heard->saved());
  EXPECT_EQ(event.event.case_heard().days_size(), 2);
  EXPECT_EQ(event.event.centre_id(), kCentre.bytes());
  EXPECT_FALSE(absl::StrContains(event.bytes, "bus"));
  ASSERT_EQ(Stage(), "heard");

  EXPECT_THAT(std::string(Change(Accounting(), "9753").status().message()),
              HasSubstr("send it first"));
  EXPECT_THAT(std::string(Change(Sending(), "2468").status().message()),
              HasSubstr("only a coordinator"));
  ASSERT_OK(Change(Sending(), "9753").status());
  ASSERT_EQ(Stage(), "sent");
  EXPECT_EQ(Cases().items(0).steps(1).who(), "Sanne");

  ASSERT_OK(Change(Accounting(), "9753").status());
  EXPECT_EQ(Stage(), "");
  ASSERT_EQ(Stage(true), "accounted");
  EXPECT_EQ(Cases(true).items(0).result(), v1::CASE_RESULT_SANCTION);

  ASSERT_OK(Mark(sunday_, v1::MARK_STATUS_EXCUSED).status());
  ASSERT_EQ(Stage(), "retracted");
  EXPECT_TRUE(Cases().items(0).retraction_open());
  ASSERT_OK(Change(Acknowledging(), "9753").status());
  EXPECT_EQ(Stage(), "");
  ASSERT_EQ(Stage(true), "retraction acknowledged");
  EXPECT_TRUE(Cases(true).items(0).sanction_undone());

  // The contradicting mark is replaced: it stands again. The sanction stays undone, so that it is
  // accounted for anew.
  ASSERT_OK(Mark(sunday_, v1::MARK_STATUS_ABSENT).status());
  EXPECT_EQ(Stage(true), "sent");
}

TEST_F(KioskCasesTest, IsDecidedInPersonAndOnACaseThatIsThere) {
  ASSERT_OK(Mark(sunday_, v1::MARK_STATUS_ABSENT).status());
  ASSERT_OK(Mark(monday_, v1::MARK_STATUS_ABSENT).status());
  v1::ChangeCaseHereRequest request;
  *request.mutable_change() = Hearing();
  request.mutable_change()->set_case_(Cases().items(0).id());
  request.mutable_coach()->set_person(kCoach.hex());
  EXPECT_FALSE(service_->ChangeCaseHere(request).ok());
  *request.mutable_coach() = Pin("1234");
  EXPECT_FALSE(service_->ChangeCaseHere(request).ok());
  *request.mutable_coach() = Pin("2468");
  EXPECT_OK(service_->ChangeCaseHere(request).status());
  request.mutable_change()->set_case_("ffff-nothing");
  EXPECT_EQ(service_->ChangeCaseHere(request).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(KioskCasesTest, ACallIsForgottenAfterTheWindow) {
  ASSERT_OK(Mark(sunday_, v1::MARK_STATUS_ABSENT).status());
  AdvanceTo("2026-08-31T12:00");
  EXPECT_EQ(Stage(), "call");
  AdvanceTo("2026-09-01T12:00");
  EXPECT_EQ(Stage(), "");
}

}  // namespace
}  // namespace wijkboek
