// What the kiosk says besides "saved", what it refuses, and how it explains a status.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

class KioskWordsTest : public KioskSessionsTest {
 protected:
  absl::StatusOr<v1::MarkSessionResponse> MarkOf(const Id& person, const Id& session,
                                                 v1::MarkStatus status) {
    v1::MarkSessionRequest request;
    request.set_person(person.hex());
    request.set_session(session.hex());
    request.set_status(status);
    *request.mutable_coach() = Pin("2468");
    return service_->MarkSession(request);
  }
  void CheckOut() {
    v1::CheckOutRequest request;
    *request.mutable_who() = Pin("1234");
    ASSERT_OK(service_->CheckOut(request).status());
  }
  // A participant who is enrolled nowhere, under PIN 5678.
  Id PullGuest() {
    const Id guest = MakeId(105);
    PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, guest, "Bram");
    PullPin(guest, v1::PERSON_ROLE_PARTICIPANT, "5678");
    return guest;
  }
  void PullBadge(const std::string& pin, std::int64_t from_ms,
                 std::optional<std::int64_t> until_ms) {
    EventDraft draft;
    draft.event.set_kind(v1::EVENT_KIND_BADGE_ASSIGNED);
    AddPerson(draft.event, kParticipant, v1::PERSON_ROLE_PARTICIPANT);
    v1::BadgeAssigned* badge = draft.event.mutable_badge_assigned();
    badge->set_badge_hash(CredentialHash(lookup_key_, v1::BADGE_TYPE_PIN, pin)->ToString());
    badge->set_type(v1::BADGE_TYPE_PIN);
    badge->set_valid_from_ms(from_ms);
    if (until_ms) badge->set_valid_until_ms(*until_ms);
    Pull(std::move(draft));
  }
  void PullAboutKiosk(v1::EventKind kind, const std::string& since) {
    EventDraft draft;
    draft.event.set_kind(kind);
    const std::string kiosk = kiosk_.device.ToString();
    if (kind == v1::EVENT_KIND_KIOSK_PARKED) {
      draft.event.mutable_kiosk_parked()->set_kiosk_id(kiosk);
    } else if (kind == v1::EVENT_KIND_KIOSK_FOUND) {
      draft.event.mutable_kiosk_found()->set_kiosk_id(kiosk);
    } else {
      draft.event.mutable_kiosk_declared_lost()->set_kiosk_id(kiosk);
    }
    *draft.event.mutable_stated_start() = ParseCivilTime(since).value();
    Pull(std::move(draft));
  }
  std::string Tap(const std::string& pin) {
    v1::CheckInRequest request;
    *request.mutable_who() = Pin(pin);
    absl::StatusOr<v1::CheckInResponse> response = service_->CheckIn(request);
    EXPECT_OK(response.status());
    return response.ok() ? response->saved().notice() : "";
  }
  std::string Standing() {
    absl::StatusOr<v1::GetStatusResponse> status = service_->GetStatus({});
    EXPECT_OK(status.status());
    return status.ok() ? status->standing() : "";
  }
  std::string WhyMorning() {
    const v1::GetSessionResponse shown = Session(morning_);
    return shown.rows_size() == 1 ? shown.rows(0).why() : "";
  }
  // This kiosk is new, its neighbour in use for days, and both were heard just now.
  void EverybodyIsHeard() {
    const std::int64_t now_ms = kiosk_.log->NowMs();
    PullEnrolled(kiosk_.device, "Kiosk A", now_ms);
    PullHeard(kiosk_.device, now_ms);
    PullEnrolled(kKioskB, "Kiosk B", now_ms - 10 * 24 * kHourMs);
    PullHeard(kKioskB, now_ms);
  }
};

// ---- sessions

TEST_F(KioskWordsTest, ASessionLastsADayAtMost) {
  ExpectRefused(Move(afternoon_.hex(), "2026-03-03T14:00", "2026-03-05T14:00").status(),
                "at most 24 hours");
  ExpectRefused(Move(afternoon_.hex(), "2026-03-03T14:00", "2026-03-04T14:01").status(),
                "at most 24 hours");
  EXPECT_OK(Move(afternoon_.hex(), "2026-03-03T14:00", "2026-03-04T14:00").status());
}

TEST_F(KioskWordsTest, ANightSaysOnWhichDayItEnds) {
  const Id night = PullSession(MakeId(65), "2026-03-03T22:00", "2026-03-04T06:00");
  EXPECT_EQ(Session(night).session().end_day(), "2026-03-04");
  EXPECT_EQ(Session(night).rows(0).end_day(), "2026-03-04");
  EXPECT_EQ(Session(morning_).session().end_day(), "");
  EXPECT_EQ(Session(morning_).rows(0).end_day(), "");
}

TEST_F(KioskWordsTest, WhatIsOverAndSignedIsMovedWithANotice) {
  CheckIn();
  ASSERT_OK(SignOff(morning_.hex()).status());
  absl::StatusOr<v1::MoveSessionResponse> moved =
      Move(morning_.hex(), "2026-03-03T09:00", "2026-03-03T12:30");
  ASSERT_OK(moved.status());
  EXPECT_THAT(moved->saved().notice(), HasSubstr("signed off"));
  AdvanceTo("2026-03-03T12:40");
  absl::StatusOr<v1::CancelSessionResponse> cancelled = Cancel(morning_.hex());
  ASSERT_OK(cancelled.status());
  EXPECT_THAT(cancelled->saved().notice(),
              HasSubstr("this session was over already and 1 was present"));
  EXPECT_THAT(cancelled->saved().notice(), HasSubstr("signed off"));
  absl::StatusOr<v1::CancelSessionResponse> to_come = Cancel(afternoon_.hex());
  ASSERT_OK(to_come.status());
  EXPECT_EQ(to_come->saved().notice(), "");
}

TEST_F(KioskWordsTest, WhoIsExpectedIsCountedBeforeTheStart) {
  absl::StatusOr<v1::GetTodayResponse> today = service_->GetToday({});
  ASSERT_OK(today.status());
  ASSERT_EQ(today->sessions_size(), 2);
  EXPECT_EQ(today->sessions(0).expected(), 1u);
  EXPECT_EQ(today->sessions(1).expected(), 1u) << "it begins at 13:00";
}

// ---- a kiosk that should not be used

TEST_F(KioskWordsTest, AParkedKioskSaysSoUntilItIsUsed) {
  EXPECT_EQ(Standing(), "");
  v1::ParkKioskRequest park;
  *park.mutable_coach() = Pin("2468");
  ASSERT_OK(service_->ParkKiosk(park).status());
  EXPECT_THAT(Standing(), HasSubstr("parked"));
  EXPECT_THAT(Tap("1234"), HasSubstr("in use again"));
  EXPECT_EQ(Standing(), "");
  EXPECT_EQ(Tap("1234"), "");
  ASSERT_OK(service_->ParkKiosk(park).status());
  v1::RegisterWalkInRequest walk_in;
  walk_in.mutable_name()->set_given("Samira");
  absl::StatusOr<v1::RegisterWalkInResponse> registered = service_->RegisterWalkIn(walk_in);
  ASSERT_OK(registered.status());
  EXPECT_THAT(registered->saved().notice(), HasSubstr("in use again"));
}

TEST_F(KioskWordsTest, AKioskThatIsDeclaredLostSaysSo) {
  PullEnrolled(kiosk_.device, "Kiosk A", kiosk_.log->NowMs() - 10 * 24 * kHourMs);
  AdvanceTo("2026-03-03T09:30");
  PullAboutKiosk(v1::EVENT_KIND_KIOSK_DECLARED_LOST, "2026-03-03T09:25");
  ASSERT_OK(view_->CatchUp());
  EXPECT_EQ(Standing(), "declared lost or replaced since 2026-03-03 09:25");
  EXPECT_THAT(Tap("1234"), HasSubstr("declared lost or replaced"));
  EXPECT_THAT(Tap("1234"), HasSubstr("tell the office"));
  PullAboutKiosk(v1::EVENT_KIND_KIOSK_FOUND, "2026-03-03T09:28");
  EXPECT_EQ(Tap("1234"), "");
  EXPECT_EQ(Standing(), "");
}

TEST_F(KioskWordsTest, AKioskThatTheOfficeParkedSaysSo) {
  PullEnrolled(kiosk_.device, "Kiosk A", kiosk_.log->NowMs() - 10 * 24 * kHourMs);
  AdvanceTo("2026-03-03T09:30");
  PullAboutKiosk(v1::EVENT_KIND_KIOSK_PARKED, "2026-03-03T09:25");
  ASSERT_OK(view_->CatchUp());
  EXPECT_EQ(Standing(), "parked since 2026-03-03 09:25");
  EXPECT_THAT(Tap("1234"), HasSubstr("this kiosk is parked since 2026-03-03 09:25: "));
}

// ---- why

TEST_F(KioskWordsTest, WhyTellsWhatWasSeen) {
  EverybodyIsHeard();
  AdvanceTo("2026-03-03T09:30");
  v1::SightRequest sight;
  sight.set_person(kParticipant.hex());
  *sight.mutable_coach() = Pin("2468");
  ASSERT_OK(service_->Sight(sight).status());
  EXPECT_EQ(WhyMorning(), "seen at 09:30 without a check-in");
  AdvanceTo("2026-03-03T09:40");
  CheckIn();
  EXPECT_EQ(WhyMorning(), "came at 09:40");
}

TEST_F(KioskWordsTest, WhyTellsWhenSomebodyCameAndWent) {
  CheckIn();
  EXPECT_EQ(WhyMorning(), "came at 09:20");
  AdvanceTo("2026-03-03T11:20");
  CheckOut();
  AdvanceTo("2026-03-03T12:30");
  EXPECT_EQ(WhyMorning(), "came at 09:20; left at 11:20");
}

TEST_F(KioskWordsTest, WhyTellsThatNobodySawThemLeave) {
  CheckIn();
  AdvanceTo("2026-03-04T08:55");
  CheckIn();
  EXPECT_EQ(WhyMorning(), "came at 09:20; nobody saw them leave");
}

TEST_F(KioskWordsTest, WhyTellsThatACoachSaidSo) {
  ASSERT_OK(Mark(morning_, v1::MARK_STATUS_LATE).status());
  EXPECT_EQ(WhyMorning(), "by a coach's mark");
  ASSERT_OK(Mark(morning_, v1::MARK_STATUS_EXCUSED).status());
  EXPECT_EQ(WhyMorning(), "by a coach's mark");
}

TEST_F(KioskWordsTest, WhyTellsWhichReasonItIsUnknownFor) {
  AdvanceTo("2026-03-03T12:30");
  EXPECT_EQ(WhyMorning(),
            "no kiosk here was in use all of that time; a coach's mark says how it was");
  EverybodyIsHeard();
  EXPECT_EQ(WhyMorning(), "nobody saw them; every kiosk was heard");
  // Planned when it was over.
  morning_ = PullSession(MakeId(66), "2026-03-03T10:00", "2026-03-03T11:00");
  EXPECT_EQ(WhyMorning(), "put on record when it was over; a coach's mark says how it was");
}

// ---- what has no effect, or a large one

TEST_F(KioskWordsTest, AbsentAgainstAPresenceIsSaid) {
  CheckIn();
  absl::StatusOr<v1::MarkSessionResponse> mark = Mark(morning_, v1::MARK_STATUS_ABSENT);
  ASSERT_OK(mark.status());
  EXPECT_THAT(mark->saved().notice(), HasSubstr("the list keeps them present"));
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest(morning_.hex());
  ASSERT_OK(contest.status());
  EXPECT_EQ(contest->saved().notice(), "");
  absl::StatusOr<v1::SettleContestResponse> settled =
      Settle(contest->saved().event(), "1357", v1::MARK_STATUS_ABSENT);
  ASSERT_OK(settled.status());
  EXPECT_THAT(settled->saved().notice(), HasSubstr("the list keeps them present"));
}

TEST_F(KioskWordsTest, ASecondContestOrSettlementIsSaid) {
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest(morning_.hex());
  ASSERT_OK(contest.status());
  EXPECT_EQ(contest->saved().notice(), "");
  absl::StatusOr<v1::ContestAttendanceResponse> again = Contest(morning_.hex());
  ASSERT_OK(again.status());
  EXPECT_THAT(again->saved().notice(), HasSubstr("you contested it before"));
  absl::StatusOr<v1::SettleContestResponse> settled =
      Settle(contest->saved().event(), "1357", v1::MARK_STATUS_PRESENT);
  ASSERT_OK(settled.status());
  EXPECT_EQ(settled->saved().notice(), "");
  settled = Settle(contest->saved().event(), "2468", v1::MARK_STATUS_UNSPECIFIED);
  ASSERT_OK(settled.status());
  EXPECT_EQ(settled->saved().notice(), "it was not open any more: nothing changes");
  settled = Settle(contest->saved().event(), "1357", v1::MARK_STATUS_LATE);
  ASSERT_OK(settled.status());
  EXPECT_EQ(settled->saved().notice(), "it was not open any more: now it is as you say");
}

TEST_F(KioskWordsTest, MarksThatCountNowhereAreSaid) {
  const Id guest = PullGuest();
  absl::StatusOr<v1::MarkSessionResponse> mark = MarkOf(guest, morning_, v1::MARK_STATUS_PRESENT);
  ASSERT_OK(mark.status());
  EXPECT_THAT(mark->saved().notice(), HasSubstr("not expected at this session"));
  ASSERT_OK(Cancel(afternoon_.hex()).status());
  mark = Mark(afternoon_, v1::MARK_STATUS_PRESENT);
  ASSERT_OK(mark.status());
  EXPECT_THAT(mark->saved().notice(), HasSubstr("cancelled"));
  mark = Mark(morning_, v1::MARK_STATUS_PRESENT);
  ASSERT_OK(mark.status());
  EXPECT_EQ(mark->saved().notice(), "");
}

TEST_F(KioskWordsTest, NobodyIsAbsentFromWhatHasNotBegun) {
  absl::StatusOr<v1::MarkSessionResponse> mark = Mark(afternoon_, v1::MARK_STATUS_ABSENT);
  ASSERT_OK(mark.status());
  EXPECT_THAT(mark->saved().notice(), HasSubstr("has not begun"));
  mark = Mark(afternoon_, v1::MARK_STATUS_EXCUSED);
  ASSERT_OK(mark.status());
  EXPECT_EQ(mark->saved().notice(), "");
}

TEST_F(KioskWordsTest, AContestIsOfSomethingThatIs) {
  absl::StatusOr<v1::ContestAttendanceResponse> empty = Contest("", "2026-03-07");
  ASSERT_OK(empty.status());
  EXPECT_THAT(empty->saved().notice(), HasSubstr("no session of yours is known that day"));
  absl::StatusOr<v1::ContestAttendanceResponse> today = Contest("", "2026-03-03");
  ASSERT_OK(today.status());
  EXPECT_EQ(today->saved().notice(), "");
  ExpectRefused(Contest("", "2027-03-05").status(), "over a year");
  PullGuest();
  v1::ContestAttendanceRequest guest;
  *guest.mutable_who() = Pin("5678");
  guest.set_session(morning_.hex());
  absl::StatusOr<v1::ContestAttendanceResponse> elsewhere = service_->ContestAttendance(guest);
  ASSERT_OK(elsewhere.status());
  EXPECT_THAT(elsewhere->saved().notice(), HasSubstr("not expected at this session"));
}

TEST_F(KioskWordsTest, AnExcuseIsForAYearAtMost) {
  v1::ExcuseRequest request;
  *request.mutable_who() = Pin("1234");
  request.set_first_day("2026-03-03");
  request.set_last_day("2027-03-04");
  ExpectRefused(service_->Excuse(request).status(), "until better");
  request.set_last_day("2027-03-03");
  // 366 days.
  EXPECT_OK(service_->Excuse(request).status());
}

TEST_F(KioskWordsTest, NobodyHelpsThemselves) {
  v1::LogBuddyHelpRequest request;
  *request.mutable_helper() = Pin("1234");
  *request.mutable_helped() = Pin("1234");
  request.set_side(v1::HELP_SIDE_HELPER);
  request.set_minutes(30);
  request.set_subject("language");
  ExpectRefused(service_->LogBuddyHelp(request).status(), "one and the same");
}

// ---- badges

TEST_F(KioskWordsTest, ABadgeThatEndedOrBeginsLaterSaysSo) {
  const std::int64_t now_ms = kiosk_.log->NowMs();
  PullBadge("4321", now_ms - 10 * 24 * kHourMs, now_ms - 24 * kHourMs);
  PullBadge("8765", now_ms + 6 * 24 * kHourMs, std::nullopt);
  EXPECT_EQ(Tap("4321"), "this badge is no longer valid (since 2026-03-02 09:20); ask your coach");
  EXPECT_EQ(Tap("8765"), "this badge is valid from 2026-03-09 09:20; ask your coach");
  EXPECT_EQ(Tap("7777"), "this badge is not known here yet; ask your coach");
  v1::CheckInRequest request;
  *request.mutable_who() = Pin("4321");
  absl::StatusOr<v1::CheckInResponse> kept = service_->CheckIn(request);
  ASSERT_OK(kept.status());
  EXPECT_NE(Saved(kept->saved()).event.badge_hash(), "");
  EXPECT_EQ(kept->saved().person(), "");
  v1::SightRequest sight;
  sight.set_person(kParticipant.hex());
  *sight.mutable_coach() = Pin("4321");
  ExpectRefused(service_->Sight(sight).status(), "no longer valid (since 2026-03-02 09:20)");
}

// ---- order

TEST_F(KioskWordsTest, PeopleAreSortedByName) {
  PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, MakeId(9),
             "zohra");
  PullPerson(v1::EVENT_KIND_PARTICIPANT_REGISTERED, v1::PERSON_ROLE_PARTICIPANT, MakeId(250),
             "Abel");
  PullEnrolment(MakeId(9));
  PullEnrolment(MakeId(250));
  absl::StatusOr<v1::ListPeopleResponse> people = service_->ListPeople({});
  ASSERT_OK(people.status());
  std::vector<std::string> names;
  for (const v1::Person& person : people->people()) names.push_back(person.name());
  EXPECT_EQ(names, (std::vector<std::string>{"Abel", "Amina", "Marieke", "Mevrouw Blauw", "Ruben",
                                             "zohra"}));
  absl::StatusOr<v1::GetTodayResponse> today = service_->GetToday({});
  ASSERT_OK(today.status());
  names.clear();
  for (const v1::PersonToday& person : today->persons()) names.push_back(person.name());
  EXPECT_EQ(names, (std::vector<std::string>{"Abel", "Amina", "zohra"}));
}

}  // namespace
}  // namespace wijkboek
