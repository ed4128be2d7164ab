#include "common/draft.h"

#include <gtest/gtest.h>

#include "common/chain.h"
#include "common/limits.h"
#include "tests/common/counting_random.h"

namespace wijkboek {
namespace {

class OneKey final : public KeySource {
 public:
  explicit OneKey(PersonKey key) : key_(key) {}
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override {
    if (key_id != key_.key_id) return absl::NotFoundError("no such key");
    return key_;
  }

 private:
  PersonKey key_;
};

class DraftTest : public testing::Test {
 protected:
  DraftTest() {
    head_ = {.device = random_.NewId(), .epoch = 9, .seq = 4, .hash = Sha256("head")};
    person_ = random_.NewId();
    key_ = {.key_id = random_.NewId(), .person = person_, .key = random_.NewKey()};
    moment_ = {.clock = {.wall_ms = -7, .boottime_ms = 1234, .boot = random_.NewId()},
               .quality = v1::CLOCK_QUALITY_UNKNOWN,
               .hybrid = {.wall_ms = 55, .counter = 2}};
    draft_.event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    draft_.event.mutable_checked_in();
    AddPerson(draft_.event, person_, v1::PERSON_ROLE_PARTICIPANT);
  }
  absl::StatusOr<StoredEvent> Complete() {
    return CompleteDraft(
        draft_, head_, moment_,
        [&](const SealedDraft& part) -> absl::StatusOr<PersonKey> {
          if (part.person != person_) return absl::NotFoundError("no key for this person");
          return key_;
        },
        random_);
  }

  CountingRandom random_;
  LogHead head_;
  Id person_;
  PersonKey key_;
  CaptureMoment moment_;
  EventDraft draft_;
};

TEST_F(DraftTest, GetsTheNextPlaceAndTheMoment) {
  absl::StatusOr<StoredEvent> stored = Complete();
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->key.device, head_.device);
  EXPECT_EQ(stored->key.epoch, 9u);
  EXPECT_EQ(stored->key.seq, 5u);
  EXPECT_EQ(stored->previous, head_.hash);
  EXPECT_EQ(stored->key.hash, ChainHash(head_.hash, stored->bytes));
  v1::Event read;
  ASSERT_TRUE(read.ParseFromString(stored->bytes));
  EXPECT_EQ(read.captured().wall_ms(), -7);
  EXPECT_EQ(read.captured().boottime_ms(), 1234u);
  EXPECT_EQ(read.captured().boot_id(), moment_.clock.boot.bytes());
  EXPECT_EQ(read.captured().quality(), v1::CLOCK_QUALITY_UNKNOWN);
  EXPECT_EQ(FromProto(read.hybrid()), moment_.hybrid);
  EXPECT_EQ(read.persons(0).person_id(), person_.bytes());
}

TEST_F(DraftTest, DraftsFollowEachOther) {
  StoredEvent first = *Complete();
  head_ = HeadAfter(first);
  StoredEvent second = *Complete();
  EXPECT_EQ(second.key.seq, 6u);
  EXPECT_EQ(second.previous, first.key.hash);
  EXPECT_TRUE(ReadEvent(second.bytes, first.key.hash).ok());
}

TEST_F(DraftTest, PartsAreSealedForTheirPlace) {
  v1::SealedText note;
  note.set_text("came by bicycle");
  AddSealed(draft_, v1::SEALED_FIELD_NOTE, note, person_);
  StoredEvent stored = *Complete();
  EXPECT_EQ(stored.bytes.find("bicycle"), std::string::npos);
  auto opened =
      FindSealed<v1::SealedText>(stored.event, v1::SEALED_FIELD_NOTE, person_, OneKey(key_));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->text(), "came by bicycle");
}

TEST_F(DraftTest, WithoutAKeyNothingIsWritten) {
  AddSealed(draft_, v1::SEALED_FIELD_NOTE, v1::SealedText(), random_.NewId());
  EXPECT_TRUE(absl::IsNotFound(Complete().status()));
}

TEST_F(DraftTest, TooLargeIsRefusedBeforeItIsWritten) {
  draft_.sealed.push_back({.field = v1::SEALED_FIELD_PICTURE,
                           .plaintext = std::string(kEventBytesMax, 'p'),
                           .person = person_});
  EXPECT_TRUE(absl::IsInvalidArgument(Complete().status()));
}

}  // namespace
}  // namespace wijkboek
