#include "common/event.h"

#include <gtest/gtest.h>

#include "common/chain.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

v1::Event CheckIn() {
  v1::Event event;
  event.set_device_id(std::string(16, 'd'));
  event.set_epoch(7);
  event.set_seq(3);
  event.set_kind(v1::EVENT_KIND_CHECKED_IN);
  event.mutable_checked_in();
  return event;
}

TEST(EventTest, WhatIsWrittenIsReadBack) {
  Hash previous = Sha256("before");
  StoredEvent written = WriteEvent(CheckIn(), previous);
  absl::StatusOr<StoredEvent> read = ReadEvent(written.bytes, previous);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->key, written.key);
  EXPECT_EQ(read->bytes, written.bytes);
  EXPECT_EQ(read->previous, previous);
  EXPECT_EQ(read->key.seq, 3u);
  EXPECT_EQ(read->key.epoch, 7u);
  EXPECT_EQ(read->key.hash, ChainHash(previous, written.bytes));
  EXPECT_TRUE(IsKnownKind(read->event));
  EXPECT_EQ(*ReadEventKey(written.bytes, previous), written.key);
  EXPECT_NE(ReadEventKey(written.bytes, Hash())->hash, written.key.hash);
}

// A kind of a later version: its body is a field that this binary has never heard of.
TEST(EventTest, AnUnknownKindKeepsItsBytes) {
  v1::Event envelope = CheckIn();
  envelope.clear_checked_in();
  envelope.clear_kind();
  std::string bytes = envelope.SerializeAsString();
  bytes += std::string("\x20\xe7\x07", 3);     // field 4 (kind), varint 999
  bytes += std::string("\xba\x3e\x03new", 6);  // field 999, three bytes
  absl::StatusOr<StoredEvent> read = ReadEvent(bytes, Hash());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->bytes, bytes);
  EXPECT_EQ(static_cast<int>(read->event.kind()), 999);
  EXPECT_EQ(read->key.hash, ChainHash(Hash(), bytes));
  EXPECT_FALSE(IsKnownKind(read->event));
  EXPECT_EQ(KindName(read->event.kind()), "kind 999");
}

TEST(EventTest, BytesThatAreNotCanonicalAreKeptAsTheyAre) {
  // The kind twice: the last one counts for a reader, all of it counts for the hash.
  std::string bytes = CheckIn().SerializeAsString();
  bytes += std::string("\x20\x65", 2);
  absl::StatusOr<StoredEvent> read = ReadEvent(bytes, Hash());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->bytes, bytes);
  EXPECT_NE(read->event.SerializeAsString(), bytes);
  EXPECT_EQ(read->key.hash, ChainHash(Hash(), bytes));
}

TEST(EventTest, AKindWithAnotherKindsBodyIsNotKnown) {
  v1::Event event = CheckIn();
  event.set_kind(v1::EVENT_KIND_CHECKED_OUT);
  EXPECT_FALSE(IsKnownKind(event));
  event = CheckIn();
  event.clear_checked_in();
  EXPECT_FALSE(IsKnownKind(event));
  EXPECT_FALSE(IsKnownKind(v1::Event()));
}

TEST(EventTest, EveryKindIsTheNumberOfItsBody) {
  const auto* kinds = v1::EventKind_descriptor();
  const auto* bodies = v1::Event::descriptor()->FindOneofByName("body");
  ASSERT_NE(bodies, nullptr);
  EXPECT_EQ(kinds->value_count() - 1, bodies->field_count());
  for (int i = 0; i < bodies->field_count(); ++i) {
    const auto* kind = kinds->FindValueByNumber(bodies->field(i)->number());
    ASSERT_NE(kind, nullptr) << bodies->field(i)->name();
    EXPECT_EQ(KindName(static_cast<v1::EventKind>(kind->number())), bodies->field(i)->name());
  }
}

TEST(EventTest, RefusesWhatIsNoEvent) {
  v1::Event no_device = CheckIn();
  no_device.clear_device_id();
  v1::Event no_seq = CheckIn();
  no_seq.clear_seq();
  v1::Event short_device = CheckIn();
  short_device.set_device_id("abc");
  for (const std::string& bytes :
       {std::string(), std::string("\xff\xff\xff"), no_device.SerializeAsString(),
        no_seq.SerializeAsString(), short_device.SerializeAsString()}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadEvent(bytes, Hash()).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(ReadEventKey(bytes, Hash()).status()));
  }
}

TEST(EventTest, RefusesWhatIsTooLarge) {
  v1::Event event = CheckIn();
  event.set_session_id(std::string(kEventBytesMax, 'x'));
  std::string bytes = event.SerializeAsString();
  EXPECT_TRUE(absl::IsInvalidArgument(ReadEvent(bytes, Hash()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadEventKey(bytes, Hash()).status()));
  event.mutable_session_id()->resize(kEventBytesMax - 64);
  EXPECT_TRUE(ReadEvent(event.SerializeAsString(), Hash()).ok());
}

}  // namespace
}  // namespace wijkboek
