#include "common/reconcile/presence.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

namespace wijkboek {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

using RuleEnd = absl::FunctionRef<std::int64_t(const Tap& opening)>;
using EndSettled = absl::FunctionRef<std::optional<SettledEnd>(const RawPresence& by_rule)>;

// The open presence is a stretch [first_, past_) of the check-ins so far: opening first, then
// evidence. Closing by rule moves first_ on; nothing is replayed, so that no sequence of taps costs
// more than its length.
class CentreFold {
 public:
  CentreFold(const RulesByDay& rules, RuleEnd rule_end_ms, EndSettled settled_end,
             CentrePresences& result)
      : rules_(rules), rule_end_ms_(rule_end_ms), settled_end_(settled_end), result_(result) {}

  void In(const Tap& tap) {
    while (IsOpen() && tap.t_ms - ins_[first_].t_ms > rules().presence_max_ms) {
      CloseByRule(kNoLimit);
    }
    if (!IsOpen()) {
      if (tap.aftercare) return;
      first_ = ins_.size();
    }
    ins_.push_back(tap);
    past_ = ins_.size();
  }

  void Out(const Tap& tap) {
    if (IsOpen()) {
      if (Close(tap, PresenceEnd::kCheckOut)) return;
      while (IsOpen()) CloseByRule(kNoLimit);
      if (!tap.aftercare) result_.lone_check_outs.push_back(tap);
    } else if (last_close_ && tap.t_ms - last_close().end_ms <=
                                  rules_.At(last_close().start_ms).check_out_again_ms) {
      result_.presences[*last_close_].events.push_back(tap.event);
    } else if (!tap.aftercare) {
      result_.lone_check_outs.push_back(tap);
    }
  }

  void LeaveForVisit(const Tap& tap) {
    if (IsOpen()) Close(tap, PresenceEnd::kVisit);
  }

  void Finish(Moment& moment) {
    if (!IsOpen()) return;
    // From its last check-in on, a check-out could still close it.
    if (moment.IsAfter(ins_[past_ - 1].t_ms + rules().presence_max_ms)) {
      while (IsOpen()) CloseByRule(kNoLimit);
    } else {
      Emit(past_, ins_[first_].t_ms, PresenceEnd::kOpen);
    }
  }

 private:
  bool IsOpen() const { return first_ < past_; }
  const Interval& last_close() const { return result_.presences[*last_close_].span; }
  // While one is open.
  const Rules& rules() const { return rules_.At(ins_[first_].t_ms); }

  // False when no check-in of it is recent enough.
  bool Close(const Tap& tap, PresenceEnd end) {
    std::int64_t max_ms = rules().presence_max_ms;
    std::size_t from = first_;
    while (from < past_ && (ins_[from].aftercare || tap.t_ms - ins_[from].t_ms > max_ms)) {
      ++from;
    }
    if (from == past_) return false;
    // Before that check-in, it closes by rule.
    std::size_t past = past_;
    past_ = from;
    while (IsOpen()) CloseByRule(ins_[from].t_ms);
    first_ = from;
    past_ = past;
    RawPresence& presence = Emit(past_, tap.t_ms, end);
    presence.events.push_back(tap.event);
    presence.strength = std::max(presence.strength, tap.strength);
    last_close_ = result_.presences.size() - 1;
    first_ = past_;
    return true;
  }

  // The first check-in after its end opens anew.
  void CloseByRule(std::int64_t latest_ms) {
    const Tap& opening = ins_[first_];
    std::int64_t end_ms = std::max(opening.t_ms, std::min(latest_ms, rule_end_ms_(opening)));
    std::size_t next = FirstAfter(end_ms);
    RawPresence presence = Gather(next, end_ms, PresenceEnd::kByRule);
    presence.waits = {presence.span};
    if (std::optional<SettledEnd> settled = settled_end_(presence)) {
      if (settled->end_ms) {
        next = FirstAfter(*settled->end_ms);
        presence = Gather(next, *settled->end_ms, PresenceEnd::kCorrected);
      }
      presence.waits.clear();
      presence.is_end_accepted = !settled->end_ms;
      presence.events.insert(presence.events.end(), settled->events.begin(), settled->events.end());
    }
    result_.presences.push_back(std::move(presence));
    while (next < past_ && ins_[next].aftercare) ++next;
    first_ = next;
  }

  std::size_t FirstAfter(std::int64_t end_ms) const {
    std::size_t next = first_;
    while (next < past_ && ins_[next].t_ms <= end_ms) ++next;
    return next;
  }

  RawPresence& Emit(std::size_t past, std::int64_t end_ms, PresenceEnd end) {
    result_.presences.push_back(Gather(past, end_ms, end));
    return result_.presences.back();
  }

  RawPresence Gather(std::size_t past, std::int64_t end_ms, PresenceEnd end) const {
    RawPresence presence{
        .centre = ins_[first_].centre, .span = {ins_[first_].t_ms, end_ms}, .end = end};
    CivilDay opening_day = DayOf(presence.span.start_ms);
    std::int64_t gap_max_ms = rules_.On(opening_day).evidence_gap_max_ms;
    for (std::size_t i = first_; i < past; ++i) {
      presence.events.push_back(ins_[i].event);
      presence.strength = std::max(presence.strength, ins_[i].strength);
      if (i == first_) continue;
      bool is_far = ins_[i].t_ms - ins_[i - 1].t_ms > gap_max_ms;
      if (is_far && DayOf(ins_[i].t_ms) != opening_day) {
        presence.waits.push_back({ins_[i - 1].t_ms, ins_[i].t_ms});
      }
    }
    return presence;
  }

  const RulesByDay& rules_;
  RuleEnd rule_end_ms_;
  EndSettled settled_end_;
  CentrePresences& result_;
  std::vector<Tap> ins_;
  std::size_t first_ = 0;
  std::size_t past_ = 0;
  std::optional<std::size_t> last_close_;
};

}  // namespace

CentrePresences FoldPresences(const std::vector<Tap>& taps, const RulesByDay& rules,
                              RuleEnd rule_end_ms, EndSettled settled_end, Moment& moment) {
  CentrePresences result;
  CentreFold fold(rules, rule_end_ms, settled_end, result);
  for (const Tap& tap : taps) {
    switch (tap.type) {
      case Tap::Type::kIn:
        fold.In(tap);
        break;
      case Tap::Type::kOut:
        fold.Out(tap);
        break;
      case Tap::Type::kLeaveForVisit:
        fold.LeaveForVisit(tap);
        break;
    }
  }
  fold.Finish(moment);
  return result;
}

}  // namespace wijkboek
