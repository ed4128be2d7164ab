#include "server/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/limits.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

const SigningKey kServerKey = TestKey(200);

absl::StatusOr<VerifiedBatch> Verify(const v1::EventBatch& batch, const TestDevice& device) {
  return VerifyBatch(batch, device.identity(), kServerKey.public_key());
}

std::string Message(const absl::StatusOr<VerifiedBatch>& batch) {
  return std::string(batch.status().message());
}

TestDevice DeviceWithEvents(int count) {
  TestDevice device(1);
  for (int i = 0; i < count; ++i) device.CheckIn(TestId(50 + i));
  return device;
}

TEST(VerifyBatch, ReadsConsecutiveEvents) {
  TestDevice device = DeviceWithEvents(5);
  absl::StatusOr<VerifiedBatch> batch = Verify(device.Batch(3, 5), device);
  ASSERT_TRUE(batch.ok()) << batch.status();
  ASSERT_EQ(batch->events.size(), 3u);
  EXPECT_EQ(batch->base_seq, 2u);
  EXPECT_EQ(batch->events[0].seq, 3u);
  EXPECT_EQ(batch->events[2].hash, device.head().hash);
  EXPECT_EQ(batch->events[1].previous, batch->events[0].hash);
  EXPECT_EQ(batch->signed_head, device.head());
}

TEST(VerifyBatch, MayBeSignedFurtherOn) {
  TestDevice device = DeviceWithEvents(5);
  EXPECT_TRUE(Verify(device.Batch(1, 2, /*signed_seq=*/5), device).ok());
}

TEST(VerifyBatch, RefusesAnotherDevicesLog) {
  TestDevice device = DeviceWithEvents(2);
  TestDevice other(2);
  EXPECT_TRUE(absl::IsPermissionDenied(Verify(device.All(), other).status()));
}

TEST(VerifyBatch, RefusesAnotherDevicesEventInItsOwnLog) {
  TestDevice device = DeviceWithEvents(1);
  TestDevice other(2);
  other.CheckIn(TestId(50));
  v1::EventBatch batch = device.All();
  batch.set_events(0, other.events()[0].bytes);
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  EXPECT_TRUE(absl::IsPermissionDenied(verified.status()));
  EXPECT_THAT(Message(verified), HasSubstr("seq 1"));
}

TEST(VerifyBatch, NamesTheSeqThatIsMissing) {
  TestDevice device = DeviceWithEvents(4);
  v1::EventBatch batch = device.All();
  batch.mutable_events()->DeleteSubrange(2, 1);
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  EXPECT_TRUE(absl::IsInvalidArgument(verified.status()));
  EXPECT_THAT(Message(verified), HasSubstr("seq 3"));
}

TEST(VerifyBatch, RefusesAChangedByte) {
  TestDevice device = DeviceWithEvents(3);
  v1::EventBatch batch = device.All();
  v1::Event event;
  ASSERT_TRUE(event.ParseFromString(batch.events(1)));
  event.set_practice(true);
  batch.set_events(1, event.SerializeAsString());
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  EXPECT_TRUE(absl::IsInvalidArgument(verified.status()));
  EXPECT_THAT(Message(verified), HasSubstr("seq 3"));
}

TEST(VerifyBatch, NamesTheSeqWhoseBytesAreNoEvent) {
  TestDevice device = DeviceWithEvents(3);
  v1::EventBatch batch = device.All();
  batch.set_events(1, "\xff\xff");
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  EXPECT_TRUE(absl::IsInvalidArgument(verified.status()));
  EXPECT_THAT(Message(verified), HasSubstr("seq 2"));
}

TEST(VerifyBatch, RefusesAForeignOrMissingSignature) {
  TestDevice device = DeviceWithEvents(2);
  v1::EventBatch batch = device.All();
  *batch.mutable_signed_head() = SignHead(device.head(), TestKey(9));
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(batch, device).status()));
  batch.clear_signed_head();
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(batch, device).status()));
  *batch.mutable_signed_head() = SignHead(device.HeadAt(1), device.key());
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(batch, device).status()));
}

TEST(VerifyBatch, TakesWhatMakesNoSense) {
  TestDevice device(1);
  v1::Event future;
  future.set_kind(static_cast<v1::EventKind>(999));
  device.Append(future);
  v1::Event bodyless;
  bodyless.set_kind(v1::EVENT_KIND_VISIT_LOGGED);
  bodyless.set_centre_id("not an id");
  device.Append(bodyless, /*wall_ms=*/5);
  EXPECT_TRUE(Verify(device.All(), device).ok());
}

TEST(VerifyBatch, IsBounded) {
  TestDevice device(1);
  v1::Event large;
  large.set_kind(v1::EVENT_KIND_HELP_REQUESTED);
  large.mutable_help_requested()->set_subject(std::string(kBatchBytesMax - 100, 'x'));
  device.Append(large);
  device.Append(large);
  EXPECT_TRUE(Verify(device.Batch(1, 1), device).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(device.All(), device).status()));
}

TEST(VerifyBatch, ItsNumbersAreBoundedToo) {
  TestDevice device = DeviceWithEvents(1);
  for (int field = 0; field < 3; ++field) {
    v1::EventBatch batch = device.All();
    for (std::size_t i = 0; i <= kBatchEventsMax; ++i) {
      if (field == 0) batch.add_events("");
      if (field == 1) batch.add_keys();
      if (field == 2) batch.add_acknowledgements();
    }
    absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
    EXPECT_TRUE(absl::IsInvalidArgument(verified.status())) << field;
    EXPECT_THAT(Message(verified), HasSubstr("at most 1000 are allowed")) << field;
  }
}

TEST(VerifyBatch, ItsBaseMustBeOne) {
  TestDevice device = DeviceWithEvents(3);
  v1::EventBatch batch = device.Batch(2, 3);
  batch.mutable_base()->clear_hash();
  EXPECT_TRUE(absl::IsInvalidArgument(Verify(batch, device).status())) << "no hash at all";
  batch.mutable_base()->set_hash(std::string(Hash::kSize, '\0'));
  EXPECT_THAT(Message(Verify(batch, device)), HasSubstr("seq 0 goes with the zero hash"));
  batch = device.All();
  batch.mutable_base()->set_hash(std::string(Hash::kSize, 'x'));
  EXPECT_THAT(Message(Verify(batch, device)), HasSubstr("seq 0 goes with the zero hash"));
  batch = device.All();
  batch.clear_events();
  EXPECT_THAT(Message(Verify(batch, device)), HasSubstr("without events and without a base"));
}

TEST(VerifyBatch, RefusesAnEventOfAnotherEpoch) {
  TestDevice device = DeviceWithEvents(2);
  const v1::EventBatch earlier = device.All();
  device.StartEpoch(2, device.head());
  v1::EventBatch batch = device.All();
  *batch.mutable_events() = earlier.events();
  EXPECT_THAT(Message(Verify(batch, device)), HasSubstr("seq 1 is of another epoch"));
}

TEST(VerifyBatch, TakesOnlyTheKeysThatItsEventsAreSealedWith) {
  TestDevice device(1);
  v1::Event event;
  event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  v1::SealedPart& part = *event.add_sealed();
  part.set_person_id(TestId(50).ToString());
  part.set_key_id(TestId(500).ToString());
  device.Append(event);
  v1::EventBatch batch = device.All();
  auto add = [&](int key_id, int person) {
    v1::PersonKey& key = *batch.add_keys();
    key.set_key_id(TestId(key_id).ToString());
    key.set_person_id(TestId(person).ToString());
    key.set_key(std::string(32, 'k'));
  };
  add(1, 50);    // Nothing is sealed with it.
  add(500, 51);  // Another person's.
  add(500, 50);
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_EQ(verified->keys.size(), 1u);
  EXPECT_EQ(verified->keys[0].key_id, TestId(500));
  EXPECT_EQ(verified->keys[0].person, TestId(50));
}

TEST(VerifyBatch, GivesTheTimesOfItsOwnAcknowledgements) {
  TestDevice device = DeviceWithEvents(4);
  v1::EventBatch batch = device.All();
  *batch.add_acknowledgements() = SignAcknowledgement(device.HeadAt(2), 8, 1234, kServerKey);
  *batch.add_acknowledgements() = SignAcknowledgement(device.HeadAt(3), 9, 5678, TestKey(9));
  absl::StatusOr<VerifiedBatch> verified = Verify(batch, device);
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(verified->events[0].received_ms, 1234);
  EXPECT_EQ(verified->events[1].received_ms, 1234);
  // Signed by somebody else: says nothing.
  EXPECT_EQ(verified->events[2].received_ms, std::nullopt);
  EXPECT_EQ(verified->events[3].received_ms, std::nullopt);
}

}  // namespace
}  // namespace wijkboek
