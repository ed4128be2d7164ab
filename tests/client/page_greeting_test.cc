// Who is greeted at the page, what their badge alone does, and what they can take back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "client/situation.h"
#include "tests/client/page_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

class PageGreetingTest : public PageFixture {
 protected:
  // What the log of this kiosk holds more than before.
  std::uint64_t Saves(std::uint64_t before) const { return kiosk_.log->Head().seq - before; }
  std::uint64_t Seq() const { return kiosk_.log->Head().seq; }

  absl::StatusOr<v1::UndoResponse> Undo(const std::string& ticket, const std::string& event) {
    v1::UndoRequest request;
    request.set_ticket(ticket);
    request.set_event(event);
    return page_->Undo(request);
  }
  bool IsPresent(const Id& person) {
    absl::StatusOr<v1::GetTodayResponse> today = service_->GetToday({});
    EXPECT_OK(today.status());
    for (const v1::PersonToday& each : today->persons()) {
      if (each.person() == person.hex()) return each.present();
    }
    return false;
  }
};

TEST_F(PageGreetingTest, AnOwnBadgeBeforeTheirSessionChecksInByItself) {
  PlanMorning();
  const v1::GreetResponse greeted = Greeted(Badge(kAminasBadge));
  ASSERT_TRUE(greeted.has_arrived());
  EXPECT_EQ(greeted.me().name(), "Amina");
  EXPECT_EQ(greeted.arrived().name(), "Amina");
  EXPECT_EQ(greeted.here_since(), "09:20");
  EXPECT_EQ(Saved(greeted.arrived()).event.actor().method(), v1::METHOD_OWN_BADGE);
  EXPECT_TRUE(IsPresent(kParticipant));
  const v1::GreetResponse again = Greeted(Badge(kAminasBadge));
  EXPECT_FALSE(again.has_arrived()) << "who is here may want to leave";
  EXPECT_EQ(again.here_since(), "09:20");
}

TEST_F(PageGreetingTest, WithoutASessionNothingIsSavedByItself) {
  const std::uint64_t before = Seq();
  const v1::GreetResponse greeted = Greeted(Badge(kAminasBadge));
  EXPECT_FALSE(greeted.has_arrived());
  EXPECT_NE(greeted.ticket(), "");
  EXPECT_EQ(Saves(before), 0u);
}

// Who types a number may have come for something else.
TEST_F(PageGreetingTest, ATypedNumberChecksNobodyInByItself) {
  PlanMorning();
  std::string number = "12345678";
  number.push_back(CheckDigit(number));
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
  AddPerson(draft.event, kParticipant, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_badge_assigned()->set_badge_hash(
      CredentialHash(lookup_key_, v1::BADGE_TYPE_NUMBER, number)->ToString());
  draft.event.mutable_badge_assigned()->set_type(v1::BADGE_TYPE_NUMBER);
  Pull(std::move(draft));
  v1::Who who;
  who.set_number(number);
  const v1::GreetResponse greeted = Greeted(who);
  EXPECT_EQ(greeted.me().name(), "Amina");
  EXPECT_FALSE(greeted.has_arrived());
  EXPECT_TRUE(Greeted(Badge(kAminasBadge)).has_arrived());
}

TEST_F(PageGreetingTest, WhoIsAtAnotherCentreIsNotHere) {
  for (const auto& [centre, since] : {std::pair{MakeId(31), ""}, {kCentre, "09:20"}}) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    draft.event.mutable_checked_in();
    draft.event.set_centre_id(centre.ToString());
    AddPerson(draft.event, kParticipant, v1::PERSON_ROLE_PARTICIPANT);
    Pull(std::move(draft));
    EXPECT_EQ(Greeted(Badge(kAminasBadge)).here_since(), since);
    kiosk_.clock.Advance(1000);
  }
}

TEST_F(PageGreetingTest, OnlyFromAnHourBeforeTheSessionToItsEnd) {
  PullSession(kMorning, "2026-03-03T10:21", "2026-03-03T12:00");
  EXPECT_FALSE(Greeted(Badge(kAminasBadge)).has_arrived());
  kiosk_.clock.Advance(kMinuteMs);
  PullHeard(kiosk_.device, kiosk_.clock.WallMs());
  EXPECT_TRUE(Greeted(Badge(kAminasBadge)).has_arrived());
}

TEST_F(PageGreetingTest, AKioskThatDoesNotKnowWhatTheOthersKnowAsks) {
  PlanMorning();
  const Id other = MakeId(201);
  PullEnrolled(other, "Kiosk B", kiosk_.clock.WallMs() - 24 * kHourMs);
  EXPECT_FALSE(Greeted(Badge(kAminasBadge)).has_arrived());
  PullHeard(other, kiosk_.clock.WallMs() - kCurrentMs - kMinuteMs);
  EXPECT_FALSE(Greeted(Badge(kAminasBadge)).has_arrived());
  PullHeard(other, kiosk_.clock.WallMs());
  EXPECT_TRUE(Greeted(Badge(kAminasBadge)).has_arrived());
}

TEST_F(PageGreetingTest, APinIsAskedWhatItMeans) {
  PlanMorning();
  const v1::GreetResponse greeted = Greeted(Pin("1234"));
  EXPECT_FALSE(greeted.has_arrived());
  EXPECT_EQ(greeted.me().name(), "Amina");
  EXPECT_NE(greeted.ticket(), "");
}

TEST_F(PageGreetingTest, ATicketStandsForTheBadge) {
  const std::string ticket = AminasTicket();
  v1::CheckInRequest request;
  *request.mutable_who() = Ticket(ticket);
  absl::StatusOr<v1::CheckInResponse> response = service_->CheckIn(request);
  ASSERT_OK(response.status());
  EXPECT_EQ(response->saved().name(), "Amina");
  EXPECT_EQ(Saved(response->saved()).event.actor().method(), v1::METHOD_OWN_BADGE);
  v1::LeaveRequest leave;
  leave.set_ticket(ticket);
  ASSERT_OK(page_->Leave(leave).status());
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(PageGreetingTest, ATicketEndsByRest) {
  v1::CheckInRequest request;
  *request.mutable_who() = Ticket(AminasTicket());
  kiosk_.clock.Advance(kVisitorRestMs + 1);
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(PageGreetingTest, AnUnknownBadgeIsSavedUnderItsHash) {
  const v1::GreetResponse greeted = Greeted(Badge("9999"));
  EXPECT_TRUE(greeted.unknown());
  ASSERT_NE(greeted.ticket(), "");
  v1::CheckOutRequest request;
  *request.mutable_who() = Ticket(greeted.ticket());
  absl::StatusOr<v1::CheckOutResponse> response = service_->CheckOut(request);
  ASSERT_OK(response.status());
  EXPECT_EQ(Saved(response->saved()).event.badge_hash(),
            CredentialHash(lookup_key_, v1::BADGE_TYPE_CARD, "9999")->bytes());
}

TEST_F(PageGreetingTest, WhatTheSystemMadeIsAQrCodeAlsoForAReader) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
  AddPerson(draft.event, kParticipant, v1::PERSON_ROLE_PARTICIPANT);
  const std::string text = "WBABCDEFGHIJKLMNOPQRSTUVWXYZ";
  draft.event.mutable_badge_assigned()->set_badge_hash(
      CredentialHash(lookup_key_, v1::BADGE_TYPE_QR, text)->ToString());
  draft.event.mutable_badge_assigned()->set_type(v1::BADGE_TYPE_QR);
  Pull(std::move(draft));
  EXPECT_EQ(Greeted(Badge(text)).me().name(), "Amina");
}

// ---- PINs

TEST_F(PageGreetingTest, AWrongPinLetsNobodyInAndSavesNothing) {
  const std::uint64_t before = Seq();
  const v1::GreetResponse greeted = Greeted(Pin("9876"));
  EXPECT_TRUE(greeted.wrong_pin());
  EXPECT_EQ(greeted.ticket(), "");
  EXPECT_EQ(Saves(before), 0u);
}

TEST_F(PageGreetingTest, GuessingPinsIsSlowedDownForEverybody) {
  for (int i = 0; i <= kFreeGuessesHere; ++i) EXPECT_TRUE(Greeted(Pin("9876")).wrong_pin());
  const v1::GreetResponse braked = Greeted(Pin("1234"));
  EXPECT_GT(braked.wait_ms(), 0u);
  EXPECT_EQ(braked.ticket(), "") << "the right one is not looked at either";
  v1::CheckInRequest request;
  *request.mutable_who() = Pin("1234");
  EXPECT_EQ(service_->CheckIn(request).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(Greeted(Badge(kAminasBadge)).ticket(), "") << "badges go on";
  kiosk_.clock.Advance(braked.wait_ms());
  EXPECT_NE(Greeted(Pin("1234")).ticket(), "");
}

TEST_F(PageGreetingTest, ACoachNeedsBadgeAndPin) {
  const v1::GreetResponse badge = Greeted(Badge(kMariekesBadge));
  EXPECT_TRUE(badge.asks_pin());
  EXPECT_TRUE(badge.coach());
  EXPECT_EQ(badge.ticket(), "");
  EXPECT_FALSE(badge.has_me()) << "whose badge it is, is not told yet";
  EXPECT_EQ(Greet(Pin(kMariekesPin)).status().code(), absl::StatusCode::kFailedPrecondition);
  const v1::GreetResponse others = Greeted(Badge(kMariekesBadge), "1234");
  EXPECT_TRUE(others.wrong_pin());
  EXPECT_EQ(others.ticket(), "");
  EXPECT_TRUE(Greeted(Badge(kMariekesBadge), "no pin").wrong_pin());
  const v1::GreetResponse both = Greeted(Badge(kMariekesBadge), kMariekesPin);
  EXPECT_NE(both.ticket(), "");
  EXPECT_EQ(both.me().name(), "Marieke");
}

TEST_F(PageGreetingTest, GuessingOneCoachsPinIsSlowedDown) {
  for (int i = 0; i <= kFreeGuessesOfOne; ++i) Greeted(Badge(kMariekesBadge), "1111");
  const v1::GreetResponse braked = Greeted(Badge(kMariekesBadge), kMariekesPin);
  EXPECT_GT(braked.wait_ms(), 0u);
  EXPECT_EQ(braked.ticket(), "");
  EXPECT_NE(Greeted(Pin("1234")).ticket(), "") << "nobody else waits";
  kiosk_.clock.Advance(braked.wait_ms());
  EXPECT_NE(Greeted(Badge(kMariekesBadge), kMariekesPin).ticket(), "");
}

TEST_F(PageGreetingTest, ANameGreetsNobodyWithoutAList) {
  v1::Who who;
  who.set_person(kParticipant.hex());
  EXPECT_EQ(Greet(who).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Greet(Ticket(AminasTicket())).status().code(), absl::StatusCode::kInvalidArgument);
}

// ---- undo

TEST_F(PageGreetingTest, WhatWasSavedJustNowCanBeTakenBack) {
  PlanMorning();
  const v1::GreetResponse greeted = Greeted(Badge(kAminasBadge));
  ASSERT_TRUE(greeted.has_arrived());
  EXPECT_EQ(Undo("", greeted.arrived().event()).status().code(),
            absl::StatusCode::kUnauthenticated);
  absl::StatusOr<v1::UndoResponse> undone = Undo(greeted.ticket(), greeted.arrived().event());
  ASSERT_OK(undone.status());
  const v1::Event event = Saved(undone->saved()).event;
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_EVENT_VOIDED);
  EXPECT_EQ(event.actor().person_id(), kParticipant.bytes());
  EXPECT_FALSE(IsPresent(kParticipant));
}

TEST_F(PageGreetingTest, WhatWasSavedBeforeOrByOthersStays) {
  v1::CheckInRequest request;
  *request.mutable_who() = Ticket(AminasTicket());
  absl::StatusOr<v1::CheckInResponse> saved = service_->CheckIn(request);
  ASSERT_OK(saved.status());
  const std::string later = AminasTicket();
  EXPECT_EQ(Undo(later, saved->saved().event()).status().code(),
            absl::StatusCode::kPermissionDenied);
  *request.mutable_who() = Pin("5678");
  absl::StatusOr<v1::CheckInResponse> brams = service_->CheckIn(request);
  ASSERT_OK(brams.status());
  EXPECT_EQ(Undo(later, brams->saved().event()).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(PageGreetingTest, NoBadgeTodayCanBeTakenBackForAMinute) {
  v1::CheckInWithoutBadgeRequest request;
  request.set_picture_token("boat");
  absl::StatusOr<v1::CheckInWithoutBadgeResponse> saved = service_->CheckInWithoutBadge(request);
  ASSERT_OK(saved.status());
  EXPECT_OK(Undo("", saved->saved().event()).status());
  saved = service_->CheckInWithoutBadge(request);
  ASSERT_OK(saved.status());
  kiosk_.clock.Advance(kMinuteMs + 1);
  EXPECT_EQ(Undo("", saved->saved().event()).status().code(), absl::StatusCode::kUnauthenticated);
}

// ---- a check-out that was forgotten

TEST_F(PageGreetingTest, AForgottenCheckOutIsAskedOnceAndNothingIsCheckedOut) {
  PlanMorning();
  PullSession(MakeId(71), "2026-03-04T09:30", "2026-03-04T12:00");
  ASSERT_TRUE(Greeted(Badge(kAminasBadge)).has_arrived());
  kiosk_.clock.Advance(24 * kHourMs);
  PullHeard(kiosk_.device, kiosk_.clock.WallMs());
  const v1::GreetResponse next = Greeted(Badge(kAminasBadge));
  ASSERT_TRUE(next.has_forgotten());
  EXPECT_FALSE(next.has_arrived()) << "they would be gone before they are asked";
  EXPECT_EQ(next.forgotten().day(), "2026-03-03");
  EXPECT_EQ(next.forgotten().since(), "09:20");
  EXPECT_EQ(next.forgotten().until(), "12:00");
  EXPECT_EQ(next.here_since(), "");
  v1::CheckOutRequest request;
  *request.mutable_who() = Ticket(next.ticket());
  request.set_left_at("2026-03-04T23:00");
  EXPECT_EQ(service_->CheckOut(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_left_at("2026-03-03T11:15");
  ASSERT_OK(service_->CheckOut(request).status());
  const v1::GreetResponse answered = Greeted(Badge(kAminasBadge));
  EXPECT_FALSE(answered.has_forgotten()) << "they have answered";
  EXPECT_TRUE(answered.has_arrived());
  absl::StatusOr<KnownDiscrepancies> known = view_->Discrepancies();
  ASSERT_OK(known.status());
  ASSERT_EQ(known->open.size(), 1u);
  EXPECT_EQ(known->open[0].kind, "forgotten_check_out");
  EXPECT_THAT(known->open[0].detail, HasSubstr("by their own word until 11:15"));
}

// ---- language, graduates, practice

TEST_F(PageGreetingTest, TheLanguageSomebodyChoseIsTheirs) {
  v1::GreetRequest request;
  *request.mutable_who() = Badge(kAminasBadge);
  EXPECT_EQ(page_->Greet(request)->language(), "");
  request.set_language("ti");
  EXPECT_EQ(page_->Greet(request)->language(), "ti");
  const std::uint64_t before = Seq();
  EXPECT_EQ(page_->Greet(request)->language(), "ti");
  EXPECT_EQ(Saves(before), 0u) << "it is theirs already";
  request.clear_language();
  absl::StatusOr<v1::GreetResponse> greeted = page_->Greet(request);
  EXPECT_EQ(greeted->language(), "ti");
  v1::ChooseLanguageRequest choose;
  choose.set_ticket(greeted->ticket());
  choose.set_language("ar");
  ASSERT_OK(page_->ChooseLanguage(choose).status());
  EXPECT_EQ(page_->Greet(request)->language(), "ar");
  choose.set_ticket(page_->Greet(request)->ticket());
  choose.set_language("no language");
  EXPECT_EQ(page_->ChooseLanguage(choose).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PageGreetingTest, PracticeNeverCounts) {
  PlanMorning();
  const v1::GreetResponse greeted = Greeted(Badge(kAminasBadge), "", /*practice=*/true);
  ASSERT_TRUE(greeted.has_arrived());
  EXPECT_TRUE(Saved(greeted.arrived()).event.practice());
  EXPECT_FALSE(IsPresent(kParticipant));
  v1::ExcuseRequest excuse;
  *excuse.mutable_who() = Ticket(greeted.ticket());
  excuse.set_reason(v1::ABSENCE_REASON_SICK);
  excuse.set_until_better(true);
  absl::StatusOr<v1::ExcuseResponse> excused = service_->Excuse(excuse);
  ASSERT_OK(excused.status());
  EXPECT_TRUE(Saved(excused->saved()).event.practice());
  v1::SightRequest sight;
  sight.set_person(kParticipant.hex());
  *sight.mutable_coach() = Ticket(CoachsTicket(/*practice=*/true));
  absl::StatusOr<v1::SightResponse> seen = service_->Sight(sight);
  ASSERT_OK(seen.status());
  EXPECT_TRUE(Saved(seen->saved()).event.practice());
  *sight.mutable_coach() = Ticket(CoachsTicket());
  EXPECT_FALSE(Saved(service_->Sight(sight)->saved()).event.practice());
}

TEST_F(PageGreetingTest, AGraduateAnswersOverACupOfCoffee) {
  EventDraft ended;
  ended.event.set_kind(v1::EVENT_KIND_ENROLMENT_ENDED);
  AddPerson(ended.event, kParticipant, v1::PERSON_ROLE_PARTICIPANT);
  ended.event.mutable_enrolment_ended()->set_enrolment_id(
      MakeId(static_cast<unsigned char>(kParticipant.data()[0] + 100)).ToString());
  ended.event.mutable_enrolment_ended()->set_last_day(kToday - 30);
  Pull(std::move(ended));
  const v1::GreetResponse greeted = Greeted(Badge(kAminasBadge));
  EXPECT_TRUE(greeted.graduate());
  EXPECT_FALSE(greeted.has_arrived());
  v1::AnswerAftercareRequest request;
  request.set_ticket(greeted.ticket());
  EXPECT_EQ(page_->AnswerAftercare(request).status().code(), absl::StatusCode::kInvalidArgument);
  struct Answer {
    v1::AftercareQuestion question;
    bool yes;
    const char* code;
  };
  for (const Answer& answer : {Answer{v1::AFTERCARE_QUESTION_WORK, true, "works"},
                               {v1::AFTERCARE_QUESTION_WORK, false, "works_not"},
                               {v1::AFTERCARE_QUESTION_STUDY, true, "studies"},
                               {v1::AFTERCARE_QUESTION_STUDY, false, "studies_not"}}) {
    request.set_question(answer.question);
    request.set_yes(answer.yes);
    absl::StatusOr<v1::AnswerAftercareResponse> answered = page_->AnswerAftercare(request);
    ASSERT_OK(answered.status());
    const v1::Event event = Saved(answered->saved()).event;
    EXPECT_EQ(event.kind(), v1::EVENT_KIND_AFTERCARE_CONTACTED);
    const auto outcome =
        FindSealed<v1::SealedOutcome>(event, v1::SEALED_FIELD_OUTCOME, kParticipant, *kiosk_.keys);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->code(), answer.code);
  }
}

// ---- the welcome screen

TEST_F(PageGreetingTest, TheWelcomeNamesNobody) {
  AminasTicket();
  absl::StatusOr<v1::GetWelcomeResponse> welcome = page_->GetWelcome({});
  ASSERT_OK(welcome.status());
  EXPECT_EQ(welcome->day(), "2026-03-03");
  EXPECT_EQ(welcome->time(), "09:20");
  EXPECT_FALSE(welcome->connected());
  EXPECT_FALSE(welcome->all_sent());
  EXPECT_FALSE(welcome->clock_uncertain());
  EXPECT_EQ(welcome->picture_list_size(), 0);
  EXPECT_NE(welcome->trouble(), "") << "77 bytes are left on its disk";
  disk_free_bytes_ = 1 << 30;
  unsent_ = 0;
  welcome = page_->GetWelcome({});
  EXPECT_EQ(welcome->trouble(), "");
  EXPECT_TRUE(welcome->all_sent());
}

TEST_F(PageGreetingTest, AFullDiskSaysSoAndPromisesNothing) {
  PlanMorning();
  disk_.full = true;
  EXPECT_EQ(Greet(Badge(kAminasBadge)).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(IsPresent(kParticipant));
}

}  // namespace
}  // namespace wijkboek
