#include "server/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "common/civil_time.h"
#include "common/limits.h"
#include "server/office_log.h"
#include "server/reconciler.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const Id kNorth = TestId(1001);
const Id kSouth = TestId(1002);

// What a kiosk holds of what it pulled, applied page by page.
struct PulledStore {
  void Apply(const v1::PullResponse& page) {
    if (page.reset()) {
      events.clear();
      persons.clear();
      keys.clear();
      ++resets;
    }
    for (const v1::LogEntry& entry : page.entries()) {
      if (entry.has_heard_through()) {
        heard.insert(Id::FromBytesOrZero(entry.heard_through().device_id()));
      }
      if (!entry.has_event()) continue;
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(entry.event().event()));
      events[entry.position()] = event;
    }
    for (const std::string& bytes : page.scope_left()) {
      Id person = Id::FromBytesOrZero(bytes);
      persons.erase(person);
      left.insert(person);
      std::erase_if(keys, [&](const auto& key) { return key.second == person; });
    }
    for (const std::string& id : page.scope_entered()) persons.insert(Id::FromBytesOrZero(id));
    for (const v1::PersonKey& key : page.keys()) {
      keys[Id::FromBytesOrZero(key.key_id())] = Id::FromBytesOrZero(key.person_id());
    }
    for (const std::string& id : page.destroyed_key_ids()) keys.erase(Id::FromBytesOrZero(id));
    cursor = page.cursor();
    up_to_date = page.up_to_date();
    ++pages;
  }
  v1::PullRequest Request() const {
    v1::PullRequest request;
    if (pages > 0) *request.mutable_cursor() = cursor;
    for (const Id& id : persons) request.add_person_ids(id.ToString());
    for (const auto& [id, person] : keys) request.add_key_ids(id.ToString());
    return request;
  }
  std::set<Id> PersonsOfKeys() const {
    std::set<Id> result;
    for (const auto& [id, person] : keys) result.insert(person);
    return result;
  }
  // Everybody that any event names.
  std::set<Id> Named() const {
    std::set<Id> result;
    for (const auto& [position, event] : events) {
      for (const v1::PersonRef& ref : event.persons()) {
        result.insert(Id::FromBytesOrZero(ref.person_id()));
      }
    }
    return result;
  }
  int Count(v1::EventKind kind) const {
    return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const auto& entry) {
      return entry.second.kind() == kind;
    }));
  }

  std::map<std::uint64_t, v1::Event> events;
  std::set<Id> persons;
  std::set<Id> left;
  std::set<Id> heard;
  std::map<Id, Id> keys;
  v1::Cursor cursor;
  bool up_to_date = false;
  int pages = 0;
  int resets = 0;
};

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() { Open(); }
  void Open() {
    office_ = *OfficeLog::Open(*store_.writer, *store_.keys, store_.clock, store_.random, "1");
    reconciler_ = *Reconciler::Open(":memory:", *store_.log, store_.clock);
    feed_ = std::make_unique<Feed>(*store_.log, *reconciler_, *store_.keys, store_.clock);
  }
  void Close() {
    feed_.reset();
    reconciler_.reset();
    office_.reset();
  }
  ~FeedTest() override { Close(); }

  EventDraft Draft(v1::EventKind kind, const Id& centre = Id()) {
    EventDraft draft;
    draft.event.set_kind(kind);
    if (!centre.IsZero()) draft.event.set_centre_id(centre.ToString());
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    return draft;
  }
  void Append(EventDraft draft) {
    std::vector<EventDraft> drafts;
    drafts.push_back(std::move(draft));
    absl::StatusOr<std::vector<EventKey>> keys = office_->Append(std::move(drafts));
    ASSERT_TRUE(keys.ok()) << keys.status();
  }
  void AddName(EventDraft& draft, const Id& person) {
    v1::SealedName name;
    name.set_given("Amina");
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
  }
  void Participant(const Id& person) {
    EventDraft draft = Draft(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
    draft.event.mutable_participant_registered();
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    AddName(draft, person);
    Append(std::move(draft));
  }
  void Resident(const Id& person, const Id& centre) {
    EventDraft draft = Draft(v1::EVENT_KIND_RESIDENT_REGISTERED, centre);
    draft.event.mutable_resident_registered()->set_household_id(person.ToString());
    AddPerson(draft.event, person, v1::PERSON_ROLE_RESIDENT);
    AddName(draft, person);
    Append(std::move(draft));
  }
  void Coach(const Id& person) {
    EventDraft draft = Draft(v1::EVENT_KIND_COACH_REGISTERED);
    draft.event.mutable_coach_registered();
    AddPerson(draft.event, person, v1::PERSON_ROLE_COACH);
    AddName(draft, person);
    Append(std::move(draft));
  }
  CivilDay Today() const { return DayOf(store_.clock.WallMs()); }
  // `first_day` counts from today.
  void Enrol(const Id& person, const Id& centre, const Id& enrolment, int first_day = -10) {
    EventDraft draft = Draft(v1::EVENT_KIND_ENROLMENT_STARTED, centre);
    draft.event.mutable_enrolment_started()->set_enrolment_id(enrolment.ToString());
    draft.event.mutable_enrolment_started()->set_cohort_id(TestId(2000).ToString());
    draft.event.mutable_enrolment_started()->mutable_days()->set_first_day(Today() + first_day);
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    Append(std::move(draft));
  }
  // `last_day` counts from today.
  void EndEnrolment(const Id& person, const Id& centre, const Id& enrolment,
                    int last_day = -kScopeDays - 1) {
    EventDraft draft = Draft(v1::EVENT_KIND_ENROLMENT_ENDED, centre);
    draft.event.mutable_enrolment_ended()->set_enrolment_id(enrolment.ToString());
    draft.event.mutable_enrolment_ended()->set_last_day(Today() + last_day);
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    Append(std::move(draft));
  }
  void Badge(const Id& person, const Id& badge, std::int64_t valid_from_ms = 0) {
    EventDraft draft = Draft(v1::EVENT_KIND_BADGE_ASSIGNED);
    draft.event.mutable_badge_assigned()->set_badge_hash(badge.ToString());
    draft.event.mutable_badge_assigned()->set_valid_from_ms(valid_from_ms);
    AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
    Append(std::move(draft));
  }
  void Push(TestDevice& device, std::function<void(TestDevice&)> capture) {
    std::uint64_t first = device.events().size() + 1;
    capture(device);
    absl::StatusOr<v1::Acknowledgement> ack =
        store_.PushBatch(device.identity(), device.Batch(first, device.events().size()));
    ASSERT_TRUE(ack.ok()) << ack.status();
  }
  void CheckIn(TestDevice& device, const Id& person) {
    Push(device, [&](TestDevice& d) { d.CheckIn(person, store_.clock.WallMs()); });
  }
  void Visit(TestDevice& device, const Id& participant, const Id& resident) {
    Push(device, [&](TestDevice& d) {
      v1::Event event;
      event.set_kind(v1::EVENT_KIND_VISIT_STARTED);
      event.mutable_visit_started();
      AddPerson(event, participant, v1::PERSON_ROLE_PARTICIPANT);
      AddPerson(event, resident, v1::PERSON_ROLE_RESIDENT);
      d.Append(event, store_.clock.WallMs());
    });
  }

  // Pulls until up to date, as one stream would.
  void Follow(FeedSession& session, PulledStore& kiosk) {
    for (int i = 0; i < 1000; ++i) {
      absl::StatusOr<FeedStep> step = feed_->Next(session);
      ASSERT_TRUE(step.ok()) << step.status();
      if (step->page) kiosk.Apply(*step->page);
      if (!step->more) return;
    }
    FAIL() << "never up to date";
  }
  void Pull(const Id& centre, PulledStore& kiosk) {
    absl::StatusOr<FeedSession> session = feed_->Begin(centre, kiosk.Request());
    ASSERT_TRUE(session.ok()) << session.status();
    Follow(*session, kiosk);
    EXPECT_TRUE(kiosk.up_to_date);
  }

  ServerStore store_;
  std::unique_ptr<OfficeLog> office_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<Feed> feed_;
  TestDevice north_kiosk_{1, 1};
  TestDevice south_kiosk_{2, 2};
  const Id amina_ = TestId(50);
  const Id bilal_ = TestId(51);
  const Id coach_ = TestId(60);
  const Id rie_ = TestId(70);
};

TEST_F(FeedTest, SendsACentreItsPeopleAndNobodyElses) {
  Participant(amina_);
  Participant(bilal_);
  Coach(coach_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kSouth, TestId(81));
  CheckIn(north_kiosk_, amina_);
  // Captured elsewhere, about ours; and here, about theirs.
  CheckIn(south_kiosk_, amina_);
  CheckIn(north_kiosk_, bilal_);
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  EXPECT_THAT(kiosk.Named(), UnorderedElementsAre(amina_, coach_));
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 2);
  EXPECT_THAT(kiosk.persons, UnorderedElementsAre(amina_));
  EXPECT_THAT(kiosk.PersonsOfKeys(), UnorderedElementsAre(amina_, coach_));
}

TEST_F(FeedTest, GoesOnFromTheCursorAndThenLive) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  std::size_t before = kiosk.events.size();
  // Nothing new: nothing is said.
  EXPECT_FALSE(feed_->Next(session)->page.has_value());
  CheckIn(north_kiosk_, amina_);
  Follow(session, kiosk);
  EXPECT_EQ(kiosk.events.size(), before + 1);
  EXPECT_TRUE(kiosk.up_to_date);
  // What is not ours moves the cursor on only when that is asked for.
  int pages = kiosk.pages;
  CheckIn(north_kiosk_, bilal_);
  Follow(session, kiosk);
  EXPECT_EQ(kiosk.pages, pages);
  absl::StatusOr<FeedStep> step = feed_->Next(session, /*refresh=*/true);
  ASSERT_TRUE(step->page.has_value());
  kiosk.Apply(*step->page);
  EXPECT_EQ(kiosk.cursor.position(), store_.log->tail().position);
  // And a new stream begins there.
  CheckIn(south_kiosk_, amina_);
  PulledStore fresh = kiosk;
  fresh.events.clear();
  Pull(kNorth, fresh);
  EXPECT_EQ(fresh.events.size(), 1u);
}

TEST_F(FeedTest, SomebodyWhoMovesBringsTheirPastAndLeavesTheOther) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  for (int i = 0; i < 5; ++i) CheckIn(north_kiosk_, amina_);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_THAT(south.Named(), IsEmpty());
  EndEnrolment(amina_, kNorth, TestId(80));
  Enrol(amina_, kSouth, TestId(81));
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_THAT(north.left, ElementsAre(amina_));
  EXPECT_THAT(south.persons, ElementsAre(amina_));
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 5);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_PARTICIPANT_REGISTERED), 1);
  EXPECT_THAT(south.PersonsOfKeys(), ElementsAre(amina_));
  // Also within one stream, and what comes later goes to the new centre alone.
  CheckIn(north_kiosk_, amina_);
  std::size_t north_events = north.events.size();
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.events.size(), north_events);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 6);
}

// A kiosk that is away for weeks must know who begins meanwhile, and show the last lists of those
// who ended.
TEST_F(FeedTest, WhoBeginsSoonOrEndedLatelyIsKnown) {
  const Id soon = TestId(61), late = TestId(62), ended = TestId(63), gone = TestId(64);
  for (const Id& person : {soon, late, ended, gone}) Participant(person);
  Enrol(soon, kNorth, TestId(81), kScopeDays);
  Enrol(late, kNorth, TestId(82), kScopeDays + 1);
  Enrol(ended, kNorth, TestId(83), -100);
  Enrol(gone, kNorth, TestId(84), -100);
  EndEnrolment(ended, kNorth, TestId(83), -kScopeDays);
  EndEnrolment(gone, kNorth, TestId(84), -kScopeDays - 1);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(soon, ended));
}

TEST_F(FeedTest, WhoComesBackWithinOneStreamBringsTheirKeysAgain) {
  Participant(amina_);
  Resident(rie_, kSouth);
  Enrol(amina_, kNorth, TestId(80));
  Visit(north_kiosk_, amina_, rie_);
  PulledStore north;
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  Follow(session, north);
  ASSERT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
  EndEnrolment(amina_, kNorth, TestId(80));
  Follow(session, north);
  EXPECT_THAT(north.PersonsOfKeys(), IsEmpty());
  Enrol(amina_, kNorth, TestId(81));
  Follow(session, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
}

TEST_F(FeedTest, AStreamThatBreaksWhileSomebodyEntersBeginsWithThemAgain) {
  Participant(amina_);
  for (int i = 0; i < 30; ++i) {
    Push(south_kiosk_, [&](TestDevice& d) {
      for (int k = 0; k < 50; ++k) d.CheckIn(amina_, store_.clock.WallMs());
    });
  }
  PulledStore north;
  Pull(kNorth, north);
  Enrol(amina_, kNorth, TestId(80));
  // 1501 events do not fit in one page.
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  absl::StatusOr<FeedStep> step = feed_->Next(session);
  ASSERT_TRUE(step.ok() && step->page && step->more);
  north.Apply(*step->page);
  EXPECT_THAT(north.persons, IsEmpty());
  north.events.clear();
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1500);
  EXPECT_THAT(north.persons, ElementsAre(amina_));
}

TEST_F(FeedTest, WhoEntersIsNamedOnlyTogetherWithThoseTheyBring) {
  Participant(amina_);
  Resident(rie_, kSouth);
  for (int i = 0; i < 30; ++i) {
    Push(south_kiosk_, [&](TestDevice& d) {
      for (int k = 0; k < 50; ++k) {
        v1::Event event;
        event.set_kind(v1::EVENT_KIND_VISIT_PLANNED);
        event.mutable_visit_planned();
        AddPerson(event, bilal_, v1::PERSON_ROLE_PARTICIPANT);
        AddPerson(event, rie_, v1::PERSON_ROLE_RESIDENT);
        d.Append(event, store_.clock.WallMs());
      }
    });
  }
  Visit(south_kiosk_, amina_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  Enrol(amina_, kNorth, TestId(80));
  FeedSession session = *feed_->Begin(kNorth, north.Request());
  absl::StatusOr<FeedStep> step = feed_->Next(session);
  ASSERT_TRUE(step.ok() && step->page && step->more);
  // Everything of hers is there, not everything of the resident's: a stream that breaks now must
  // begin with both.
  north.Apply(*step->page);
  EXPECT_THAT(north.persons, IsEmpty());
  north.events.clear();
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_PLANNED), 1500);
}

TEST_F(FeedTest, AResidentComesWithWhoVisitsThem) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Enrol(bilal_, kSouth, TestId(81));
  Resident(rie_, kSouth);
  Visit(south_kiosk_, bilal_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.Named(), Not(Contains(rie_)));
  Visit(north_kiosk_, amina_, rie_);
  Pull(kNorth, north);
  // With every other log of visits to her; but the other visitor is no more than an id.
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_STARTED), 2);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 1);
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_, rie_));
  // When she who visited leaves, the resident leaves with her.
  EndEnrolment(amina_, kNorth, TestId(80));
  Pull(kNorth, north);
  EXPECT_THAT(north.left, UnorderedElementsAre(amina_, rie_));
}

TEST_F(FeedTest, AResidentOfNoCentreGoesToNoKioskUnasked) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  EventDraft draft = Draft(v1::EVENT_KIND_RESIDENT_REGISTERED);
  draft.event.mutable_resident_registered();
  AddPerson(draft.event, rie_, v1::PERSON_ROLE_RESIDENT);
  AddName(draft, rie_);
  Append(std::move(draft));
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 0);
  EXPECT_THAT(north.PersonsOfKeys(), UnorderedElementsAre(amina_));
}

TEST_F(FeedTest, FromTheBeginningAResidentComesTheSameWay) {
  Participant(amina_);
  Participant(bilal_);
  Enrol(amina_, kNorth, TestId(80));
  Resident(rie_, kSouth);
  Visit(south_kiosk_, bilal_, rie_);
  Visit(north_kiosk_, amina_, rie_);
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_THAT(north.persons, UnorderedElementsAre(amina_, rie_));
  EXPECT_EQ(north.Count(v1::EVENT_KIND_VISIT_STARTED), 2);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_RESIDENT_REGISTERED), 1);
}

TEST_F(FeedTest, ABadgeThatIsAssignedLaterBringsWhatWasCapturedUnderIt) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id badge = TestId(90);
  auto tap = [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    event.set_badge_hash(badge.ToString());
    d.Append(event, store_.clock.WallMs());
  };
  Push(south_kiosk_, tap);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 0);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_CHECKED_IN), 1);
  Badge(amina_, badge);
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1);
  Push(south_kiosk_, tap);
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 2);
}

TEST_F(FeedTest, ABadgeIsItsOwnersAlsoByAClockThatStandsIn1970) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  const Id badge = TestId(90);
  Badge(amina_, badge, store_.clock.WallMs() - 1);
  Push(south_kiosk_, [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    event.set_badge_hash(badge.ToString());
    d.Append(event, /*wall_ms=*/1000);
  });
  PulledStore north;
  Pull(kNorth, north);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_CHECKED_IN), 1);
}

TEST_F(FeedTest, ACursorOfAnotherLogMeansABeginningAnew) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  Close();
  store_.BackUpLog();
  Open();
  CheckIn(north_kiosk_, amina_);
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  Close();
  store_.RestoreLog();
  Open();
  TestDevice other(3, 1);
  CheckIn(other, amina_);
  CheckIn(other, amina_);
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 1);
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 2);
  EXPECT_THAT(kiosk.persons, ElementsAre(amina_));
  EXPECT_THAT(kiosk.PersonsOfKeys(), ElementsAre(amina_));
  // From then on it goes on as before.
  CheckIn(other, amina_);
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 1);
  EXPECT_EQ(kiosk.Count(v1::EVENT_KIND_CHECKED_IN), 3);
}

TEST_F(FeedTest, ARestartAloneResetsNobody) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  Close();
  store_.Restart();
  Open();
  Pull(kNorth, kiosk);
  EXPECT_EQ(kiosk.resets, 0);
}

TEST_F(FeedTest, DestroyedKeysAreDestroyedThereToo) {
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(80));
  PulledStore kiosk;
  FeedSession session = *feed_->Begin(kNorth, kiosk.Request());
  Follow(session, kiosk);
  ASSERT_EQ(kiosk.keys.size(), 1u);
  ASSERT_TRUE(store_.keys->Erase(amina_, 1).ok());
  Follow(session, kiosk);
  EXPECT_THAT(kiosk.keys, IsEmpty());
}

TEST_F(FeedTest, SomebodyWhomTheServerDoesNotKnowYetDidNotLeave) {
  PulledStore kiosk;
  Pull(kNorth, kiosk);
  kiosk.persons.insert(bilal_);
  Pull(kNorth, kiosk);
  EXPECT_THAT(kiosk.left, IsEmpty());
}

TEST_F(FeedTest, HearsOnlyOfTheKiosksThatItsPeopleMayWaitFor) {
  for (TestDevice* kiosk : {&north_kiosk_, &south_kiosk_}) {
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(kiosk->id().ToString());
    lifecycle.set_centre_id(kiosk->centre().ToString());
    lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
    ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  }
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  auto all_say_they_ended = [&] {
    for (TestDevice* kiosk : {&north_kiosk_, &south_kiosk_}) {
      CheckIn(*kiosk, amina_);
      ASSERT_TRUE(store_.PushEnd(kiosk->identity(), kiosk->head(), store_.clock.WallMs()).ok());
    }
    store_.clock.Advance(1000);
  };
  all_say_they_ended();
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(north_kiosk_.id()));

  // She goes to school in the south as well: facts about her may come from there.
  Enrol(amina_, kSouth, TestId(1001));
  all_say_they_ended();
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, UnorderedElementsAre(north_kiosk_.id(), south_kiosk_.id()));

  // What she attended there may still be waited for when she has left.
  pulled.heard.clear();
  EndEnrolment(amina_, kSouth, TestId(1001));
  all_say_they_ended();
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, UnorderedElementsAre(north_kiosk_.id(), south_kiosk_.id()));
}

TEST_F(FeedTest, HearsOfAKioskWhereverItEverStood) {
  for (const Id& centre : {kNorth, kSouth}) {
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(south_kiosk_.id().ToString());
    lifecycle.set_centre_id(centre.ToString());
    lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
    ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  }
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  CheckIn(south_kiosk_, amina_);
  ASSERT_TRUE(
      store_.PushEnd(south_kiosk_.identity(), south_kiosk_.head(), store_.clock.WallMs()).ok());
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(south_kiosk_.id()));
}

TEST_F(FeedTest, HearsOfTheKiosksWhereItsPeopleHaveASession) {
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(south_kiosk_.id().ToString());
  lifecycle.set_centre_id(kSouth.ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  ASSERT_TRUE(store_.writer->AppendLifecycle(lifecycle).ok());
  Participant(amina_);
  Enrol(amina_, kNorth, TestId(1000));
  EventDraft planned = Draft(v1::EVENT_KIND_SESSION_PLANNED, kSouth);
  planned.event.set_session_id(TestId(1100).ToString());
  planned.event.mutable_session_planned()->add_cohort_ids(TestId(2000).ToString());
  *planned.event.mutable_stated_start() = ToCivilTime(store_.clock.WallMs());
  *planned.event.mutable_stated_end() = ToCivilTime(store_.clock.WallMs() + kHourMs);
  Append(std::move(planned));
  CheckIn(south_kiosk_, bilal_);
  ASSERT_TRUE(
      store_.PushEnd(south_kiosk_.identity(), south_kiosk_.head(), store_.clock.WallMs()).ok());
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_THAT(pulled.heard, ElementsAre(south_kiosk_.id()));
}

TEST_F(FeedTest, EverybodyKnowsWhatBecameOfAKiosk) {
  EventDraft carried = Draft(v1::EVENT_KIND_KIOSK_DESCRIBED, kSouth);
  carried.event.mutable_kiosk_described()->set_kiosk_id(south_kiosk_.id().ToString());
  carried.event.mutable_kiosk_described()->set_carried(true);
  Append(std::move(carried));
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_KIOSK_DESCRIBED), 1);
}

// A list may name people of several centres: whoever has one of them sees it.
TEST_F(FeedTest, ASignedListGoesWhereverOneOfItsPeopleIs) {
  for (const Id& person : {amina_, bilal_}) Participant(person);
  Enrol(amina_, kNorth, TestId(1000));
  Enrol(bilal_, kSouth, TestId(1001));
  Push(south_kiosk_, [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_SESSION_SIGNED_OFF);
    event.mutable_session_signed_off();
    AddPerson(event, bilal_, v1::PERSON_ROLE_PARTICIPANT);
    AddPerson(event, amina_, v1::PERSON_ROLE_PARTICIPANT);
    d.Append(event, store_.clock.WallMs());
    v1::Event mark;
    mark.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    mark.mutable_session_marked();
    AddPerson(mark, bilal_, v1::PERSON_ROLE_PARTICIPANT);
    d.Append(mark, store_.clock.WallMs());
  });
  PulledStore pulled;
  Pull(kNorth, pulled);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_SESSION_SIGNED_OFF), 1);
  EXPECT_EQ(pulled.Count(v1::EVENT_KIND_SESSION_MARKED), 0);
}

TEST_F(FeedTest, AnUnownedCheckInStaysAtItsCentre) {
  auto here = [&](TestDevice& d) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_UNOWNED_CHECK_IN);
    event.mutable_unowned_check_in()->set_picture_token("blue boat");
    d.Append(event, store_.clock.WallMs());
  };
  Push(south_kiosk_, here);
  PulledStore north, south;
  Pull(kNorth, north);
  Pull(kSouth, south);
  EXPECT_EQ(north.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 0);
  EXPECT_EQ(south.Count(v1::EVENT_KIND_UNOWNED_CHECK_IN), 1);
}

}  // namespace
}  // namespace wijkboek
