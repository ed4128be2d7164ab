// P10 on the way down: what is pulled is applied as a whole, and leaves with the person.

#include "client/pull_session.h"

#include <gtest/gtest.h>

#include "client/settings.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

class PullSessionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK(kiosk_.Open());
    other_.device = MakeId(200);
    other_.epoch = 1;
  }

  // An event of another device, as the server sends it.
  StoredEvent AddEvent(v1::PullResponse& response, std::vector<Id> persons) {
    v1::Event event;
    event.set_device_id(other_.device.ToString());
    event.set_epoch(other_.epoch);
    event.set_seq(++other_.seq);
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    for (const Id& person : persons) AddPerson(event, person, v1::PERSON_ROLE_PARTICIPANT);
    StoredEvent stored = WriteEvent(std::move(event), other_.hash);
    other_.hash = stored.key.hash;
    Add(response, stored, 5000);
    return stored;
  }
  void Add(v1::PullResponse& response, const StoredEvent& event, std::int64_t received_ms) {
    v1::LogEntry* entry = response.add_entries();
    entry->set_position(++position_);
    entry->mutable_event()->set_event(event.bytes);
    entry->mutable_event()->set_previous_hash(event.previous.ToString());
    entry->mutable_event()->set_received_ms(received_ms);
    response.mutable_cursor()->set_position(position_);
  }
  absl::StatusOr<PullSummary> Apply(const v1::PullResponse& response) {
    return ApplyPull(response, *kiosk_.store, *kiosk_.keys);
  }
  std::vector<LogEvent> Log() { return *StoreEventLog(*kiosk_.store).ReadAfter(0, 10000); }
  bool Has(const StoredEvent& event) {
    for (const LogEvent& held : Log()) {
      if (held.bytes == event.bytes) return true;
    }
    return false;
  }

  TemporaryFolder folder_;
  Kiosk kiosk_{folder_.path()};
  LogHead other_;
  std::uint64_t position_ = 0;
};

TEST_F(PullSessionTest, EventsAreKeptVerbatimWithTheirTimes) {
  v1::PullResponse response;
  StoredEvent event = AddEvent(response, {MakeId(1)});
  absl::StatusOr<PullSummary> summary = Apply(response);
  ASSERT_OK(summary.status());
  EXPECT_EQ(summary->events, 1u);
  std::vector<LogEvent> log = Log();
  ASSERT_EQ(log.size(), 2u);  // and the kiosk's own start
  EXPECT_EQ(log[1].bytes, event.bytes);
  EXPECT_EQ(log[1].previous, event.previous);
  EXPECT_EQ(log[1].received_ms, 5000);
  // The same again changes nothing.
  EXPECT_EQ(Apply(response)->events, 0u);
  EXPECT_EQ(Log().size(), 2u);
}

TEST_F(PullSessionTest, OwnEventsThatComeBackOnlyGetTheirTime) {
  absl::StatusOr<StoredEvent> own = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  ASSERT_OK(own.status());
  EXPECT_FALSE(Log()[1].received_ms.has_value());
  v1::PullResponse response;
  Add(response, *own, 7000);
  EXPECT_EQ(Apply(response)->events, 0u);
  std::vector<LogEvent> log = Log();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[1].received_ms, 7000);
  EXPECT_EQ(kiosk_.ReadEpoch(kiosk_.log->Head().epoch).size(), 2u);
}

TEST_F(PullSessionTest, WhatDependsOnATimeThatCameLateIsTold) {
  // Captured before the clock was known.
  absl::StatusOr<StoredEvent> early = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  ASSERT_OK(early.status());
  const ClockReading now = kiosk_.clock.Now();
  ASSERT_OK(kiosk_.log->TakeServerTime(now, now, now.wall_ms));
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_VISIT_STARTED);
  draft.event.mutable_visit_started();
  absl::StatusOr<StoredEvent> visit = kiosk_.log->Append(std::move(draft));
  ASSERT_OK(visit.status());
  absl::StatusOr<StoredEvent> check_in = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  ASSERT_OK(check_in.status());
  auto late = [&] {
    std::vector<std::uint64_t> positions;
    EXPECT_OK(kiosk_.store->Read([&](Connection& connection) -> absl::Status {
      absl::StatusOr<std::vector<std::uint64_t>> found = LateReceived(connection);
      if (found.ok()) positions = *std::move(found);
      return found.status();
    }));
    return positions;
  };
  auto position_of = [&](const StoredEvent& event) {
    for (const LogEvent& held : Log()) {
      if (held.bytes == event.bytes) return held.position;
    }
    return std::uint64_t{0};
  };
  v1::PullResponse response;
  Add(response, *early, 7000);
  Add(response, *visit, 7000);
  Add(response, *check_in, 7000);
  ASSERT_OK(Apply(response).status());
  const std::uint64_t first = position_of(*early);
  const std::uint64_t position = position_of(*visit);
  EXPECT_EQ(late(), (std::vector<std::uint64_t>{first, position}));
  // The same time again is nothing new; another one is.
  ASSERT_OK(Apply(response).status());
  EXPECT_EQ(late().size(), 2u);
  v1::PullResponse restored;
  Add(restored, *visit, 6000);
  ASSERT_OK(Apply(restored).status());
  EXPECT_EQ(late(), (std::vector<std::uint64_t>{first, position, position}));
  // What came meanwhile stays.
  ASSERT_OK(kiosk_.store->Write(
      [](Connection& connection) { return ForgetLateReceived(connection, 2); }));
  EXPECT_EQ(late(), std::vector<std::uint64_t>{position});
  ASSERT_OK(kiosk_.store->Write(
      [](Connection& connection) { return ForgetLateReceived(connection, 1); }));
  EXPECT_TRUE(late().empty());
}

TEST_F(PullSessionTest, ATimeThatCameByPullDoesNotHideEarlierEvents) {
  absl::StatusOr<StoredEvent> visitor = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  absl::StatusOr<StoredEvent> ours = kiosk_.log->Append(CheckInDraft(MakeId(2)));
  v1::PullResponse response;
  Add(response, *ours, 7000);
  ASSERT_OK(Apply(response).status());
  ASSERT_OK(kiosk_.store->Write([&](Connection& connection) {
    return SetReceived(connection, ours->key.epoch, ours->key.seq, 7000);
  }));
  for (const LogEvent& event : Log()) EXPECT_EQ(event.received_ms, 7000);
}

TEST_F(PullSessionTest, CursorAndScopeGoIntoTheNextRequest) {
  v1::PullResponse response;
  AddEvent(response, {MakeId(1)});
  response.add_scope_entered(MakeId(1).ToString());
  response.mutable_cursor()->set_generation(3);
  v1::PersonKey* key = response.add_keys();
  key->set_key_id(MakeId(50).ToString());
  key->set_person_id(MakeId(1).ToString());
  key->set_key(kiosk_.random.NewKey().ToString());
  ASSERT_OK(Apply(response).status());
  absl::StatusOr<v1::PullRequest> request = MakePullRequest(*kiosk_.store, *kiosk_.keys, {});
  ASSERT_OK(request.status());
  EXPECT_EQ(request->cursor().position(), 1u);
  EXPECT_EQ(request->cursor().generation(), 3u);
  ASSERT_EQ(request->person_ids_size(), 1);
  EXPECT_EQ(request->person_ids(0), MakeId(1).bytes());
  ASSERT_EQ(request->key_ids_size(), 1);
  EXPECT_EQ(request->key_ids(0), MakeId(50).bytes());
}

TEST_F(PullSessionTest, WhoLeavesAndComesBackInOneAnswerIsHere) {
  v1::PullResponse first;
  StoredEvent before = AddEvent(first, {MakeId(1)});
  first.add_scope_entered(MakeId(1).ToString());
  ASSERT_OK(Apply(first).status());
  v1::PullResponse page;
  page.add_scope_left(MakeId(1).ToString());
  page.add_scope_entered(MakeId(1).ToString());
  Add(page, before, 5000);
  StoredEvent after = AddEvent(page, {MakeId(1)});
  v1::PersonKey* key = page.add_keys();
  key->set_key_id(MakeId(50).ToString());
  key->set_person_id(MakeId(1).ToString());
  key->set_key(kiosk_.random.NewKey().ToString());
  ASSERT_OK(Apply(page).status());
  EXPECT_TRUE(Has(before));
  EXPECT_TRUE(Has(after));
  EXPECT_TRUE(kiosk_.keys->Find(MakeId(50)).ok());
  EXPECT_EQ(MakePullRequest(*kiosk_.store, *kiosk_.keys, {})->person_ids_size(), 1);
}

TEST_F(PullSessionTest, KeysMadeHereStayAsLongAsWhatTheySealed) {
  absl::StatusOr<PersonKey> spent = kiosk_.keys->KeyFor(MakeId(1));
  EventDraft draft = CheckInDraft(MakeId(2));
  draft.sealed.push_back({.field = v1::SEALED_FIELD_NOTE, .plaintext = "x", .person = MakeId(2)});
  ASSERT_OK(kiosk_.log->Append(std::move(draft)).status());
  const Id needed = kiosk_.keys->KeyFor(MakeId(2))->key_id;
  std::set<Id> suspects;
  ASSERT_OK(DropSpentKeys(*kiosk_.store, *kiosk_.keys, suspects));
  // It may have been made for an event that is being appended.
  EXPECT_TRUE(kiosk_.keys->Find(spent->key_id).ok());
  ASSERT_OK(DropSpentKeys(*kiosk_.store, *kiosk_.keys, suspects));
  EXPECT_FALSE(kiosk_.keys->Find(spent->key_id).ok());
  EXPECT_TRUE(kiosk_.keys->Find(needed).ok());
}

TEST_F(PullSessionTest, WhoLeavesTheScopeIsRemovedButNothingOfTheOwnLog) {
  v1::PullResponse response;
  StoredEvent alone = AddEvent(response, {MakeId(1)});
  StoredEvent together = AddEvent(response, {MakeId(1), MakeId(2)});
  StoredEvent others = AddEvent(response, {MakeId(2)});
  response.add_scope_entered(MakeId(1).ToString());
  response.add_scope_entered(MakeId(2).ToString());
  absl::StatusOr<StoredEvent> own = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  ASSERT_OK(own.status());
  Add(response, *own, 7000);
  ASSERT_OK(Apply(response).status());

  v1::PullResponse leaving;
  leaving.add_scope_left(MakeId(1).ToString());
  absl::StatusOr<PullSummary> summary = Apply(leaving);
  ASSERT_OK(summary.status());
  EXPECT_TRUE(summary->left);
  EXPECT_FALSE(Has(alone));
  EXPECT_TRUE(Has(together));
  EXPECT_TRUE(Has(others));
  EXPECT_TRUE(Has(*own)) << "own events stay for thirty days";
  ASSERT_OK(kiosk_.store->Read([](Connection& connection) {
    EXPECT_TRUE(GetSetting(connection, "ledger_stale")->has_value());
    return absl::OkStatus();
  }));
}

TEST_F(PullSessionTest, ResetForgetsWhatWasPulledAndNothingElse) {
  v1::PullResponse response;
  StoredEvent pulled = AddEvent(response, {MakeId(1)});
  response.add_scope_entered(MakeId(1).ToString());
  absl::StatusOr<StoredEvent> own = kiosk_.log->Append(CheckInDraft(MakeId(1)));
  ASSERT_OK(Apply(response).status());
  v1::PullResponse reset;
  reset.set_reset(true);
  StoredEvent again = AddEvent(reset, {MakeId(2)});
  ASSERT_OK(Apply(reset).status());
  EXPECT_FALSE(Has(pulled));
  EXPECT_TRUE(Has(again));
  EXPECT_TRUE(Has(*own));
}

TEST_F(PullSessionTest, NoticesAreKeptInTheServersOrder) {
  v1::PullResponse response;
  auto hear = [&](std::int64_t server_ms) {
    v1::LogEntry* entry = response.add_entries();
    entry->set_position(++position_);
    entry->mutable_heard_through()->set_device_id(MakeId(9).ToString());
    entry->mutable_heard_through()->set_server_ms(server_ms);
    response.mutable_cursor()->set_position(position_);
  };
  hear(1000);
  AddEvent(response, {MakeId(1)});
  hear(2000);
  hear(3000);
  ASSERT_OK(Apply(response).status());
  StoreEventLog log(*kiosk_.store);
  std::vector<v1::LogEntry> notices = log.ReadNoticesAfter(0, 100).value();
  ASSERT_EQ(notices.size(), 3u);
  EXPECT_EQ(notices[0].heard_through().server_ms(), 1000);
  EXPECT_EQ(notices[1].position(), 3u);
  EXPECT_EQ(notices[2].heard_through().server_ms(), 3000);
  EXPECT_EQ(log.ReadNoticesAfter(0, 2)->size(), 2u);
  EXPECT_EQ(log.ReadNoticesAfter(3, 100)->size(), 1u);

  // A restored server's log has others at the same places.
  v1::PullResponse reset;
  reset.set_reset(true);
  ASSERT_OK(Apply(reset).status());
  EXPECT_TRUE(log.ReadNoticesAfter(0, 100)->empty());
}

TEST_F(PullSessionTest, OneUnreadableRecordDoesNotStopTheRest) {
  v1::PullResponse response;
  v1::LogEntry* bad = response.add_entries();
  bad->mutable_event()->set_event("\xff\xff");
  bad->mutable_event()->set_previous_hash(Hash().ToString());
  StoredEvent good = AddEvent(response, {MakeId(1)});
  absl::StatusOr<PullSummary> summary = Apply(response);
  ASSERT_OK(summary.status());
  EXPECT_EQ(summary->unreadable, 1u);
  EXPECT_TRUE(Has(good));
}

TEST_F(PullSessionTest, WhatCanNotBeAppliedLeavesTheCursorBehind) {
  v1::PullResponse response;
  AddEvent(response, {MakeId(1)});
  response.add_scope_left("too short");
  EXPECT_FALSE(Apply(response).ok());
  EXPECT_EQ(Log().size(), 1u);
  EXPECT_FALSE(MakePullRequest(*kiosk_.store, *kiosk_.keys, {})->has_cursor());
}

TEST_F(PullSessionTest, OnlyAcknowledgedOldOwnEventsAreDeletedAndTheirHashesStay) {
  ASSERT_OK(kiosk_.log->Append(CheckInDraft(MakeId(1))).status());
  const EventKey head = kiosk_.log->Head();
  auto remove = [&](std::uint64_t through, std::int64_t before_ms) {
    std::int64_t deleted = -1;
    EXPECT_OK(kiosk_.store->Write([&](Connection& connection) -> absl::Status {
      deleted = *DeleteOwnBytes(connection, head.epoch, through, before_ms);
      return absl::OkStatus();
    }));
    return deleted;
  };
  EXPECT_EQ(remove(head.seq, 1'000'000), 0) << "the server never had them";
  ASSERT_OK(kiosk_.store->Write(
      [&](Connection& connection) { return SetReceived(connection, head.epoch, head.seq, 500); }));
  EXPECT_EQ(remove(head.seq, 500), 0) << "not old enough";
  EXPECT_EQ(remove(head.seq - 1, 1'000'000), 1);
  EXPECT_EQ(*kiosk_.outbox->HashAt(head.epoch, head.seq), head.hash);
  EXPECT_TRUE(kiosk_.outbox->HashAt(head.epoch, 1)->has_value());
}

}  // namespace
}  // namespace wijkboek
