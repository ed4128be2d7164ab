#include "server/office_log.h"

#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/own_events.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

// More than AppendAll holds at once, and more than SQLite keeps in memory.
constexpr int kMany = 8000;
constexpr std::uintmax_t kSpilledBytesMin = 1024 * 1024;

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

  int SignedHeads() const {
    int count = 0;
    EXPECT_TRUE(store_.log
                    ->WithConnection([&](Database& database) -> absl::Status {
                      Statement heads = database.Prepare("SELECT count(*) FROM signed_head");
                      EXPECT_TRUE(*heads.Step());
                      count = static_cast<int>(heads.Int(0));
                      return absl::OkStatus();
                    })
                    .ok());
    return count;
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

// ---- however many at once

TEST_F(OfficeLogTest, AppendsWhateverIsProducedWithOneSignedHead) {
  const absl::StatusOr<std::uint64_t> count =
      office_->AppendAll([](OfficeLog::AppendDraft append) -> absl::Status {
        for (int i = 0; i < kMany; ++i) {
          absl::Status appended = append(Registration(TestId(i)));
          if (!appended.ok()) return appended;
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, static_cast<std::uint64_t>(kMany));
  const std::vector<v1::Event> events = Events();
  ASSERT_EQ(events.size(), kMany + 1u);
  for (int i = 1; i <= kMany; ++i) {
    ASSERT_EQ(events[i].seq(), i + 1u);
    ASSERT_LT(FromProto(events[i - 1].hybrid()), FromProto(events[i].hybrid()));
  }
  EXPECT_EQ(SignedHeads(), 2);
  EXPECT_EQ(FindSealed<v1::SealedName>(events[kMany], v1::SEALED_FIELD_NAME, TestId(kMany - 1),
                                       *store_.keys)
                ->given(),
            "Amina");
  // The log goes on behind it.
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  EXPECT_EQ(office_->Append(std::move(drafts))->front().seq, kMany + 2u);
}

TEST_F(OfficeLogTest, NothingProducedIsNothingWritten) {
  const absl::StatusOr<std::uint64_t> count =
      office_->AppendAll([](OfficeLog::AppendDraft) { return absl::OkStatus(); });
  ASSERT_TRUE(count.ok()) << count.status();
  EXPECT_EQ(*count, 0u);
  EXPECT_EQ(store_.Events().size(), 1u);
}

TEST_F(OfficeLogTest, WhoeverGivesUpHalfWayHasWrittenNothing) {
  const absl::StatusOr<std::uint64_t> count =
      office_->AppendAll([](OfficeLog::AppendDraft append) -> absl::Status {
        for (int i = 0; i < kMany; ++i) EXPECT_TRUE(append(Registration(TestId(i))).ok());
        return absl::FailedPreconditionError("on second thoughts");
      });
  EXPECT_EQ(count.status(), absl::FailedPreconditionError("on second thoughts"));
  EXPECT_EQ(store_.Events().size(), 1u);
  EXPECT_EQ(SignedHeads(), 1);
  // The log goes on where it was, in the same epoch.
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  const absl::StatusOr<std::vector<EventKey>> keys = office_->Append(std::move(drafts));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->front().seq, 2u);
  EXPECT_EQ(Events()[0].epoch(), keys->front().epoch);
}

TEST_F(OfficeLogTest, SomebodyErasedInTheMiddleIsNothingWritten) {
  ASSERT_TRUE(store_.keys->Erase(TestId(kMany - 1), 1).ok());
  const absl::StatusOr<std::uint64_t> count =
      office_->AppendAll([](OfficeLog::AppendDraft append) -> absl::Status {
        for (int i = 0; i < kMany; ++i) {
          absl::Status appended = append(Registration(TestId(i)));
          if (!appended.ok()) return appended;
        }
        return absl::OkStatus();
      });
  EXPECT_TRUE(absl::IsFailedPrecondition(count.status())) << count.status();
  EXPECT_EQ(store_.Events().size(), 1u);
}

// Others' work that waits at the same time is stored, whatever becomes of the office's own.
TEST_F(OfficeLogTest, ARefusalUndoesNobodyElsesWork) {
  std::promise<void> begun;
  std::promise<void> queued;
  WriteJob busy;
  busy.apply = [&](LogAppender&, std::int64_t) {
    begun.set_value();
    queued.get_future().wait();
    return absl::OkStatus();
  };
  ASSERT_TRUE(store_.writer->Submit(std::move(busy)).ok());
  begun.get_future().wait();
  std::promise<absl::Status> committed;
  WriteJob other;
  other.apply = [](LogAppender& log, std::int64_t now_ms) {
    return log.AppendLifecycle(v1::DeviceLifecycle(), now_ms);
  };
  other.done = [&](const absl::Status& status) { committed.set_value(status); };
  ASSERT_TRUE(store_.writer->Submit(std::move(other)).ok());

  std::thread office([&] {
    const absl::StatusOr<std::uint64_t> count =
        office_->AppendAll([](OfficeLog::AppendDraft append) -> absl::Status {
          EXPECT_TRUE(append(Registration(TestId(1))).ok());
          return absl::CancelledError("gone");
        });
    EXPECT_TRUE(absl::IsCancelled(count.status())) << count.status();
  });
  // Long enough for the office's work to wait behind the other's.
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  queued.set_value();
  office.join();
  EXPECT_TRUE(committed.get_future().get().ok());
  EXPECT_EQ(store_.Rows(EntryType::kLifecycle).size(), 1u);
  EXPECT_EQ(store_.Events().size(), 1u);
}

// What a killed server leaves: the files as they stand in the middle, with pages of the transaction
// in the write-ahead log already.
TEST_F(OfficeLogTest, AKillInTheMiddleLeavesNoneOfIt) {
  const TempDir left;
  const absl::StatusOr<std::uint64_t> count =
      office_->AppendAll([&](OfficeLog::AppendDraft append) -> absl::Status {
        for (int i = 0; i < kMany; ++i) EXPECT_TRUE(append(Registration(TestId(i))).ok());
        for (const char* name : {"ledger.db", "ledger.db-wal", "keys.db", "keys.db-wal"}) {
          if (!std::filesystem::exists(store_.dir.File(name))) continue;
          std::filesystem::copy_file(store_.dir.File(name), left.File(name));
        }
        return absl::OkStatus();
      });
  ASSERT_TRUE(count.ok()) << count.status();
  ASSERT_GT(std::filesystem::file_size(left.File("ledger.db-wal")), kSpilledBytesMin);

  LogStore log(left.File("ledger.db"));
  std::unique_ptr<KeyVault> keys = *KeyVault::Open(left.File("keys.db"), store_.random);
  std::unique_ptr<Writer> writer =
      *Writer::Open(left.File("ledger.db"), log, *keys, store_.clock, store_.random);
  std::unique_ptr<OfficeLog> again =
      *OfficeLog::Open(*writer, *keys, store_.clock, store_.random, "1.0");
  // Two generations, and the first event of the office's epoch in each.
  EXPECT_EQ(log.ReadRowsAfter(0, 1000, 1 << 20)->size(), 4u);
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  EXPECT_TRUE(again->Append(std::move(drafts)).ok());
}

// ---- reading it again

TEST_F(OfficeLogTest, OwnEventsAreReadInOrderAndOnce) {
  TestDevice device(1);
  device.CheckIn(TestId(50), store_.clock.WallMs());
  ASSERT_TRUE(store_.PushBatch(device.identity(), device.All()).ok());
  OwnEvents events(*store_.log, office_->device());
  std::vector<std::string> read;
  const auto visit = [&](const StoredEvent& event) {
    read.push_back(absl::StrCat(KindName(event.event.kind()), " ", event.key.seq));
  };
  ASSERT_TRUE(events.Next(visit).ok());
  EXPECT_THAT(read, ::testing::ElementsAre("device_started 1"));
  std::vector<EventDraft> drafts;
  drafts.push_back(Registration(TestId(1)));
  ASSERT_TRUE(office_->Append(std::move(drafts)).ok());
  read.clear();
  ASSERT_TRUE(events.Next(visit).ok());
  EXPECT_THAT(read, ::testing::ElementsAre("participant_registered 2"));

  // A later start of the server reads all epochs, the older first.
  const Id office = office_->device();
  Restart();
  OwnEvents all(*store_.log, office);
  read.clear();
  ASSERT_TRUE(all.Next(visit).ok());
  EXPECT_THAT(read, ::testing::ElementsAre("device_started 1", "participant_registered 2",
                                           "device_started 1"));
}

}  // namespace
}  // namespace wijkboek
