#include "common/reconcile/devices.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "common/civil_time.h"
#include "common/reconcile/boot_clock.h"
#include "common/reconcile/device_life.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/voids.h"

namespace wijkboek {
namespace {

// The kiosk that an event about devices is about.
Id KioskOf(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  switch (event.kind()) {
    case v1::EVENT_KIND_DEVICE_STARTED:
      return stored.key.device;
    case v1::EVENT_KIND_KIOSK_PARKED:
      return Id::FromBytesOrZero(event.kiosk_parked().kiosk_id());
    case v1::EVENT_KIND_KIOSK_DECLARED_LOST:
      return Id::FromBytesOrZero(event.kiosk_declared_lost().kiosk_id());
    case v1::EVENT_KIND_KIOSK_FOUND:
      return Id::FromBytesOrZero(event.kiosk_found().kiosk_id());
    case v1::EVENT_KIND_KIOSK_REPLACED:
      return Id::FromBytesOrZero(event.kiosk_replaced().kiosk_id());
    case v1::EVENT_KIND_KIOSK_DESCRIBED:
      return Id::FromBytesOrZero(event.kiosk_described().kiosk_id());
    default:
      return Id();
  }
}

DeviceFact FactOf(const StoredEvent& stored, std::optional<std::int64_t> captured_ms,
                  std::optional<std::int64_t> received_ms) {
  const v1::Event& event = stored.event;
  DeviceFact fact{.kind = event.kind(), .stamp = StampOf(stored.key, event)};
  fact.t_ms = event.has_stated_start() ? StatedStart(event) : captured_ms;
  if (event.kind() == v1::EVENT_KIND_DEVICE_STARTED) {
    fact.t_ms = captured_ms;
    fact.opens_epoch = stored.key.seq == 1;
    if (event.device_started().has_predecessor()) {
      const v1::EventId& predecessor = event.device_started().predecessor();
      fact.predecessor = {predecessor.epoch(), predecessor.seq()};
    }
  } else if (event.kind() == v1::EVENT_KIND_KIOSK_PARKED) {
    fact.empties_itself = event.kiosk_parked().outbox_empty() &&
                          Id::FromBytesOrZero(event.kiosk_parked().kiosk_id()) == stored.key.device;
    // Its own clock moves nothing: only what the server has seen counts, as of when it saw it.
    if (fact.empties_itself) {
      fact.t_ms = captured_ms && received_ms ? std::min(captured_ms, received_ms) : std::nullopt;
    }
  } else if (event.kind() == v1::EVENT_KIND_KIOSK_DESCRIBED) {
    fact.carried = event.kiosk_described().carried();
  } else if (event.kind() == v1::EVENT_KIND_KIOSK_REPLACED) {
    fact.replaced_by = Id::FromBytesOrZero(event.kiosk_replaced().by_kiosk_id());
  }
  return fact;
}

// A carried device that was heard on `day` has been silent too long from here on.
std::int64_t SilentFrom(CivilDay day, int working_days) {
  constexpr int kSaturday = 6;
  while (working_days > 0) {
    if (WeekdayOf(++day) < kSaturday) --working_days;
  }
  return StartOfDay(day + 1);
}

}  // namespace

struct Devices::Data {
  Voids voids;
  absl::flat_hash_map<Hash, Id> device_of;
  absl::flat_hash_map<Id, DeviceLife> lives;
  std::map<Id, std::set<Id>> at_centre;

  Touched Note(const Id& device, absl::FunctionRef<void(DeviceLife&)> change);
  Touched Differences(const Id& device, const DeviceState& before);
};

Devices::Touched Devices::Data::Note(const Id& device,
                                     absl::FunctionRef<void(DeviceLife&)> change) {
  DeviceLife& life = lives[device];
  DeviceState before = life.state();
  change(life);
  life.Derive(voids);
  return Differences(device, before);
}

Devices::Touched Devices::Data::Differences(const Id& device, const DeviceState& before) {
  const DeviceState& after = lives[device].state();
  Touched touched;
  if (before.EqualsButForHeard(after)) {
    bool same = before.last_heard_ms == after.last_heard_ms && before.heard_ms == after.heard_ms;
    if (same || !after.last_heard_ms) return touched;
    if (after.heard_ms < before.heard_ms) {
      // Who waited no more for it may wait again.
      for (const InUse& use : after.uses) touched.centres.push_back(use.centre);
      SortUnique(touched.centres);
    }
    // Whether a carried device is silent matters to whatever it was not heard through, too.
    std::int64_t through_ms = after.carried ? kTimeMaxMs : after.heard_ms.value_or(0);
    touched.heard.emplace_back(device, through_ms);
    return touched;
  }
  for (const InUse& use : before.uses) {
    at_centre[use.centre].erase(device);
    touched.centres.push_back(use.centre);
  }
  for (const InUse& use : after.uses) {
    at_centre[use.centre].insert(device);
    touched.centres.push_back(use.centre);
  }
  SortUnique(touched.centres);
  return touched;
}

Devices::Devices() : data_(std::make_unique<Data>()) {}
Devices::~Devices() = default;
Devices::Devices(Devices&&) noexcept = default;
Devices& Devices::operator=(Devices&&) noexcept = default;

bool Devices::IsDeviceKind(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_DEVICE_STARTED:
    case v1::EVENT_KIND_KIOSK_PARKED:
    case v1::EVENT_KIND_KIOSK_DECLARED_LOST:
    case v1::EVENT_KIND_KIOSK_FOUND:
    case v1::EVENT_KIND_KIOSK_REPLACED:
    case v1::EVENT_KIND_KIOSK_DESCRIBED:
      return true;
    default:
      return false;
  }
}

Devices::Touched Devices::Apply(const StoredEvent& stored, std::optional<std::int64_t> captured_ms,
                                std::optional<std::int64_t> received_ms) {
  const v1::Event& event = stored.event;
  Touched touched;
  if (event.practice()) return touched;
  if (event.kind() == v1::EVENT_KIND_EVENT_VOIDED) {
    for (const Hash& target : SeenBy(event)) {
      if (!data_->voids.Add(target, stored.key.hash)) continue;
      for (const Hash& reached : data_->voids.ReachedFrom(target)) {
        auto device = data_->device_of.find(reached);
        if (device == data_->device_of.end()) continue;
        Touched more = data_->Note(device->second, [](DeviceLife&) {});
        touched.centres.insert(touched.centres.end(), more.centres.begin(), more.centres.end());
        touched.heard.insert(touched.heard.end(), more.heard.begin(), more.heard.end());
      }
    }
    SortUnique(touched.centres);
    return touched;
  }
  Id device = KioskOf(stored);
  if (device.IsZero() || !IsKnownKind(event)) return touched;
  data_->device_of[stored.key.hash] = device;
  return data_->Note(device,
                     [&](DeviceLife& life) { life.Put(FactOf(stored, captured_ms, received_ms)); });
}

Devices::Touched Devices::Apply(const v1::LogEntry& entry) {
  if (entry.has_heard_through()) {
    const v1::HeardThrough& heard = entry.heard_through();
    Id device = Id::FromBytesOrZero(heard.device_id());
    if (device.IsZero() || !IsPlausibleTime(heard.server_ms())) return {};
    return data_->Note(device, [&](DeviceLife& life) {
      life.Hear(heard.epoch(), {.server_ms = heard.server_ms(), .seq = heard.seq()});
    });
  }
  const v1::DeviceLifecycle& lifecycle = entry.lifecycle();
  Id device = Id::FromBytesOrZero(lifecycle.device_id());
  if (device.IsZero() || !IsPlausibleTime(lifecycle.at_ms())) return {};
  if (lifecycle.state() == v1::DEVICE_STATE_ENROLLED) {
    Id centre = Id::FromBytesOrZero(lifecycle.centre_id());
    return data_->Note(device, [&](DeviceLife& life) { life.Enrol(lifecycle.at_ms(), centre); });
  }
  if (lifecycle.state() == v1::DEVICE_STATE_FORKED) {
    return data_->Note(device, [&](DeviceLife& life) {
      life.Fork(lifecycle.at_ms(), lifecycle.epoch(), lifecycle.seq());
    });
  }
  return {};
}

std::optional<KioskState> Devices::Find(const Id& device) const {
  auto life = data_->lives.find(device);
  if (life == data_->lives.end()) return std::nullopt;
  const DeviceState& state = life->second.state();
  KioskState found{.closed_ms = state.closed_ms,
                   .carried = state.carried,
                   .replaced_by = state.replaced_by,
                   .heard_ms = state.heard_ms};
  if (state.now == DeviceState::Now::kInUse) return found;
  found.whereabouts =
      state.now == DeviceState::Now::kLost ? Whereabouts::kLost : Whereabouts::kParked;
  found.since_ms = state.since_ms;
  return found;
}

bool Devices::IsInUseThroughout(const Id& centre, const Interval& span) const {
  auto here = data_->at_centre.find(centre);
  if (here == data_->at_centre.end()) return false;
  std::vector<Interval> spans;
  for (const Id& device : here->second) {
    for (const InUse& use : data_->lives.at(device).state().uses) {
      if (use.centre == centre && !use.is_parked) spans.push_back(use.span);
    }
  }
  std::sort(spans.begin(), spans.end());
  std::int64_t covered_ms = span.start_ms;
  for (const Interval& each : spans) {
    if (each.start_ms <= covered_ms) covered_ms = std::max(covered_ms, each.end_ms);
  }
  return !spans.empty() && covered_ms >= span.end_ms;
}

Coverage Devices::Over(absl::Span<const Id> centres, const Interval& window,
                       int silent_working_days, Moment& moment) const {
  Coverage coverage;
  for (const Id& centre : centres) {
    auto here = data_->at_centre.find(centre);
    if (here == data_->at_centre.end()) continue;
    for (const Id& device : here->second) {
      const DeviceState& state = data_->lives.at(device).state();
      std::optional<std::int64_t> needed_ms = state.NeededFor(centre, window);
      if (!needed_ms) continue;
      bool in_gap = state.MeetsGap(window);
      if (!in_gap && state.IsHeardBeyond(*needed_ms)) continue;
      bool lost = in_gap || state.now != DeviceState::Now::kInUse;
      if (!lost && state.carried) {
        std::int64_t silent_from_ms = SilentFrom(
            DayOf(state.last_heard_ms.value_or(state.first_use_ms)), silent_working_days);
        lost = moment.IsAfter(silent_from_ms - 1);
      }
      (lost ? coverage.lost : coverage.waited_for).push_back(device);
      coverage.needed.emplace_back(device, *needed_ms);
    }
  }
  SortUnique(coverage.waited_for);
  SortUnique(coverage.lost);
  SortUnique(coverage.needed);
  return coverage;
}

}  // namespace wijkboek
