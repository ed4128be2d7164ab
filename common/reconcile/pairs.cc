#include "common/reconcile/pairs.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/civil_time.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

// In fact order.
std::vector<const Fact*> StandingOf(v1::EventKind kind, absl::Span<const Fact> facts,
                                    const Standing& standing) {
  std::vector<const Fact*> found;
  for (const Fact& fact : facts) {
    if (fact.kind() == kind && standing.Stands(fact)) found.push_back(&fact);
  }
  std::sort(found.begin(), found.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  return found;
}

bool IsPlausibleDay(CivilDay day) {
  v1::CivilTime time;
  time.set_day(day);
  return InstantSaid(time).has_value();
}

bool AreDays(const v1::CivilDays& days) {
  return IsPlausibleDay(days.first_day()) &&
         (!days.has_last_day() || days.last_day() >= days.first_day());
}

// One pair as it was formed, and what people said about its end.
struct Formed {
  PairRecord record;
  std::vector<const Fact*> ends;
};

class PairsFold {
 public:
  PairsFold(absl::Span<const Fact> facts, const Standing& standing)
      : facts_(facts), standing_(standing) {}

  PairsResult Run() {
    for (const Fact& fact : facts_) {
      if (IsPairKind(fact.kind())) AddIfOut(fact, standing_, result_.set_aside);
    }
    for (const Fact* fact : StandingOf(v1::EVENT_KIND_PAIR_FORMED, facts_, standing_)) Form(*fact);
    for (const Fact* fact : StandingOf(v1::EVENT_KIND_PAIR_ENDED, facts_, standing_)) End(*fact);
    for (Formed& formed : formed_) Publish(formed);
    std::sort(result_.pairs.begin(), result_.pairs.end(),
              [](const PairRecord& a, const PairRecord& b) {
                return std::tie(a.first_day, a.type, a.first, a.events) <
                       std::tie(b.first_day, b.type, b.first, b.events);
              });
    return std::move(result_);
  }

 private:
  void List(const Fact& fact, const char* why) {
    result_.set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact, why));
  }

  // Formed once more for the same days is evidence for the first.
  void Form(const Fact& fact) {
    const std::optional<PairOfPeople> people = PairIn(*fact.event);
    const v1::CivilDays& days = fact.event->pair_formed().days();
    if (!people || !AreDays(days)) {
      return List(fact, "a pair needs two people and days that do not end before they begin");
    }
    PairRecord record{.type = people->type,
                      .first = people->first,
                      .second = people->second,
                      .first_day = days.first_day(),
                      .running = !days.has_last_day(),
                      .last_day = days.last_day()};
    auto same = std::find_if(formed_.begin(), formed_.end(), [&](const Formed& other) {
      PairRecord known = other.record;
      known.events.clear();
      return known == record;
    });
    const auto at = static_cast<std::size_t>(same - formed_.begin());
    if (same == formed_.end()) formed_.push_back({.record = std::move(record)});
    formed_[at].record.events.push_back(fact.key.hash);
    formed_as_.emplace(fact.key.hash, at);
  }

  void End(const Fact& fact) {
    absl::flat_hash_set<std::size_t> ended;
    for (const Hash& seen : SeenBy(*fact.event)) {
      auto formed = formed_as_.find(seen);
      if (formed != formed_as_.end()) ended.insert(formed->second);
    }
    if (ended.empty()) return List(fact, "it does not say which pair ends");
    const CivilDay last_day = fact.event->pair_ended().last_day();
    absl::erase_if(ended, [&](std::size_t at) { return last_day < formed_[at].record.first_day; });
    if (ended.empty()) return List(fact, "the pair would end before it began");
    for (std::size_t at : ended) formed_[at].ends.push_back(&fact);
  }

  // Of several ends that had not seen each other the later said holds.
  void Publish(Formed& formed) {
    absl::flat_hash_set<Hash> replaced;
    for (const Fact* end : formed.ends) {
      for (const Hash& seen : SeenBy(*end->event)) replaced.insert(seen);
    }
    PairRecord& record = formed.record;
    for (const Fact* end : formed.ends) {
      record.events.push_back(end->key.hash);
      if (replaced.contains(end->key.hash)) continue;
      record.running = false;
      record.last_day = end->event->pair_ended().last_day();
    }
    SortUnique(record.events);
    result_.pairs.push_back(std::move(record));
  }

  absl::Span<const Fact> facts_;
  const Standing& standing_;
  std::vector<Formed> formed_;
  absl::flat_hash_map<Hash, std::size_t> formed_as_;
  PairsResult result_;
};

}  // namespace

std::optional<PairOfPeople> PairIn(const v1::Event& event) {
  struct Roles {
    PairType type;
    v1::PersonRole first;
    v1::PersonRole second;
  };
  constexpr Roles kRoles[] = {{PairType::kMentor, v1::PERSON_ROLE_MENTOR, v1::PERSON_ROLE_MENTEE},
                              {PairType::kHelper, v1::PERSON_ROLE_HELPER, v1::PERSON_ROLE_HELPED}};
  for (auto [type, first, second] : kRoles) {
    const std::vector<Id> one = PersonsIn(event, first);
    const std::vector<Id> other = PersonsIn(event, second);
    if (one.empty() && other.empty()) continue;
    if (one.size() != 1 || other.size() != 1 || one == other) return std::nullopt;
    return PairOfPeople{.type = type, .first = one[0], .second = other[0]};
  }
  const std::vector<Id> equals = PersonsIn(event, v1::PERSON_ROLE_PARTICIPANT);
  if (equals.size() != 2) return std::nullopt;
  return PairOfPeople{.type = PairType::kEqual, .first = equals[0], .second = equals[1]};
}

PairsResult FoldPairs(absl::Span<const Fact> facts, const Standing& standing) {
  return PairsFold(facts, standing).Run();
}

}  // namespace wijkboek
