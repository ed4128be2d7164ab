#include "common/reconcile/rule_book.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

bool MakesSense(const v1::ProgrammeRuleSet& setting) {
  Rules checked;
  return SetRule(setting, checked).ok();
}

// In ascending weight.
std::vector<v1::ProgrammeRuleSet> InForce(const Edits& edits) {
  std::set<Hash> replaced;
  for (const Edit& edit : edits) {
    for (const Hash& seen : SeenBy(edit.event)) replaced.insert(seen);
  }
  std::vector<v1::ProgrammeRuleSet> settings;
  for (const Edit& edit : edits) {
    const v1::ProgrammeRuleSet& setting = edit.event.programme_rule_set();
    if (!replaced.contains(edit.hash()) && MakesSense(setting)) settings.push_back(setting);
  }
  std::stable_sort(settings.begin(), settings.end(), [](const auto& a, const auto& b) {
    return a.days().first_day() < b.days().first_day();
  });
  return settings;
}

}  // namespace

void RuleBook::Set(const Id& programme, const Edits& edits) {
  std::vector<v1::ProgrammeRuleSet> settings = InForce(edits);
  if (settings.empty()) {
    settings_.erase(programme);
    by_day_.erase(programme);
  } else {
    settings_[programme] = std::move(settings);
  }
  for (const auto& [id, own] : settings_) {
    if (programme.IsZero() || id == programme) Lay(id);
  }
}

// Walks through the days on which something begins or ends to hold.
void RuleBook::Lay(const Id& programme) {
  // In ascending weight.
  std::vector<const v1::ProgrammeRuleSet*> weighed;
  for (const Id& id : std::set<Id>{Id(), programme}) {
    auto found = settings_.find(id);
    if (found == settings_.end()) continue;
    for (const v1::ProgrammeRuleSet& setting : found->second) weighed.push_back(&setting);
  }
  std::map<CivilDay, std::vector<std::size_t>> changes;
  for (std::size_t weight = 0; weight < weighed.size(); ++weight) {
    const v1::CivilDays& days = weighed[weight]->days();
    if (days.has_last_day() && days.last_day() < days.first_day()) continue;
    changes[days.first_day()].push_back(weight);
    if (days.has_last_day() && days.last_day() < std::numeric_limits<CivilDay>::max()) {
      changes[days.last_day() + 1].push_back(weight);
    }
  }
  std::map<CivilDay, Rules>& by_day = by_day_[programme];
  by_day.clear();
  std::map<std::string, std::set<std::size_t>> holding;
  for (const auto& [day, changed] : changes) {
    for (std::size_t weight : changed) {
      std::set<std::size_t>& of_rule = holding[weighed[weight]->rule()];
      if (!of_rule.insert(weight).second) of_rule.erase(weight);
    }
    Rules& rules = by_day[day];
    for (const auto& [rule, weights] : holding) {
      if (!weights.empty()) SetRule(*weighed[*weights.rbegin()], rules).IgnoreError();
    }
  }
}

const Rules& RuleBook::Of(const Id& programme, CivilDay day) const {
  static const Rules& defaults = *new Rules();
  auto found = by_day_.find(programme);
  if (found == by_day_.end()) found = by_day_.find(Id());
  if (found == by_day_.end()) return defaults;
  auto next = found->second.upper_bound(day);
  return next == found->second.begin() ? defaults : std::prev(next)->second;
}

}  // namespace wijkboek
