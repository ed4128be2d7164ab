#include "common/reconcile/visit_log.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace wijkboek {
namespace {

bool HaveCommon(const std::vector<Id>& a, const std::vector<Id>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const Id& id) { return std::binary_search(b.begin(), b.end(), id); });
}

void Merge(std::vector<Id>& into, const std::vector<Id>& more) {
  into.insert(into.end(), more.begin(), more.end());
  SortUnique(into);
}

VisitLog NewLog(const Fact& fact) {
  return {.visit_id = Id::FromBytesOrZero(fact.event->visit_id()),
          .author = AuthorOf(*fact.event),
          .rank = RankOf(*fact.event),
          .participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT),
          .residents = PersonsIn(*fact.event, v1::PERSON_ROLE_RESIDENT),
          .first = &fact,
          .events = {fact.key.hash}};
}

void BeginAt(std::int64_t start_ms, const Reference& reference, VisitLog& log) {
  log.start_ms = start_ms;
  log.rules = &reference.RulesFor(log.participants, DayOf(start_ms));
}

class Gathering {
 public:
  Gathering(const Reference& reference, VisitLogs& result)
      : reference_(reference), result_(result) {}

  // A visit of which somebody said that it began, whether that counts or not.
  void Know(const Fact& fact) { known_.insert(Id::FromBytesOrZero(fact.event->visit_id())); }

  void Plan(const Fact& fact) {
    std::optional<std::int64_t> end_ms = StatedEnd(*fact.event);
    Id visit = Id::FromBytesOrZero(fact.event->visit_id());
    if (end_ms && !visit.IsZero()) planned_end_ms_[visit] = *end_ms;
  }

  void Start(const Fact& fact) {
    VisitLog log = NewLog(fact);
    std::optional<std::int64_t> start_ms = StartOf(fact);
    if (!start_ms) return Drop(fact);
    if (log.participants.empty()) return Drop(fact, /*senseless=*/true);
    BeginAt(*start_ms, reference_, log);
    log.estimated_end_ms = *start_ms + log.rules->visit_default_ms;
    if (auto plan = planned_end_ms_.find(log.visit_id);
        plan != planned_end_ms_.end() && plan->second > *start_ms) {
      log.estimated_end_ms = plan->second;
    }
    auto key = std::pair(log.visit_id, log.author);
    auto [it, is_new] = started_.emplace(key, result_.logs.size());
    if (log.visit_id.IsZero() || is_new) {
      if (!log.visit_id.IsZero()) by_id_[log.visit_id].push_back(result_.logs.size());
      open_.push_back(result_.logs.size());
      result_.logs.push_back(std::move(log));
      return;
    }
    VisitLog& known = result_.logs[it->second];
    Merge(known.participants, log.participants);
    Merge(known.residents, log.residents);
    known.events.push_back(fact.key.hash);
  }

  void Log(const Fact& fact) {
    VisitLog log = NewLog(fact);
    std::optional<std::int64_t> start_ms = StatedStart(*fact.event);
    std::optional<std::int64_t> end_ms = StatedEnd(*fact.event);
    if (!start_ms || !end_ms || log.participants.empty() || *end_ms - *start_ms > kSpanMaxMs) {
      return Drop(fact, /*senseless=*/true);
    }
    BeginAt(*start_ms, reference_, log);
    log.ends.push_back({*end_ms, log.rank});
    log.estimated_end_ms = *end_ms;
    // The same log once more is evidence for the first.
    auto key = std::tuple(log.visit_id, log.author, *start_ms, *end_ms, log.participants);
    auto [it, is_new] = logged_.emplace(std::move(key), result_.logs.size());
    if (log.visit_id.IsZero() || is_new) {
      result_.logs.push_back(std::move(log));
    } else {
      result_.logs[it->second].events.push_back(fact.key.hash);
    }
  }

  void Senseless(const Fact& fact) { Drop(fact, /*senseless=*/true); }

  void Correct(const Fact& fact) {
    VisitLog log = NewLog(fact);
    std::optional<std::int64_t> start_ms = StatedStart(*fact.event);
    std::optional<std::int64_t> end_ms = StatedEnd(*fact.event);
    if (!start_ms || !end_ms) return;
    log.rank = VisitRank::kCorrection;
    BeginAt(*start_ms, reference_, log);
    log.ends.push_back({*end_ms, log.rank});
    log.estimated_end_ms = *end_ms;
    for (const Hash& seen : SeenBy(*fact.event)) log.events.push_back(seen);
    result_.logs.push_back(std::move(log));
  }

  // Ends by visit id first: they say which visit they mean, and end no other when the start of that
  // one counts no more. The others then take the latest visit that is still open.
  void End(const std::vector<const Fact*>& ends) {
    std::vector<const Fact*> unknown;
    for (const Fact* fact : ends) {
      std::optional<std::int64_t> end_ms = EndOf(*fact);
      Id visit = Id::FromBytesOrZero(fact->event->visit_id());
      auto logs = by_id_.find(visit);
      if (!end_ms) {
        Drop(*fact);
      } else if (logs == by_id_.end()) {
        bool is_known = !visit.IsZero() && known_.contains(visit);
        (is_known ? result_.lone_ends : unknown).push_back(fact);
      } else {
        for (std::size_t log : logs->second) EndLog(log, *fact, *end_ms);
      }
    }
    for (const Fact* fact : unknown) EndLatest(*fact, *EndOf(*fact));
  }

 private:
  // Without a time, or without sense.
  void Drop(const Fact& fact, bool senseless = false) {
    bool has_bad_time = (fact.event->has_stated_start() && !StatedStart(*fact.event)) ||
                        (fact.event->has_stated_end() && !StatedEnd(*fact.event));
    (senseless || has_bad_time ? result_.senseless : result_.uncertain).push_back(&fact);
  }

  void EndLog(std::size_t log, const Fact& fact, std::int64_t end_ms) {
    VisitLog& visit = result_.logs[log];
    if (end_ms - visit.start_ms > kSpanMaxMs) return Drop(fact, /*senseless=*/true);
    visit.events.push_back(fact.key.hash);
    if (!IsFarFromPlan(visit, fact, end_ms)) {
      visit.ends.push_back({end_ms, RankOf(*fact.event)});
    } else if (!visit.is_answered) {
      visit.estimated_end_ms = end_ms;
      visit.is_answered = true;
    }
  }

  // An answer of the participant's own to "when did it end?", at a later badge.
  bool IsFarFromPlan(const VisitLog& visit, const Fact& fact, std::int64_t end_ms) const {
    if (!fact.event->has_stated_end() || !IsOwnMethod(fact.event->actor().method())) return false;
    auto plan = planned_end_ms_.find(visit.visit_id);
    return plan != planned_end_ms_.end() &&
           std::abs(end_ms - plan->second) > visit.rules->visit_answer_ms;
  }

  void EndLatest(const Fact& fact, std::int64_t end_ms) {
    std::vector<Id> participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT);
    std::optional<std::size_t> latest;
    for (std::size_t i : open_) {
      const VisitLog& log = result_.logs[i];
      if (!log.ends.empty() || log.start_ms > end_ms ||
          end_ms - log.start_ms > log.rules->visit_end_reach_ms ||
          !HaveCommon(participants, log.participants)) {
        continue;
      }
      if (!latest || log.start_ms > result_.logs[*latest].start_ms) latest = i;
    }
    if (!latest) {
      result_.lone_ends.push_back(&fact);
      return;
    }
    EndLog(*latest, fact, end_ms);
    std::erase(open_, *latest);
  }

  const Reference& reference_;
  VisitLogs& result_;
  absl::flat_hash_map<Id, std::int64_t> planned_end_ms_;
  absl::flat_hash_set<Id> known_;
  absl::flat_hash_map<Id, std::vector<std::size_t>> by_id_;
  std::map<std::pair<Id, Id>, std::size_t> started_;
  std::map<std::tuple<Id, Id, std::int64_t, std::int64_t, std::vector<Id>>, std::size_t> logged_;
  std::vector<std::size_t> open_;
};

std::int64_t StatedLength(const Fact& correction) {
  if (correction.event->visit_corrected().did_not_happen()) return 0;
  return StatedEnd(*correction.event).value_or(0) - StatedStart(*correction.event).value_or(0);
}

// What a correction says; those that say the same do not contradict each other.
bool SayTheSame(const Fact& a, const Fact& b) {
  auto said = [](const Fact& fact) {
    bool never = fact.event->visit_corrected().did_not_happen();
    using Time = std::optional<std::int64_t>;
    return std::tuple(never, never ? Time() : StatedStart(*fact.event),
                      never ? Time() : StatedEnd(*fact.event),
                      PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT));
  };
  return said(a) == said(b);
}

}  // namespace

const Fact& HoldingCorrection(const std::vector<const Fact*>& group) {
  const Fact* holds = group.front();
  for (const Fact* fact : group) {
    if (StatedLength(*fact) >= StatedLength(*holds)) holds = fact;
  }
  return *holds;
}

VisitLog LogBegunAt(std::int64_t start_ms, const Fact& end, const Reference& reference) {
  VisitLog log = NewLog(end);
  BeginAt(start_ms, reference, log);
  log.estimated_end_ms = EndOf(end).value_or(start_ms);
  log.ends.push_back({log.estimated_end_ms, log.rank});
  return log;
}

VisitRank RankOf(const v1::Event& event) {
  return IsCoachMethod(event.actor().method()) ? VisitRank::kCoach : VisitRank::kParticipant;
}

std::int64_t VisitLog::end_ms() const {
  const VisitTime* best = nullptr;
  for (const VisitTime& end : ends) {
    if (best == nullptr || end.rank > best->rank) best = &end;
  }
  return best == nullptr ? estimated_end_ms : best->t_ms;
}

VisitLogs GatherVisitLogs(absl::Span<const Fact> facts, const Standing& standing,
                          const Reference& reference) {
  std::vector<const Fact*> ordered;
  for (const Fact& fact : facts) {
    if (standing.CountsInVisits(fact)) ordered.push_back(&fact);
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  VisitLogs result;
  Gathering gathering(reference, result);
  for (const Fact& fact : facts) {
    if (fact.kind() == v1::EVENT_KIND_VISIT_STARTED ||
        fact.kind() == v1::EVENT_KIND_VISIT_CORRECTED) {
      gathering.Know(fact);
    }
  }
  for (const Fact* fact : ordered) {
    if (fact->kind() == v1::EVENT_KIND_VISIT_PLANNED) gathering.Plan(*fact);
  }
  std::vector<const Fact*> ends;
  std::vector<const Fact*> corrections;
  for (const Fact* fact : ordered) {
    if (fact->kind() == v1::EVENT_KIND_VISIT_STARTED) gathering.Start(*fact);
    if (fact->kind() == v1::EVENT_KIND_VISIT_LOGGED) gathering.Log(*fact);
    if (fact->kind() == v1::EVENT_KIND_VISIT_ENDED) ends.push_back(fact);
    if (fact->kind() == v1::EVENT_KIND_VISIT_CORRECTED) {
      if (MakesSense(*fact)) {
        corrections.push_back(fact);
      } else {
        gathering.Senseless(*fact);
      }
    }
  }
  gathering.End(ends);
  for (const std::vector<const Fact*>& group : GroupBySharedSeen(corrections)) {
    const Fact& holds = HoldingCorrection(group);
    bool differ = std::any_of(group.begin(), group.end(),
                              [&](const Fact* fact) { return !SayTheSame(*fact, *group.front()); });
    if (differ) result.concurrent_corrections.push_back(group);
    if (!holds.event->visit_corrected().did_not_happen()) gathering.Correct(holds);
  }
  std::sort(result.logs.begin(), result.logs.end(),
            [](const VisitLog& a, const VisitLog& b) { return FactBefore(*a.first, *b.first); });
  return result;
}

}  // namespace wijkboek
