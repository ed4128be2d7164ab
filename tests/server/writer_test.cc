#include "server/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "common/limits.h"
#include "common/status.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

// A job that keeps the writer busy until it is let go.
class Blocker {
 public:
  explicit Blocker(Writer& writer) {
    auto entered = std::make_shared<std::promise<void>>();
    std::future<void> inside = entered->get_future();
    WriteJob job;
    job.apply = [entered, go = go_](LogAppender&, std::int64_t) {
      entered->set_value();
      go->get_future().wait();
      return absl::OkStatus();
    };
    EXPECT_TRUE(writer.Submit(std::move(job)).ok());
    inside.wait();
  }
  ~Blocker() { go_->set_value(); }

 private:
  std::shared_ptr<std::promise<void>> go_ = std::make_shared<std::promise<void>>();
};

TEST(Writer, CommitsWhatWaitsTogether) {
  ServerStore store;
  std::atomic<int> commits{0};
  store.writer->OnCommit([&] { ++commits; });
  std::atomic<int> done{0};
  {
    Blocker blocker(*store.writer);
    for (int n = 1; n <= 20; ++n) {
      TestDevice device(n);
      device.CheckIn(TestId(50));
      auto batch = std::make_shared<VerifiedBatch>(*VerifyBatch(
          device.All(), device.identity(), store.keys->acknowledgement_key().public_key()));
      WriteJob job;
      job.events = 1;
      job.apply = [batch](LogAppender& log, std::int64_t now_ms) {
        return log.AppendBatch(*batch, now_ms).status();
      };
      job.done = [&](const absl::Status& status) { done += status.ok() ? 1 : 0; };
      ASSERT_TRUE(store.writer->Submit(std::move(job)).ok());
    }
    EXPECT_EQ(done, 0);
  }
  store.writer->Stop();
  EXPECT_EQ(done, 20);
  EXPECT_EQ(commits, 1);
  EXPECT_EQ(store.Events().size(), 20u);
}

TEST(Writer, TheQueueIsBounded) {
  ServerStore store;
  Blocker blocker(*store.writer);
  auto job_of = [](std::size_t bytes) {
    WriteJob job;
    job.bytes = bytes;
    job.apply = [](LogAppender&, std::int64_t) { return absl::OkStatus(); };
    return job;
  };
  EXPECT_TRUE(store.writer->Submit(job_of(kIngestQueueBytesMax)).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(store.writer->Submit(job_of(1))));
  WriteJob own = job_of(1);
  own.bounded = false;
  EXPECT_TRUE(store.writer->Submit(std::move(own)).ok());
}

TEST(Writer, AfterStopNothingIsTaken) {
  ServerStore store;
  store.writer->Stop();
  WriteJob job;
  job.apply = [](LogAppender&, std::int64_t) { return absl::OkStatus(); };
  EXPECT_TRUE(absl::IsUnavailable(store.writer->Submit(std::move(job))));
}

TEST(Writer, EachStartOpensAGenerationThatNamesTheEnd) {
  ServerStore store;
  LogTail before = store.log->tail();
  store.Restart();
  std::vector<LogRow> rows = store.Rows(EntryType::kGenerationOpened);
  ASSERT_EQ(rows.size(), 2u);
  v1::GenerationOpened opened;
  ASSERT_TRUE(opened.ParseFromString(rows[1].bytes));
  EXPECT_EQ(opened.previous_position(), before.position);
  EXPECT_EQ(opened.previous_running_hash(), before.running_hash.bytes());
  EXPECT_EQ(opened.generation(), store.writer->generation());
  EXPECT_NE(opened.generation(), before.generation);
}

TEST(Writer, AFailureLeavesNothingAndTheNextCommitWorks) {
  ServerStore store;
  TestDevice device(1);
  device.CheckIn(TestId(50));
  LogTail before = store.log->tail();
  WriteJob job;
  job.apply = [&](LogAppender& log, std::int64_t now_ms) -> absl::Status {
    VerifiedBatch batch = *VerifyBatch(device.All(), device.identity(), PublicKey());
    RETURN_IF_ERROR(log.AppendBatch(batch, now_ms).status());
    return absl::UnavailableError("the disk went away");
  };
  EXPECT_TRUE(absl::IsUnavailable(store.writer->Run(std::move(job))));
  EXPECT_TRUE(store.Events().empty());
  EXPECT_EQ(store.log->tail().running_hash, before.running_hash);
  EXPECT_EQ(store.log->tail().generation, before.generation);
  absl::StatusOr<v1::Acknowledgement> ack = store.PushBatch(device.identity(), device.All());
  ASSERT_TRUE(ack.ok()) << ack.status();
  EXPECT_EQ(ack->position(), before.position + 1);
}

// A full disk, without a disk: files may not grow any more.
TEST(Writer, AFullDiskIsSaidAndPasses) {
  ServerStore store;
  TestDevice device(1);
  v1::Event large;
  large.set_kind(v1::EVENT_KIND_HELP_REQUESTED);
  large.mutable_help_requested()->set_subject(std::string(200'000, 'x'));
  for (int i = 0; i < 2; ++i) device.Append(large);
  ASSERT_TRUE(store.PushBatch(device.identity(), device.Batch(1, 1)).ok());
  signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit full = before;
  full.rlim_cur = 100'000;
  setrlimit(RLIMIT_FSIZE, &full);
  absl::Status refused = store.PushBatch(device.identity(), device.Batch(2, 2)).status();
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_TRUE(absl::IsResourceExhausted(refused) || absl::IsUnavailable(refused)) << refused;
  EXPECT_EQ(store.Events().size(), 1u);
  ASSERT_TRUE(store.PushBatch(device.identity(), device.Batch(2, 2)).ok());
  EXPECT_EQ(store.Events().size(), 2u);
}

// A commit whose sync failed is found again, but perhaps only in the operating system's cache; it
// must be on the disk before it is acknowledged as held.
TEST(LogAppender, WhatItFindsIsOnTheDisk) {
  ServerStore store;
  TestDevice device(1);
  device.CheckIn(TestId(50));
  ASSERT_TRUE(store.PushBatch(device.identity(), device.All()).ok());
  const std::string copy = store.dir.File("copy.db");
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(store.dir.File("ledger.db") + suffix, copy + suffix);
  }
  ASSERT_GT(std::filesystem::file_size(copy + "-wal"), 0u);
  absl::StatusOr<std::unique_ptr<LogAppender>> log = LogAppender::Open(copy);
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(std::filesystem::file_size(copy + "-wal"), 0u);
  EXPECT_TRUE((*log)->Find(device.head())->has_value());
}

TEST(LogAppender, IsNotOpenedWhileAReaderKeepsItFromTheDisk) {
  ServerStore store;
  Database reader = *Database::Open(store.dir.File("ledger.db"), LogDatabaseOptions(true, ""));
  Statement rows = reader.Prepare("SELECT position FROM log UNION ALL SELECT 0");
  ASSERT_TRUE(*rows.Step());
  TestDevice device(1);
  device.CheckIn(TestId(50));
  ASSERT_TRUE(store.PushBatch(device.identity(), device.All()).ok());
  EXPECT_TRUE(absl::IsUnavailable(LogAppender::Open(store.dir.File("ledger.db")).status()));
  rows.Reset();
  EXPECT_TRUE(LogAppender::Open(store.dir.File("ledger.db")).ok());
}

// What is only asked weighs in a group too: those who ask much don't keep those who tell waiting.
TEST(Writer, QuestionsCloseAGroupToo) {
  ServerStore store;
  TestDevice device(1);
  v1::PushRequest request;
  request.mutable_hash_query()->set_epoch(device.epoch());
  for (std::size_t i = 0; i < kHashQuerySeqsMax; ++i) request.mutable_hash_query()->add_seqs(i + 1);
  const int questions = static_cast<int>(2 * kGroupCommitEventsMax / kHashQuerySeqsMax);
  std::atomic<int> answered{0};
  int answered_at_commit = -1;
  PushSession session(device.identity(), store.parts());
  {
    Blocker blocker(*store.writer);
    for (int i = 0; i < questions; ++i) {
      session.Handle(request, [&](const absl::StatusOr<v1::PushResponse>&) { ++answered; });
    }
    WriteJob job;
    job.apply = [&](LogAppender&, std::int64_t) {
      answered_at_commit = answered;
      return absl::OkStatus();
    };
    ASSERT_TRUE(store.writer->Submit(std::move(job)).ok());
  }
  store.writer->Stop();
  EXPECT_EQ(answered, questions);
  EXPECT_GE(answered_at_commit, questions / 2 - 1);
}

TEST(Writer, ALifecycleIsAnEntry) {
  ServerStore store;
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(TestId(1).ToString());
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  ASSERT_TRUE(store.writer->AppendLifecycle(lifecycle).ok());
  ASSERT_EQ(store.Rows(EntryType::kLifecycle).size(), 1u);
  int seen = 0;
  ASSERT_TRUE(store.log->ForEachLifecycle(0, [&](const v1::DeviceLifecycle&) { ++seen; }).ok());
  EXPECT_EQ(seen, 1);
}

TEST(Writer, ObservesOnlyBelievableClocks) {
  ServerStore store;
  std::int64_t now_ms = store.clock.WallMs();
  store.writer->ObserveHybrid({.wall_ms = now_ms + 1000});
  store.writer->ObserveHybrid({.wall_ms = now_ms + kHybridAheadMaxMs + 1});
  EXPECT_EQ(store.writer->latest_hybrid().wall_ms, now_ms + 1000);
}

}  // namespace
}  // namespace wijkboek
