#include "server/reconciler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/server/server_store.h"
#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

// A log that never ends: whoever wants to be level with it is busy for ever.
class EndlessLog final : public EventLog {
 public:
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    ++reads;
    std::vector<LogEvent> events;
    for (std::size_t i = 1; i <= limit; ++i) {
      // Every event is the first of another device.
      v1::Event event;
      event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
      event.mutable_device_started();
      Id device = TestId(1);
      std::uint64_t n = position + i;
      for (int byte = 1; byte <= 8; ++byte, n >>= 8) {
        device.data()[byte] = static_cast<unsigned char>(n);
      }
      event.set_device_id(device.ToString());
      event.set_epoch(1);
      event.set_seq(1);
      events.push_back({.position = position + i,
                        .previous = Hash(),
                        .bytes = WriteEvent(std::move(event), Hash()).bytes,
                        .received_ms = 1'700'000'000'000});
    }
    return events;
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t,
                                                             std::size_t) const override {
    return std::vector<v1::LogEntry>();
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t) const override {
    return absl::NotFoundError("not kept");
  }

  mutable std::atomic<int> reads{0};
};

absl::Status Level(Reconciler& reconciler) {
  return reconciler.Read([](const Ledger&) { return absl::OkStatus(); });
}

TEST(Reconciler, StopsWhileItIsCatchingUp) {
  EndlessLog log;
  ServerTestClock clock;
  std::unique_ptr<Reconciler> reconciler = *Reconciler::Open(":memory:", log, clock);
  while (log.reads < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::thread stopping([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    reconciler->Stop();
  });
  // Waits for the reconciler's own pass, or makes one itself.
  EXPECT_TRUE(absl::IsUnavailable(Level(*reconciler)));
  stopping.join();
  EXPECT_TRUE(absl::IsUnavailable(reconciler->Rebuild().status()));
  reconciler.reset();
}

TEST(Reconciler, WhatWasStoppedGoesOnWhereItWas) {
  TempDir dir;
  ServerTestClock clock;
  ServerStore store;
  TestDevice device(1);
  for (int i = 0; i < 20; ++i) device.CheckIn(TestId(50));
  ASSERT_TRUE(store.PushBatch(device.identity(), device.Batch(1, 10)).ok());
  Hash unbroken;
  auto fingerprint = [&](Reconciler& reconciler, Hash& hash) {
    return reconciler.Read([&](const Ledger& ledger) -> absl::Status {
      absl::StatusOr<Hash> found = ledger.Fingerprint();
      if (found.ok()) hash = *found;
      return found.status();
    });
  };
  {
    std::unique_ptr<Reconciler> reconciler =
        *Reconciler::Open(dir.File("derived.db"), *store.log, clock);
    ASSERT_TRUE(Level(*reconciler).ok());
    reconciler->Stop();
    // Level with the log: nothing long is asked.
    EXPECT_TRUE(Level(*reconciler).ok());
    ASSERT_TRUE(store.PushBatch(device.identity(), device.Batch(11, 20)).ok());
    EXPECT_TRUE(absl::IsUnavailable(Level(*reconciler)));
  }
  Hash resumed;
  ASSERT_TRUE(
      fingerprint(**Reconciler::Open(dir.File("derived.db"), *store.log, clock), resumed).ok());
  ASSERT_TRUE(fingerprint(**Reconciler::Open(":memory:", *store.log, clock), unbroken).ok());
  EXPECT_EQ(resumed, unbroken);
}

}  // namespace
}  // namespace wijkboek
