#include "common/reconcile/visit.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/visit_join.h"
#include "common/reconcile/visit_log.h"
#include "common/reconcile/visit_weigh.h"

namespace wijkboek {
namespace {

class HouseholdFold {
 public:
  HouseholdFold(const Id& household, absl::Span<const Fact> facts, const Reference& reference,
                Moment& moment)
      : household_(household),
        facts_(facts),
        reference_(reference),
        moment_(moment),
        standing_(facts),
        settlements_(facts, standing_) {}

  HouseholdResult Run() {
    gathered_ = GatherVisitLogs(facts_, standing_, reference_);
    TakeLoneEnds();
    joined_ = JoinLogs(gathered_.logs, facts_, standing_);
    PlaceLogs();
    AddVisits();
    NoteDuplicates();
    NoteConcurrentCorrections();
    ListSetAside();
    std::sort(result_.visits.begin(), result_.visits.end(),
              [](const VisitRecord& a, const VisitRecord& b) {
                return std::tie(a.span, a.events) < std::tie(b.span, b.events);
              });
    settlements_.ListMisfits(result_.set_aside);
    settlements_.Apply(result_.discrepancies, result_.settled);
    return std::move(result_);
  }

 private:
  // The end of a visit whose start nobody knows, until somebody says when it was.
  void TakeLoneEnds() {
    for (const Fact* fact : gathered_.lone_ends) {
      const std::int64_t end_ms = EndOf(*fact).value_or(0);
      Discrepancy lone{.kind = "visit_end_without_start",
                       .persons = PersonsIn(*fact->event, v1::PERSON_ROLE_PARTICIPANT),
                       .centre = CentreOf(*fact->event),
                       .day = DayOf(end_ms),
                       .detail = absl::StrCat("a visit ended ", FormatTime(end_ms),
                                              " of which nobody knows the start"),
                       .events = {fact->key.hash}};
      const std::optional<SettledValue> settled =
          settlements_.Of(lone, [&](const SettledValue& value) {
            return value.field != "start" || (!lone.persons.empty() && value.number < end_ms &&
                                              end_ms - value.number <= kSpanMaxMs);
          });
      if (settled && settled->field == "start") Begin(*fact, settled->number);
      result_.discrepancies.push_back(std::move(lone));
    }
    std::sort(gathered_.logs.begin(), gathered_.logs.end(),
              [](const VisitLog& a, const VisitLog& b) { return FactBefore(*a.first, *b.first); });
  }

  void Begin(const Fact& end, std::int64_t start_ms) {
    VisitLog log = LogBegunAt(start_ms, end, reference_);
    // An end need not say whom it was to: other facts of its visit do.
    for (const Fact& fact : facts_) {
      if (!log.residents.empty()) break;
      if (!log.visit_id.IsZero() && fact.event->visit_id() == end.event->visit_id()) {
        log.residents = PersonsIn(*fact.event, v1::PERSON_ROLE_RESIDENT);
      }
    }
    gathered_.logs.push_back(std::move(log));
  }

  void PlaceLogs() {
    visit_of_log_.resize(gathered_.logs.size());
    for (std::size_t visit = 0; visit < joined_.visits.size(); ++visit) {
      for (std::size_t i : joined_.visits[visit]) {
        const VisitLog& log = gathered_.logs[i];
        visit_of_log_[i] = visit;
        visits_of_id_[log.visit_id].push_back(visit);
        for (const Hash& hash : log.events) visit_of_event_.emplace(hash, visit);
      }
    }
  }

  void AddVisits() {
    std::vector<std::vector<const Fact*>> denials = DenialsOfVisits();
    for (std::size_t visit = 0; visit < joined_.visits.size(); ++visit) {
      WitnessedVisit witnessed{.household = household_, .denials = std::move(denials[visit])};
      for (std::size_t i : joined_.visits[visit]) witnessed.logs.push_back(&gathered_.logs[i]);
      WeighedVisit weighed = WeighVisit(witnessed, reference_, settlements_, moment_);
      result_.visits.push_back(std::move(weighed.record));
      for (Discrepancy& each : weighed.discrepancies) {
        result_.discrepancies.push_back(std::move(each));
      }
    }
  }

  std::vector<std::vector<const Fact*>> DenialsOfVisits() const {
    std::vector<std::vector<const Fact*>> result(joined_.visits.size());
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
      for (std::size_t visit : denied) result[visit].push_back(&fact);
    }
    return result;
  }

  // Overlapping visits of which one author says that both took place.
  void NoteDuplicates() {
    std::vector<std::size_t> by_start(gathered_.logs.size());
    std::iota(by_start.begin(), by_start.end(), std::size_t{0});
    std::sort(by_start.begin(), by_start.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(gathered_.logs[a].start_ms, a) < std::pair(gathered_.logs[b].start_ms, b);
    });
    // By author and participant: the log that lasts longest so far.
    absl::flat_hash_map<std::pair<Id, Id>, std::size_t> last;
    // Pairs of logs, the earlier first, with whom they have in common.
    std::map<JoinedLogs::Pair, std::vector<Id>> pairs;
    for (std::size_t i : by_start) {
      const VisitLog& log = gathered_.logs[i];
      for (const Id& person : log.participants) {
        auto [it, is_new] = last.emplace(std::pair(log.author, person), i);
        if (is_new) continue;
        const VisitLog& before = gathered_.logs[it->second];
        if (MayBeDuplicates(it->second, i)) pairs[{it->second, i}].push_back(person);
        if (log.end_ms() > before.end_ms()) it->second = i;
      }
    }
    for (auto& [logs, persons] : pairs) {
      NoteDuplicate(logs.first, logs.second, std::move(persons));
    }
  }

  bool MayBeDuplicates(std::size_t before, std::size_t after) const {
    const VisitLog& one = gathered_.logs[before];
    const VisitLog& other = gathered_.logs[after];
    return one.end_ms() > other.start_ms && other.end_ms() > other.start_ms &&
           visit_of_log_[before] != visit_of_log_[after] &&
           !joined_.said_apart.contains(std::minmax(before, after));
  }

  void NoteDuplicate(std::size_t before, std::size_t after, std::vector<Id> persons) {
    const VisitLog& log = gathered_.logs[after];
    const std::vector<Hash>& one = result_.visits[visit_of_log_[before]].events;
    Discrepancy duplicate{
        .kind = "possible_duplicate_visit",
        .persons = std::move(persons),
        .centre = CentreOf(*log.first->event),
        .day = DayOf(log.start_ms),
        .detail = absl::StrCat("two logs of one author overlap from ", FormatTime(log.start_ms)),
        .events = result_.visits[visit_of_log_[after]].events};
    duplicate.events.insert(duplicate.events.end(), one.begin(), one.end());
    SortUnique(duplicate.persons);
    SortUnique(duplicate.events);
    result_.discrepancies.push_back(std::move(duplicate));
  }

  void NoteConcurrentCorrections() {
    for (const std::vector<const Fact*>& group : gathered_.concurrent_corrections) {
      Discrepancy concurrent{.kind = "concurrent_correction",
                             .day = DayOf(StartOf(HoldingCorrection(group)).value_or(0)),
                             .detail = "corrections by people who had not seen each other's"};
      for (const Fact* fact : group) {
        std::vector<Id> persons = PersonsIn(*fact->event, v1::PERSON_ROLE_PARTICIPANT);
        concurrent.persons.insert(concurrent.persons.end(), persons.begin(), persons.end());
        concurrent.events.push_back(fact->key.hash);
        if (concurrent.centre.IsZero()) concurrent.centre = CentreOf(*fact->event);
      }
      SortUnique(concurrent.persons);
      SortUnique(concurrent.events);
      result_.discrepancies.push_back(std::move(concurrent));
    }
  }

  void ListSetAside() {
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
  Settlements settlements_;
  VisitLogs gathered_;
  JoinedLogs joined_;
  // By log: the visit that it is part of, as it stands in `joined_`.
  std::vector<std::size_t> visit_of_log_;
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
