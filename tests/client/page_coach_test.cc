// The coach's own at the page, and the phrases that native speakers record.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/client/page_fixture.h"

namespace wijkboek {
namespace {

using ::testing::SizeIs;

class PageCoachTest : public PageFixture {
 protected:
  absl::Status OpenList(const std::string& ticket, const Id& session = kMorning) {
    v1::OpenPictureListRequest request;
    request.set_ticket(ticket);
    request.set_session(session.hex());
    return page_->OpenPictureList(request).status();
  }
  absl::StatusOr<v1::AssignBadgeResponse> Assign(const Id& person, const v1::Who& credential) {
    v1::AssignBadgeRequest request;
    request.set_ticket(CoachsTicket());
    request.set_person(person.hex());
    *request.mutable_credential() = credential;
    return page_->AssignBadge(request);
  }
  absl::StatusOr<v1::RecordPhraseResponse> Record(const std::string& phrase,
                                                  const std::string& sound, bool practice = false) {
    v1::RecordPhraseRequest request;
    request.set_ticket(CoachsTicket(practice));
    request.set_phrase(phrase);
    request.set_language("ti");
    request.mutable_sound()->set_media_type("audio/webm");
    request.mutable_sound()->set_content(sound);
    return page_->RecordPhrase(request);
  }
  absl::StatusOr<v1::GetPhraseResponse> Phrase(const std::string& phrase) {
    v1::GetPhraseRequest request;
    request.set_phrase(phrase);
    request.set_language("ti");
    return page_->GetPhrase(request);
  }
};

TEST_F(PageCoachTest, AnOpenListGreetsByName) {
  PlanMorning();
  EXPECT_EQ(OpenList(AminasTicket()).code(), absl::StatusCode::kPermissionDenied);
  ASSERT_OK(OpenList(CoachsTicket()));
  absl::StatusOr<v1::GetWelcomeResponse> welcome = page_->GetWelcome({});
  ASSERT_THAT(welcome->picture_list(), SizeIs(2));
  EXPECT_EQ(welcome->picture_list(0).name(), "Amina");
  v1::Who who;
  who.set_person(welcome->picture_list(0).person());
  const v1::GreetResponse greeted = Greeted(who);
  EXPECT_EQ(greeted.me().name(), "Amina");
  EXPECT_FALSE(greeted.has_arrived()) << "a tap on a picture is asked what it means";
  v1::ClosePictureListRequest close;
  close.set_ticket(CoachsTicket());
  ASSERT_OK(page_->ClosePictureList(close).status());
  EXPECT_THAT(page_->GetWelcome({})->picture_list(), SizeIs(0));
  EXPECT_EQ(Greet(who).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(PageCoachTest, AListEndsWithItsSession) {
  PlanMorning();
  ASSERT_OK(OpenList(CoachsTicket()));
  kiosk_.clock.Advance(3 * kHourMs);
  EXPECT_THAT(page_->GetWelcome({})->picture_list(), SizeIs(0));
  EXPECT_EQ(OpenList(CoachsTicket()).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(PageCoachTest, ANewBadgeIsTheirsAtOnce) {
  ASSERT_OK(Assign(kBram, Badge("0077")).status());
  EXPECT_EQ(Greeted(Badge("0077")).me().name(), "Bram");
  EXPECT_EQ(Assign(kBram, Badge("0077")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Assign(kBram, Badge(kAminasBadge)).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Assign(kCoach, Badge("0078")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Assign(kBram, Ticket("x")).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PageCoachTest, WhoCameWithoutABadgeIsListedUntilTakenBack) {
  v1::CheckInWithoutBadgeRequest request;
  request.set_picture_token("boat");
  absl::StatusOr<v1::CheckInWithoutBadgeResponse> saved = service_->CheckInWithoutBadge(request);
  ASSERT_OK(saved.status());
  request.set_practice(true);
  ASSERT_OK(service_->CheckInWithoutBadge(request).status());
  v1::ListUnownedRequest list;
  list.set_ticket(CoachsTicket());
  absl::StatusOr<v1::ListUnownedResponse> unowned = page_->ListUnowned(list);
  ASSERT_OK(unowned.status());
  ASSERT_THAT(unowned->unowned(), SizeIs(1));
  EXPECT_EQ(unowned->unowned(0).picture_token(), "boat");
  EXPECT_EQ(unowned->unowned(0).at(), "09:20");
  EXPECT_EQ(unowned->unowned(0).event(), saved->saved().event());
  v1::UndoRequest undo;
  undo.set_event(saved->saved().event());
  ASSERT_OK(page_->Undo(undo).status());
  EXPECT_THAT(page_->ListUnowned(list)->unowned(), SizeIs(0));
  request.set_practice(false);
  ASSERT_OK(service_->CheckInWithoutBadge(request).status());
  EXPECT_THAT(page_->ListUnowned(list)->unowned(), SizeIs(1));
  kiosk_.clock.Advance(24 * kHourMs);
  list.set_ticket(CoachsTicket());
  EXPECT_THAT(page_->ListUnowned(list)->unowned(), SizeIs(0)) << "of another day";
}

TEST_F(PageCoachTest, KiosksOfTheCentreThisOneFirst) {
  PullEnrolled(MakeId(201), "A kiosk before it", kiosk_.clock.WallMs() - 24 * kHourMs);
  PullHeard(MakeId(201), kiosk_.clock.WallMs() - 24 * kHourMs);
  v1::LogEntry elsewhere;
  elsewhere.mutable_lifecycle()->set_device_id(MakeId(202).ToString());
  elsewhere.mutable_lifecycle()->set_centre_id(MakeId(31).ToString());
  elsewhere.mutable_lifecycle()->set_name("Elsewhere");
  PullNotice(std::move(elsewhere));
  v1::ListKiosksHereRequest request;
  request.set_ticket(CoachsTicket());
  absl::StatusOr<v1::ListKiosksHereResponse> kiosks = page_->ListKiosksHere(request);
  ASSERT_OK(kiosks.status());
  ASSERT_THAT(kiosks->kiosks(), SizeIs(2));
  EXPECT_EQ(kiosks->kiosks(0).name(), "Kiosk A");
  EXPECT_EQ(kiosks->kiosks(0).heard_through(), "09:20");
  EXPECT_EQ(kiosks->kiosks(1).name(), "A kiosk before it");
  EXPECT_EQ(kiosks->kiosks(1).heard_through().substr(0, 10), "2026-03-02");
  EXPECT_EQ(kiosks->kiosks(1).standing(), "");
}

TEST_F(PageCoachTest, AKioskThatIsPutAwayOrLostSaysSo) {
  const auto pull_about = [this](const Id& kiosk, v1::EventKind kind) {
    EventDraft draft;
    draft.event.set_kind(kind);
    if (kind == v1::EVENT_KIND_KIOSK_PARKED) {
      draft.event.mutable_kiosk_parked()->set_kiosk_id(kiosk.ToString());
    } else {
      draft.event.mutable_kiosk_declared_lost()->set_kiosk_id(kiosk.ToString());
    }
    *draft.event.mutable_stated_start() = ParseCivilTime("2026-03-03T08:00").value();
    Pull(std::move(draft));
  };
  const std::int64_t then = kiosk_.clock.WallMs() - 90 * 24 * kHourMs;
  PullEnrolled(MakeId(201), "Kiosk B", then);
  PullEnrolled(MakeId(202), "Kiosk C", then);
  pull_about(MakeId(201), v1::EVENT_KIND_KIOSK_PARKED);
  pull_about(MakeId(202), v1::EVENT_KIND_KIOSK_DECLARED_LOST);
  v1::ListKiosksHereRequest request;
  request.set_ticket(CoachsTicket());
  const absl::StatusOr<v1::ListKiosksHereResponse> kiosks = page_->ListKiosksHere(request);
  ASSERT_OK(kiosks.status());
  std::map<std::string, std::string> standing;
  for (const v1::KioskHere& each : kiosks->kiosks()) standing[each.name()] = each.standing();
  EXPECT_EQ(standing, (std::map<std::string, std::string>{
                          {"Kiosk A", ""}, {"Kiosk B", "parked"}, {"Kiosk C", "lost"}}));
}

TEST_F(PageCoachTest, ACoachHearsWhatAParticipantSaid) {
  v1::ContestAttendanceRequest contest;
  *contest.mutable_who() = Ticket(AminasTicket());
  contest.set_day("2026-03-02");
  contest.set_reason("was_here");
  contest.mutable_voice()->set_media_type("text/html");
  contest.mutable_voice()->set_content("a voice");
  EXPECT_EQ(service_->ContestAttendance(contest).status().code(),
            absl::StatusCode::kInvalidArgument);
  contest.mutable_voice()->set_media_type("audio/webm");
  absl::StatusOr<v1::ContestAttendanceResponse> saved = service_->ContestAttendance(contest);
  ASSERT_OK(saved.status());
  EXPECT_EQ(Saved(saved->saved()).bytes.find("a voice"), std::string::npos) << "it is sealed";
  v1::GetVoiceRequest request;
  request.set_event(saved->saved().event());
  request.set_ticket(AminasTicket());
  EXPECT_EQ(page_->GetVoice(request).status().code(), absl::StatusCode::kPermissionDenied);
  request.set_ticket(CoachsTicket());
  absl::StatusOr<v1::GetVoiceResponse> voice = page_->GetVoice(request);
  ASSERT_OK(voice.status());
  EXPECT_EQ(voice->voice().content(), "a voice");
  EXPECT_EQ(voice->voice().media_type(), "audio/webm");
  contest.clear_voice();
  *contest.mutable_who() = Ticket(AminasTicket());
  request.set_event(service_->ContestAttendance(contest)->saved().event());
  request.set_ticket(CoachsTicket());
  EXPECT_EQ(page_->GetVoice(request).status().code(), absl::StatusCode::kNotFound);
}

// ---- phrases

TEST_F(PageCoachTest, TheLatestRecordingOfAPhraseIsHeard) {
  EXPECT_EQ(Phrase("done.arrived").status().code(), absl::StatusCode::kNotFound);
  ASSERT_OK(Record("done.arrived", "one").status());
  EXPECT_EQ(Phrase("done.arrived")->sound().content(), "one");
  kiosk_.clock.Advance(1000);
  absl::StatusOr<v1::RecordPhraseResponse> second = Record("done.arrived", "two");
  ASSERT_OK(second.status());
  EXPECT_EQ(Phrase("done.arrived")->sound().content(), "two");
  EXPECT_EQ(Phrase("done.arrived")->sound().media_type(), "audio/webm");
  kiosk_.clock.Advance(1000);
  ASSERT_OK(Record("done.arrived", "three", /*practice=*/true).status());
  EXPECT_EQ(Phrase("done.arrived")->sound().content(), "two") << "practice is never heard";
  ASSERT_OK(Record("done.left", "left").status());
  absl::StatusOr<v1::ListPhrasesResponse> listed = page_->ListPhrases({});
  ASSERT_OK(listed.status());
  ASSERT_THAT(listed->phrases(), SizeIs(2));
  EXPECT_EQ(listed->phrases(0).phrase(), "done.arrived");
  EXPECT_EQ(listed->phrases(0).language(), "ti");
  EXPECT_EQ(listed->phrases(0).event(), second->saved().event());
}

TEST_F(PageCoachTest, ARecordingFromAnotherKioskIsHeardHere) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_PHRASE_RECORDED);
  v1::PhraseRecorded* recorded = draft.event.mutable_phrase_recorded();
  recorded->set_phrase("done.arrived");
  recorded->set_language("ti");
  recorded->set_sound("from afar");
  recorded->set_media_type("audio/webm");
  EventDraft earlier = draft;
  Pull(std::move(draft));
  EXPECT_EQ(Phrase("done.arrived")->sound().content(), "from afar");
  earlier.event.mutable_phrase_recorded()->set_sound("from afar, and late to arrive");
  Pull(std::move(earlier), 24 * kHourMs);
  EXPECT_EQ(Phrase("done.arrived")->sound().content(), "from afar");
}

TEST_F(PageCoachTest, WhatIsNoRecordingIsRefused) {
  EXPECT_EQ(Record("", "sound").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Record("done.arrived", "").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Record("done.arrived", std::string(200'001, 'x')).status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::RecordPhraseRequest request;
  request.set_ticket(AminasTicket());
  EXPECT_EQ(page_->RecordPhrase(request).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace wijkboek
