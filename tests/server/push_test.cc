// What devices push, from the message to the disk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/limits.h"
#include "server/registry.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

class PushTest : public ::testing::Test {
 protected:
  static TestDevice DeviceWithEvents(int count, int n = 1) {
    TestDevice device(n);
    for (int i = 0; i < count; ++i) device.CheckIn(TestId(50 + i));
    return device;
  }
  std::vector<Hash> HashesHeld() const {
    std::vector<Hash> hashes;
    for (const LogRow& row : store_.Events()) hashes.push_back(row.key.hash);
    return hashes;
  }
  void ExpectAllHeldOnce(const TestDevice& device) const {
    std::vector<Hash> held = HashesHeld();
    ASSERT_EQ(held.size(), device.events().size());
    for (std::size_t i = 0; i < held.size(); ++i) EXPECT_EQ(held[i], device.events()[i].key.hash);
  }

  ServerStore store_;
};

TEST_F(PushTest, AcknowledgesWhatItCommitted) {
  TestDevice device = DeviceWithEvents(3);
  absl::StatusOr<v1::Acknowledgement> ack = store_.PushBatch(device.identity(), device.All());
  ASSERT_TRUE(ack.ok()) << ack.status();
  EXPECT_EQ(*ToEventKey(ack->event()), device.head());
  EXPECT_EQ(ack->received_ms(), store_.clock.WallMs());
  EXPECT_TRUE(VerifyAcknowledgement(*ack, store_.keys->acknowledgement_key().public_key()));
  ExpectAllHeldOnce(device);
  EXPECT_EQ(store_.Events().back().position, ack->position());
  store_.Restart();
  ExpectAllHeldOnce(device);
}

TEST_F(PushTest, SendingAgainChangesNothing) {
  TestDevice device = DeviceWithEvents(4);
  absl::StatusOr<v1::Acknowledgement> first = store_.PushBatch(device.identity(), device.All());
  LogTail tail = store_.log->tail();
  store_.clock.Advance(60'000);
  absl::StatusOr<v1::Acknowledgement> again = store_.PushBatch(device.identity(), device.All());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(store_.log->tail().position, tail.position);
  // After a restart it is known from the disk alone.
  store_.Restart();
  EXPECT_EQ(store_.PushBatch(device.identity(), device.All())->position(), first->position());
}

TEST_F(PushTest, SplitsOverlapsAndDuplicatesCountOnce) {
  TestDevice device = DeviceWithEvents(30);
  std::mt19937 random(42);
  std::uint64_t held = 0;
  while (held < 30) {
    std::uint64_t first = 1 + random() % (held + 1);
    std::uint64_t last = std::min<std::uint64_t>(30, first + random() % 7);
    ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(first, last)).ok());
    held = std::max(held, last);
    if (random() % 5 == 0) store_.Restart();
  }
  ExpectAllHeldOnce(device);
  EXPECT_FALSE(store_.directory.IsForked(device.id()));
}

TEST_F(PushTest, WhatComesTooEarlyIsAskedForAgain) {
  TestDevice device = DeviceWithEvents(4);
  EXPECT_TRUE(
      absl::IsUnavailable(store_.PushBatch(device.identity(), device.Batch(3, 4)).status()));
  EXPECT_TRUE(store_.Events().empty());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(1, 2)).ok());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(3, 4)).ok());
  ExpectAllHeldOnce(device);
}

TEST_F(PushTest, OpeningSaysWhatIsHeld) {
  TestDevice device = DeviceWithEvents(4);
  EXPECT_FALSE(store_.PushOpen(device.identity(), device.head())->has_held());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(1, 3)).ok());
  absl::StatusOr<v1::PushOpened> opened = store_.PushOpen(device.identity(), device.head());
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(*ToEventKey(opened->held()), device.HeadAt(3));
  EXPECT_EQ(opened->generation(), store_.writer->generation());
  EXPECT_EQ(opened->acknowledgement_key(), store_.keys->acknowledgement_key().public_key().bytes());
  EXPECT_FALSE(opened->forked());
}

TEST_F(PushTest, AnotherDevicesLogIsRefused) {
  TestDevice device = DeviceWithEvents(1);
  TestDevice thief(2);
  EXPECT_TRUE(absl::IsPermissionDenied(store_.PushBatch(thief.identity(), device.All()).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(store_.PushOpen(thief.identity(), device.head()).status()));
  EXPECT_TRUE(
      absl::IsPermissionDenied(store_.PushEnd(thief.identity(), device.head(), 1).status()));
  EXPECT_TRUE(store_.Events().empty());
}

TEST_F(PushTest, ARevokedDeviceIsRefused) {
  TestDevice device = DeviceWithEvents(1);
  store_.directory.Revoke(device.id());
  EXPECT_TRUE(absl::IsPermissionDenied(store_.PushBatch(device.identity(), device.All()).status()));
}

TEST_F(PushTest, BothBranchesOfAForkAreKept) {
  TestDevice device = DeviceWithEvents(5);
  TestDevice clone = device;
  clone.ForgetAfter(3);
  clone.CheckIn(TestId(90));
  clone.CheckIn(TestId(91));
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  // The clone finds the last common point.
  v1::PushRequest request;
  request.mutable_hash_query()->set_epoch(clone.epoch());
  for (std::uint64_t seq : {3u, 4u, 5u, 6u}) request.mutable_hash_query()->add_seqs(seq);
  v1::HashAnswer answer = store_.Push(clone.identity(), request)->hash_answer();
  ASSERT_EQ(answer.held_size(), 3);
  EXPECT_EQ(*ToEventKey(answer.held(0)), clone.HeadAt(3));
  EXPECT_NE(*ToEventKey(answer.held(1)), clone.HeadAt(4));
  // Its branch goes in unchanged, also in two parts, also twice.
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(4, 4)).ok());
  absl::StatusOr<v1::Acknowledgement> ack = store_.PushBatch(clone.identity(), clone.Batch(4, 5));
  ASSERT_TRUE(ack.ok()) << ack.status();
  EXPECT_EQ(*ToEventKey(ack->event()), clone.head());
  EXPECT_EQ(store_.Events().size(), 7u);
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
  absl::StatusOr<v1::PushOpened> opened = store_.PushOpen(device.identity(), device.head());
  EXPECT_TRUE(opened->forked());
  EXPECT_EQ(*ToEventKey(opened->held()), device.head());
  // Said once in the log.
  ASSERT_EQ(store_.Rows(EntryType::kLifecycle).size(), 1u);
  v1::DeviceLifecycle lifecycle;
  ASSERT_TRUE(lifecycle.ParseFromString(store_.Rows(EntryType::kLifecycle)[0].bytes));
  EXPECT_EQ(lifecycle.state(), v1::DEVICE_STATE_FORKED);
  EXPECT_EQ(lifecycle.epoch(), device.head().epoch);
  EXPECT_EQ(lifecycle.seq(), 4u);
  // Both go on: the first on its branch, the clone in a new epoch.
  device.CheckIn(TestId(92));
  EXPECT_TRUE(store_.PushBatch(device.identity(), device.Batch(6, 6)).ok());
  EventKey predecessor = clone.head();
  clone.StartEpoch(8, predecessor);
  EXPECT_TRUE(store_.PushBatch(clone.identity(), clone.All()).ok());
}

// "7 from 4" for each that the log names; "?" for what nobody knows.
std::string ForksOf(const ServerStore& store) {
  std::vector<std::string> forks;
  for (const LogRow& row : store.Rows(EntryType::kLifecycle)) {
    v1::DeviceLifecycle lifecycle;
    EXPECT_TRUE(lifecycle.ParseFromString(row.bytes));
    forks.push_back(absl::StrCat(lifecycle.epoch(), " from ", lifecycle.seq()));
  }
  return absl::StrJoin(forks, ", ");
}

TEST_F(PushTest, AnEarlierForkOfTheSameEpochIsNamedToo) {
  TestDevice device = DeviceWithEvents(6);
  TestDevice clone = device, other = device;
  clone.ForgetAfter(4);
  clone.CheckIn(TestId(90));
  clone.CheckIn(TestId(91));
  other.ForgetAfter(2);
  other.CheckIn(TestId(92));
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(5, 5)).ok());
  // Goes on, and parts from nothing.
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(6, 6)).ok());
  ASSERT_TRUE(store_.PushBatch(other.identity(), other.Batch(3, 3)).ok());
  EXPECT_EQ(ForksOf(store_),
            absl::StrCat(device.head().epoch, " from 5, ", device.head().epoch, " from 3"));
}

TEST_F(PushTest, AnEpochThatDoesNotFitIsAForkOfTheOneItNames) {
  TestDevice device = DeviceWithEvents(3);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  TestDevice restored = device;
  restored.StartEpoch(8, device.HeadAt(2));
  ASSERT_TRUE(store_.PushBatch(restored.identity(), restored.All()).ok());
  EXPECT_EQ(ForksOf(store_), absl::StrCat(device.head().epoch, " from 3"));
  // One that names an event that nobody holds may have parted anywhere.
  TestDevice unknown = device;
  unknown.CheckIn(TestId(90));
  unknown.StartEpoch(9, unknown.head());
  ASSERT_TRUE(store_.PushBatch(unknown.identity(), unknown.All()).ok());
  EXPECT_EQ(ForksOf(store_),
            absl::StrCat(device.head().epoch, " from 3, ", device.head().epoch, " from 1"));
}

// A server that ended between the commit and the saying of it.
TEST_F(PushTest, AForkIsSaidAgainWithWhatIsSentAgain) {
  TestDevice device = DeviceWithEvents(2);
  TestDevice clone = device;
  clone.ForgetAfter(1);
  clone.CheckIn(TestId(90));
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(2, 2)).ok());
  store_.directory.ForgetForks();
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(2, 2)).ok());
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
  store_.directory.ForgetForks();
  ASSERT_TRUE(store_.PushOpen(device.identity(), device.head()).ok());
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
  EXPECT_EQ(store_.Rows(EntryType::kLifecycle).size(), 1u);
}

// The log names what is forked; a directory that was lost learns it from there.
TEST_F(PushTest, AForkIsRecalledFromTheLog) {
  TestDevice device = DeviceWithEvents(2);
  TestDevice clone = device;
  clone.ForgetAfter(1);
  clone.CheckIn(TestId(90));
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(2, 2)).ok());
  std::int64_t now_ms = store_.clock.WallMs();
  std::unique_ptr<Registry> registry = *Registry::Open(store_.dir.File("registry.db"));
  auto recall = [&] {
    ASSERT_TRUE(store_.log
                    ->ForEachLifecycle(
                        0, [&](const v1::DeviceLifecycle& entry) { registry->Recall(entry); })
                    .ok());
  };
  // Of a device that is not known yet, and comes with its certificate; another one is not meant.
  recall();
  ASSERT_TRUE(registry->Admit(device.identity(), now_ms).ok());
  ASSERT_TRUE(registry->Admit(TestDevice(2).identity(), now_ms).ok());
  EXPECT_TRUE(registry->Find(device.id())->forked);
  EXPECT_FALSE(registry->Find(TestId(2))->forked);
  EXPECT_EQ(registry->Find(device.id())->state, v1::DEVICE_STATE_ENROLLED);
  // Of one that is known.
  registry = *Registry::Open(store_.dir.File("other.db"));
  ASSERT_TRUE(registry->Admit(device.identity(), now_ms).ok());
  EXPECT_FALSE(registry->Find(device.id())->forked);
  recall();
  EXPECT_TRUE(registry->Find(device.id())->forked);
}

TEST_F(PushTest, AnEpochThatGoesOnFromTheHeadIsNoFork) {
  TestDevice device = DeviceWithEvents(2);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  device.StartEpoch(8, device.head());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  EXPECT_FALSE(store_.PushOpen(device.identity(), device.head())->forked());
}

TEST_F(PushTest, AnEpochWhosePredecessorDoesNotFitIsAFork) {
  TestDevice device = DeviceWithEvents(3);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  // An image from before the last event.
  TestDevice restored = device;
  restored.StartEpoch(8, device.HeadAt(2));
  ASSERT_TRUE(store_.PushBatch(restored.identity(), restored.All()).ok());
  EXPECT_TRUE(store_.PushOpen(restored.identity(), restored.head())->forked());
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
}

TEST_F(PushTest, TwoEpochsFromOneHeadAreAFork) {
  TestDevice device = DeviceWithEvents(1);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  TestDevice clone = device;
  device.StartEpoch(8, device.head());
  clone.StartEpoch(9, clone.head());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  EXPECT_FALSE(store_.directory.IsForked(device.id()));
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.All()).ok());
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
}

TEST_F(PushTest, AnEpochThatGrowsAfterAnotherWentOnFromItIsAFork) {
  TestDevice device = DeviceWithEvents(1);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  TestDevice clone = device;
  device.StartEpoch(8, device.head());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  EXPECT_FALSE(store_.directory.IsForked(device.id()));
  clone.CheckIn(TestId(50));
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(2, 2)).ok());
  EXPECT_TRUE(store_.directory.IsForked(device.id()));
}

TEST_F(PushTest, ARestoredServerGetsBackWhatItAcknowledgedWithItsTimes) {
  TestDevice device = DeviceWithEvents(6);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(1, 2)).ok());
  store_.BackUpLog();
  store_.clock.Advance(3'600'000);
  std::int64_t then_ms = store_.clock.WallMs();
  absl::StatusOr<v1::Acknowledgement> ack = store_.PushBatch(device.identity(), device.Batch(3, 4));
  ASSERT_TRUE(ack.ok());
  store_.RestoreLog();
  store_.clock.Advance(3'600'000);
  EXPECT_EQ(store_.PushOpen(device.identity(), device.head())->held().seq(), 2u);
  v1::EventBatch again = device.Batch(3, 6);
  *again.add_acknowledgements() = *ack;
  ASSERT_TRUE(store_.PushBatch(device.identity(), again).ok());
  std::vector<LogRow> events = store_.Events();
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(events[2].received_ms, then_ms);
  EXPECT_EQ(events[3].received_ms, then_ms);
  EXPECT_EQ(events[4].received_ms, store_.clock.WallMs());
  EXPECT_FALSE(store_.directory.IsForked(device.id()));
}

TEST_F(PushTest, HeardThroughIsMeasuredInServerTime) {
  TestDevice device = DeviceWithEvents(2);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(1, 1)).ok());
  std::int64_t told_ms = store_.clock.WallMs();
  store_.clock.Advance(1000);
  // Not everything is here.
  EXPECT_EQ(store_.PushEnd(device.identity(), device.head(), told_ms)->server_ms(), 0);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.Batch(2, 2)).ok());
  EXPECT_EQ(store_.PushEnd(device.identity(), device.head(), told_ms)->server_ms(), told_ms);
  EXPECT_EQ(store_.directory.HeardThroughMs(device.id()), told_ms);
  // A time that the server can't have said.
  EXPECT_EQ(store_.PushEnd(device.identity(), device.head(), told_ms + 999'999)->server_ms(),
            told_ms);
  // It never goes back.
  EXPECT_EQ(store_.PushEnd(device.identity(), device.head(), told_ms - 500)->server_ms(), told_ms);
  ASSERT_EQ(store_.Rows(EntryType::kHeardThrough).size(), 1u);
}

TEST_F(PushTest, SilenceDoesNotMakeTheLogGrow) {
  TestDevice device = DeviceWithEvents(1);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  for (int minute = 0; minute < 60; ++minute) {
    ASSERT_TRUE(store_.PushEnd(device.identity(), device.head(), store_.clock.WallMs()).ok());
    store_.clock.Advance(60'000);
  }
  EXPECT_LE(store_.Rows(EntryType::kHeardThrough).size(), 13u);
  // But the directory knows to the minute.
  EXPECT_EQ(store_.directory.HeardThroughMs(device.id()), store_.clock.WallMs() - 60'000);
}

TEST_F(PushTest, AForkedDeviceIsNotHeardThroughAnyFurther) {
  TestDevice device = DeviceWithEvents(2);
  TestDevice clone = device;
  clone.ForgetAfter(1);
  clone.CheckIn(TestId(90));
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  std::int64_t before_ms = store_.clock.WallMs();
  ASSERT_TRUE(store_.PushEnd(device.identity(), device.head(), before_ms).ok());
  ASSERT_TRUE(store_.PushBatch(clone.identity(), clone.Batch(2, 2)).ok());
  store_.clock.Advance(3'600'000);
  EXPECT_EQ(store_.PushEnd(device.identity(), device.head(), store_.clock.WallMs())->server_ms(),
            before_ms);
}

TEST_F(PushTest, KeysAreKeptBeforeTheEventIsAcknowledged) {
  TestDevice device(1);
  v1::Event event;
  event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  v1::SealedPart& part = *event.add_sealed();
  part.set_person_id(TestId(50).ToString());
  part.set_key_id(TestId(500).ToString());
  device.Append(event);
  v1::EventBatch batch = device.All();
  v1::PersonKey& key = *batch.add_keys();
  key.set_key_id(TestId(500).ToString());
  key.set_person_id(TestId(50).ToString());
  key.set_key(std::string(32, 'k'));
  ASSERT_TRUE(store_.PushBatch(device.identity(), batch).ok());
  EXPECT_EQ(store_.keys->Find(TestId(500))->person, TestId(50));
}

TEST_F(PushTest, WhatThisServerDoesNotKnowIsRefusedAndSoIsTooMuchAtOnce) {
  TestDevice device = DeviceWithEvents(1);
  EXPECT_TRUE(absl::IsInvalidArgument(store_.Push(device.identity(), {}).status()));
  v1::PushRequest request;
  request.mutable_hash_query()->set_epoch(1);
  for (std::size_t seq = 1; seq <= kHashQuerySeqsMax; ++seq) {
    request.mutable_hash_query()->add_seqs(seq);
  }
  EXPECT_TRUE(store_.Push(device.identity(), request).ok());
  request.mutable_hash_query()->add_seqs(kHashQuerySeqsMax + 1);
  EXPECT_TRUE(absl::IsInvalidArgument(store_.Push(device.identity(), request).status()));
}

TEST_F(PushTest, ATimeQueryIsAnsweredAtOnce) {
  TestDevice device(1);
  v1::PushRequest request;
  request.mutable_time_query();
  EXPECT_EQ(store_.Push(device.identity(), request)->time_answer().server_ms(),
            store_.clock.WallMs());
}

}  // namespace
}  // namespace wijkboek
