#include "common/reconcile/completed_facts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/routing.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {
namespace {

constexpr char kClockUncertain[] = "clock_uncertain";
constexpr char kUnownedCheckIn[] = "unowned_check_in";
constexpr char kUnknownBadge[] = "unknown_badge";

bool CompletesFacts(const v1::Event& event) {
  if (event.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED) return false;
  const std::string& kind = event.discrepancy_settled().discrepancy();
  return kind == kClockUncertain || kind == kUnownedCheckIn || kind == kUnknownBadge;
}

// Calls `visit` with the bytes of everybody in the event.
template <typename Event, typename Visit>
void ForEachPerson(Event& event, Visit visit) {
  for (auto& person : *event.mutable_persons()) visit(*person.mutable_person_id());
  if (!event.actor().person_id().empty()) visit(*event.mutable_actor()->mutable_person_id());
  if (event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
      event.discrepancy_settled().value_case() == v1::DiscrepancySettled::kPersonId) {
    visit(*event.mutable_discrepancy_settled()->mutable_person_id());
  }
}

bool NeedsTime(const Fact& fact) {
  return !fact.captured_ms && !fact.event->has_stated_start() &&
         fact.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED;
}

// With everybody who ever had the badge under which it came in: none of them settles it.
Discrepancy TimeDoubt(const Fact& fact, const Reference& reference) {
  v1::Event named = *fact.event;
  ResolveBadge(named, std::nullopt, reference);
  return {.kind = kClockUncertain, .persons = PersonsOf(named), .events = {fact.key.hash}};
}

Discrepancy OwnerDoubt(const Fact& fact) {
  return {.kind = fact.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN ? kUnownedCheckIn : kUnknownBadge,
          .events = {fact.key.hash}};
}

// As if the coach who says so had entered it when it was.
void GiveTo(const Id& person, const v1::Actor& by, v1::Event& event) {
  v1::PersonRef* owner = event.add_persons();
  owner->set_person_id(person.ToString());
  owner->set_role(v1::PERSON_ROLE_PARTICIPANT);
  *event.mutable_actor() = by;
  if (!IsCoachMethod(by.method())) event.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
  if (event.kind() != v1::EVENT_KIND_UNOWNED_CHECK_IN) return;
  event.set_kind(v1::EVENT_KIND_CHECKED_IN);
  event.mutable_checked_in();
}

const char* DoubtOf(SetAsideReason reason) {
  switch (reason) {
    case SetAsideReason::kUnownedCheckIn:
      return kUnownedCheckIn;
    case SetAsideReason::kUnknownBadge:
      return kUnknownBadge;
    case SetAsideReason::kClockUncertain:
      return kClockUncertain;
    default:
      return nullptr;
  }
}

class Completion {
 public:
  Completion(const Reference& reference, std::deque<v1::Event>& events, std::vector<Fact>& facts)
      : reference_(reference), events_(events), facts_(facts) {}

  void Run(Owners owners) {
    for (v1::Event& event : events_) {
      if (NamesMerged(event, reference_)) ResolvePeople(event, reference_);
      if (!CompletesFacts(event)) continue;
      for (const Hash& hash : SeenBy(event)) named_.insert(hash);
    }
    if (named_.empty()) return ResolveBadges();
    GiveTimes();
    GiveOwners(owners);
    ResolveBadges();
  }

 private:
  // All of them are looked up before any is given: no fact's time depends on another's.
  void GiveTimes() {
    const Standing standing(facts_);
    const Settlements settlements(facts_, standing);
    std::vector<std::pair<std::size_t, std::int64_t>> times;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (!named_.contains(facts_[i].key.hash) || !NeedsTime(facts_[i])) continue;
      if (auto value = settlements.Of(TimeDoubt(facts_[i], reference_))) {
        times.emplace_back(i, value->number);
      }
    }
    for (const auto& [i, t_ms] : times) {
      facts_[i].captured_ms = t_ms;
      facts_[i].is_time_settled = true;
    }
  }

  void GiveOwners(Owners owners) {
    const Standing standing(facts_);
    const Settlements settlements(facts_, standing);
    absl::flat_hash_map<Hash, std::size_t> by_hash;
    for (std::size_t i = 0; i < facts_.size(); ++i) by_hash[facts_[i].key.hash] = i;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (!named_.contains(facts_[i].key.hash) || !MayBeSettledToSomebody(events_[i])) continue;
      const Discrepancy doubt = OwnerDoubt(facts_[i]);
      const std::optional<SettledValue> value = settlements.Of(doubt);
      if (!value || value->person.IsZero()) continue;
      has_owner_.insert(i);
      if (owners == Owners::kLeave) continue;
      const Hash said_by = settlements.On(doubt).front().said.event;
      GiveTo(value->person, events_[by_hash.at(said_by)].actor(), events_[i]);
      facts_[i].is_owner_settled = true;
    }
  }

  // Somebody's word on this very fact goes before the terms of its badge.
  void ResolveBadges() {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (!has_owner_.contains(i)) ResolveBadge(events_[i], StartOf(facts_[i]), reference_);
    }
  }

  const Reference& reference_;
  std::deque<v1::Event>& events_;
  std::vector<Fact>& facts_;
  // What settlements of times and owners name.
  absl::flat_hash_set<Hash> named_;
  absl::flat_hash_set<std::size_t> has_owner_;
};

}  // namespace

bool NamesMerged(const v1::Event& event, const Reference& reference) {
  auto is_merged = [&](const std::string& bytes) {
    const Id id = Id::FromBytesOrZero(bytes);
    return reference.StandsFor(id) != id;
  };
  for (const v1::PersonRef& person : event.persons()) {
    if (is_merged(person.person_id())) return true;
  }
  return is_merged(event.actor().person_id()) ||
         (event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
          is_merged(event.discrepancy_settled().person_id()));
}

void ResolvePeople(v1::Event& event, const Reference& reference) {
  ForEachPerson(event, [&](std::string& bytes) {
    const Id id = Id::FromBytesOrZero(bytes);
    if (!id.IsZero()) bytes = reference.StandsFor(id).ToString();
  });
}

bool MayBeSettledToSomebody(const v1::Event& event) {
  if (!IsKnownKind(event)) return false;
  if (event.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN) return true;
  return event.badge_hash().size() == Id::kSize &&
         PersonsIn(event, v1::PERSON_ROLE_PARTICIPANT).empty();
}

void CompleteFacts(const Reference& reference, Owners owners, std::deque<v1::Event>& events,
                   std::vector<Fact>& facts) {
  Completion(reference, events, facts).Run(owners);
}

std::vector<Discrepancy> DoubtsOf(absl::Span<const SetAsideFact> set_aside,
                                  absl::Span<const Fact> facts) {
  std::vector<Discrepancy> doubts;
  absl::flat_hash_map<Hash, const SetAsideFact*> waiting;
  for (const SetAsideFact& each : set_aside) {
    if (DoubtOf(each.reason) != nullptr) waiting[each.event] = &each;
  }
  for (const Fact& fact : facts) {
    auto add = [&](const char* kind, std::string detail) {
      // Without a time: no later than the server had it.
      const std::optional<std::int64_t> t_ms = StartOf(fact) ? StartOf(fact) : fact.received_ms;
      doubts.push_back({.kind = kind,
                        .persons = PersonsOf(*fact.event),
                        .centre = CentreOf(*fact.event),
                        .day = t_ms ? DayOf(*t_ms) : 0,
                        .detail = std::move(detail),
                        .events = {fact.key.hash}});
    };
    const std::string what = absl::StrReplaceAll(KindName(fact.kind()), {{"_", " "}});
    // Where whose it is was settled too, the fold of that says both.
    if (fact.is_time_settled && !fact.is_owner_settled) add(kClockUncertain, what);
    const auto found = waiting.find(fact.key.hash);
    if (found == waiting.end()) continue;
    add(DoubtOf(found->second->reason),
        found->second->detail.empty() ? what : found->second->detail);
  }
  return doubts;
}

}  // namespace wijkboek
