#include "common/reconcile/signs.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/reconcile/boot_clock.h"

namespace wijkboek {
namespace {

// An act of theirs of which nobody knows when it was.
bool IsUncertain(const Fact& fact, const Id& person) {
  switch (fact.kind()) {
    // Edits stand in the order of what they saw; an excuse and a mark are in doubt for what they
    // name.
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
      return !fact.captured_ms && !fact.event->has_stated_start();
  }
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

  std::pair<CivilDay, CivilDay> DaysOf(const Fact& fact) const {
    std::int64_t earliest_ms = 0;
    std::int64_t latest_ms = fact.received_ms.value_or(kTimeMaxMs);
    auto log = known_.find({fact.key.device, fact.key.epoch});
    if (log != known_.end()) {
      auto after = log->second.upper_bound(fact.key.seq);
      if (after != log->second.end()) latest_ms = std::min(latest_ms, after->second);
      if (after != log->second.begin()) earliest_ms = std::prev(after)->second;
    }
    return {DayOf(earliest_ms), DayOf(std::max(earliest_ms, latest_ms))};
  }

 private:
  std::map<std::pair<Id, std::uint64_t>, std::multimap<std::uint64_t, std::int64_t>> known_;
};

const char* SignOf(const LooseFact& fact) {
  if (fact.is_uncertain) return "clock_uncertain";
  return fact.is_unowned ? "unowned_check_in" : "unknown_badge";
}

class SignsOfSession {
 public:
  SignsOfSession(const ExpectedSession& session, const SessionMarks& marks)
      : session_(session),
        marks_(marks),
        first_day_(DayOf(session.expected.start_ms)),
        last_day_(DayOf(session.expected.end_ms - 1)) {}

  void TakeOwn(const std::vector<Doubt>& doubts) {
    for (const Doubt& doubt : doubts) {
      if (doubt.first_day > last_day_) break;
      if (doubt.last_day >= first_day_) Take(doubt.sign, doubt.event);
    }
  }

  void TakeElsewhere(const PersonFacts& person, bool visits_count) {
    for (const Attended& each : person.attended) {
      if (each.centre == session_.session.centre ||
          Overlap(each.span, session_.expected).length_ms() == 0) {
        continue;
      }
      TakeAll("elsewhere", each.events);
    }
    if (visits_count) return;
    for (const VisitRecord& visit : person.visits) {
      Interval span = visit.span;
      if (visit.open) span.end_ms = std::numeric_limits<std::int64_t>::max();
      if (Overlap(span, session_.expected).length_ms() > 0) TakeAll("elsewhere", visit.events);
    }
  }

  template <typename Seen>
  void TakeSeenElsewhere(const std::vector<Seen>& seen) {
    auto each =
        absl::c_upper_bound(seen, session_.expected.start_ms,
                            [](std::int64_t t_ms, const Seen& one) { return t_ms < one.t_ms; });
    for (; each != seen.end() && each->t_ms < session_.expected.end_ms; ++each) {
      if (each->centre != session_.session.centre) Take("elsewhere", each->event);
    }
  }

  void TakeLoose(const LooseFacts& loose) {
    for (CivilDay day = first_day_; day <= last_day_; ++day) {
      for (const LooseFact& fact : loose.At(session_.session.centre, day)) {
        Take(SignOf(fact), fact.event);
      }
    }
  }

  Signs Finish() {
    SortUnique(signs_.names);
    SortUnique(signs_.events);
    return std::move(signs_);
  }

 private:
  void Take(const char* sign, const Hash& event) {
    if (!marks_.settled.contains(event)) signs_.Add(sign, event);
  }

  // Settled only when all that it rests on was seen.
  void TakeAll(const char* sign, absl::Span<const Hash> events) {
    if (absl::c_all_of(events, [&](const Hash& each) { return marks_.settled.contains(each); })) {
      return;
    }
    for (const Hash& event : events) signs_.Add(sign, event);
  }

  const ExpectedSession& session_;
  const SessionMarks& marks_;
  CivilDay first_day_;
  CivilDay last_day_;
  Signs signs_;
};

}  // namespace

std::vector<Doubt> GatherDoubts(const PersonFacts& person) {
  std::vector<Doubt> doubts;
  Bounds bounds(person.facts);
  for (const Fact& fact : person.facts) {
    if (person.standing.IsVoided(fact.key.hash) ||
        person.standing.IsConsumedInPresence(fact.key.hash)) {
      continue;
    }
    bool is_known = IsKnownKind(*fact.event);
    const char* sign = nullptr;
    if (!is_known) {
      sign = "unknown_kind";
    } else if (fact.event->practice()) {
      sign = "practice";
    } else if (IsUncertain(fact, person.person)) {
      sign = "clock_uncertain";
    }
    if (sign == nullptr) continue;
    if (!absl::c_linear_search(PersonsOf(*fact.event), person.person) &&
        !IsOwnAct(fact, person.person)) {
      continue;
    }
    Doubt doubt{.sign = sign, .event = fact.key.hash};
    std::optional<std::int64_t> t_ms = StartOf(fact);
    if (!fact.captured_ms && IsOwnAct(fact, person.person)) t_ms = std::nullopt;
    if (t_ms) {
      doubt.first_day = doubt.last_day = DayOf(*t_ms);
    } else {
      std::tie(doubt.first_day, doubt.last_day) = bounds.DaysOf(fact);
    }
    doubts.push_back(doubt);
  }
  for (const Tap& tap : person.lone_check_outs) {
    doubts.push_back({.sign = "check_out_without_check_in",
                      .event = tap.event,
                      .first_day = DayOf(tap.t_ms),
                      .last_day = DayOf(tap.t_ms)});
  }
  std::sort(doubts.begin(), doubts.end(), [](const Doubt& a, const Doubt& b) {
    return std::tie(a.first_day, a.event) < std::tie(b.first_day, b.event);
  });
  return doubts;
}

Signs SignsOn(const ExpectedSession& session, const PersonFacts& person,
              const std::vector<Doubt>& doubts, const std::vector<SeenAct>& acts,
              const std::vector<Sighting>& sightings, const LooseFacts& loose,
              const SessionMarks& marks, const Rules& rules) {
  SignsOfSession signs(session, marks);
  signs.TakeOwn(doubts);
  signs.TakeElsewhere(person, rules.visits_count);
  signs.TakeSeenElsewhere(acts);
  signs.TakeSeenElsewhere(sightings);
  signs.TakeLoose(loose);
  return signs.Finish();
}

}  // namespace wijkboek
