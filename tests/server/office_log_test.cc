#include "server/office_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

EventDraft Registration(const Id& person) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  draft.event.mutable_participant_registered();
  draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::SealedName name;
  name.set_given("Amina");
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, person);
  return draft;
}

class OfficeLogTest : public ::testing::Test {
 protected:
  OfficeLogTest() { Open(); }
  void Open() {
    office_ = *OfficeLog::Open(*store_.writer, *store_.keys, store_.clock, store_.random, "1.0");
  }
  void Restart() {
    office_.reset();
    store_.Restart();
    Open();
  }
  std::vector<v1::Event> Events() const {
    std::vector<v1::Event> events;
    for (const LogRow& row : store_.Events()) {
      events.emplace_back();
      EXPECT_TRUE(events.back().ParseFromString(row.bytes));
    }
    return events;
  }

  ServerStore store_;
  std::unique_ptr<OfficeLog> office_;
};

TEST_F(OfficeLogTest, AppendsDraftsInOrderAndSealsThem) {
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  drafts.push_back(Registration(TestId(2)));
  absl::StatusOr<std::vector<EventKey>> keys = office_->Append(std::move(drafts));
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ((*keys)[0].seq, 2u);
  EXPECT_EQ((*keys)[1].seq, 3u);
  EXPECT_EQ((*keys)[0].device, office_->device());
  std::vector<v1::Event> events = Events();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].device_started().reason(), v1::START_REASON_GENERATION);
  EXPECT_EQ(events[1].captured().quality(), v1::CLOCK_QUALITY_DISCIPLINED);
  EXPECT_EQ(FindSealed<v1::SealedName>(events[1], v1::SEALED_FIELD_NAME, TestId(1), *store_.keys)
                ->given(),
            "Amina");
  EXPECT_EQ(store_.Events()[2].bytes.find("Amina"), std::string::npos);
}

TEST_F(OfficeLogTest, EachStartBeginsAnEpochThatNamesTheLastHead) {
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  EventKey head = office_->Append(std::move(drafts))->front();
  Id device = office_->device();
  Restart();
  EXPECT_EQ(office_->device(), device);
  v1::Event started = Events().back();
  EXPECT_EQ(started.seq(), 1u);
  EXPECT_NE(started.epoch(), head.epoch);
  EXPECT_EQ(*ToEventKey(started.device_started().predecessor()), head);
}

TEST_F(OfficeLogTest, ARestoredServerIssuesNoIdentityTwice) {
  office_.reset();
  store_.BackUpLog();
  Open();
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  EventKey lost = office_->Append(std::move(drafts))->front();
  office_.reset();
  store_.RestoreLog();
  Open();
  std::vector<EventDraft> again;
  again.push_back(Registration(TestId(1)));
  EventKey key = office_->Append(std::move(again))->front();
  EXPECT_NE(key.epoch, lost.epoch);
}

TEST_F(OfficeLogTest, NothingIsWrittenAboutSomebodyErased) {
  ASSERT_TRUE(store_.keys->Erase(TestId(2), 1).ok());
  std::size_t before = store_.Events().size();
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  drafts.push_back(Registration(TestId(2)));
  EXPECT_TRUE(absl::IsFailedPrecondition(office_->Append(std::move(drafts)).status()));
  EXPECT_EQ(store_.Events().size(), before);
}

TEST_F(OfficeLogTest, ComesAfterWhatKiosksSent) {
  TestDevice device(1);
  std::int64_t ahead_ms = store_.clock.WallMs() + 60'000;
  device.CheckIn(TestId(50), ahead_ms);
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  ASSERT_TRUE(office_->Append(std::move(drafts)).ok());
  EXPECT_GE(Events().back().hybrid().wall_ms(), ahead_ms);
}

}  // namespace
}  // namespace wijkboek
