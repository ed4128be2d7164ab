#include "common/reconcile/settlements.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlement_word.h"
#include "common/reconcile/settling_ways.h"
#include "common/reconcile/testimony.h"

namespace wijkboek {
namespace {

bool IsAboutThem(const Discrepancy& discrepancy, const Fact& fact) {
  return absl::c_linear_search(discrepancy.persons, AuthorOf(*fact.event));
}

bool MaySettleAnything(const Fact&) { return true; }

// When a fact without a certain time was, no later than the server had it.
bool IsTooLate(const SettlementWord& word, const Fact& about) {
  const bool is_uncertain = !about.captured_ms || about.is_time_settled;
  return is_uncertain && about.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED && about.received_ms &&
         word.value.number > *about.received_ms;
}

}  // namespace

Settlements::Settlements(absl::Span<const Fact> facts, const Standing& standing) {
  for (const Fact& fact : facts) facts_.emplace(fact.key.hash, &fact);
  for (const Fact& fact : facts) {
    if (fact.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED || !standing.Stands(fact)) continue;
    SettlementWord said = ReadSettlement(fact);
    if (said.nonsense == nullptr && said.value.field == "time") {
      for (const Hash& seen : SeenBy(*fact.event)) {
        const auto about = facts_.find(seen);
        if (about == facts_.end() || !IsTooLate(said, *about->second)) continue;
        said.nonsense = "with that time it would have been after the server received it";
      }
    }
    if (said.nonsense != nullptr) {
      nonsense_.push_back({.fact = &fact, .why = said.nonsense});
      continue;
    }
    Word word{.fact = &fact,
              .kind = fact.event->discrepancy_settled().discrepancy(),
              .session = Id::FromBytesOrZero(fact.event->session_id()),
              .value = std::move(said.value)};
    for (const Hash& seen : SeenBy(*fact.event)) word.seen.insert(seen);
    words_.push_back(std::move(word));
  }
  std::sort(words_.begin(), words_.end(),
            [](const Word& a, const Word& b) { return FactBefore(*a.fact, *b.fact); });
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (const Hash& seen : words_[i].seen) by_seen_[seen].push_back(i);
  }
}

bool Settlements::IsFor(const Word& word, const Discrepancy& discrepancy,
                        MaySettle may_settle) const {
  return word.kind == discrepancy.kind && word.value.field != "status" &&
         (word.session.IsZero() || word.session == discrepancy.session) &&
         !IsAboutThem(discrepancy, *word.fact) && may_settle(*word.fact) &&
         !IsMisfit(word, discrepancy);
}

bool Settlements::IsMisfit(const Word& word, const Discrepancy& discrepancy) const {
  return !misfits_.empty() && misfits_.contains({word.fact->key.hash, discrepancy.Key()});
}

absl::Span<const std::size_t> Settlements::Naming(const Discrepancy& discrepancy) const {
  if (discrepancy.events.empty()) return {};
  auto naming = by_seen_.find(discrepancy.events.front());
  if (naming == by_seen_.end()) return {};
  return naming->second;
}

bool Settlements::IsReplaced(const Hash& word, const Discrepancy& discrepancy,
                             MaySettle may_settle) const {
  auto later = by_seen_.find(word);
  if (later == by_seen_.end()) return false;
  return absl::c_any_of(later->second,
                        [&](std::size_t i) { return IsFor(words_[i], discrepancy, may_settle); });
}

std::vector<Settlement> Settlements::On(const Discrepancy& discrepancy) const {
  return OnSession(discrepancy, {}, MaySettleAnything);
}

std::vector<Settlement> Settlements::OnSession(const Discrepancy& discrepancy,
                                               absl::Span<const Fact* const> statuses,
                                               MaySettle may_settle) const {
  std::vector<std::pair<const Fact*, SettledValue>> found;
  auto has_seen_all = [&](const auto& seen) {
    return absl::c_all_of(discrepancy.events, [&](const Hash& event) { return seen(event); });
  };
  for (std::size_t i : Naming(discrepancy)) {
    const Word& word = words_[i];
    if (IsFor(word, discrepancy, may_settle) &&
        has_seen_all([&](const Hash& event) { return word.seen.contains(event); })) {
      found.emplace_back(word.fact, word.value);
    }
  }
  for (const Fact* status : statuses) {
    std::vector<Hash> seen = SeenBy(*status->event);
    if (!discrepancy.events.empty() && !IsAboutThem(discrepancy, *status) &&
        has_seen_all([&](const Hash& event) { return absl::c_binary_search(seen, event); })) {
      found.emplace_back(status, ReadSettlement(*status).value);
    }
  }
  absl::c_sort(found, [](const auto& a, const auto& b) { return FactBefore(*a.first, *b.first); });
  absl::flat_hash_set<Hash> replaced;
  for (const auto& [fact, value] : found) {
    for (const Hash& seen : SeenBy(*fact->event)) replaced.insert(seen);
  }
  std::vector<Settlement> result;
  for (auto& [fact, value] : found) {
    const Hash& hash = fact->key.hash;
    if (replaced.contains(hash) || IsReplaced(hash, discrepancy, may_settle)) continue;
    result.push_back({.said = TestimonyOf(*fact), .value = std::move(value)});
  }
  return result;
}

std::optional<SettledValue> Settlements::Of(const Discrepancy& discrepancy) const {
  Discrepancy with = discrepancy;
  SortUnique(with.events);
  with.settlements = On(with);
  if (with.IsOpen()) return std::nullopt;
  return with.settlements.front().value;
}

std::optional<SettledValue> Settlements::Of(const Discrepancy& discrepancy,
                                            absl::FunctionRef<bool(const SettledValue&)> fits) {
  Discrepancy with = discrepancy;
  SortUnique(with.events);
  for (std::size_t i : Naming(with)) {
    const Word& word = words_[i];
    if (!IsFor(word, with, MaySettleAnything)) continue;
    if (fits(word.value)) {
      fitting_.insert(word.fact->key.hash);
    } else {
      misfits_.insert({word.fact->key.hash, with.Key()});
    }
  }
  return Of(with);
}

void Settlements::Describe(Discrepancy& discrepancy) const {
  SortUnique(discrepancy.events);
  // What the fold knows of facts that are not of this partition stays.
  std::erase_if(discrepancy.said,
                [&](const Testimony& each) { return facts_.contains(each.event); });
  discrepancy.since_ms = 0;
  for (const Hash& event : discrepancy.events) {
    auto fact = facts_.find(event);
    if (fact != facts_.end()) discrepancy.said.push_back(TestimonyOf(*fact->second));
  }
  absl::c_sort(discrepancy.said, [](const Testimony& a, const Testimony& b) {
    return std::tie(a.at_ms, a.event) < std::tie(b.at_ms, b.event);
  });
  for (const Testimony& each : discrepancy.said) {
    discrepancy.since_ms = std::max(discrepancy.since_ms, each.at_ms);
  }
  discrepancy.settler = SettlerOf(discrepancy.kind);
  if (discrepancy.settlements.empty() && discrepancy.settler != Settler::kOtherCoach) {
    discrepancy.settlements = On(discrepancy);
  }
}

void Settlements::Apply(std::vector<Discrepancy>& open, std::vector<Discrepancy>& settled) const {
  for (Discrepancy& each : open) Describe(each);
  SortUnique(open);
  auto first_settled = std::stable_partition(open.begin(), open.end(),
                                             [](const Discrepancy& each) { return each.IsOpen(); });
  settled.insert(settled.end(), first_settled, open.end());
  open.erase(first_settled, open.end());
  SortUnique(settled);
}

void Settlements::ListNonsense(const Id& person, std::vector<SetAsideFact>& out) const {
  for (const Nonsense& each : nonsense_) {
    if (ListsFor(*each.fact, person)) {
      out.push_back(SetAside(SetAsideReason::kMakesNoSense, *each.fact, each.why));
    }
  }
}

void Settlements::ListNonsenseOfNobody(std::vector<SetAsideFact>& out) const {
  for (const Nonsense& each : nonsense_) {
    if (PersonsIn(*each.fact->event, v1::PERSON_ROLE_PARTICIPANT).empty()) {
      out.push_back(SetAside(SetAsideReason::kMakesNoSense, *each.fact, each.why));
    }
  }
}

void Settlements::ListMisfits(std::vector<SetAsideFact>& out) const {
  absl::flat_hash_set<Hash> misfits;
  for (const auto& [word, discrepancy] : misfits_) misfits.insert(word);
  for (const Word& word : words_) {
    const Hash& hash = word.fact->key.hash;
    if (!misfits.contains(hash) || fitting_.contains(hash)) continue;
    out.push_back(SetAside(SetAsideReason::kMakesNoSense, *word.fact,
                           "with that time it would end before it starts, or last over 31 days"));
  }
}

}  // namespace wijkboek
