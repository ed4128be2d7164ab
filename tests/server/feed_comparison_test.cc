// What a kiosk is told of its participants, so that it can compare itself with the server; and what
// is sent again when it found a difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/ledger/event_sum.h"
#include "tests/server/feed_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FeedComparisonTest : public FeedTest {
 protected:
  // What was told, page by page, until there is nothing more to send.
  std::vector<v1::PullResponse> Told(FeedSession& session, PulledStore& kiosk) {
    std::vector<v1::PullResponse> told;
    for (int i = 0; i < 1000; ++i) {
      absl::StatusOr<FeedStep> step = feed_->Next(session, /*refresh=*/true);
      EXPECT_TRUE(step.ok()) << step.status();
      if (step->page) {
        kiosk.Apply(*step->page);
        if (step->page->fingerprints_size() > 0) told.push_back(*step->page);
      }
      if (!step->more) break;
    }
    return told;
  }
  FeedSession Begin(const PulledStore& kiosk, const Id& centre = kNorth) {
    return *feed_->Begin(centre, kiosk.Request());
  }
  // Over the events in the log that name this person, up to a position.
  Hash SumInLog(const Id& person, std::uint64_t through) {
    Hash sum;
    for (const LogRow& row : store_.Events()) {
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(row.bytes));
      const bool names =
          std::any_of(event.persons().begin(), event.persons().end(),
                      [&](const v1::PersonRef& ref) { return ref.person_id() == person.bytes(); });
      if (names && row.position <= through) AddToSum(row.key.hash, sum);
    }
    return sum;
  }
};

TEST_F(FeedComparisonTest, WhoIsInScopeIsToldOfAsOfTheCursor) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kSouth, TestId(81));
  for (int i = 0; i < 3; ++i) CheckIn(south_kiosk_, amina_);
  PulledStore north;
  FeedSession session = Begin(north);
  const std::vector<v1::PullResponse> told = Told(session, north);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_TRUE(told[0].up_to_date());
  EXPECT_EQ(told[0].server_ms(), store_.clock.WallMs());
  EXPECT_EQ(told[0].cursor().position(), store_.log->tail().position);
  ASSERT_EQ(told[0].fingerprints_size(), 1) << "nobody else's people";
  const v1::ParticipantFingerprint& fingerprint = told[0].fingerprints(0);
  EXPECT_EQ(fingerprint.person_id(), amina_.bytes());
  EXPECT_EQ(fingerprint.events(), SumInLog(amina_, told[0].cursor().position()).bytes());
  Hash folded;
  ASSERT_TRUE(reconciler_
                  ->Read([&](const Ledger& ledger) {
                    folded = *ledger.FingerprintOf(amina_);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_FALSE(folded.IsZero());
  EXPECT_EQ(fingerprint.folded(), folded.bytes());
}

TEST_F(FeedComparisonTest, ItIsToldFirstSoonAfterAndThenEveryHour) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore north;
  FeedSession session = Begin(north);
  EXPECT_THAT(Told(session, north), SizeIs(1));
  EXPECT_THAT(Told(session, north), IsEmpty());
  store_.clock.Advance(kTellAgainMs - 1);
  EXPECT_THAT(Told(session, north), IsEmpty());
  store_.clock.Advance(1);
  EXPECT_THAT(Told(session, north), SizeIs(1)) << "also when nothing else is new";
  store_.clock.Advance(kTellEveryMs - 1);
  CheckIn(north_kiosk_, amina_);
  EXPECT_THAT(Told(session, north), IsEmpty());
  store_.clock.Advance(1);
  const std::vector<v1::PullResponse> told = Told(session, north);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].fingerprints(0).events(),
            SumInLog(amina_, told[0].cursor().position()).bytes());
}

TEST_F(FeedComparisonTest, ALargeCentreIsToldOfInSeveralPages) {
  const int count = 2 * static_cast<int>(kFingerprintsPerPage) + 1;
  std::vector<EventDraft> drafts;
  std::set<Id> everybody;
  for (int i = 0; i < count; ++i) {
    const Id person = TestId(5000 + i);
    everybody.insert(person);
    EventDraft draft = Draft(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
    draft.event.mutable_participant_registered();
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    drafts.push_back(std::move(draft));
    EventDraft enrolment = Draft(v1::EVENT_KIND_ENROLMENT_STARTED, kNorth);
    enrolment.event.mutable_enrolment_started()->set_enrolment_id(TestId(9000 + i).ToString());
    enrolment.event.mutable_enrolment_started()->set_cohort_id(TestId(2000).ToString());
    enrolment.event.mutable_enrolment_started()->mutable_days()->set_first_day(Today());
    AddPerson(enrolment.event, person, v1::PERSON_ROLE_PARTICIPANT);
    drafts.push_back(std::move(enrolment));
  }
  ASSERT_TRUE(office_->Append(std::move(drafts)).ok());
  PulledStore north;
  FeedSession session = Begin(north);
  const std::vector<v1::PullResponse> told = Told(session, north);
  ASSERT_THAT(told, SizeIs(3));
  std::set<Id> told_of;
  for (const v1::PullResponse& page : told) {
    EXPECT_LE(static_cast<std::size_t>(page.fingerprints_size()), kFingerprintsPerPage);
    EXPECT_LT(page.ByteSizeLong(), 512u * 1024);
    for (const v1::ParticipantFingerprint& each : page.fingerprints()) {
      EXPECT_TRUE(told_of.insert(Id::FromBytesOrZero(each.person_id())).second);
    }
  }
  EXPECT_EQ(told_of, everybody);
}

TEST_F(FeedComparisonTest, WhoIsAskedForIsSentAgainAndNobodyElse) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kNorth, TestId(81));
  for (int i = 0; i < 4; ++i) CheckIn(north_kiosk_, amina_);
  CheckIn(north_kiosk_, bilal_);
  PulledStore north;
  Pull(kNorth, north);
  const std::map<std::uint64_t, v1::Event> before = std::exchange(north.events, {});
  v1::PullRequest request = north.Request();
  request.add_again(amina_.ToString());
  // Of somebody else's participants nothing is sent, whoever asks.
  request.add_again(TestId(99).ToString());
  FeedSession session = *feed_->Begin(kNorth, request);
  Follow(session, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 4);
  EXPECT_EQ(north.events.size(), 6u) << "registered, enrolled, and four times there";
  for (const auto& [position, event] : north.events) EXPECT_TRUE(before.contains(position));
  EXPECT_THAT(north.left, IsEmpty());
}

TEST_F(FeedComparisonTest, WhoAsksForSomebodyWhoLeftIsToldThatTheyLeft) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  CheckIn(north_kiosk_, amina_);
  PulledStore north;
  Pull(kNorth, north);
  EndEnrolment(amina_, kNorth, TestId(80));
  v1::PullRequest request = north.Request();
  request.add_again(amina_.ToString());
  north.events.clear();
  FeedSession session = *feed_->Begin(kNorth, request);
  Follow(session, north);
  EXPECT_THAT(north.left, ElementsAre(amina_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 0);
}

TEST_F(FeedComparisonTest, AnUnreadableIdIsRefused) {
  PulledStore north;
  Participant(amina_);
  Pull(kNorth, north);
  v1::PullRequest request = north.Request();
  request.add_again("short");
  EXPECT_EQ(feed_->Begin(kNorth, request).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wijkboek
