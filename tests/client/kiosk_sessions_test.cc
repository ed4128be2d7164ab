// Sessions at the kiosk: marks, contests, moves, cancellations, sign-offs, excuses that end, a
// kiosk that is put away; and how a coach sees it.

#include <gtest/gtest.h>

#include "client/kiosk_http.h"
#include "common/reconcile/signed_list.h"
#include "tests/client/kiosk_sessions_fixture.h"

namespace wijkboek {
namespace {

using Seen = std::vector<std::string>;

TEST_F(KioskSessionsTest, AMarkNamesTheOnesThatItReplaces) {
  absl::StatusOr<v1::MarkSessionResponse> first = Mark(morning_, v1::MARK_STATUS_ABSENT);
  ASSERT_OK(first.status());
  EXPECT_EQ(SeenBy(first->saved()), Seen());
  ASSERT_OK(Mark(afternoon_, v1::MARK_STATUS_EXCUSED).status());
  absl::StatusOr<v1::MarkSessionResponse> second = Mark(morning_, v1::MARK_STATUS_LATE, "1357");
  ASSERT_OK(second.status());
  EXPECT_EQ(SeenBy(second->saved()), Seen{first->saved().event()});
  absl::StatusOr<v1::MarkSessionResponse> third = Mark(morning_, v1::MARK_STATUS_PRESENT);
  ASSERT_OK(third.status());
  EXPECT_EQ(SeenBy(third->saved()), Seen{second->saved().event()});

  v1::MarkSessionRequest nobody;
  nobody.set_person(kParticipant.hex());
  nobody.set_session("f00dfeed");
  nobody.set_status(v1::MARK_STATUS_LATE);
  *nobody.mutable_coach() = Pin("2468");
  absl::Status unknown = service_->MarkSession(nobody).status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(unknown.message().find("session list"), absl::string_view::npos) << "what to do";
}

TEST_F(KioskSessionsTest, AContestIsAboutASessionOrADay) {
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest(morning_.hex().substr(0, 6));
  ASSERT_OK(contest.status());
  StoredEvent event = Saved(contest->saved());
  EXPECT_EQ(event.event.session_id(), morning_.bytes());
  EXPECT_TRUE(event.event.attendance_contested().session());
  EXPECT_EQ(event.event.actor().method(), v1::METHOD_OWN_PIN);
  contest = Contest("", "2026-03-02");
  ASSERT_OK(contest.status());
  EXPECT_EQ(Saved(contest->saved()).event.attendance_contested().day(), kToday - 1);
  EXPECT_EQ(Person().open_contests_size(), 2);

  ExpectRefused(Contest("").status(), "a session, or a day");
  ExpectRefused(Contest(morning_.hex(), "2026-03-02").status(), "only one");
  EXPECT_EQ(Contest("f00dfeed").status().code(), absl::StatusCode::kNotFound);
  v1::ContestAttendanceRequest by_coach;
  *by_coach.mutable_who() = Pin("2468");
  by_coach.set_session(morning_.hex());
  ExpectRefused(service_->ContestAttendance(by_coach).status(), "participants alone");
  by_coach.mutable_who()->set_badge("never seen");
  ExpectRefused(service_->ContestAttendance(by_coach).status(), "not known here");
}

TEST_F(KioskSessionsTest, NobodySettlesTheirOwnMark) {
  absl::StatusOr<v1::MarkSessionResponse> mark = Mark(morning_, v1::MARK_STATUS_ABSENT);
  ASSERT_OK(mark.status());
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest(morning_.hex());
  ASSERT_OK(contest.status());
  const std::string name = contest->saved().event();
  ExpectRefused(Settle(name, "2468", v1::MARK_STATUS_PRESENT).status(), "somebody else");
  ExpectRefused(Settle(name, "1234", v1::MARK_STATUS_PRESENT).status(), "needs a coach");
  ExpectRefused(Settle(mark->saved().event(), "1357", v1::MARK_STATUS_PRESENT).status(),
                "contests nothing");
  EXPECT_EQ(Settle("00000000000000", "1357", v1::MARK_STATUS_PRESENT).status().code(),
            absl::StatusCode::kNotFound);

  absl::StatusOr<v1::SettleContestResponse> settled = Settle(name, "1357", v1::MARK_STATUS_PRESENT);
  ASSERT_OK(settled.status());
  EXPECT_EQ(settled->saved().name(), "Amina");
  StoredEvent event = Saved(settled->saved());
  EXPECT_EQ(event.event.discrepancy_settled().discrepancy(), "attendance_contested");
  EXPECT_EQ(event.event.discrepancy_settled().field(), "status");
  EXPECT_EQ(event.event.discrepancy_settled().status().status(), v1::MARK_STATUS_PRESENT);
  EXPECT_EQ(event.event.session_id(), morning_.bytes());
  EXPECT_EQ(SeenBy(settled->saved()), (Seen{name, mark->saved().event()}));
  EXPECT_EQ(Person().open_contests_size(), 0);
  // The next mark replaces what the settlement said.
  mark = Mark(morning_, v1::MARK_STATUS_LATE);
  ASSERT_OK(mark.status());
  EXPECT_EQ(SeenBy(mark->saved()), Seen{settled->saved().event()});
}

TEST_F(KioskSessionsTest, AContestOfADayIsSettledForEachOfItsSessions) {
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest("", "2026-03-03");
  ASSERT_OK(contest.status());
  ASSERT_OK(Mark(afternoon_, v1::MARK_STATUS_ABSENT).status());
  ExpectRefused(Settle(contest->saved().event(), "2468", v1::MARK_STATUS_UNSPECIFIED).status(),
                "somebody else");
  absl::StatusOr<v1::SettleContestResponse> settled =
      Settle(contest->saved().event(), "1357", v1::MARK_STATUS_EXCUSED);
  ASSERT_OK(settled.status());
  const StoredEvent first = Saved(settled->saved());
  EXPECT_EQ(first.event.session_id(), morning_.bytes());
  const std::vector<StoredEvent> log = kiosk_.ReadEpoch(first.key.epoch);
  EXPECT_EQ(log.back().event.session_id(), afternoon_.bytes());
  EXPECT_EQ(log.back().event.seen_size(), 2) << "the contest and the mark";
  EXPECT_EQ(Person().open_contests_size(), 0);

  contest = Contest("", "2026-03-07");
  ASSERT_OK(contest.status());
  ExpectRefused(Settle(contest->saved().event(), "1357", v1::MARK_STATUS_EXCUSED).status(),
                "without a status");
  EXPECT_OK(Settle(contest->saved().event(), "1357", v1::MARK_STATUS_UNSPECIFIED).status());
}

TEST_F(KioskSessionsTest, BetterAgainEndsEveryOpenExcuse) {
  v1::EndExcuseRequest better;
  *better.mutable_who() = Pin("1234");
  ExpectRefused(service_->EndExcuse(better).status(), "until better");
  v1::ExcuseRequest sick;
  *sick.mutable_who() = Pin("1234");
  sick.set_until_better(true);
  sick.set_first_day("2026-03-01");
  sick.set_reason(v1::ABSENCE_REASON_SICK);
  absl::StatusOr<v1::ExcuseResponse> first = service_->Excuse(sick);
  ASSERT_OK(first.status());
  absl::StatusOr<v1::ExcuseResponse> second = service_->Excuse(sick);
  ASSERT_OK(second.status());
  v1::ExcuseRequest today_alone;
  *today_alone.mutable_who() = Pin("1234");
  today_alone.set_first_day("2026-03-03");
  ASSERT_OK(service_->Excuse(today_alone).status());

  absl::StatusOr<v1::EndExcuseResponse> ended = service_->EndExcuse(better);
  ASSERT_OK(ended.status());
  EXPECT_EQ(SeenBy(ended->saved()), (Seen{first->saved().event(), second->saved().event()}));
  EXPECT_EQ(Saved(ended->saved()).event.excuse_ended().last_day(), kToday - 1);
  ExpectRefused(service_->EndExcuse(better).status(), "until better");
  better.set_last_day("some day");
  ASSERT_OK(service_->Excuse(sick).status());
  EXPECT_EQ(service_->EndExcuse(better).status().code(), absl::StatusCode::kInvalidArgument);
  better.mutable_who()->set_badge("never seen");
  ExpectRefused(service_->EndExcuse(better).status(), "not known here");
}

TEST_F(KioskSessionsTest, MovesAndCancellationsNameTheEditBefore) {
  absl::StatusOr<v1::MoveSessionResponse> moved =
      Move(afternoon_.hex().substr(0, 6), "2026-03-03T14:00", "2026-03-03T17:00");
  ASSERT_OK(moved.status());
  StoredEvent event = Saved(moved->saved());
  EXPECT_EQ(event.event.centre_id(), kCentre.bytes());
  EXPECT_EQ(event.event.actor().person_id(), kCoach.bytes());
  ASSERT_EQ(event.event.seen_size(), 1) << "the plan";
  EXPECT_EQ(Session(afternoon_).session().start(), "14:00");
  absl::StatusOr<v1::CancelSessionResponse> cancelled = Cancel(afternoon_.hex());
  ASSERT_OK(cancelled.status());
  EXPECT_EQ(SeenBy(cancelled->saved()), Seen{moved->saved().event()});
  EXPECT_TRUE(Session(afternoon_).cancelled());
  EXPECT_EQ(service_->GetToday({})->sessions_size(), 1);
  // Also under the beginning of its id, and back again.
  moved = Move(afternoon_.hex().substr(0, 6), "2026-03-03T14:00", "2026-03-03T17:00");
  ASSERT_OK(moved.status());
  EXPECT_EQ(SeenBy(moved->saved()), Seen{cancelled->saved().event()});
  EXPECT_NE(moved->saved().notice().find("takes place again"), std::string::npos);
  EXPECT_FALSE(Session(afternoon_).cancelled());

  ExpectRefused(Move(afternoon_.hex(), "2026-03-03T14:00", "2026-03-03T14:00").status(),
                "must be after");
  EXPECT_EQ(Cancel("f00dfeed").status().code(), absl::StatusCode::kNotFound);
  const Id elsewhere = PullSession(MakeId(63), "2026-03-03T09:00", "2026-03-03T12:00", MakeId(31));
  ExpectRefused(Cancel(elsewhere.hex()).status(), "another centre");
}

TEST_F(KioskSessionsTest, ABeginningOfAnIdMeansASessionAroundHere) {
  Id alike = morning_;
  alike.data()[15] = 1;
  PullSession(alike, "2026-03-03T09:00", "2026-03-03T12:00", MakeId(31));
  alike.data()[15] = 2;
  PullSession(alike, "2025-03-03T09:00", "2025-03-03T12:00");
  const std::string beginning = morning_.hex().substr(0, 6);
  v1::GetSessionRequest request;
  request.set_session(beginning);
  absl::StatusOr<v1::GetSessionResponse> shown = service_->GetSession(request);
  ASSERT_OK(shown.status());
  EXPECT_EQ(shown->session().session(), morning_.hex());
  alike.data()[15] = 3;
  PullSession(alike, "2026-03-04T09:00", "2026-03-04T12:00");
  ExpectRefused(service_->GetSession(request).status(), "write more of the id");
}

TEST_F(KioskSessionsTest, OnlyACoachInPersonSpeaksForASession) {
  v1::CancelSessionRequest request;
  request.set_session(morning_.hex());
  ExpectRefused(service_->CancelSession(request).status(), "needs a coach");
  *request.mutable_coach() = Pin("1234");
  ExpectRefused(service_->CancelSession(request).status(), "not a coach's");
  request.mutable_coach()->set_person(kCoach.hex());
  ExpectRefused(service_->CancelSession(request).status(), "own badge or PIN");
  v1::ParkKioskRequest park;
  ExpectRefused(service_->ParkKiosk(park).status(), "needs a coach");
  v1::SignOffSessionRequest sign;
  sign.set_session(morning_.hex());
  *sign.mutable_coach() = Pin("1234");
  ExpectRefused(service_->SignOffSession(sign).status(), "not a coach's");
}

TEST_F(KioskSessionsTest, TheListIsSignedAsItIsShown) {
  CheckIn();
  ExpectRefused(SignOff(afternoon_.hex()).status(), "not begun");
  AdvanceTo("2026-03-03T11:55");
  ASSERT_EQ(Session(morning_).rows_size(), 1);
  absl::StatusOr<v1::SignOffSessionResponse> signed_off = SignOff(morning_.hex());
  ASSERT_OK(signed_off.status());
  EXPECT_EQ(signed_off->entries(), 1u);
  StoredEvent event = Saved(signed_off->saved());
  ASSERT_EQ(event.event.persons_size(), 1);
  EXPECT_EQ(event.event.persons(0).person_id(), kParticipant.bytes());
  const v1::SessionSignedOff& list = event.event.session_signed_off();
  EXPECT_EQ(list.entries(0).state(), v1::ATTENDANCE_STATE_PRESENT);
  EXPECT_TRUE(list.entries(0).late());
  EXPECT_EQ(list.list_fingerprint(), ListFingerprint(morning_, list).bytes());

  v1::GetSessionResponse shown = Session(morning_);
  EXPECT_EQ(shown.signed_off_by(), "Marieke");
  EXPECT_EQ(shown.signed_off_at(), "2026-03-03 11:55");
  EXPECT_EQ(shown.changed_since(), 0u);
  // A correction afterwards: she had been there all along.
  v1::CorrectPresenceRequest correction;
  correction.set_person(kParticipant.hex());
  correction.set_start("2026-03-03T09:00");
  correction.set_end("2026-03-03T12:00");
  *correction.mutable_coach() = Pin("2468");
  ASSERT_OK(service_->CorrectPresence(correction).status());
  shown = Session(morning_);
  EXPECT_EQ(shown.changed_since(), 1u);
  EXPECT_TRUE(shown.rows(0).changed_since_sign_off());
  // Signed once more, with the first one in sight.
  absl::StatusOr<v1::SignOffSessionResponse> again = SignOff(morning_.hex());
  ASSERT_OK(again.status());
  EXPECT_EQ(SeenBy(again->saved()), Seen{signed_off->saved().event()});
  EXPECT_EQ(Session(morning_).changed_since(), 0u);

  ASSERT_OK(Cancel(morning_.hex()).status());
  ExpectRefused(SignOff(morning_.hex()).status(), "cancelled");
}

TEST_F(KioskSessionsTest, AnEmptyListIsNotSigned) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_SESSION_PLANNED);
  draft.event.set_centre_id(kCentre.ToString());
  draft.event.set_session_id(MakeId(64).ToString());
  draft.event.mutable_session_planned();
  *draft.event.mutable_stated_start() = ParseCivilTime("2026-03-03T09:00").value();
  *draft.event.mutable_stated_end() = ParseCivilTime("2026-03-03T10:00").value();
  Pull(std::move(draft));
  ExpectRefused(SignOff(MakeId(64).hex()).status(), "nobody stands");
}

TEST_F(KioskSessionsTest, ParkingSaysWhetherAnythingIsUnsent) {
  v1::ParkKioskRequest request;
  *request.mutable_coach() = Pin("2468");
  absl::StatusOr<v1::ParkKioskResponse> parked = service_->ParkKiosk(request);
  ASSERT_OK(parked.status());
  EXPECT_FALSE(parked->outbox_empty());
  EXPECT_NE(parked->saved().notice().find("not sent"), std::string::npos);
  unsent_ = 0;
  parked = service_->ParkKiosk(request);
  ASSERT_OK(parked.status());
  EXPECT_TRUE(parked->outbox_empty());
  EXPECT_EQ(parked->saved().notice(), "");
  StoredEvent event = Saved(parked->saved());
  EXPECT_TRUE(event.event.kiosk_parked().outbox_empty());
  EXPECT_EQ(event.event.kiosk_parked().kiosk_id(), kiosk_.device.bytes());
}

TEST_F(KioskSessionsTest, ACoachSeesWhatIsWaitedFor) {
  const std::int64_t now_ms = kiosk_.log->NowMs();
  // Its store is new; Kiosk B was here all the time.
  PullEnrolled(kiosk_.device, "Kiosk A", now_ms);
  PullEnrolled(kKioskB, "Kiosk B", now_ms - 10 * 24 * kHourMs);
  PullHeard(kiosk_.device, now_ms);
  PullHeard(kKioskB, now_ms - kHourMs);
  v1::GetSessionResponse shown = Session(morning_);
  ASSERT_EQ(shown.rows_size(), 1);
  EXPECT_EQ(shown.rows(0).name(), "Amina");
  EXPECT_EQ(shown.rows(0).state(), v1::ATTENDANCE_STATE_PENDING);
  EXPECT_EQ(shown.rows(0).why(), "until 12:10");
  shown = Session(afternoon_);
  ASSERT_EQ(shown.rows_size(), 1);
  EXPECT_EQ(shown.rows(0).why(), "begins 13:00");

  AdvanceTo("2026-03-03T12:30");
  PullHeard(kiosk_.device, kiosk_.log->NowMs());
  EXPECT_EQ(Session(morning_).rows(0).why(), "waits for Kiosk B (not heard since 08:20)");
  PullHeard(kKioskB, kiosk_.log->NowMs());
  shown = Session(morning_);
  EXPECT_EQ(shown.rows(0).state(), v1::ATTENDANCE_STATE_ABSENT);
  EXPECT_TRUE(shown.rows(0).final());
  EXPECT_EQ(shown.rows(0).why(), "nobody saw them; every kiosk was heard");

  absl::StatusOr<v1::GetTodayResponse> today = service_->GetToday({});
  ASSERT_OK(today.status());
  EXPECT_EQ(today->sessions_size(), 2);
  ASSERT_EQ(today->attendance_size(), 1) << "the afternoon has not begun";
  EXPECT_EQ(today->attendance(0).session(), morning_.hex());
}

TEST_F(KioskSessionsTest, APersonIsShownWithTheirWeek) {
  CheckIn();
  AdvanceTo("2026-03-03T11:20");
  v1::CheckOutRequest out;
  *out.mutable_who() = Pin("1234");
  ASSERT_OK(service_->CheckOut(out).status());
  EXPECT_FALSE(Person().rows(0).left_early()) << "she may come back";
  AdvanceTo("2026-03-03T12:30");
  v1::GetPersonResponse shown = Person();
  EXPECT_EQ(shown.name(), "Amina");
  ASSERT_EQ(shown.rows_size(), 2);
  EXPECT_EQ(shown.rows(0).state(), v1::ATTENDANCE_STATE_PRESENT);
  EXPECT_EQ(shown.rows(0).attended_minutes(), 120u);
  EXPECT_TRUE(shown.rows(0).late());
  EXPECT_TRUE(shown.rows(0).left_early());
  EXPECT_EQ(shown.rows(1).state(), v1::ATTENDANCE_STATE_PENDING);
  EXPECT_EQ(shown.hours_minutes(), 120u);
  EXPECT_EQ(shown.target_minutes(), 6000u);
  ASSERT_EQ(shown.sightings_size(), 1);
  EXPECT_EQ(shown.sightings(0).day(), "2026-03-03");

  v1::GetPersonRequest request;
  *request.mutable_who() = Pin("1234");
  request.set_first_day("2026-03-04");
  EXPECT_EQ(service_->GetPerson(request)->rows_size(), 0);
  request.set_last_day("2026-03-03");
  ExpectRefused(service_->GetPerson(request).status(), "before the first");
  request.set_last_day("2027-03-06");
  ExpectRefused(service_->GetPerson(request).status(), "at most a year");
  request.clear_last_day();
  *request.mutable_who() = Pin("9999");
  EXPECT_EQ(service_->GetPerson(request).status().code(), absl::StatusCode::kNotFound);
  *request.mutable_who() = Pin("2468");
  ExpectRefused(service_->GetPerson(request).status(), "participants alone");
}

TEST_F(KioskSessionsTest, NothingIsCalledSavedOnAFullDisk) {
  CheckIn();
  absl::StatusOr<v1::ContestAttendanceResponse> contest = Contest("", "2026-03-03");
  ASSERT_OK(contest.status());
  ASSERT_OK(view_->CatchUp());
  disk_.full = true;
  v1::ParkKioskRequest park;
  *park.mutable_coach() = Pin("2468");
  absl::Status status;
  for (int i = 0; i < 200 && status.ok(); ++i) {
    status = service_->ParkKiosk(park).status();
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  status = Settle(contest->saved().event(), "1357", v1::MARK_STATUS_PRESENT).status();
  EXPECT_FALSE(status.ok());
  disk_.full = false;
  EXPECT_EQ(Person().open_contests_size(), 1) << "all of it or nothing";
  EXPECT_OK(Settle(contest->saved().event(), "1357", v1::MARK_STATUS_PRESENT).status());
}

TEST_F(KioskSessionsTest, WhatIsSavedIsThereAfterTheDaemonStartsAgain) {
  absl::StatusOr<v1::CancelSessionResponse> cancelled = Cancel(morning_.hex());
  ASSERT_OK(cancelled.status());
  service_.reset();
  view_.reset();
  ASSERT_OK(kiosk_.Open());
  EXPECT_TRUE(Saved(cancelled->saved()).event.has_session_cancelled());
}

TEST_F(KioskSessionsTest, ThePageSpeaksJson) {
  const DispatchTable table = KioskDispatch(*service_);
  const auto call = [&](const std::string& method, const std::string& json) {
    return table.Call("wijkboek.v1.KioskService/" + method, json);
  };
  absl::StatusOr<std::string> shown =
      call("GetSession", "{\"session\":\"" + morning_.hex() + "\"}");
  ASSERT_OK(shown.status());
  EXPECT_NE(shown->find("\"state\":\"ATTENDANCE_STATE_PENDING\""), std::string::npos) << *shown;
  absl::StatusOr<std::string> moved =
      call("MoveSession", "{\"session\":\"" + afternoon_.hex() +
                              "\",\"start\":\"2026-03-04T09:00\",\"end\":\"2026-03-04T10:00\","
                              "\"coach\":{\"pin\":\"2468\"}}");
  ASSERT_OK(moved.status());
  EXPECT_NE(moved->find("\"event\""), std::string::npos);
  EXPECT_OK(call("ContestAttendance", R"({"who":{"pin":"1234"},"day":"2026-03-03"})").status());
  EXPECT_OK(call("ParkKiosk", R"({"coach":{"pin":"2468"}})").status());
}

TEST_F(KioskSessionsTest, WhoWalksInTodayWasNotMissedYesterday) {
  v1::RegisterWalkInRequest request;
  request.mutable_name()->set_given("Samira");
  ASSERT_OK(service_->RegisterWalkIn(request).status());
  EXPECT_EQ(service_->GetToday({})->persons_size(), 2);
  v1::GetTodayRequest yesterday;
  yesterday.set_day("2026-03-02");
  absl::StatusOr<v1::GetTodayResponse> shown = service_->GetToday(yesterday);
  ASSERT_OK(shown.status());
  ASSERT_EQ(shown->persons_size(), 1);
  EXPECT_EQ(shown->persons(0).name(), "Amina");
}

}  // namespace
}  // namespace wijkboek
