#include "common/reconcile/doubts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "common/reconcile/boot_clock.h"
#include "common/reconcile/edit_log.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/seen_acts.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {
namespace {

// An act of theirs of which nobody knows when it was.
bool IsUncertain(const Fact& fact, const Id& person) {
  switch (fact.kind()) {
    // Edits stand in the order of what they saw; an excuse and a mark are in doubt for what they
    // name; what became of a case says of no day where anybody was.
    case v1::EVENT_KIND_CASE_HEARD:
    case v1::EVENT_KIND_CASE_SENT:
    case v1::EVENT_KIND_CASE_ACCOUNTED:
    case v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED:
    case v1::EVENT_KIND_EVENT_VOIDED:
    case v1::EVENT_KIND_DISCREPANCY_SETTLED:
    case v1::EVENT_KIND_ATTENDANCE_CONTESTED:
    case v1::EVENT_KIND_SESSION_SIGNED_OFF:
    case v1::EVENT_KIND_SESSION_MARKED:
    case v1::EVENT_KIND_EXCUSE_GIVEN:
    case v1::EVENT_KIND_EXCUSE_ENDED:
      return !fact.captured_ms && IsOwnAct(fact, person);
    default:
      if (!fact.captured_ms && IsOwnAct(fact, person)) return true;
      // What only says who somebody is was no act of theirs.
      return !fact.captured_ms && !fact.event->has_stated_start() && !IsEditKind(fact.kind());
  }
}

// Whom it is about: what this program does not know, also whoever made it.
bool IsAbout(const Fact& fact, const Id& person) {
  return absl::c_linear_search(PersonsOf(*fact.event), person) || IsOwnAct(fact, person) ||
         (!IsKnownKind(*fact.event) && AuthorOf(*fact.event) == person);
}

// Within an epoch captured time never goes back, and nothing arrives before it was captured.
class Bounds {
 public:
  explicit Bounds(absl::Span<const Fact> facts) {
    for (const Fact& fact : facts) {
      if (fact.captured_ms) {
        known_[{fact.key.device, fact.key.epoch}].emplace(fact.key.seq, *fact.captured_ms);
      }
    }
  }

  Interval Of(const Fact& fact) const {
    std::int64_t earliest_ms = 0;
    std::int64_t latest_ms = fact.received_ms.value_or(kTimeMaxMs);
    auto log = known_.find({fact.key.device, fact.key.epoch});
    if (log != known_.end()) {
      auto after = log->second.upper_bound(fact.key.seq);
      if (after != log->second.end()) latest_ms = std::min(latest_ms, after->second);
      if (after != log->second.begin()) earliest_ms = std::prev(after)->second;
    }
    return {earliest_ms, std::max(earliest_ms, latest_ms)};
  }

 private:
  std::map<std::pair<Id, std::uint64_t>, std::multimap<std::uint64_t, std::int64_t>> known_;
};

const char* SignOf(const Fact& fact, const Id& person) {
  if (!IsKnownKind(*fact.event)) return "unknown_kind";
  if (fact.event->practice()) return "practice";
  return IsUncertain(fact, person) ? "clock_uncertain" : nullptr;
}

// Somebody said of a visit's end that nothing is to be done. A start makes a visit of it instead.
bool IsSettledAsNothing(const Fact& end, const Settlements& settlements) {
  const std::optional<SettledValue> settled =
      settlements.Of({.kind = "visit_end_without_start",
                      .persons = PersonsIn(*end.event, v1::PERSON_ROLE_PARTICIPANT),
                      .events = {end.key.hash}});
  return settled && settled->field != "start";
}

// Ends of visits that are part of none that is known: when they left for it, and from where, is
// still to come.
void AddLoneVisitEnds(const PersonFacts& person, std::vector<Doubt>& doubts) {
  absl::flat_hash_set<Hash> known;
  for (const VisitRecord& visit : person.visits) {
    known.insert(visit.events.begin(), visit.events.end());
  }
  for (const Fact& fact : person.facts) {
    if (fact.kind() != v1::EVENT_KIND_VISIT_ENDED || !person.standing.CountsInVisits(fact) ||
        !IsAbout(fact, person.person) || known.contains(fact.key.hash)) {
      continue;
    }
    std::optional<std::int64_t> t_ms = EndOf(fact);
    if (!t_ms || IsSettledAsNothing(fact, person.settlements)) continue;
    // The badge may have been later than the end that they stated.
    std::int64_t badge_ms = fact.captured_ms.value_or(*t_ms);
    doubts.push_back(
        {.sign = "visit_end_without_start",
         .event = fact.key.hash,
         .span = {*t_ms, DayOf(badge_ms) == DayOf(*t_ms) ? std::max(*t_ms, badge_ms) : *t_ms}});
  }
}

}  // namespace

std::vector<Doubt> GatherDoubts(const PersonFacts& person) {
  std::vector<Doubt> doubts;
  Bounds bounds(person.facts);
  for (const Fact& fact : person.facts) {
    if (person.standing.IsVoided(fact.key.hash) ||
        person.standing.IsConsumedInPresence(fact.key.hash)) {
      continue;
    }
    const char* sign = SignOf(fact, person.person);
    if (sign == nullptr || !IsAbout(fact, person.person)) continue;
    std::optional<std::int64_t> t_ms = StartOf(fact);
    if (!fact.captured_ms && IsOwnAct(fact, person.person)) t_ms = std::nullopt;
    doubts.push_back({.sign = sign,
                      .event = fact.key.hash,
                      .span = t_ms ? Interval{*t_ms, *t_ms} : bounds.Of(fact)});
  }
  for (const Tap& tap : person.lone_check_outs) {
    doubts.push_back(
        {.sign = "check_out_without_check_in", .event = tap.event, .span = {tap.t_ms, tap.t_ms}});
  }
  AddLoneVisitEnds(person, doubts);
  return doubts;
}

std::vector<OpenEnd> GatherOpenEnds(const PersonFacts& person, const Reference& reference) {
  std::vector<OpenEnd> open;
  const auto rules_at = [&](std::int64_t t_ms) -> const Rules& {
    return reference.RulesFor({person.person}, DayOf(t_ms));
  };
  for (const Attended& each : person.attended) {
    const bool is_by_rule = each.end == PresenceEnd::kByRule && !each.is_end_accepted;
    if (!is_by_rule && each.end != PresenceEnd::kOpen) continue;
    const std::int64_t latest_ms =
        each.span.start_ms + rules_at(each.span.start_ms).presence_max_ms;
    open.push_back({.span = {each.span.start_ms, std::max(each.span.end_ms, latest_ms)},
                    .events = each.events});
  }
  for (const VisitRecord& each : person.visits) {
    // An estimate that somebody accepted waits no more; one that was rejected has no minutes.
    const bool is_never_ended = each.open || (each.estimated_end && !each.to_confirm.empty());
    if (!is_never_ended) continue;
    const std::int64_t latest_ms =
        each.span.start_ms + rules_at(each.span.start_ms).visit_end_reach_ms;
    open.push_back({.span = {each.span.start_ms, std::max(each.span.end_ms, latest_ms)},
                    .events = each.events});
  }
  return open;
}

}  // namespace wijkboek
