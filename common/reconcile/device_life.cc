#include "common/reconcile/device_life.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "common/civil_time.h"
#include "common/reconcile/boot_clock.h"

namespace wijkboek {

bool DeviceState::EqualsButForHeard(const DeviceState& other) const {
  auto all = [](const DeviceState& state) {
    return std::tie(state.uses, state.now, state.carried, state.first_use_ms, state.closed_ms,
                    state.gaps, state.forked);
  };
  return all(*this) == all(other);
}

std::optional<std::int64_t> DeviceState::NeededFor(const Id& centre, const Interval& window) const {
  std::optional<std::int64_t> needed_ms;
  for (const InUse& use : uses) {
    if (use.centre != centre || use.span.start_ms >= window.end_ms ||
        use.span.end_ms <= window.start_ms) {
      continue;
    }
    needed_ms = std::min(window.end_ms, use.span.end_ms);
  }
  return needed_ms;
}

bool DeviceState::IsHeardThrough(std::int64_t t_ms) const {
  return (heard_ms && *heard_ms >= t_ms) || (!forked && closed_ms && *closed_ms >= t_ms);
}

bool DeviceState::MeetsGap(const Interval& window) const {
  return std::any_of(gaps.begin(), gaps.end(), [&](const Interval& gap) {
    return gap.start_ms < window.end_ms && window.start_ms < gap.end_ms;
  });
}

void DeviceLife::Put(const DeviceFact& fact) { facts_[fact.stamp.key.hash] = fact; }

void DeviceLife::Hear(Epoch epoch, std::int64_t server_ms) {
  std::int64_t& of_epoch = heard_of_epoch_.emplace(epoch, server_ms).first->second;
  of_epoch = std::max(of_epoch, server_ms);
  std::int64_t& in_hour = heard_in_hour_.emplace(server_ms / kHourMs, server_ms).first->second;
  in_hour = std::max(in_hour, server_ms);
}

// In hybrid order: what was said later holds, whatever it says about when.
std::vector<const DeviceFact*> DeviceLife::Standing(const Voids& voids) const {
  std::vector<const DeviceFact*> standing;
  for (const auto& [hash, fact] : facts_) {
    if (!voids.IsVoided(hash)) standing.push_back(&fact);
  }
  std::sort(standing.begin(), standing.end(),
            [](const DeviceFact* a, const DeviceFact* b) { return a->stamp < b->stamp; });
  return standing;
}

void DeviceLife::Derive(const Voids& voids) {
  state_ = DeviceState();
  openings_.clear();
  last_found_ms_ = std::nullopt;
  std::vector<const DeviceFact*> standing = Standing(voids);
  for (const DeviceFact* fact : standing) {
    if (fact->kind == v1::EVENT_KIND_KIOSK_DESCRIBED) state_.carried = fact->carried;
    if (fact->opens_epoch) openings_.push_back(fact);
    // What has no known time ends and settles nothing.
    if (!fact->t_ms) continue;
    if (fact->kind == v1::EVENT_KIND_KIOSK_FOUND) {
      last_found_ms_ = std::max(last_found_ms_.value_or(*fact->t_ms), *fact->t_ms);
    }
    if (fact->empties_itself) {
      state_.closed_ms = std::max(state_.closed_ms.value_or(*fact->t_ms), *fact->t_ms);
    }
  }
  DeriveUses(TimelineOf(standing));
  DeriveHeard();
}

DeviceLife::Timeline DeviceLife::TimelineOf(const std::vector<const DeviceFact*>& standing) const {
  Timeline said;
  for (const DeviceFact* fact : standing) {
    Now now = Now::kInUse;
    switch (fact->kind) {
      case v1::EVENT_KIND_KIOSK_PARKED:
        now = Now::kParked;
        break;
      case v1::EVENT_KIND_KIOSK_DECLARED_LOST:
      case v1::EVENT_KIND_KIOSK_REPLACED:
        now = Now::kLost;
        break;
      case v1::EVENT_KIND_KIOSK_FOUND:
        break;
      case v1::EVENT_KIND_DEVICE_STARTED:
        if (fact->t_ms) continue;
        break;
      default:
        continue;
    }
    if (fact->t_ms) {
      said.erase(said.lower_bound(*fact->t_ms), said.end());
      said[*fact->t_ms] = now;
    } else if (now == Now::kInUse && !said.empty()) {
      // Nobody knows when: from the beginning of what it ends.
      said.rbegin()->second = Now::kInUse;
    }
  }
  // A start or an enrolment takes it into use again, whoever said what about it.
  Timeline timeline = said;
  auto resume = [&](std::int64_t t_ms) {
    auto next = said.lower_bound(t_ms);
    if (next != said.begin() && std::prev(next)->second != Now::kInUse) {
      timeline.emplace(t_ms, Now::kInUse);
    }
  };
  for (const DeviceFact* fact : standing) {
    if (fact->kind == v1::EVENT_KIND_DEVICE_STARTED && fact->t_ms) resume(*fact->t_ms);
  }
  for (const auto& [at_ms, centre] : enrolments_) resume(at_ms);
  return timeline;
}

void DeviceLife::DeriveUses(const Timeline& timeline) {
  if (!timeline.empty()) state_.now = timeline.rbegin()->second;
  if (enrolments_.empty()) return;
  state_.first_use_ms = enrolments_.begin()->first;
  std::set<std::int64_t> cuts;
  for (const auto& [at_ms, centre] : enrolments_) cuts.insert(at_ms);
  for (const auto& [t_ms, now] : timeline) {
    if (t_ms > state_.first_use_ms) cuts.insert(t_ms);
  }
  cuts.insert(kTimeMaxMs);
  for (auto cut = cuts.begin(); std::next(cut) != cuts.end(); ++cut) {
    auto after = timeline.upper_bound(*cut);
    if (after != timeline.begin() && std::prev(after)->second != Now::kInUse) continue;
    // The last enrolment until then; of several at one moment, the one that sorts last.
    auto enrolment = std::prev(enrolments_.lower_bound({*cut + 1, Id()}));
    Interval span = {.start_ms = *cut, .end_ms = *std::next(cut)};
    InUse* last = state_.uses.empty() ? nullptr : &state_.uses.back();
    if (last != nullptr && last->centre == enrolment->second &&
        last->span.end_ms == span.start_ms) {
      last->span.end_ms = span.end_ms;
    } else {
      state_.uses.push_back({.centre = enrolment->second, .span = span});
    }
  }
}

std::optional<std::int64_t> DeviceLife::HeardBefore(std::int64_t t_ms) const {
  for (auto it = heard_in_hour_.rbegin(); it != heard_in_hour_.rend(); ++it) {
    if (it->second < t_ms) return it->second;
  }
  return std::nullopt;
}

void DeviceLife::DeriveHeard() {
  state_.last_heard_ms = HeardBefore(kTimeMaxMs);
  auto fork = last_found_ms_ ? forks_.upper_bound(*last_found_ms_) : forks_.begin();
  state_.forked = fork != forks_.end();
  state_.heard_ms = state_.forked ? HeardBefore(*fork) : state_.last_heard_ms;
  DeriveGaps();
}

void DeviceLife::DeriveGaps() {
  state_.gaps.clear();
  struct Opening {
    std::int64_t t_ms = 0;
    Epoch epoch = 0;
    bool has_predecessor = false;
  };
  std::vector<Opening> openings;
  for (const DeviceFact* fact : openings_) {
    Epoch epoch = fact->stamp.key.epoch;
    auto heard = heard_of_epoch_.find(epoch);
    // One without a time began at the latest when it was heard.
    std::int64_t latest_ms = heard == heard_of_epoch_.end() ? kTimeMaxMs : heard->second;
    openings.push_back({.t_ms = fact->t_ms.value_or(latest_ms),
                        .epoch = epoch,
                        .has_predecessor = fact->has_predecessor});
  }
  std::sort(openings.begin(), openings.end(), [](const Opening& a, const Opening& b) {
    return std::tie(a.t_ms, a.epoch) < std::tie(b.t_ms, b.epoch);
  });
  std::optional<std::int64_t> heard_ms;
  for (std::size_t i = 0; i < openings.size(); ++i) {
    const Opening& opening = openings[i];
    if (i > 0 && !opening.has_predecessor) {
      std::int64_t from_ms = std::min(heard_ms.value_or(0), opening.t_ms);
      if (from_ms < opening.t_ms) {
        state_.gaps.push_back({.start_ms = from_ms, .end_ms = opening.t_ms});
      }
    }
    auto heard = heard_of_epoch_.find(opening.epoch);
    if (heard != heard_of_epoch_.end()) {
      heard_ms = std::max(heard_ms.value_or(heard->second), heard->second);
    }
  }
}

}  // namespace wijkboek
