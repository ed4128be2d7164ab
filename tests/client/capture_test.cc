// What a person can still mend is told at once; everything else becomes a draft.

#include "client/capture.h"

#include <gtest/gtest.h>

#include "client/time_keeper.h"
#include "client/trouble.h"
#include "common/civil_time.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

const CaptureContext kContext{
    .centre = MakeId(30), .now_ms = 1'772'526'000'000, .clock_known = true};  // 2026-03-03 09:20
const Subject kParticipant{.person = MakeId(1), .method = v1::METHOD_OWN_BADGE};
const Subject kUnknown{.badge_hash = MakeId(40), .method = v1::METHOD_OWN_PIN};
const Subject kCoach{.person = MakeId(3), .method = v1::METHOD_COACH_PIN, .is_coach = true};

void ExpectRefused(const absl::Status& status, absl::string_view words) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_NE(status.message().find(words), absl::string_view::npos) << status;
}

TEST(CaptureTest, TapNamesItsPersonCentreAndMethod) {
  absl::StatusOr<EventDraft> draft = DraftCheckIn(kContext, kParticipant, true);
  ASSERT_OK(draft.status());
  EXPECT_EQ(draft->event.kind(), v1::EVENT_KIND_CHECKED_IN);
  EXPECT_TRUE(draft->event.has_checked_in());
  EXPECT_EQ(draft->event.centre_id(), MakeId(30).bytes());
  ASSERT_EQ(draft->event.persons_size(), 1);
  EXPECT_EQ(draft->event.persons(0).person_id(), MakeId(1).bytes());
  EXPECT_EQ(draft->event.actor().method(), v1::METHOD_OWN_BADGE);
  EXPECT_TRUE(draft->event.practice());
  EXPECT_TRUE(draft->event.badge_hash().empty());
}

TEST(CaptureTest, UnknownBadgeIsKeptByItsHash) {
  absl::StatusOr<EventDraft> draft = DraftCheckOut(kContext, kUnknown, false);
  ASSERT_OK(draft.status());
  EXPECT_EQ(draft->event.persons_size(), 0);
  EXPECT_EQ(draft->event.badge_hash(), MakeId(40).bytes());
}

TEST(CaptureTest, EndMustFollowStart) {
  ExpectRefused(ParseSpan("2026-03-03T11:00", "2026-03-03T10:00").status(), "must be after");
  ExpectRefused(ParseSpan("2026-03-03T11:00", "2026-03-03T11:00").status(), "must be after");
  ExpectRefused(ParseSpan("yesterday", "2026-03-03T11:00").status(), "start");
  ExpectRefused(ParseSpan("2026-03-03T11:00", "2026-03-32T11:00").status(), "end");
  EXPECT_OK(ParseSpan("2026-03-03T22:00", "2026-03-04T06:00").status());
  // The repeated hour of autumn.
  EXPECT_OK(ParseSpan("2026-10-25T02:30+02:00", "2026-10-25T02:15+01:00").status());
}

TEST(CaptureTest, VisitsNeedWhoGoesAndWhoIsVisited) {
  VisitPeople people;
  people.residents = {MakeId(5)};
  ExpectRefused(DraftVisitStart(kContext, people, MakeId(9)).status(), "who goes");
  people.participants = {kParticipant};
  people.residents.clear();
  ExpectRefused(DraftVisitStart(kContext, people, MakeId(9)).status(), "who is visited");
  people.residents = {MakeId(5)};
  people.participants = {kUnknown};
  ExpectRefused(DraftVisitStart(kContext, people, MakeId(9)).status(), "not known");
}

TEST(CaptureTest, VisitIsSealedForEachPersonAndSignedByTheCoachWhoEntersIt) {
  VisitPeople people{.participants = {kParticipant}, .residents = {MakeId(5)}, .coach = kCoach};
  v1::LogVisitRequest request;
  request.set_start("2026-03-03T10:00");
  request.set_end("2026-03-03T11:00");
  request.set_outcome(v1::VISIT_OUTCOME_DONE);
  request.add_tasks(v1::VISIT_TASK_SHOPPING);
  request.set_note("was glad");
  absl::StatusOr<EventDraft> draft = DraftVisitLog(kContext, people, MakeId(9), request);
  ASSERT_OK(draft.status());
  EXPECT_EQ(draft->event.visit_id(), MakeId(9).bytes());
  EXPECT_EQ(InstantOf(draft->event.stated_end()) - InstantOf(draft->event.stated_start()), kHourMs);
  EXPECT_EQ(draft->event.actor().person_id(), MakeId(3).bytes());
  EXPECT_EQ(draft->event.actor().method(), v1::METHOD_COACH_PIN);
  // Outcome, tasks and note, for the participant and for the resident.
  EXPECT_EQ(draft->sealed.size(), 6u);
  EXPECT_EQ(draft->event.SerializeAsString().find("was glad"), std::string::npos);
}

TEST(CaptureTest, OnlyAVisitIsConfirmedAndAMarkSaysWhatItIs) {
  Confirmation confirmation;
  confirmation.event.event.set_kind(v1::EVENT_KIND_CHECKED_IN);
  ExpectRefused(DraftVisitConfirmation(kContext, confirmation, kParticipant).status(),
                "is no visit");
  confirmation.event.event.set_kind(v1::EVENT_KIND_VISIT_ENDED);
  EXPECT_OK(DraftVisitConfirmation(kContext, confirmation, kParticipant).status());
  ExpectRefused(
      DraftMark(kContext, MakeId(1), MakeId(60), v1::MARK_STATUS_UNSPECIFIED, {}, kCoach).status(),
      "say what the mark is");
}

TEST(CaptureTest, BuddyHelpIsChecked) {
  HelpPeople people{.helper = kParticipant, .helped = {.person = MakeId(2)}};
  v1::LogBuddyHelpRequest request;
  request.set_minutes(30);
  request.set_subject("language");
  request.set_side(v1::HELP_SIDE_HELPER);
  ASSERT_OK(DraftBuddyHelp(kContext, people, request).status());
  request.set_minutes(0);
  ExpectRefused(DraftBuddyHelp(kContext, people, request).status(), "1 to 1440");
  request.set_minutes(1441);
  ExpectRefused(DraftBuddyHelp(kContext, people, request).status(), "1 to 1440");
  request.set_minutes(30);
  request.set_side(v1::HELP_SIDE_COACH);
  ExpectRefused(DraftBuddyHelp(kContext, people, request).status(), "coach's word");
  request.set_side(v1::HELP_SIDE_UNSPECIFIED);
  ExpectRefused(DraftBuddyHelp(kContext, people, request).status(), "whose word");
  request.set_side(v1::HELP_SIDE_HELPED);
  request.set_subject(" ");
  ExpectRefused(DraftBuddyHelp(kContext, people, request).status(), "subject");
}

TEST(CaptureTest, WalkInIsSealedAndGetsTheBadgeFromNow) {
  v1::RegisterWalkInRequest request;
  ExpectRefused(DraftWalkIn(kContext, MakeId(8), request, std::nullopt, std::nullopt).status(),
                "given name");
  request.mutable_name()->set_given("Samira");
  request.set_birth_date("1990-05-31");
  const GivenCredential badge{.badge_hash = MakeId(41), .type = v1::BADGE_TYPE_CARD};
  absl::StatusOr<std::vector<EventDraft>> drafts =
      DraftWalkIn(kContext, MakeId(8), request, badge, kCoach);
  ASSERT_OK(drafts.status());
  ASSERT_EQ(drafts->size(), 2u);
  EXPECT_TRUE((*drafts)[0].event.participant_registered().walk_in());
  EXPECT_EQ((*drafts)[0].sealed.size(), 2u);
  EXPECT_EQ((*drafts)[1].event.badge_assigned().badge_hash(), MakeId(41).bytes());
  EXPECT_LE((*drafts)[1].event.badge_assigned().valid_from_ms(), kContext.now_ms);
  // A guessed clock could stand ahead of every tap that follows.
  CaptureContext guessed = kContext;
  guessed.clock_known = false;
  drafts = DraftWalkIn(guessed, MakeId(8), request, badge, kCoach);
  EXPECT_EQ((*drafts)[1].event.badge_assigned().valid_from_ms(), 0);
  request.set_birth_date("2190-05-31");
  ExpectRefused(DraftWalkIn(kContext, MakeId(8), request, badge, kCoach).status(), "future");
}

TEST(CaptureTest, CorrectionsNameWhatTheyReplace) {
  v1::CorrectPresenceRequest request;
  request.set_start("2026-03-03T09:00");
  request.set_end("2026-03-03T12:00");
  request.set_note("forgot to tap");
  Hash seen;
  seen.data()[0] = 1;
  absl::StatusOr<EventDraft> draft = DraftCorrection(kContext, MakeId(1), request, {seen}, kCoach);
  ASSERT_OK(draft.status());
  ASSERT_EQ(draft->event.seen_size(), 1);
  EXPECT_EQ(draft->event.seen(0), seen.bytes());
  EXPECT_EQ(draft->sealed.size(), 1u);
  v1::CorrectPresenceRequest nothing;
  nothing.set_did_not_happen(true);
  ExpectRefused(DraftCorrection(kContext, MakeId(1), nothing, {}, kCoach).status(),
                "name the events");
  EXPECT_OK(DraftCorrection(kContext, MakeId(1), nothing, {seen}, kCoach).status());
  request.set_end("2026-03-03T08:00");
  ExpectRefused(DraftCorrection(kContext, MakeId(1), request, {seen}, kCoach).status(),
                "must be after");
}

TEST(CaptureTest, VoidGoesWhereItsEventWent) {
  StoredEvent event;
  event.key.hash.data()[0] = 7;
  AddPerson(event.event, MakeId(1), v1::PERSON_ROLE_PARTICIPANT);
  event.event.set_visit_id(MakeId(9).ToString());
  absl::StatusOr<EventDraft> draft =
      DraftVoid(kContext, event, v1::VOID_REASON_UNSPECIFIED, kCoach);
  ASSERT_OK(draft.status());
  EXPECT_EQ(draft->event.seen(0), event.key.hash.bytes());
  EXPECT_EQ(draft->event.persons(0).person_id(), MakeId(1).bytes());
  EXPECT_EQ(draft->event.visit_id(), MakeId(9).bytes());
  EXPECT_EQ(draft->event.event_voided().reason(), v1::VOID_REASON_WRONG_TAP);
}

TEST(CaptureTest, ExcuseHasExactlyOneScope) {
  v1::ExcuseRequest request;
  request.set_reason(v1::ABSENCE_REASON_SICK);
  ExpectRefused(DraftExcuse(kContext, kParticipant, request, {}, std::nullopt).status(),
                "only one of them");
  request.set_until_better(true);
  absl::StatusOr<EventDraft> draft = DraftExcuse(kContext, kParticipant, request, {}, std::nullopt);
  ASSERT_OK(draft.status());
  EXPECT_EQ(draft->event.excuse_given().until_better_from_day(), DayOf(kContext.now_ms));
  EXPECT_EQ(draft->sealed.size(), 1u) << "the reason is sealed";
  const Id session = MakeId(60);
  ExpectRefused(DraftExcuse(kContext, kParticipant, request, {session}, std::nullopt).status(),
                "only one of them");
  request.set_until_better(false);
  request.set_first_day("2026-03-04");
  request.set_last_day("2026-03-03");
  ExpectRefused(DraftExcuse(kContext, kParticipant, request, {}, std::nullopt).status(),
                "must not be before");
  request.set_last_day("2026-03-05");
  request.set_called_at("2026-03-03T08:15");
  EXPECT_OK(DraftExcuse(kContext, kParticipant, request, {}, std::nullopt).status());
  request.set_reason(v1::ABSENCE_REASON_MOTIVATION);
  ExpectRefused(DraftExcuse(kContext, kParticipant, request, {}, std::nullopt).status(), "coach");
  EXPECT_OK(DraftExcuse(kContext, kParticipant, request, {}, kCoach).status());
}

TEST(CaptureTest, NoBadgeNeedsAPicture) {
  ExpectRefused(DraftUnownedCheckIn(kContext, "  ", false).status(), "picture");
  EXPECT_OK(DraftUnownedCheckIn(kContext, "blue boat", false).status());
}

TEST(TroubleTest, IsSaidInWordsAndNeverSuggestsThatAnythingIsLost) {
  EXPECT_EQ(ExplainTrouble(absl::OkStatus(), "s:1", 0), "");
  for (const absl::Status& status :
       {absl::UnavailableError("Connection refused"), absl::PermissionDeniedError("revoked"),
        absl::UnauthenticatedError("no certificate"),
        absl::UnavailableError("Ssl handshake failed: certificate verify failed")}) {
    EXPECT_NE(ExplainTrouble(status, "s:1", 1000).find("safe"), std::string::npos) << status;
  }
  EXPECT_NE(ExplainTrouble(absl::ResourceExhaustedError(""), "s:1", 5000).find("5 s"),
            std::string::npos);
}

TEST(TroubleTest, EachCauseSaysWhatToDo) {
  struct Case {
    absl::Status status;
    std::string words;
  };
  for (const Case& each : std::vector<Case>{
           {absl::InvalidArgumentError("x"),
            "can't read this kiosk's records (x): call the office"},
           {absl::UnavailableError("tls: unknown CA"), "another server answers at s:1"},
           {absl::UnavailableError("SSL_ERROR_SSL: wrong version"), "is it the right server"},
           {absl::UnknownError("handshake shutdown"), "is this kiosk's clock right"},
           {absl::DeadlineExceededError("x"), "no connection to the server at s:1"},
           {absl::InternalError("x"), "sync stopped (x)"}}) {
    const std::string said = ExplainTrouble(each.status, "s:1", 1000);
    EXPECT_NE(said.find(each.words), std::string::npos) << said;
    EXPECT_NE(said.find("safe"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace wijkboek
