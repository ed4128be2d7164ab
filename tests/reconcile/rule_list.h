// The list of rules as it is made, section by section.
#ifndef WIJKBOEK_TESTS_RECONCILE_RULE_LIST_H_
#define WIJKBOEK_TESTS_RECONCILE_RULE_LIST_H_

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reconcile/rule_coverage.h"
#include "tests/reconcile/rule_words.h"

namespace wijkboek {

template <typename Records, typename Predicate>
bool Any(const Records& records, Predicate holds) {
  return std::any_of(records.begin(), records.end(), holds);
}

template <typename Record>
bool RestsOn(const Record& record, const Hash& event) {
  return std::binary_search(record.events.begin(), record.events.end(), event);
}

class RuleList {
 public:
  template <typename Records, typename Predicate>
  void Add(std::string name, Records LedgerView::*records, Predicate holds) {
    AddRule(std::move(name),
            [records, holds](const LedgerView& view) { return Any(view.*records, holds); });
  }
  void AddRule(std::string name, std::function<bool(const LedgerView&)> took_effect) {
    rules_.push_back({.name = std::move(name), .took_effect = std::move(took_effect)});
  }
  // One for each value of an enumeration that a field of those records takes.
  template <typename Record, typename Enum>
  void AddEach(absl::string_view section, std::vector<Record> LedgerView::*records,
               Enum Record::*field) {
    for (int i = 0; i < 64; ++i) {
      const Enum value = static_cast<Enum>(i);
      const char* word = WordOf(value);
      if (word == nullptr) continue;
      Add(absl::StrCat(section, ": ", word), records,
          [field, value](const Record& each) { return each.*field == value; });
    }
  }

  std::vector<NamedRule> Take() { return std::move(rules_); }

 private:
  std::vector<NamedRule> rules_;
};

// Discrepancies, and how they are settled.
void AddDoubtRules(RuleList& list);
// Presences, and what was set aside.
void AddPresenceRules(RuleList& list);
// Visits, help and pairs.
void AddNeighbourhoodRules(RuleList& list);
// Statuses, signs, hours and sightings.
void AddSessionRules(RuleList& list);
// Cases, the path, who is who.
void AddPeopleRules(RuleList& list);
// Kiosks and their clocks.
void AddKioskRules(RuleList& list);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_RULE_LIST_H_
