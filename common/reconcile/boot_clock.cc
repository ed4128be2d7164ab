#include "common/reconcile/boot_clock.h"

#include <limits>

namespace wijkboek {
namespace {

// A boot that lasts longer than this is a broken counter.
constexpr std::uint64_t kBoottimeMaxMs = static_cast<std::uint64_t>(kTimeMaxMs);

}  // namespace

bool BootClock::Add(const v1::Event& event) {
  if (event.practice()) return false;
  if (event.has_clock_stepped()) {
    return steps_.insert(event.clock_stepped().boottime_ms()).second && !samples_.empty();
  }
  if (!event.has_clock_sampled()) return false;
  const v1::ClockSampled& body = event.clock_sampled();
  if (body.boottime_ms() > kBoottimeMaxMs || !IsPlausibleTime(body.server_ms())) return false;
  Sample sample{.round_trip_ms = body.round_trip_ms(),
                .boottime_ms = body.boottime_ms(),
                .server_ms = body.server_ms()};
  auto step = steps_.upper_bound(sample.boottime_ms);
  std::uint64_t end_ms = step == steps_.end() ? std::numeric_limits<std::uint64_t>::max() : *step;
  std::uint64_t first_ms = step == steps_.begin() ? 0 : *std::prev(step);
  const Sample* best = BestIn(first_ms, end_ms);
  bool better = best == nullptr || sample < *best;
  return samples_.insert(sample).second && better;
}

const BootClock::Sample* BootClock::BestIn(std::uint64_t first_ms, std::uint64_t end_ms) const {
  for (const Sample& sample : samples_) {
    if (sample.boottime_ms >= first_ms && sample.boottime_ms < end_ms) return &sample;
  }
  return nullptr;
}

std::optional<std::int64_t> BootClock::At(std::uint64_t boottime_ms) const {
  if (samples_.empty() || boottime_ms > kBoottimeMaxMs) return std::nullopt;
  const Sample* sample = &*samples_.begin();
  if (!steps_.empty()) {
    auto step = steps_.upper_bound(boottime_ms);
    std::uint64_t end_ms = step == steps_.end() ? std::numeric_limits<std::uint64_t>::max() : *step;
    std::uint64_t first_ms = step == steps_.begin() ? 0 : *std::prev(step);
    if (const Sample* best = BestIn(first_ms, end_ms)) sample = best;
  }
  std::int64_t t_ms = sample->server_ms + (static_cast<std::int64_t>(boottime_ms) -
                                           static_cast<std::int64_t>(sample->boottime_ms));
  if (!IsPlausibleTime(t_ms)) return std::nullopt;
  return t_ms;
}

std::optional<std::int64_t> CapturedTimeOf(const v1::CapturedTime& captured,
                                           const BootClock& clock) {
  if (std::optional<std::int64_t> t_ms = clock.At(captured.boottime_ms())) return t_ms;
  if (captured.quality() == v1::CLOCK_QUALITY_DISCIPLINED && IsPlausibleTime(captured.wall_ms())) {
    return captured.wall_ms();
  }
  return std::nullopt;
}

}  // namespace wijkboek
