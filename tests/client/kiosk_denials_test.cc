// "That did not happen", at a kiosk without a network: who may say it of a visit or of help, and
// what the event says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Amina, Bram and Carla take part; Marieke is a coach.
const Id kBram = MakeId(106);
const Id kCarla = MakeId(107);

class KioskDenialsTest : public KioskSessionsTest {
 protected:
  static constexpr char kAminasPin[] = "1234";
  static constexpr char kBramsPin[] = "5678";
  static constexpr char kCarlasPin[] = "7890";
  static constexpr char kMariekesPin[] = "2468";

  void SetUp() override {
    KioskSessionsTest::SetUp();
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, kBram, "Bram");
    PullPin(kBram, v1::PERSON_ROLE_PARTICIPANT, kBramsPin);
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, kCarla, "Carla");
    PullPin(kCarla, v1::PERSON_ROLE_PARTICIPANT, kCarlasPin);
    kiosk_.clock.Advance(1000);
  }

  // Amina writes down that she went with Bram, on Monday.
  std::string LogVisit() {
    v1::LogVisitRequest request;
    *request.add_participants() = Pin(kAminasPin);
    *request.add_participants() = Pin(kBramsPin);
    request.add_residents(kResident.hex());
    request.set_start("2026-03-02T10:00");
    request.set_end("2026-03-02T11:00");
    const auto response = service_->LogVisit(request);
    EXPECT_OK(response.status());
    return response.ok() ? response->saved().event() : "";
  }
  // Amina writes down that she helped Bram.
  std::string LogHelp() {
    v1::LogBuddyHelpRequest request;
    *request.mutable_helper() = Pin(kAminasPin);
    *request.mutable_helped() = Pin(kBramsPin);
    request.set_side(v1::HELP_SIDE_HELPER);
    request.set_minutes(30);
    request.set_subject("language");
    const auto response = service_->LogBuddyHelp(request);
    EXPECT_OK(response.status());
    return response.ok() ? response->saved().event() : "";
  }
  absl::StatusOr<v1::DenyVisitResponse> DenyVisit(const std::string& event, const v1::Who& who) {
    v1::DenyVisitRequest request;
    request.set_event(event);
    *request.mutable_who() = who;
    return service_->DenyVisit(request);
  }
  absl::StatusOr<v1::DenyHelpResponse> DenyHelp(const std::string& event, const v1::Who& who) {
    v1::DenyHelpRequest request;
    request.set_event(event);
    *request.mutable_who() = who;
    return service_->DenyHelp(request);
  }
  // What was denied and must be settled, as this kiosk knows it.
  std::vector<std::string> Denied() {
    std::vector<std::string> kinds;
    const auto response = service_->ListDiscrepanciesHere({});
    EXPECT_OK(response.status());
    for (const v1::DiscrepancyItem& item : response->items()) {
      if (absl::EndsWith(item.kind(), "_denied")) kinds.push_back(item.kind());
    }
    return kinds;
  }
};

TEST_F(KioskDenialsTest, WhoWasNamedOnAVisitDeniesIt) {
  const std::string visit = LogVisit();
  EXPECT_THAT(Denied(), IsEmpty());
  const auto denied = DenyVisit(visit.substr(0, 12), Pin(kBramsPin));
  ASSERT_OK(denied.status());
  EXPECT_EQ(denied->saved().name(), "Bram");
  const StoredEvent event = Saved(denied->saved());
  EXPECT_EQ(event.event.kind(), v1::EVENT_KIND_VISIT_CONFIRMED);
  EXPECT_TRUE(event.event.visit_confirmed().denied());
  EXPECT_THAT(SeenBy(denied->saved()), ElementsAre(visit));
  EXPECT_EQ(event.event.actor().person_id(), kBram.bytes());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_OWN_PIN);
  EXPECT_THAT(event.event.persons(), SizeIs(3));
  EXPECT_FALSE(event.event.visit_id().empty());
  EXPECT_THAT(Denied(), ElementsAre("visit_denied"));
}

TEST_F(KioskDenialsTest, WhoWasNamedInHelpDeniesItFromTheirSide) {
  const std::string help = LogHelp();
  const auto denied = DenyHelp(help, Pin(kBramsPin));
  ASSERT_OK(denied.status());
  const StoredEvent event = Saved(denied->saved());
  EXPECT_EQ(event.event.kind(), v1::EVENT_KIND_BUDDY_HELP_DENIED);
  EXPECT_EQ(event.event.buddy_help_denied().side(), v1::HELP_SIDE_HELPED);
  EXPECT_THAT(SeenBy(denied->saved()), ElementsAre(help));
  EXPECT_EQ(event.event.actor().person_id(), kBram.bytes());
  EXPECT_THAT(event.event.persons(), SizeIs(2));
  EXPECT_THAT(Denied(), ElementsAre("help_denied"));
  const auto by_helper = DenyHelp(help, Pin(kAminasPin));
  ASSERT_OK(by_helper.status());
  EXPECT_EQ(Saved(by_helper->saved()).event.buddy_help_denied().side(), v1::HELP_SIDE_HELPER);
}

TEST_F(KioskDenialsTest, HelpCountsForBothOnceBothWroteItDown) {
  const auto minutes = [this](const std::string& pin) {
    v1::GetPersonRequest request;
    *request.mutable_who() = Pin(pin);
    const auto shown = service_->GetPerson(request);
    EXPECT_OK(shown.status());
    return std::pair(shown->help_given_minutes(), shown->help_received_minutes());
  };
  PullEnrolment(kBram);
  LogHelp();
  EXPECT_EQ(minutes(kAminasPin), std::pair(0u, 0u)) << "Amina alone says so";
  v1::LogBuddyHelpRequest request;
  *request.mutable_helper() = Pin(kAminasPin);
  *request.mutable_helped() = Pin(kBramsPin);
  request.set_side(v1::HELP_SIDE_HELPED);
  request.set_minutes(30);
  request.set_subject("language");
  ASSERT_OK(service_->LogBuddyHelp(request).status());
  EXPECT_EQ(minutes(kAminasPin), std::pair(30u, 0u));
  EXPECT_EQ(minutes(kBramsPin), std::pair(0u, 30u));
}

// A coach says that Bram was registered twice; the log names the registration that no longer
// stands.
TEST_F(KioskDenialsTest, AnyRegistrationOfTheirsWillDo) {
  const std::string visit = LogVisit();
  v1::GroupPeopleHereRequest merge;
  merge.add_people(kBram.hex());
  merge.add_people(kCarla.hex());
  merge.set_one(true);
  *merge.mutable_coach() = Pin(kMariekesPin);
  ASSERT_OK(service_->GroupPeopleHere(merge).status());
  ASSERT_OK(DenyVisit(visit, Pin(kCarlasPin)).status());
  EXPECT_THAT(Denied(), ElementsAre("visit_denied"));
}

TEST_F(KioskDenialsTest, NobodyElseDeniesIt) {
  const std::string visit = LogVisit();
  const std::string help = LogHelp();
  const std::uint64_t before = kiosk_.log->Head().seq;
  v1::Who by_id;
  by_id.set_person(kBram.hex());
  struct Case {
    std::string visit;
    std::string help;
    v1::Who who;
    std::string words;
  };
  for (const Case& each : std::vector<Case>{{visit, help, Pin(kCarlasPin), "does not name you"},
                                            {visit, help, Pin(kMariekesPin), "participants alone"},
                                            {visit, help, Pin("4444"), "not known here"},
                                            {visit, help, by_id, "own badge"},
                                            {visit, help, {}, "hold a badge"},
                                            {help, visit, Pin(kBramsPin), "this event is no"},
                                            {"xyz", "xyz", Pin(kBramsPin), "names no event"}}) {
    ExpectRefused(DenyVisit(each.visit, each.who).status(), each.words);
    ExpectRefused(DenyHelp(each.help, each.who).status(), each.words);
  }
  EXPECT_EQ(DenyVisit("0000000000", Pin(kBramsPin)).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(kiosk_.log->Head().seq, before);
  EXPECT_THAT(Denied(), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
