#include "common/reconcile/visit.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

// The earliest and the latest of several times, and the one that holds.
class Times {
 public:
  void Add(std::int64_t t_ms, VisitRank rank) {
    min_ms_ = std::min(min_ms_, t_ms);
    max_ms_ = std::max(max_ms_, t_ms);
    // In fact order, so the first among equals holds.
    if (!rank_ || rank > *rank_) {
      rank_ = rank;
      holds_ms_ = t_ms;
    }
  }
  bool Agree(const Rules& rules) const { return max_ms_ - min_ms_ <= rules.visit_agreement_ms; }
  std::int64_t min_ms() const { return min_ms_; }
  std::int64_t max_ms() const { return max_ms_; }
  std::int64_t holds_ms() const { return holds_ms_; }

 private:
  std::int64_t min_ms_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ms_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t holds_ms_ = 0;
  std::optional<VisitRank> rank_;
};

class HouseholdFold {
 public:
  HouseholdFold(const Id& household, absl::Span<const Fact> facts, const Reference& reference,
                Moment& moment)
      : household_(household),
        facts_(facts),
        reference_(reference),
        moment_(moment),
        standing_(facts) {}

  HouseholdResult Run() {
    gathered_ = GatherVisitLogs(facts_, standing_, reference_);
    for (const std::vector<std::size_t>& group : JoinLogs(gathered_.logs, facts_, standing_)) {
      AddVisit(group);
    }
    NoteDuplicates();
    NoteDenials();
    NoteLeftOver();
    std::sort(result_.visits.begin(), result_.visits.end(),
              [](const VisitRecord& a, const VisitRecord& b) {
                return std::tie(a.span, a.events) < std::tie(b.span, b.events);
              });
    SortUnique(result_.discrepancies);
    return std::move(result_);
  }

 private:
  void Note(std::string kind, const VisitRecord& visit, std::string detail) {
    result_.discrepancies.push_back({.kind = std::move(kind),
                                     .persons = visit.participants,
                                     .day = DayOf(visit.span.start_ms),
                                     .detail = std::move(detail),
                                     .events = visit.events});
  }

  void AddVisit(const std::vector<std::size_t>& group) {
    VisitRecord visit{.household = household_};
    Times starts, ends, estimated_ends;
    bool in_future = false;
    const VisitLog* correction = nullptr;
    for (std::size_t i : group) {
      const VisitLog& log = gathered_.logs[i];
      starts.Add(log.start_ms, log.rank);
      for (const VisitTime& end : log.ends) ends.Add(end.t_ms, end.rank);
      if (log.ends.empty()) estimated_ends.Add(log.estimated_end_ms, log.rank);
      if (log.is_correction() && correction == nullptr) correction = &log;
      visit.participants.insert(visit.participants.end(), log.participants.begin(),
                                log.participants.end());
      visit.residents.insert(visit.residents.end(), log.residents.begin(), log.residents.end());
      visit.events.insert(visit.events.end(), log.events.begin(), log.events.end());
      in_future |= log.first->received_ms &&
                   log.start_ms > *log.first->received_ms + log.rules->visit_ahead_max_ms;
    }
    SortUnique(visit.participants);
    SortUnique(visit.residents);
    SortUnique(visit.events);
    visit.witnesses = static_cast<int>(group.size());
    visit.span.start_ms = starts.holds_ms();
    visit.estimated_end = ends.max_ms() == std::numeric_limits<std::int64_t>::min();
    if (visit.estimated_end) {
      visit.span.end_ms = estimated_ends.holds_ms();
      visit.open = !moment_.IsAfter(visit.span.end_ms);
    } else {
      visit.span.end_ms = ends.holds_ms();
    }
    NotePeople(group, visit);
    if (visit.open) {
      visit.span.end_ms = visit.span.start_ms;
    } else {
      const Rules& rules = reference_.RulesFor(visit.participants, DayOf(visit.span.start_ms));
      Settle(visit, starts, ends, correction, in_future, rules);
    }
    visit_of_event_.reserve(visit_of_event_.size() + visit.events.size());
    for (const Hash& hash : visit.events) visit_of_event_.emplace(hash, result_.visits.size());
    for (std::size_t i : group) {
      visits_of_id_[gathered_.logs[i].visit_id].push_back(result_.visits.size());
    }
    result_.visits.push_back(std::move(visit));
  }

  void Settle(VisitRecord& visit, const Times& starts, const Times& ends,
              const VisitLog* correction, bool in_future, const Rules& rules) {
    bool starts_agree = starts.Agree(rules);
    bool ends_agree = visit.estimated_end || ends.Agree(rules);
    bool times_agree = starts_agree && ends_agree;
    Interval shared = visit.span;
    Interval claimed = visit.span;
    if (correction != nullptr) {
      if (!times_agree) {
        Note("correction_contradicted", visit,
             absl::StrCat("another log says otherwise than ", FormatTime(visit.span.start_ms),
                          " to ", FormatTimeOfDay(visit.span.end_ms)));
      }
    } else if (!times_agree) {
      shared = {starts.max_ms(), visit.estimated_end ? visit.span.end_ms : ends.min_ms()};
      if (!starts_agree) claimed.start_ms = starts.min_ms();
      if (!ends_agree) claimed.end_ms = ends.max_ms();
      visit.span = claimed;
      Note(
          "visit_times_differ", visit,
          absl::StrCat("all agree on ", FormatTimeOfDay(shared.start_ms), " to ",
                       FormatTimeOfDay(shared.end_ms), "; claimed is ",
                       FormatTimeOfDay(claimed.start_ms), " to ", FormatTimeOfDay(claimed.end_ms)));
    }
    shared = Overlap(shared, claimed);
    bool waits_whole = false;
    if (visit.span.length_ms() == 0) {
      Note("visit_end_not_after_start", visit,
           absl::StrCat("from ", FormatTime(visit.span.start_ms), " to ",
                        FormatTime(visit.span.end_ms)));
    }
    if (visit.span.end_ms < visit.span.start_ms) visit.span.end_ms = visit.span.start_ms;
    if (visit.estimated_end) {
      waits_whole = true;
      Note("visit_never_ended", visit,
           absl::StrCat("began ", FormatTime(visit.span.start_ms), "; nobody said when it ended"));
    }
    if (visit.span.length_ms() > rules.visit_max_ms && correction == nullptr) {
      waits_whole = true;
      Note("visit_too_long", visit,
           absl::StrCat("from ", FormatTime(visit.span.start_ms), " to ",
                        FormatTime(visit.span.end_ms)));
    }
    if (in_future) {
      waits_whole = true;
      Note("visit_in_future", visit,
           absl::StrCat("begins ", FormatTime(visit.span.start_ms), ", after it was written down"));
    }
    Intervals all = Union({claimed});
    visit.settled = waits_whole ? Intervals() : Union({shared});
    visit.to_confirm = Subtract(all, visit.settled);
  }

  // Somebody whom only some of the logs name: doubtful for them alone.
  void NotePeople(const std::vector<std::size_t>& group, VisitRecord& visit) {
    for (const Id& person : visit.participants) {
      std::size_t named = 0;
      for (std::size_t i : group) {
        const std::vector<Id>& own = gathered_.logs[i].participants;
        named += std::binary_search(own.begin(), own.end(), person) ? 1 : 0;
      }
      if (named < group.size()) visit.disputed.push_back(person);
    }
    if (visit.disputed.empty()) return;
    Note("visit_people_differ", visit, "somebody is named in only some of the logs");
    result_.discrepancies.back().persons = visit.disputed;
  }

  // Overlapping visits of which one author says that both took place.
  void NoteDuplicates() {
    struct LastOfAuthor {
      std::int64_t end_ms;
      std::size_t log;
    };
    std::vector<std::size_t> by_start(gathered_.logs.size());
    for (std::size_t i = 0; i < by_start.size(); ++i) by_start[i] = i;
    std::sort(by_start.begin(), by_start.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(gathered_.logs[a].start_ms, a) < std::pair(gathered_.logs[b].start_ms, b);
    });
    // By author and participant: the log that lasts longest so far.
    absl::flat_hash_map<std::pair<Id, Id>, LastOfAuthor> last;
    for (std::size_t i : by_start) {
      const VisitLog& log = gathered_.logs[i];
      for (const Id& person : log.participants) {
        auto [it, is_new] =
            last.emplace(std::pair(log.author, person), LastOfAuthor{log.end_ms(), i});
        if (is_new) continue;
        std::size_t one = visit_of_event_.at(log.first->key.hash);
        std::size_t other = visit_of_event_.at(gathered_.logs[it->second.log].first->key.hash);
        if (it->second.end_ms > log.start_ms && log.end_ms() > log.start_ms && one != other) {
          VisitRecord both = result_.visits[one];
          both.participants = {person};
          const std::vector<Hash>& more = result_.visits[other].events;
          both.events.insert(both.events.end(), more.begin(), more.end());
          SortUnique(both.events);
          Note("possible_duplicate_visit", both,
               absl::StrCat("two logs of one author overlap from ", FormatTime(log.start_ms)));
        }
        if (log.end_ms() > it->second.end_ms) it->second = {log.end_ms(), i};
      }
    }
  }

  void NoteDenials() {
    for (const Fact& fact : facts_) {
      if (fact.kind() != v1::EVENT_KIND_VISIT_CONFIRMED || !standing_.CountsInVisits(fact) ||
          !fact.event->visit_confirmed().denied()) {
        continue;
      }
      std::vector<std::size_t> denied;
      for (const Hash& seen : SeenBy(*fact.event)) {
        auto visit = visit_of_event_.find(seen);
        if (visit != visit_of_event_.end()) denied.push_back(visit->second);
      }
      Id visit_id = Id::FromBytesOrZero(fact.event->visit_id());
      auto same_id = visits_of_id_.find(visit_id);
      if (denied.empty() && !visit_id.IsZero() && same_id != visits_of_id_.end()) {
        denied = same_id->second;
      }
      SortUnique(denied);
      for (std::size_t visit : denied) {
        Note("visit_denied", result_.visits[visit], "somebody who was there says otherwise");
        result_.discrepancies.back().events.push_back(fact.key.hash);
        SortUnique(result_.discrepancies.back().events);
      }
    }
  }

  void NoteLeftOver() {
    for (const std::vector<const Fact*>& group : gathered_.concurrent_corrections) {
      Discrepancy discrepancy{.kind = "concurrent_correction",
                              .detail = "corrections by people who had not seen each other's"};
      for (const Fact* fact : group) {
        std::vector<Id> persons = PersonsIn(*fact->event, v1::PERSON_ROLE_PARTICIPANT);
        discrepancy.persons.insert(discrepancy.persons.end(), persons.begin(), persons.end());
        discrepancy.events.push_back(fact->key.hash);
        discrepancy.day = DayOf(StartOf(*fact).value_or(0));
      }
      SortUnique(discrepancy.persons);
      SortUnique(discrepancy.events);
      result_.discrepancies.push_back(std::move(discrepancy));
    }
    for (const Fact* fact : gathered_.lone_ends) {
      result_.discrepancies.push_back(
          {.kind = "visit_end_without_start",
           .persons = PersonsIn(*fact->event, v1::PERSON_ROLE_PARTICIPANT),
           .day = DayOf(EndOf(*fact).value_or(0)),
           .detail = absl::StrCat("a visit ended ", FormatTime(EndOf(*fact).value_or(0)),
                                  " of which nobody knows the start"),
           .events = {fact->key.hash}});
    }
    for (const Fact* fact : gathered_.senseless) {
      result_.set_aside.push_back(
          SetAside(SetAsideReason::kMakesNoSense, *fact, "no times or people that fit a visit"));
    }
    for (const Fact* fact : gathered_.uncertain) {
      result_.set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, *fact));
    }
    for (const Fact& fact : facts_) {
      if (IsVisitKind(fact.kind())) AddIfOut(fact, standing_, result_.set_aside);
    }
  }

  Id household_;
  absl::Span<const Fact> facts_;
  const Reference& reference_;
  Moment& moment_;
  Standing standing_;
  VisitLogs gathered_;
  absl::flat_hash_map<Hash, std::size_t> visit_of_event_;
  absl::flat_hash_map<Id, std::vector<std::size_t>> visits_of_id_;
  HouseholdResult result_;
};

}  // namespace

HouseholdResult FoldHousehold(const Id& household, absl::Span<const Fact> facts,
                              const Reference& reference, Moment& moment) {
  return HouseholdFold(household, facts, reference, moment).Run();
}

}  // namespace wijkboek
