// What moved a figure where no event of theirs did: a kiosk that was heard, lost, or silent for too
// long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/changes_reading.h"
#include "server/device_change.h"
#include "server/office_log.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Change = v1::ChangeDeviceRequest;

const Id kPerson = TestId(50);
const Id kCohort = TestId(60);
const Id kSession = TestId(61);
const Id kEnrolment = TestId(62);

std::int64_t At(const std::string& civil) { return InstantOf(ParseCivilTime(civil).value()); }

// The evening before: one participant is expected the next morning from 9 to 12, at a centre with
// one kiosk, the desk. Nobody comes, and at one o'clock the desk has not been heard.
class ChangesCausesTest : public ::testing::Test {
 protected:
  ChangesCausesTest() {
    office_ = *OfficeLog::Open(*store_.writer, *store_.keys, store_.clock, store_.random, "1.0");
    reconciler_ = *Reconciler::Open(":memory:", *store_.log, store_.clock,
                                    [this] { return store_.log->tail().position; });
    earlier_ = std::make_unique<EarlierLedgers>(dir_.File("derived.db"), *store_.log);
    ledgers_ = std::make_unique<KnownLedgers>(*store_.log, *reconciler_, *earlier_, store_.clock);
    v1::DeviceLifecycle enrolled;
    enrolled.set_device_id(desk_.id().ToString());
    enrolled.set_centre_id(desk_.centre().ToString());
    enrolled.set_state(v1::DEVICE_STATE_ENROLLED);
    enrolled.set_name("desk");
    enrolled.set_at_ms(store_.clock.WallMs());
    EXPECT_TRUE(store_.writer->AppendLifecycle(enrolled).ok());
    std::vector<EventDraft> facts;
    v1::Event& person = New(v1::EVENT_KIND_PARTICIPANT_REGISTERED, facts);
    person.mutable_participant_registered();
    AddPerson(person, kPerson, v1::PERSON_ROLE_PARTICIPANT);
    v1::CohortOpened& cohort = *New(v1::EVENT_KIND_COHORT_OPENED, facts).mutable_cohort_opened();
    cohort.set_cohort_id(kCohort.ToString());
    cohort.mutable_days()->set_first_day(*ParseDay("2023-11-01"));
    v1::Event& enrolment = New(v1::EVENT_KIND_ENROLMENT_STARTED, facts);
    AddPerson(enrolment, kPerson, v1::PERSON_ROLE_PARTICIPANT);
    enrolment.mutable_enrolment_started()->set_enrolment_id(kEnrolment.ToString());
    enrolment.mutable_enrolment_started()->set_cohort_id(kCohort.ToString());
    enrolment.mutable_enrolment_started()->mutable_days()->set_first_day(*ParseDay("2023-11-01"));
    v1::Event& session = New(v1::EVENT_KIND_SESSION_PLANNED, facts);
    session.set_session_id(kSession.ToString());
    session.mutable_session_planned()->add_cohort_ids(kCohort.ToString());
    *session.mutable_stated_start() = ParseCivilTime("2023-11-15T09:00").value();
    *session.mutable_stated_end() = ParseCivilTime("2023-11-15T12:00").value();
    EXPECT_TRUE(office_->Append(std::move(facts)).ok());
    v1::Event started;
    started.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
    started.mutable_device_started();
    desk_.Append(std::move(started), store_.clock.WallMs());
    EXPECT_TRUE(store_.PushBatch(desk_.identity(), desk_.All()).ok());
    AdvanceTo("2023-11-15T13:00");
  }

  v1::Event& New(v1::EventKind kind, std::vector<EventDraft>& drafts) {
    v1::Event& event = drafts.emplace_back().event;
    event.set_kind(kind);
    event.set_centre_id(desk_.centre().ToString());
    event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    return event;
  }
  void AdvanceTo(const std::string& civil) {
    store_.clock.Advance(At(civil) - store_.clock.WallMs());
  }
  void Say(Change::Change change) {
    v1::ChangeDeviceRequest request;
    request.set_change(change);
    const absl::StatusOr<EventDraft> draft =
        PlanDeviceChange(request, {.device = desk_.id(), .centre = desk_.centre()}, OfficeRecord(),
                         store_.clock.WallMs());
    ASSERT_TRUE(draft.ok()) << draft.status();
    std::vector<EventDraft> drafts = {*draft};
    ASSERT_TRUE(office_->Append(std::move(drafts)).ok());
  }
  KnownAt Now() { return ledgers_->Now().value(); }
  // "pending -> absent: desk was heard …"; what moved since, as lines.
  std::vector<std::string> Since(const KnownAt& since) {
    const absl::StatusOr<ChangesReading> changes =
        ReadChanges(*ledgers_, *store_.log, store_.keys->lookup_key(), {}, since, std::nullopt);
    EXPECT_TRUE(changes.ok()) << changes.status();
    std::vector<std::string> lines;
    for (const ChangedFigure& figure : changes->figures) {
      EXPECT_THAT(figure.late, IsEmpty());
      lines.push_back(absl::StrCat(figure.moved.known().type, " ", figure.moved.before.value,
                                   " -> ", figure.moved.after.value, ": ", figure.cause));
    }
    return lines;
  }

  ServerStore store_;
  TestDevice desk_{1};
  TempDir dir_;
  std::unique_ptr<OfficeLog> office_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<EarlierLedgers> earlier_;
  std::unique_ptr<KnownLedgers> ledgers_;
};

TEST_F(ChangesCausesTest, AKioskWasHeard) {
  const KnownAt since = Now();
  ASSERT_TRUE(store_.PushEnd(desk_.identity(), desk_.head(), store_.clock.WallMs()).ok());
  store_.clock.Advance(60'000);
  // And whoever was absent is called.
  EXPECT_THAT(Since(since), Contains("attendance pending -> absent: desk was heard through "
                                     "2023-11-15 13:00"));
}

TEST_F(ChangesCausesTest, AKioskWasDeclaredLost) {
  const KnownAt since = Now();
  Say(Change::CHANGE_LOST);
  store_.clock.Advance(60'000);
  EXPECT_THAT(Since(since), ElementsAre(AllOf(HasSubstr("pending"), HasSubstr("-> unknown"),
                                              HasSubstr(": desk is lost since 2023-11-15 13:00"))));
}

TEST_F(ChangesCausesTest, ALostKioskCameBackAndIsWaitedForAgain) {
  Say(Change::CHANGE_LOST);
  store_.clock.Advance(60'000);
  const KnownAt since = Now();
  Say(Change::CHANGE_FOUND);
  store_.clock.Advance(60'000);
  EXPECT_THAT(Since(since),
              ElementsAre(AllOf(HasSubstr("attendance unknown"), HasSubstr("-> pending"),
                                HasSubstr("desk is waited for"))));
}

TEST_F(ChangesCausesTest, ASessionThatWasMovedToAnotherDayIsFoundThere) {
  ASSERT_TRUE(store_.PushEnd(desk_.identity(), desk_.head(), store_.clock.WallMs()).ok());
  const KnownAt since = Now();
  std::vector<EventDraft> moved;
  v1::Event& later = New(v1::EVENT_KIND_SESSION_MOVED, moved);
  later.set_session_id(kSession.ToString());
  later.mutable_session_moved();
  *later.mutable_stated_start() = ParseCivilTime("2023-12-15T09:00").value();
  *later.mutable_stated_end() = ParseCivilTime("2023-12-15T12:00").value();
  ASSERT_TRUE(office_->Append(std::move(moved)).ok());
  store_.clock.Advance(60'000);
  EXPECT_THAT(Since(since), Contains("attendance absent -> : the session was moved"));
}

TEST_F(ChangesCausesTest, TheSessionWasMovedOrCancelled) {
  const KnownAt since = Now();
  std::vector<EventDraft> moved;
  v1::Event& later = New(v1::EVENT_KIND_SESSION_MOVED, moved);
  later.set_session_id(kSession.ToString());
  later.mutable_session_moved();
  *later.mutable_stated_start() = ParseCivilTime("2023-11-15T12:30").value();
  *later.mutable_stated_end() = ParseCivilTime("2023-11-15T15:00").value();
  ASSERT_TRUE(office_->Append(std::move(moved)).ok());
  ASSERT_TRUE(store_.PushEnd(desk_.identity(), desk_.head(), store_.clock.WallMs()).ok());
  AdvanceTo("2023-11-15T16:00");
  ASSERT_TRUE(store_.PushEnd(desk_.identity(), desk_.head(), store_.clock.WallMs()).ok());
  store_.clock.Advance(60'000);
  EXPECT_THAT(Since(since), Contains(AllOf(HasSubstr("attendance pending -> absent"),
                                           HasSubstr("the session was moved"))));
  const KnownAt before = Now();
  std::vector<EventDraft> cancelled;
  v1::Event& never = New(v1::EVENT_KIND_SESSION_CANCELLED, cancelled);
  never.set_session_id(kSession.ToString());
  never.mutable_session_cancelled();
  ASSERT_TRUE(office_->Append(std::move(cancelled)).ok());
  store_.clock.Advance(60'000);
  EXPECT_THAT(Since(before), Contains(AllOf(HasSubstr("attendance absent -> : "),
                                            HasSubstr("the session was cancelled"))));
}

TEST_F(ChangesCausesTest, AKioskThatIsCarriedAroundWasSilentTooLong) {
  Say(Change::CHANGE_CARRIED);
  store_.clock.Advance(60'000);
  const KnownAt since = Now();
  AdvanceTo("2023-11-25T13:00");
  EXPECT_THAT(Since(since), ElementsAre(AllOf(HasSubstr("pending"), HasSubstr("-> unknown"),
                                              HasSubstr(": desk has been silent too long"))));
}

}  // namespace
}  // namespace wijkboek
