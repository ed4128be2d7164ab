// Generated weeks go into a server's log while a kiosk pulls now and then: whatever came in
// whatever order, it holds of everybody in its scope exactly what the server says it should.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "client/pull_session.h"
#include "common/civil_time.h"
#include "server/feed.h"
#include "server/reconciler.h"
#include "tests/client/kiosk_fixture.h"
#include "tests/reconcile/attendance_week.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/week.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

class GeneratedAgreementTest : public ::testing::TestWithParam<int> {
 protected:
  GeneratedAgreementTest() : random_(static_cast<unsigned>(GetParam())) {
    reconciler_ = *Reconciler::Open(":memory:", *store_.log, store_.clock);
    feed_ = std::make_unique<Feed>(*store_.log, *reconciler_, *store_.keys, store_.clock);
  }
  void SetUp() override { ASSERT_OK(kiosk_.Open()); }

  void Push(const StoredEvent& event) {
    v1::EventBatch batch;
    EventKey base = event.key;
    base.seq -= 1;
    base.hash = event.previous;
    *batch.mutable_base() = ToProto(base);
    batch.add_events(event.bytes);
    *batch.mutable_signed_head() = SignHead(event.key, key_);
    absl::StatusOr<v1::Acknowledgement> acknowledged = store_.PushBatch(
        {.device = event.key.device, .centre = centre_, .log_key = key_.public_key()}, batch);
    // A branch that begins where nobody holds anything waits for its beginning, and does not get
    // it.
    if (absl::IsUnavailable(acknowledged.status())) return;
    ASSERT_OK(acknowledged.status());
  }
  // One stream, which may break before it is up to date.
  void Pull(bool to_the_end) {
    absl::StatusOr<v1::PullRequest> request = MakePullRequest(*kiosk_.store, *kiosk_.keys, {});
    ASSERT_OK(request.status());
    absl::StatusOr<FeedSession> session = feed_->Begin(centre_, *request);
    ASSERT_OK(session.status());
    for (int pages = 0; to_the_end || pages == 0; ++pages) {
      absl::StatusOr<FeedStep> step = feed_->Next(*session);
      ASSERT_OK(step.status());
      if (step->page) {
        ASSERT_OK(ApplyPull(*step->page, *kiosk_.store, *kiosk_.keys).status());
        Compare(*step->page);
      }
      if (!step->more) return;
    }
  }
  void Compare(const v1::PullResponse& page) {
    if (page.fingerprints().empty()) return;
    const StoreEventLog log(*kiosk_.store);
    std::unique_ptr<Ledger> here = *Ledger::Open(":memory:", log);
    ASSERT_OK(here->CatchUp(page.server_ms()).status());
    for (const v1::ParticipantFingerprint& told : page.fingerprints()) {
      const Id person = Id::FromBytesOrZero(told.person_id());
      Hash held;
      ASSERT_OK(kiosk_.store->Read([&](Connection& connection) -> absl::Status {
        held = *SumOfPulled(connection, person);
        return absl::OkStatus();
      }));
      EXPECT_EQ(held.bytes(), told.events()) << person.hex();
      EXPECT_EQ(here->SumOfEvents(person)->bytes(), told.events()) << person.hex();
      ++compared_;
      if (here->FingerprintOf(person)->bytes() != told.folded()) ++shown_differently_;
    }
  }
  // Said by the office.
  void Tell(v1::EventKind kind, const Id& person) {
    v1::Event event;
    event.set_device_id(IdNamed("roster").ToString());
    event.set_epoch(1);
    event.set_seq(++told_);
    event.set_kind(kind);
    event.set_centre_id(centre_.ToString());
    if (kind == v1::EVENT_KIND_PARTICIPANT_REGISTERED) {
      event.mutable_participant_registered();
    } else {
      v1::EnrolmentStarted& enrolment = *event.mutable_enrolment_started();
      enrolment.set_enrolment_id(IdNamed(absl::StrCat("e", told_)).ToString());
      enrolment.set_cohort_id(IdNamed("cohort").ToString());
      enrolment.mutable_days()->set_first_day(DayOf(store_.clock.WallMs()) - 3);
    }
    AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
    const StoredEvent stored = WriteEvent(std::move(event), roster_);
    roster_ = stored.key.hash;
    Push(stored);
  }
  void RegisterEverybody() {
    for (const char* name : {"p0", "p1", "p2", "p3", "p4", "q"}) {
      Tell(v1::EVENT_KIND_PARTICIPANT_REGISTERED, IdNamed(name));
    }
  }

  std::mt19937 random_;
  const SigningKey key_ = TestKey(1);
  const Id centre_ = IdNamed("C");
  ServerStore store_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<Feed> feed_;
  TemporaryFolder folder_;
  Kiosk kiosk_{folder_.path()};
  std::uint64_t told_ = 0;
  Hash roster_;
  int compared_ = 0;
  int shown_differently_ = 0;
};

TEST_P(GeneratedAgreementTest, NothingDiffersAfterANormalSync) {
  const AttendanceWeek week =
      GenerateAttendanceWeek(static_cast<std::uint64_t>(GetParam()), /*order=*/1);
  RegisterEverybody();
  for (const Arrival& arrival : week.arrivals) {
    if (arrival.server_ms > store_.clock.WallMs()) {
      store_.clock.Advance(arrival.server_ms - store_.clock.WallMs());
    }
    if (arrival.event) Push(*arrival.event);
    if (arrival.notice.has_lifecycle()) {
      ASSERT_OK(store_.writer->AppendLifecycle(arrival.notice.lifecycle()));
    }
    if (random_() % 60 == 0) Pull(random_() % 4 != 0);
  }
  Pull(/*to_the_end=*/true);
  EXPECT_GT(compared_, 5);
}

// Who is enrolled in the middle of it brings a past in which others took part.
TEST_P(GeneratedAgreementTest, NothingDiffersWhenPeopleComeIntoScopeMeanwhile) {
  const WeekOptions options{.seed = static_cast<std::uint64_t>(GetParam()), .events = 300};
  const std::vector<StoredEvent> events = GenerateWeek(options);
  store_.clock.Advance(WeekNow(options) - store_.clock.WallMs());
  RegisterEverybody();
  int enrolled = 0;
  for (const StoredEvent& event : events) {
    Push(event);
    if (random_() % 70 == 0 && enrolled < 5) {
      Tell(v1::EVENT_KIND_ENROLMENT_STARTED, IdNamed(absl::StrCat("p", enrolled++)));
    }
    if (random_() % 50 == 0) Pull(random_() % 4 != 0);
  }
  Pull(/*to_the_end=*/true);
  EXPECT_GT(compared_, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, GeneratedAgreementTest, ::testing::Range(1, 9));

}  // namespace
}  // namespace wijkboek
