#include "common/reconcile/visit_share.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

// More than a person settles by hand: beyond it the stretches still wait, but are not listed one by
// one.
constexpr std::size_t kTwoAtOnceMax = 1000;

struct Share {
  const VisitRecord* visit = nullptr;
  // Stretches shared with a visit to another household: they wait, or count there or nowhere.
  Intervals waiting;
  Intervals lost;
};

void AddStretch(const Interval& shared, Intervals& stretches) {
  stretches.push_back(shared);
  if (stretches.size() > 64) stretches = Union(std::move(stretches));
}

Discrepancy TwoAtOnce(const Id& person, const VisitRecord& a, const VisitRecord& b,
                      const Interval& shared) {
  Discrepancy discrepancy{
      .kind = "two_visits_at_once",
      .persons = {person},
      .day = DayOf(shared.start_ms),
      .detail = absl::StrCat("in two households from ", FormatTime(shared.start_ms), " to ",
                             FormatTimeOfDay(shared.end_ms)),
      .events = a.events};
  discrepancy.events.insert(discrepancy.events.end(), b.events.begin(), b.events.end());
  SortUnique(discrepancy.events);
  return discrepancy;
}

}  // namespace

VisitShares ShareVisits(const Id& person, const std::vector<VisitRecord>& visits,
                        const RulesByDay& rules, const Settlements& settlements) {
  VisitShares result;
  std::vector<Share> shares;
  for (const VisitRecord& visit : visits) {
    const bool has_minutes = !visit.settled.empty() || !visit.to_confirm.empty();
    if (!visit.open && has_minutes) shares.push_back({.visit = &visit});
  }
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return std::tie(a.visit->span, a.visit->household, a.visit->events) <
           std::tie(b.visit->span, b.visit->household, b.visit->events);
  });
  for (std::size_t i = 0; i < shares.size(); ++i) {
    for (std::size_t j = i + 1; j < shares.size(); ++j) {
      const VisitRecord& a = *shares[i].visit;
      const VisitRecord& b = *shares[j].visit;
      if (b.span.start_ms >= a.span.end_ms) break;
      // Where nobody said when one ended, the other is no contradiction.
      if (a.household == b.household || a.estimated_end || b.estimated_end) continue;
      Interval shared = Overlap(a.span, b.span);
      if (shared.length_ms() <= rules.At(shared.start_ms).visits_at_once_max_ms) continue;
      std::optional<SettledValue> settled;
      if (result.discrepancies.size() < kTwoAtOnceMax) {
        result.discrepancies.push_back(TwoAtOnce(person, a, b, shared));
        settled = settlements.Of(result.discrepancies.back());
      }
      const bool counts_in_first = settled && settled->number != 0;
      if (!counts_in_first) AddStretch(shared, settled ? shares[i].lost : shares[i].waiting);
      AddStretch(shared, settled ? shares[j].lost : shares[j].waiting);
    }
  }
  std::map<std::pair<Id, CivilDay>, VisitShareDay> days;
  for (Share& share : shares) {
    const VisitRecord& visit = *share.visit;
    bool disputed = std::binary_search(visit.disputed.begin(), visit.disputed.end(), person);
    Intervals lost = Union(std::move(share.lost));
    Intervals settled =
        disputed ? Intervals() : Subtract(visit.settled, Union(Union(share.waiting), lost));
    Intervals waits = Subtract(Subtract(Union(visit.settled, visit.to_confirm), lost), settled);
    result.settled.insert(result.settled.end(), settled.begin(), settled.end());
    result.waiting.insert(result.waiting.end(), waits.begin(), waits.end());
    for (const Id& resident : visit.residents) {
      auto day_of = [&](CivilDay day) -> VisitShareDay& {
        VisitShareDay& found = days[{resident, day}];
        found.person = person;
        found.resident = resident;
        found.day = day;
        return found;
      };
      for (const Interval& part : settled) {
        SplitByDay(part, [&](CivilDay day, std::int64_t ms) { day_of(day).settled_ms += ms; });
      }
      for (const Interval& part : waits) {
        SplitByDay(part, [&](CivilDay day, std::int64_t ms) { day_of(day).to_confirm_ms += ms; });
      }
    }
  }
  for (auto& [key, day] : days) result.days.push_back(day);
  result.settled = Union(std::move(result.settled));
  result.waiting = Subtract(Union(std::move(result.waiting)), result.settled);
  return result;
}

}  // namespace wijkboek
