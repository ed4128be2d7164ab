// A kiosk that was away shows what the server shows once it is back; and a kiosk that lost
// something gets it again, and only that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_join.h"
#include "tests/server/test_device.h"
#include "tests/sync/small_town.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const Id kNorth = TestId(1001);
const Id kSouth = TestId(1002);
const Id kCohort = TestId(2000);
const Id kAmina = TestId(50), kBilal = TestId(51), kChadia = TestId(52), kDavid = TestId(53);
const Id kEsra = TestId(54);
const Id kCoach = TestId(60);
const Id kRie = TestId(70);

std::string DayText(int day) { return FormatDay(ParseDay("2023-11-20").value() + day); }
std::string At(int day, const std::string& time) { return DayText(day) + "T" + time; }
Id SessionId(int day) { return TestId(3000 + day); }

EventDraft Draft(v1::EventKind kind) {
  EventDraft draft;
  draft.event.set_kind(kind);
  return draft;
}
EventDraft About(v1::EventKind kind, const Id& participant) {
  EventDraft draft = Draft(kind);
  AddPerson(draft.event, participant, v1::PERSON_ROLE_PARTICIPANT);
  return draft;
}

class AgreementTest : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.AdvanceTo(At(0, "07:00"));
    n1_ = &town_.AddKiosk(kNorth, "noord 1");
    n2_ = &town_.AddKiosk(kNorth, "noord 2");
    s1_ = &town_.AddKiosk(kSouth, "zuid 1");
    for (const Id& person : {kAmina, kBilal, kChadia, kDavid, kEsra}) Register(person);
    EventDraft coach = Draft(v1::EVENT_KIND_COACH_REGISTERED);
    coach.event.mutable_coach_registered();
    AddPerson(coach.event, kCoach, v1::PERSON_ROLE_COACH);
    town_.Tell(std::move(coach));
    EventDraft resident = Draft(v1::EVENT_KIND_RESIDENT_REGISTERED);
    resident.event.set_centre_id(kNorth.ToString());
    resident.event.mutable_resident_registered()->set_household_id(kRie.ToString());
    AddPerson(resident.event, kRie, v1::PERSON_ROLE_RESIDENT);
    town_.Tell(std::move(resident));
    EventDraft cohort = Draft(v1::EVENT_KIND_COHORT_OPENED);
    cohort.event.mutable_cohort_opened()->set_cohort_id(kCohort.ToString());
    cohort.event.mutable_cohort_opened()->mutable_days()->set_first_day(DayOf(town_.now_ms()));
    town_.Tell(std::move(cohort));
    for (const Id& person : {kAmina, kBilal, kChadia}) Enrol(person, kNorth, 0);
    Enrol(kDavid, kSouth, 0);
    for (int day = 0; day < 33; ++day) Plan(day);
    SyncAll();
  }

  void Register(const Id& person) {
    EventDraft draft = About(v1::EVENT_KIND_PARTICIPANT_REGISTERED, person);
    draft.event.mutable_participant_registered();
    v1::SealedName name;
    name.set_given("Verzonnen");
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
    town_.Tell(std::move(draft));
  }
  static Id EnrolmentOf(const Id& person, const Id& centre) {
    return TestId(4000 + person.data()[15] + (centre == kNorth ? 0 : 100));
  }
  void Enrol(const Id& person, const Id& centre, int first_day) {
    EventDraft draft = About(v1::EVENT_KIND_ENROLMENT_STARTED, person);
    draft.event.set_centre_id(centre.ToString());
    v1::EnrolmentStarted& body = *draft.event.mutable_enrolment_started();
    body.set_enrolment_id(EnrolmentOf(person, centre).ToString());
    body.set_cohort_id(kCohort.ToString());
    body.mutable_days()->set_first_day(ParseDay(DayText(first_day)).value());
    town_.Tell(std::move(draft));
  }
  void EndEnrolment(const Id& person, const Id& centre, int last_day) {
    EventDraft draft = About(v1::EVENT_KIND_ENROLMENT_ENDED, person);
    draft.event.set_centre_id(centre.ToString());
    draft.event.mutable_enrolment_ended()->set_enrolment_id(EnrolmentOf(person, centre).ToString());
    draft.event.mutable_enrolment_ended()->set_last_day(ParseDay(DayText(last_day)).value());
    town_.Tell(std::move(draft));
  }
  void SetTimes(EventDraft& draft, int day, const std::string& start, const std::string& end) {
    *draft.event.mutable_stated_start() = ParseCivilTime(At(day, start)).value();
    *draft.event.mutable_stated_end() = ParseCivilTime(At(day, end)).value();
  }
  void Plan(int day) {
    EventDraft draft = Draft(v1::EVENT_KIND_SESSION_PLANNED);
    draft.event.set_centre_id(kNorth.ToString());
    draft.event.set_session_id(SessionId(day).ToString());
    draft.event.mutable_session_planned()->add_cohort_ids(kCohort.ToString());
    SetTimes(draft, day, "09:00", "12:00");
    town_.Tell(std::move(draft));
  }
  StoredEvent CheckIn(SmallKiosk& kiosk, const Id& person) {
    EventDraft draft = About(v1::EVENT_KIND_CHECKED_IN, person);
    draft.event.mutable_checked_in();
    draft.event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
    return kiosk.Capture(std::move(draft));
  }
  void CheckOut(SmallKiosk& kiosk, const Id& person) {
    EventDraft draft = About(v1::EVENT_KIND_CHECKED_OUT, person);
    draft.event.mutable_checked_out();
    kiosk.Capture(std::move(draft));
  }
  void Mark(SmallKiosk& kiosk, const Id& person, int day, v1::MarkStatus status) {
    EventDraft draft = About(v1::EVENT_KIND_SESSION_MARKED, person);
    draft.event.set_session_id(SessionId(day).ToString());
    draft.event.mutable_session_marked()->set_status(status);
    draft.event.mutable_actor()->set_person_id(kCoach.ToString());
    draft.event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
    kiosk.Capture(std::move(draft));
  }
  void LogVisit(SmallKiosk& kiosk, const Id& person, int day, const std::string& start,
                const std::string& end) {
    EventDraft draft = About(v1::EVENT_KIND_VISIT_LOGGED, person);
    AddPerson(draft.event, kRie, v1::PERSON_ROLE_RESIDENT);
    draft.event.mutable_visit_logged();
    SetTimes(draft, day, start, end);
    kiosk.Capture(std::move(draft));
  }

  // Everybody's line works, twice around: what the last one brings must reach the first.
  void SyncAll(std::vector<SmallKiosk*> kiosks = {}) {
    if (kiosks.empty()) kiosks = {n1_, n2_, s1_};
    for (int round = 0; round < 2; ++round) {
      for (SmallKiosk* kiosk : kiosks) kiosk->Sync();
    }
    // What the others said last.
    kiosks.front()->Sync();
  }

  // One line for each session, for whoever reads what differs.
  static std::vector<std::string> LinesOf(const Ledger& ledger, const Id& person) {
    std::vector<std::string> lines;
    const std::vector<AttendanceRecord> records = *ledger.AttendanceOf(person, {});
    for (const AttendanceRecord& record : records) {
      lines.push_back(absl::StrCat(
          FormatDay(record.day), " status ", static_cast<int>(record.status),
          record.is_final ? " final" : "", record.to_confirm ? " to confirm" : "", " ",
          record.attended_ms, " waits for ", record.waited_for.size(), " lost ", record.lost.size(),
          " signs ", absl::StrJoin(record.signs, ","), " events ", record.events.size()));
    }
    return lines;
  }
  // Attendance, hours, presences, help, doubts: everything that is shown of a participant.
  static void ExpectSame(const Ledger& server, const Ledger& kiosk, const Id& person) {
    EXPECT_THAT(LinesOf(kiosk, person), ::testing::ElementsAreArray(LinesOf(server, person)));
    EXPECT_TRUE(*kiosk.AttendanceOf(person, {}) == *server.AttendanceOf(person, {}));
    EXPECT_EQ(*kiosk.Presences(person, {}), *server.Presences(person, {}));
    const auto hours_of = [&](const Ledger& ledger) {
      std::vector<HoursDay> hours = *ledger.Hours({});
      std::erase_if(hours, [&](const HoursDay& each) { return each.person != person; });
      return hours;
    };
    EXPECT_EQ(hours_of(kiosk), hours_of(server));
    const auto doubts_of = [&](const Ledger& ledger) {
      std::vector<Discrepancy> doubts = *ledger.Discrepancies();
      std::erase_if(doubts, [&](const Discrepancy& each) {
        return std::find(each.persons.begin(), each.persons.end(), person) == each.persons.end();
      });
      return doubts;
    };
    EXPECT_EQ(doubts_of(kiosk), doubts_of(server));
    EXPECT_EQ(*kiosk.FingerprintOf(person), *server.FingerprintOf(person));
    EXPECT_EQ(*kiosk.SumOfEvents(person), *server.SumOfEvents(person));
  }
  void ExpectAgrees(SmallKiosk& kiosk, const std::vector<Id>& people) {
    std::unique_ptr<Ledger> here = kiosk.Fold(town_.now_ms());
    town_.Read([&](const Ledger& server) {
      for (const Id& person : people) {
        SCOPED_TRACE(person.hex());
        EXPECT_FALSE(server.AttendanceOf(person, {})->empty());
        ExpectSame(server, *here, person);
      }
    });
  }
  std::size_t EventsNaming(const Id& person) {
    std::size_t count = 0;
    for (const LogRow& row : town_.store().Events()) {
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(row.bytes));
      if (Names(event, person)) ++count;
    }
    return count;
  }
  static bool Names(const v1::Event& event, const Id& person) {
    return std::any_of(event.persons().begin(), event.persons().end(),
                       [&](const v1::PersonRef& ref) { return ref.person_id() == person.bytes(); });
  }
  static std::size_t Asked(const Traffic& traffic) {
    std::size_t asked = 0;
    for (const v1::PullRequest& pull : traffic.pulls) {
      asked += static_cast<std::size_t>(pull.again_size());
    }
    return asked;
  }
  // By hand, as a failing card would.
  static void Damage(SmallKiosk& kiosk, const std::string& sql) {
    ASSERT_OK(kiosk.parts().store->Write(
        [&](Connection& connection) { return connection.database().Execute(sql); }));
  }
  static std::string SomeOf(const Id& person) {
    return absl::StrCat(
        "(SELECT position FROM event_person JOIN event USING (position) WHERE person = x'",
        person.hex(), "' ORDER BY position DESC LIMIT 3)");
  }
  void AFewDays() {
    for (int day = 0; day < 4; ++day) {
      town_.AdvanceTo(At(day, "09:05"));
      for (const Id& person : {kAmina, kBilal, kChadia}) CheckIn(*n2_, person);
      town_.AdvanceTo(At(day, "12:01"));
      for (const Id& person : {kAmina, kBilal, kChadia}) CheckOut(*n2_, person);
      LogVisit(*n2_, kAmina, day, "10:00", "10:30");
      SyncAll({n2_});
    }
    SyncAll();
  }

  SmallTown town_;
  SmallKiosk* n1_ = nullptr;
  SmallKiosk* n2_ = nullptr;
  SmallKiosk* s1_ = nullptr;
};

TEST_F(AgreementTest, AMonthAwayAndBackShowsWhatTheServerShows) {
  town_.AdvanceTo(At(0, "09:02"));
  CheckIn(*n1_, kAmina);
  SyncAll();
  n1_->GoOffline();
  n1_->TakeTraffic();
  Hash to_void;
  for (int day = 1; day <= 31; ++day) {
    SCOPED_TRACE(day);
    town_.AdvanceTo(At(day, "09:05"));
    // At the kiosk without a line as at the one with: who comes by either counts.
    CheckIn(day % 3 == 0 ? *n1_ : *n2_, kAmina);
    if (day % 2 == 0) CheckIn(*n2_, kBilal);
    if (day % 5 == 0) to_void = CheckIn(*n2_, kChadia).key.hash;
    if (day % 7 == 0) CheckIn(*s1_, kDavid);
    town_.AdvanceTo(At(day, "12:03"));
    // Left at the other one, or not signed off at all.
    if (day % 4 != 0) CheckOut(day % 6 == 0 ? *n1_ : *n2_, kAmina);
    if (day % 8 == 0) Mark(*n2_, kChadia, day, v1::MARK_STATUS_EXCUSED);
    if (day % 9 == 0) LogVisit(*n1_, kBilal, day, "10:00", "10:45");
    if (day % 9 == 1) LogVisit(*n2_, kAmina, day - 1, "10:15", "11:00");
    if (day == 10) Enrol(kEsra, kNorth, 10);
    if (day > 12) CheckIn(*n2_, kEsra);
    // David moves to the north with his past; Chadia's time here ends.
    if (day == 15) Enrol(kDavid, kNorth, 15);
    if (day == 20) EndEnrolment(kChadia, kNorth, 20);
    if (day == 12) {
      EventDraft moved = Draft(v1::EVENT_KIND_SESSION_MOVED);
      moved.event.set_centre_id(kNorth.ToString());
      moved.event.set_session_id(SessionId(14).ToString());
      moved.event.mutable_session_moved();
      SetTimes(moved, 14, "13:00", "16:00");
      town_.Tell(std::move(moved));
      EventDraft cancelled = Draft(v1::EVENT_KIND_SESSION_CANCELLED);
      cancelled.event.set_session_id(SessionId(16).ToString());
      cancelled.event.mutable_session_cancelled();
      town_.Tell(std::move(cancelled));
    }
    if (day == 21) {
      EventDraft voided = About(v1::EVENT_KIND_EVENT_VOIDED, kChadia);
      voided.event.mutable_event_voided();
      voided.event.add_seen(to_void.ToString());
      town_.Tell(std::move(voided));
    }
    if (day == 22) {
      EventDraft settled = About(v1::EVENT_KIND_DISCREPANCY_SETTLED, kAmina);
      v1::DiscrepancySettled& body = *settled.event.mutable_discrepancy_settled();
      body.set_discrepancy("forgotten_check_out");
      body.set_field("end");
      body.set_accepted(true);
      settled.event.mutable_actor()->set_person_id(kCoach.ToString());
      town_.Tell(std::move(settled));
      EventDraft grouped = Draft(v1::EVENT_KIND_PEOPLE_GROUPED);
      grouped.event.mutable_actor()->set_person_id(kCoach.ToString());
      v1::PersonGroup& group = *grouped.event.mutable_people_grouped()->add_groups();
      for (const Id& person : {kBilal, TestId(55)}) {
        AddPerson(grouped.event, person, v1::PERSON_ROLE_PARTICIPANT);
        group.add_person_ids(person.ToString());
      }
      town_.Tell(std::move(grouped));
    }
    n2_->Sync();
    if (day % 3 == 0) s1_->Sync();
  }

  SyncAll();
  const Traffic traffic = n1_->TakeTraffic();
  EXPECT_EQ(Asked(traffic), 0u) << "what waits to be sent is no difference";
  EXPECT_GT(traffic.fingerprints, 0u);
  const std::vector<Id> people = {kAmina, kBilal, kChadia, kDavid, kEsra};
  for (SmallKiosk* kiosk : {n1_, n2_}) {
    kiosk->Sync();
    ExpectAgrees(*kiosk, people);
    const ComparisonStatus compared = kiosk->Status().comparison;
    EXPECT_EQ(compared.compared, people.size() + 1) << "and whoever turned out to be Bilal";
    EXPECT_EQ(compared.sent_again, 0u);
    EXPECT_EQ(compared.shown_differently, 0u);
    EXPECT_LT(town_.now_ms() - compared.compared_ms, kHourMs);
    EXPECT_EQ(kiosk->Status().reason, "");
  }
}

TEST_F(AgreementTest, WhatTheStoreLostIsSentAgainAndNothingElse) {
  AFewDays();
  ExpectAgrees(*n1_, {kAmina, kBilal, kChadia});
  n1_->GoOffline();
  n1_->TakeTraffic();
  Damage(*n1_, absl::StrCat("DELETE FROM event WHERE position IN ", SomeOf(kBilal)));
  n1_->Sync();
  const Traffic traffic = n1_->TakeTraffic();
  EXPECT_EQ(Asked(traffic), 1u);
  ASSERT_THAT(traffic.pulls, SizeIs(2));
  EXPECT_EQ(traffic.pulls[1].again(0), kBilal.bytes());
  EXPECT_THAT(traffic.events, SizeIs(EventsNaming(kBilal)));
  for (const v1::Event& event : traffic.events) EXPECT_TRUE(Names(event, kBilal));
  ExpectAgrees(*n1_, {kAmina, kBilal, kChadia});
  const ComparisonStatus compared = n1_->Status().comparison;
  EXPECT_EQ(compared.compared, 3u);
  EXPECT_EQ(compared.sent_again, 1u);
  EXPECT_EQ(compared.shown_differently, 0u);
  EXPECT_EQ(n1_->Status().reason, "");
  // And that was that.
  for (int i = 0; i < 30; ++i) n1_->Sync();
  EXPECT_EQ(Asked(n1_->TakeTraffic()), 0u);
}

TEST_F(AgreementTest, WhatIsDamagedIsMended) {
  AFewDays();
  n1_->GoOffline();
  n1_->TakeTraffic();
  Damage(*n1_, absl::StrCat("UPDATE event SET bytes = substr(bytes, 1, 20) WHERE position IN ",
                            SomeOf(kAmina)));
  Damage(*n1_, absl::StrCat("UPDATE event SET previous = zeroblob(32) WHERE position IN ",
                            SomeOf(kChadia)));
  n1_->Sync();
  EXPECT_EQ(Asked(n1_->TakeTraffic()), 2u);
  ExpectAgrees(*n1_, {kAmina, kBilal, kChadia});
  EXPECT_EQ(n1_->Status().comparison.sent_again, 2u);
  EXPECT_EQ(n1_->Status().comparison.shown_differently, 0u);
}

TEST_F(AgreementTest, WhatTheServerDoesNotHoldIsSaidAndAskedForOnceADay) {
  AFewDays();
  n1_->GoOffline();
  n1_->TakeTraffic();
  TestDevice nobody(9);
  const StoredEvent& stray = nobody.CheckIn(kAmina, town_.now_ms());
  ASSERT_OK(n1_->parts().store->Write([&](Connection& connection) {
    return InsertPulled(connection, stray, town_.now_ms()).status();
  }));
  for (int i = 0; i < 50; ++i) n1_->Sync();
  EXPECT_EQ(Asked(n1_->TakeTraffic()), 1u);
  EXPECT_THAT(n1_->Status().reason, HasSubstr("1 participant"));
  EXPECT_THAT(n1_->Status().reason, HasSubstr("tell the office"));
}

// The server knows whose badge it is; this kiosk is told of nobody who is not its own.
TEST_F(AgreementTest, AVisitorsBadgeMakesThisKioskDoubtWhereTheServerKnows) {
  const Id badge = TestId(90);
  EventDraft assigned = About(v1::EVENT_KIND_BADGE_ASSIGNED, kDavid);
  assigned.event.mutable_badge_assigned()->set_badge_hash(badge.ToString());
  town_.Tell(std::move(assigned));
  EndEnrolment(kDavid, kSouth, 20);
  town_.AdvanceTo(At(1, "09:05"));
  CheckIn(*n2_, kBilal);
  EventDraft tap = Draft(v1::EVENT_KIND_CHECKED_IN);
  tap.event.mutable_checked_in();
  tap.event.set_badge_hash(badge.ToString());
  n1_->Capture(std::move(tap));
  town_.AdvanceTo(At(1, "18:00"));
  SyncAll();
  town_.Advance(2 * kHourMs);
  n1_->Sync();
  const ComparisonStatus compared = n1_->Status().comparison;
  EXPECT_GT(compared.shown_differently, 0u);
  EXPECT_EQ(compared.sent_again, 0u);
  EXPECT_EQ(Asked(n1_->TakeTraffic()), 0u) << "sending again would not help";
  EXPECT_EQ(n1_->Status().reason, "");
}

}  // namespace
}  // namespace wijkboek
