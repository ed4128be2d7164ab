// Presences of one participant at one centre: the table of docs/rules.md, "Presence". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PRESENCE_H_
#define WIJKBOEK_COMMON_RECONCILE_PRESENCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/ids.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/rules_by_day.h"

namespace wijkboek {

// One act that opens, supports or closes presences.
struct Tap {
  enum class Type : std::uint8_t { kIn, kOut, kLeaveForVisit };
  Type type = Type::kIn;
  std::int64_t t_ms = 0;
  Id centre;
  Hash event;
  EvidenceStrength strength = EvidenceStrength::kNone;
  // Of somebody whose enrolments ended: opens nothing, may still end what began before.
  bool aftercare = false;
};

// A presence before anything is cut out of it.
struct RawPresence {
  Id centre;
  Interval span;  // empty while open
  PresenceEnd end = PresenceEnd::kOpen;
  // Parts of the span that wait to be confirmed.
  Intervals waits;
  EvidenceStrength strength = EvidenceStrength::kNone;
  std::vector<Hash> events;
  // It closed by rule, and somebody said that this is right: its minutes count, and still nobody
  // saw the end.
  bool is_end_accepted = false;
};

// What somebody said of the end of a presence that closed by rule.
struct SettledEnd {
  // nullopt: the rule is right.
  std::optional<std::int64_t> end_ms;
  // Their settlements.
  std::vector<Hash> events;
};

struct CentrePresences {
  std::vector<RawPresence> presences;
  // check_out_without_check_in
  std::vector<Tap> lone_check_outs;
};

// `taps` are in order, all at one centre but for kLeaveForVisit, which leaves every centre.
// Each presence goes by the rules of the day on which it opened. `rule_end_ms` says where a
// presence that nobody ended closes: given its first check-in, never before that. `settled_end` is
// told of each that closes so, and says what people made of it.
CentrePresences FoldPresences(
    const std::vector<Tap>& taps, const RulesByDay& rules,
    absl::FunctionRef<std::int64_t(const Tap& opening)> rule_end_ms,
    absl::FunctionRef<std::optional<SettledEnd>(const RawPresence& by_rule)> settled_end,
    Moment& moment);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PRESENCE_H_
