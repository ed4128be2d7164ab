#include "common/reconcile/device_life.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "common/civil_time.h"
#include "common/reconcile/boot_clock.h"

namespace wijkboek {

bool DeviceState::EqualsButForHeard(const DeviceState& other) const {
  auto all = [](const DeviceState& state) {
    return std::tie(state.uses, state.now, state.since_ms, state.replaced_by, state.carried,
                    state.first_use_ms, state.closed_ms, state.gaps, state.forked);
  };
  return all(*this) == all(other);
}

std::optional<std::int64_t> DeviceState::NeededFor(const Id& centre, const Interval& window) const {
  std::optional<std::int64_t> needed_ms;
  for (const InUse& use : uses) {
    if (use.centre != centre || use.span.start_ms > window.end_ms ||
        use.span.end_ms <= window.start_ms) {
      continue;
    }
    needed_ms = std::min(window.end_ms, use.span.end_ms);
  }
  return needed_ms;
}

bool DeviceState::IsHeardBeyond(std::int64_t t_ms) const {
  return (heard_ms && *heard_ms > t_ms) || (!forked && closed_ms && *closed_ms >= t_ms);
}

bool DeviceState::MeetsGap(const Interval& window) const {
  return std::any_of(gaps.begin(), gaps.end(), [&](const Interval& gap) {
    return gap.start_ms <= window.end_ms && window.start_ms < gap.end_ms;
  });
}

void DeviceLife::Put(const DeviceFact& fact) {
  const Hash& hash = fact.stamp.key.hash;
  if (auto before = start_ms_.find(hash); before != start_ms_.end()) {
    starts_.erase({before->second, hash});
    start_ms_.erase(before);
  }
  facts_.erase(hash);
  bool is_timed_start = fact.kind == v1::EVENT_KIND_DEVICE_STARTED && fact.t_ms;
  if (is_timed_start) {
    starts_.emplace(*fact.t_ms, hash);
    start_ms_[hash] = *fact.t_ms;
  }
  if (!is_timed_start || fact.opens_epoch) facts_[hash] = fact;
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
    if (fact->kind == v1::EVENT_KIND_KIOSK_REPLACED) state_.replaced_by = fact->replaced_by;
    if (fact->kind == v1::EVENT_KIND_KIOSK_DECLARED_LOST) state_.replaced_by = Id();
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
  DeriveUses(TimelineOf(standing, voids));
  if (state_.now != Now::kLost) state_.replaced_by = Id();
  DeriveHeard();
  DeriveGaps();
}

// What the office and the kiosk itself said became of it; starts aside.
DeviceLife::Statements DeviceLife::Stated(const std::vector<const DeviceFact*>& standing) {
  Statements said;
  for (const DeviceFact* fact : standing) {
    Now now = Now::kInUse;
    switch (fact->kind) {
      case v1::EVENT_KIND_KIOSK_PARKED:
        now = fact->empties_itself ? Now::kClosed : Now::kParked;
        break;
      case v1::EVENT_KIND_KIOSK_DECLARED_LOST:
      case v1::EVENT_KIND_KIOSK_REPLACED:
        now = Now::kLost;
        break;
      case v1::EVENT_KIND_KIOSK_FOUND:
        break;
      default:
        continue;
    }
    if (fact->t_ms) {
      said.erase(said.lower_bound(*fact->t_ms), said.end());
      said[*fact->t_ms] = {.now = now, .by = fact};
    } else if (now == Now::kInUse && !said.empty()) {
      // Nobody knows when it was found: from the beginning of what that ends.
      said.rbegin()->second.now = Now::kInUse;
    }
  }
  return said;
}

// Whether a start of which nobody knows when it was may have come after what was said.
bool DeviceLife::MayEnd(const DeviceFact& start, std::int64_t t_ms, const Said& said) const {
  const EventKey& own = start.stamp.key;
  const EventKey& other = said.by->stamp.key;
  if (other.device == own.device && other.epoch == own.epoch && other.seq > own.seq) return false;
  std::optional<std::int64_t> latest_ms = words_.FirstFrom(own.epoch, own.seq);
  return !latest_ms || t_ms < *latest_ms;
}

// A start or an enrolment takes it into use again, whoever said what about it.
DeviceLife::Timeline DeviceLife::TimelineOf(const std::vector<const DeviceFact*>& standing,
                                            const Voids& voids) const {
  Statements said = Stated(standing);
  Timeline timeline;
  for (auto it = said.begin(); it != said.end(); ++it) {
    const std::int64_t t_ms = it->first;
    const std::int64_t next_ms = std::next(it) == said.end() ? kTimeMaxMs : std::next(it)->first;
    Now now = it->second.now;
    bool may_have_started =
        now != Now::kInUse &&
        std::any_of(standing.begin(), standing.end(), [&](const DeviceFact* fact) {
          return fact->kind == v1::EVENT_KIND_DEVICE_STARTED && !fact->t_ms &&
                 MayEnd(*fact, t_ms, it->second);
        });
    timeline[t_ms] = may_have_started ? Now::kInUse : now;
    if (now == Now::kInUse) continue;
    auto start = std::find_if(
        starts_.lower_bound({t_ms + 1, Hash()}), starts_.end(), [&](const auto& candidate) {
          return candidate.first >= next_ms || !voids.IsVoided(candidate.second);
        });
    if (start != starts_.end() && start->first < next_ms) timeline[start->first] = Now::kInUse;
    auto enrolment = enrolments_.lower_bound({t_ms + 1, Id()});
    if (enrolment != enrolments_.end() && enrolment->first < next_ms) {
      timeline[enrolment->first] = Now::kInUse;
    }
  }
  return timeline;
}

void DeviceLife::DeriveUses(const Timeline& timeline) {
  if (!timeline.empty()) state_.now = timeline.rbegin()->second;
  for (auto it = timeline.rbegin(); it != timeline.rend() && it->second != Now::kInUse; ++it) {
    state_.since_ms = it->first;
  }
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
    Now now = after == timeline.begin() ? Now::kInUse : std::prev(after)->second;
    if (now == Now::kClosed || now == Now::kLost) continue;
    // The last enrolment until then; of several at one moment, the one that sorts last.
    auto enrolment = std::prev(enrolments_.lower_bound({*cut + 1, Id()}));
    InUse use = {.centre = enrolment->second,
                 .span = {.start_ms = *cut, .end_ms = *std::next(cut)},
                 .is_parked = now == Now::kParked};
    InUse* last = state_.uses.empty() ? nullptr : &state_.uses.back();
    if (last != nullptr && last->centre == use.centre && last->is_parked == use.is_parked &&
        last->span.end_ms == use.span.start_ms) {
      last->span.end_ms = use.span.end_ms;
    } else {
      state_.uses.push_back(use);
    }
  }
}

// The last word from before histories parted at this seq. They parted some time after the event
// before it was captured; so a word counts that was said when that one was not there yet.
std::optional<std::int64_t> DeviceLife::HeardBefore(Epoch epoch, std::uint64_t seq,
                                                    std::set<Epoch>& visited) const {
  std::optional<std::int64_t> heard_ms;
  if (seq > 0) heard_ms = words_.LastBefore(epoch, seq - 1);
  if (heard_ms || !visited.insert(epoch).second) return heard_ms;
  std::vector<std::optional<std::int64_t>> earlier;
  for (const DeviceFact* opening : openings_) {
    if (opening->stamp.key.epoch != epoch) continue;
    std::optional<std::int64_t> before_ms;
    if (opening->predecessor) {
      // The opening itself may be the event before.
      std::uint64_t parted = opening->predecessor->second + (seq > 1 ? 2 : 1);
      before_ms = HeardBefore(opening->predecessor->first, parted, visited);
    }
    earlier.push_back(before_ms);
  }
  if (earlier.empty()) return std::nullopt;
  return *std::min_element(earlier.begin(), earlier.end());
}

void DeviceLife::DeriveHeard() {
  state_.last_heard_ms = words_.Last();
  state_.heard_ms = state_.last_heard_ms;
  for (const ForkPoint& fork : forks_) {
    if (last_found_ms_ && fork.at_ms <= *last_found_ms_) continue;
    state_.forked = true;
    std::set<Epoch> visited;
    std::optional<std::int64_t> before_ms;
    if (fork.seq > 0) before_ms = HeardBefore(fork.epoch, fork.seq, visited);
    state_.heard_ms = std::min(state_.heard_ms, before_ms);
  }
}

// A store that knows nothing of another one may have come after one that nobody knows.
void DeviceLife::DeriveGaps() {
  struct Opening {
    std::int64_t t_ms = 0;
    Epoch epoch = 0;
    bool has_predecessor = false;
  };
  std::vector<Opening> openings;
  for (const DeviceFact* fact : openings_) {
    Epoch epoch = fact->stamp.key.epoch;
    // One without a time began at the latest when it was heard.
    std::int64_t latest_ms = words_.FirstFrom(epoch, 0).value_or(kTimeMaxMs);
    openings.push_back({.t_ms = fact->t_ms.value_or(latest_ms),
                        .epoch = epoch,
                        .has_predecessor = fact->predecessor.has_value()});
  }
  std::sort(openings.begin(), openings.end(), [](const Opening& a, const Opening& b) {
    return std::tie(a.t_ms, a.epoch) < std::tie(b.t_ms, b.epoch);
  });
  std::int64_t from_ms = state_.first_use_ms;
  for (const Opening& opening : openings) {
    if (!opening.has_predecessor && from_ms < opening.t_ms) {
      state_.gaps.push_back({.start_ms = from_ms, .end_ms = opening.t_ms});
    }
    from_ms = std::max(from_ms, words_.LastOf(opening.epoch).value_or(from_ms));
  }
}

}  // namespace wijkboek
