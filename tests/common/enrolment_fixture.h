// A server's enrolment with everything around it in memory or in a folder of the test's.
#ifndef WIJKBOEK_TESTS_COMMON_ENROLMENT_FIXTURE_H_
#define WIJKBOEK_TESTS_COMMON_ENROLMENT_FIXTURE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/clock.h"
#include "common/crypto.h"
#include "server/authority.h"
#include "server/enrolment.h"
#include "server/registry.h"
#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {

// Moves when told to, from any thread.
class HandClock final : public Clock {
 public:
  explicit HandClock(std::int64_t wall_ms) : wall_ms_(wall_ms) {}
  ClockReading Now() const override {
    std::int64_t wall_ms = wall_ms_;
    return {.wall_ms = wall_ms, .boottime_ms = static_cast<std::uint64_t>(wall_ms), .boot = {}};
  }
  void Advance(std::int64_t ms) { wall_ms_ += ms; }

 private:
  std::atomic<std::int64_t> wall_ms_;
};

// Remembers the entries; can be told to fail.
class FakeLifecycleLog final : public LifecycleLog {
 public:
  absl::Status AppendLifecycle(const v1::DeviceLifecycle& lifecycle) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (failing_) return absl::UnavailableError("the disk is full");
    entries_.push_back(lifecycle);
    return absl::OkStatus();
  }
  void SetFailing(bool failing) {
    std::lock_guard<std::mutex> lock(mutex_);
    failing_ = failing;
  }
  std::vector<v1::DeviceLifecycle> entries() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return entries_;
  }

 private:
  mutable std::mutex mutex_;
  bool failing_ = false;
  std::vector<v1::DeviceLifecycle> entries_;
};

struct EnrolmentFixture {
  // The server's time is a recorded one, long ago; certificates live by `real_now_ms`.
  static constexpr std::int64_t kServerMs = 1'500'000'000'000;
  static constexpr std::int64_t kCertificateMs = 24LL * 3600 * 1000;

  explicit EnrolmentFixture(std::int64_t real_now_ms)
      : real_clock(real_now_ms),
        authority(*Authority::OpenOrCreate(dir.File("authority"), real_now_ms)),
        registry(*Registry::Open(dir.File("registry.db"))),
        enrolment({.authority = authority,
                   .registry = *registry,
                   .clock = server_clock,
                   .real_clock = real_clock,
                   .random = random,
                   .find_centre = [this](absl::string_view text) { return FindCentre(text); },
                   .log = log,
                   .lookup_key = lookup_key,
                   .certificate_ms = kCertificateMs}) {}

  absl::StatusOr<CentreName> FindCentre(absl::string_view text) const {
    for (const CentreName& centre : {north, south}) {
      if (text == centre.name || text == centre.id.hex()) return centre;
    }
    return absl::NotFoundError("no such centre");
  }

  TempDir dir;
  CountingRandom random;
  HandClock server_clock{kServerMs};
  HandClock real_clock;
  const CentreName north{.id = random.NewId(), .name = "Leercentrum Noord"};
  const CentreName south{.id = random.NewId(), .name = "Leercentrum Zuid"};
  const SecretKey lookup_key = random.NewKey();
  FakeLifecycleLog log;
  const Authority authority;
  const std::unique_ptr<Registry> registry;
  DeviceEnrolment enrolment;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_COMMON_ENROLMENT_FIXTURE_H_
