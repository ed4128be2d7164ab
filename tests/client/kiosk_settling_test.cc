// Settling discrepancies at a kiosk, without a network: what is listed, who may settle it how, and
// what the event says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/seal.h"
#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

class KioskSettlingTest : public KioskSessionsTest {
 protected:
  // The pins of the fixture: Amina, who takes part, and the coaches Marieke and Ruben.
  static constexpr char kAmina[] = "1234";
  static constexpr char kMarieke[] = "2468";
  static constexpr char kRuben[] = "1357";

  void CheckOut() {
    v1::CheckOutRequest request;
    *request.mutable_who() = Pin(kAmina);
    ASSERT_OK(service_->CheckOut(request).status());
  }
  // She comes at 09:20, nobody sees her leave, and it is the next morning.
  void ForgetCheckOut() {
    CheckIn();
    AdvanceTo("2026-03-04T08:30");
  }
  // Marieke marks her absent, and she says that it is not right.
  std::string ContestedMark() {
    AdvanceTo("2026-03-03T12:30");
    EXPECT_OK(Mark(morning_, v1::MARK_STATUS_ABSENT, kMarieke).status());
    kiosk_.clock.Advance(60'000);
    const auto contest = Contest(morning_.hex());
    EXPECT_OK(contest.status());
    kiosk_.clock.Advance(60'000);
    return contest->saved().event();
  }

  std::vector<v1::DiscrepancyItem> List(const v1::DiscrepancyChoice& choice = {}) {
    v1::ListDiscrepanciesHereRequest request;
    *request.mutable_choice() = choice;
    const auto response = service_->ListDiscrepanciesHere(request);
    EXPECT_OK(response.status());
    if (!response.ok()) return {};
    return {response->items().begin(), response->items().end()};
  }
  v1::DiscrepancyItem Only(const std::string& kind, bool settled = false) {
    v1::DiscrepancyChoice choice;
    choice.set_kind(kind);
    choice.set_settled(settled);
    const std::vector<v1::DiscrepancyItem> items = List(choice);
    EXPECT_THAT(items, SizeIs(1)) << kind;
    return items.size() == 1 ? items.front() : v1::DiscrepancyItem();
  }
  absl::StatusOr<v1::SettleDiscrepancyHereResponse> SettleAs(const std::string& pin,
                                                             const std::string& id,
                                                             const v1::Decision& decision) {
    v1::SettleDiscrepancyHereRequest request;
    request.set_id(id);
    *request.mutable_decision() = decision;
    *request.mutable_coach() = Pin(pin);
    return service_->SettleDiscrepancyHere(request);
  }
  static v1::Decision Accept(bool accept = true) {
    v1::Decision decision;
    decision.set_accept(accept);
    return decision;
  }
  static v1::Decision End(const std::string& end) {
    v1::Decision decision;
    decision.set_end(end);
    return decision;
  }
  static v1::Decision Status(v1::MarkStatus status) {
    v1::Decision decision;
    decision.set_status(status);
    return decision;
  }
};

TEST_F(KioskSettlingTest, AnItemSaysWhatItIsAndHowItIsSettled) {
  ForgetCheckOut();
  const v1::DiscrepancyItem item = Only("forgotten_check_out");
  EXPECT_EQ(item.what(), "never checked out");
  ASSERT_THAT(item.people(), SizeIs(1));
  EXPECT_EQ(item.people(0).name(), "Amina");
  EXPECT_EQ(item.people(0).person(), kParticipant.hex());
  EXPECT_EQ(item.centre(), "Noord");
  EXPECT_EQ(item.day(), "2026-03-03");
  EXPECT_THAT(item.ways(), ElementsAre("accept", "end"));
  EXPECT_EQ(item.settler(), "a coach or the office");
  EXPECT_TRUE(item.open());
  ASSERT_THAT(item.said(), SizeIs(1));
  EXPECT_THAT(item.said(0).what(), HasSubstr("check-in"));
  EXPECT_EQ(item.said(0).who(), "Amina");
  EXPECT_EQ(item.said(0).strength(), "own");
  EXPECT_THAT(item.said(0).where(), HasSubstr("Noord, kiosk "));
  EXPECT_EQ(item.said(0).at(), "2026-03-03 09:20");
  EXPECT_EQ(item.age_days(), 0u);
}

TEST_F(KioskSettlingTest, ACoachSaysWhenTheyLeft) {
  ForgetCheckOut();
  const v1::DiscrepancyItem item = Only("forgotten_check_out");
  v1::Decision decision = End("11:45");
  decision.set_note("she told me");
  const auto settled = SettleAs(kMarieke, item.id().substr(0, 8), decision);
  ASSERT_OK(settled.status());
  EXPECT_EQ(settled->saved().name(), "Amina");
  EXPECT_EQ(settled->saved().notice(), "");

  const StoredEvent event = Saved(settled->saved());
  EXPECT_EQ(event.event.kind(), v1::EVENT_KIND_DISCREPANCY_SETTLED);
  EXPECT_EQ(event.event.centre_id(), kCentre.bytes());
  EXPECT_EQ(event.event.actor().person_id(), kCoach.bytes());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_COACH_PIN);
  const v1::DiscrepancySettled& body = event.event.discrepancy_settled();
  EXPECT_EQ(body.discrepancy(), "forgotten_check_out");
  EXPECT_EQ(body.field(), "end");
  EXPECT_EQ(InstantOf(body.time()), InstantOf(ParseCivilTime("2026-03-03T11:45").value()));
  EXPECT_THAT(SeenBy(settled->saved()), IsSupersetOf({item.said(0).event()}));
  const auto note =
      FindSealed<v1::SealedText>(event.event, v1::SEALED_FIELD_NOTE, kParticipant, *kiosk_.keys);
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(note->text(), "she told me");

  EXPECT_THAT(List(), IsEmpty());
  const v1::DiscrepancyItem after = Only("forgotten_check_out", /*settled=*/true);
  EXPECT_FALSE(after.open());
  ASSERT_THAT(after.settlements(), SizeIs(1));
  EXPECT_EQ(after.settlements(0).value(), "end 11:45");
  EXPECT_EQ(after.settlements(0).who(), "Marieke");
}

TEST_F(KioskSettlingTest, ASettlementIsReplacedByOneThatHadSeenIt) {
  ForgetCheckOut();
  const std::string id = Only("forgotten_check_out").id();
  const auto first = SettleAs(kMarieke, id, End("11:45"));
  ASSERT_OK(first.status());
  const auto second = SettleAs(kRuben, id, Accept());
  ASSERT_OK(second.status());
  EXPECT_THAT(SeenBy(second->saved()), IsSupersetOf({first->saved().event()}));
  const v1::DiscrepancyItem after = Only("forgotten_check_out", /*settled=*/true);
  ASSERT_THAT(after.settlements(), SizeIs(1));
  EXPECT_EQ(after.settlements(0).who(), "Ruben");
  EXPECT_EQ(after.settlements(0).value(), "accept");
}

TEST_F(KioskSettlingTest, ANewEventReopensIt) {
  ForgetCheckOut();
  const std::string id = Only("forgotten_check_out").id();
  ASSERT_OK(SettleAs(kMarieke, id, Accept()).status());
  EXPECT_THAT(List(), IsEmpty());
  // Another kiosk brings in a check-in of that day.
  EventDraft late = CheckInDraft(kParticipant);
  late.event.set_centre_id(kCentre.ToString());
  *late.event.mutable_stated_start() = ParseCivilTime("2026-03-03T09:40").value();
  Pull(std::move(late));
  const std::vector<v1::DiscrepancyItem> items = List();
  for (const v1::DiscrepancyItem& item : items) EXPECT_NE(item.id(), id);
}

TEST_F(KioskSettlingTest, RefusalsSayWhatToDo) {
  ForgetCheckOut();
  const std::string id = Only("forgotten_check_out").id();
  struct Case {
    std::string pin;
    std::string id;
    v1::Decision decision;
    absl::StatusCode code;
    std::string words;
  };
  v1::Decision minutes;
  minutes.set_minutes(30);
  using Code = absl::StatusCode;
  for (const Case& refused : std::vector<Case>{
           {kAmina, id, Accept(), Code::kInvalidArgument, "not a coach's"},
           {kMarieke, "0000000000", Accept(), Code::kNotFound, "\"wijkboek discrepancies\" lists"},
           {kMarieke, "xyz", Accept(), Code::kInvalidArgument, "is no id of a discrepancy"},
           {kMarieke, id, {}, Code::kInvalidArgument, "is settled by one of: accept; end TIME"},
           {kMarieke, id, Accept(false), Code::kInvalidArgument, "one of: accept; end TIME"},
           {kMarieke, id, minutes, Code::kInvalidArgument, "one of: accept; end TIME"},
           {kMarieke, id, End("9 o'clock"), Code::kInvalidArgument, "end"},
           {kMarieke, id, End("09:00"), Code::kInvalidArgument, "must be after the check-in"},
           {kMarieke, id, End("2026-03-04T09:00"), Code::kInvalidArgument, "in the future"},
           {kMarieke, id, End("2026-01-03T12:00"), Code::kInvalidArgument, "over a month from"}}) {
    SCOPED_TRACE(refused.words);
    const absl::Status status = SettleAs(refused.pin, refused.id, refused.decision).status();
    EXPECT_EQ(status.code(), refused.code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(refused.words));
  }
  EXPECT_TRUE(Only("forgotten_check_out").open());
  v1::SettleDiscrepancyHereRequest by_id;
  by_id.set_id(id);
  by_id.mutable_decision()->set_accept(true);
  by_id.mutable_coach()->set_person(kCoach.hex());
  ExpectRefused(service_->SettleDiscrepancyHere(by_id).status(), "own badge or PIN");
}

TEST_F(KioskSettlingTest, NobodySettlesTheirOwnMark) {
  ContestedMark();
  const v1::DiscrepancyItem item = Only("attendance_contested");
  EXPECT_EQ(item.what(), "the participant says that it is not right");
  // Which the heading says already.
  EXPECT_EQ(item.detail(), "");
  EXPECT_EQ(item.session(), morning_.hex());
  EXPECT_EQ(item.session_text(), "Dutch, 09:00-12:00");
  EXPECT_EQ(item.session(), morning_.hex());
  EXPECT_THAT(item.settler(), HasSubstr("nobody whose own word it is about"));
  ExpectRefused(SettleAs(kMarieke, item.id(), Status(v1::MARK_STATUS_PRESENT)).status(),
                "somebody else must settle it");
  const auto settled = SettleAs(kRuben, item.id(), Status(v1::MARK_STATUS_PRESENT));
  ASSERT_OK(settled.status());
  EXPECT_EQ(Saved(settled->saved()).event.session_id(), morning_.bytes());
  EXPECT_EQ(Session(morning_).rows(0).state(), v1::ATTENDANCE_STATE_PRESENT);
  EXPECT_THAT(List(), IsEmpty());
}

TEST_F(KioskSettlingTest, AContestIsFoundByItsEventToo) {
  const std::string contest = ContestedMark();
  // As the list stands, where nobody says otherwise.
  ASSERT_OK(SettleAs(kRuben, contest, {}).status());
  EXPECT_THAT(List(), IsEmpty());
  EXPECT_EQ(Session(morning_).rows(0).state(), v1::ATTENDANCE_STATE_ABSENT);
  // Closed: as SettleContest says it.
  const auto again = SettleAs(kRuben, contest.substr(0, 10), Status(v1::MARK_STATUS_PRESENT));
  ASSERT_OK(again.status());
  EXPECT_EQ(Session(morning_).rows(0).state(), v1::ATTENDANCE_STATE_PRESENT);
}

TEST_F(KioskSettlingTest, AContestThatWasTakenBackIsAnsweredAllTheSame) {
  const std::string contest = ContestedMark();
  v1::VoidEventRequest taken_back;
  taken_back.set_event(contest);
  *taken_back.mutable_coach() = Pin(kMarieke);
  ASSERT_OK(service_->VoidEvent(taken_back).status());
  EXPECT_THAT(List(), IsEmpty());

  ExpectRefused(SettleAs(kRuben, contest, End("11:45")).status(), "by a status");
  ExpectRefused(SettleAs(kRuben, contest, Accept(false)).status(), "by a status");
  v1::Decision noted = Accept();
  noted.set_note("she told me");
  ExpectRefused(SettleAs(kRuben, contest, noted).status(), "without a note");
  EXPECT_EQ(SettleAs(kRuben, Hash().hex(), Accept()).status().code(), absl::StatusCode::kNotFound);
  const auto accepted = SettleAs(kRuben, contest, Accept());
  ASSERT_OK(accepted.status());
  EXPECT_THAT(accepted->saved().notice(), HasSubstr("it was not open any more: nothing changes"));
  const auto settled = SettleAs(kRuben, contest, Status(v1::MARK_STATUS_PRESENT));
  ASSERT_OK(settled.status());
  EXPECT_THAT(settled->saved().notice(), HasSubstr("now it is as you say"));
}

TEST_F(KioskSettlingTest, ChoicesNarrowTheList) {
  ForgetCheckOut();
  v1::DiscrepancyChoice choice;
  choice.set_kind("evidence_gap");
  EXPECT_THAT(List(choice), IsEmpty());
  choice.Clear();
  choice.set_person(kParticipant.hex().substr(0, 6));
  EXPECT_THAT(List(choice), SizeIs(1));
  choice.set_person(kCoach.hex());
  EXPECT_THAT(List(choice), IsEmpty());
  choice.Clear();
  choice.set_older_than_days(1);
  EXPECT_THAT(List(choice), IsEmpty());
  AdvanceTo("2026-03-06T09:00");
  EXPECT_THAT(List(choice), SizeIs(1));
  choice.set_older_than_days(2);
  EXPECT_THAT(List(choice), IsEmpty());
  choice.Clear();
  const std::string id = List().at(0).id();
  choice.set_id(id.substr(0, 6));
  EXPECT_THAT(List(choice), SizeIs(1));
}

TEST_F(KioskSettlingTest, TheOldestStandsFirst) {
  CheckOut();
  AdvanceTo("2026-03-04T09:00");
  CheckIn();
  AdvanceTo("2026-03-05T09:00");
  std::vector<std::string> days;
  for (const v1::DiscrepancyItem& item : List()) days.push_back(item.day());
  std::vector<std::string> sorted = days;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_THAT(days, testing::Contains("2026-03-04"));
  EXPECT_EQ(days, sorted);
}

}  // namespace
}  // namespace wijkboek
