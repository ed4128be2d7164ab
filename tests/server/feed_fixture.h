// The feed over a server's stores, with an office that tells it facts and two kiosks that push; and
// what a kiosk holds of what it pulled.
#ifndef WIJKBOEK_TESTS_SERVER_FEED_FIXTURE_H_
#define WIJKBOEK_TESTS_SERVER_FEED_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/civil_time.h"
#include "common/limits.h"
#include "server/feed.h"
#include "server/office_log.h"
#include "server/reconciler.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {

inline const Id kNorth = TestId(1001);
inline const Id kSouth = TestId(1002);

// What a kiosk holds of what it pulled, applied page by page.
struct PulledStore {
  void Apply(const v1::PullResponse& page) {
    if (page.reset()) {
      events.clear();
      persons.clear();
      std::erase_if(keys, [&](const auto& key) { return !made_here.contains(key.first); });
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
      std::erase_if(keys, [&](const auto& key) {
        return key.second == person && !made_here.contains(key.first);
      });
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
  // Of those: what the kiosk made itself.
  std::set<Id> made_here;
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
                    int last_day = -kScopeDaysAfter - 1) {
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

  // The kiosk makes a key, and its push brings it.
  void MakeKey(PulledStore& kiosk, const Id& person) {
    const PersonKey made[] = {
        {.key_id = TestId(90), .person = person, .key = store_.random.NewKey()}};
    kiosk.keys[made->key_id] = person;
    kiosk.made_here.insert(made->key_id);
    ASSERT_TRUE(store_.keys->Add(made).ok());
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

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SERVER_FEED_FIXTURE_H_
