// The rules of docs/rules.md by name, and how one sees in what a ledger gives out that a rule took
// effect. A generated test that claims "whatever happens" is worth what it reached.
#ifndef WIJKBOEK_TESTS_RECONCILE_RULE_COVERAGE_H_
#define WIJKBOEK_TESTS_RECONCILE_RULE_COVERAGE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/ledger/ledger.h"

namespace wijkboek {

// All that a ledger holds at one moment, read once.
struct LedgerView {
  LedgerView(const Ledger& ledger, const std::vector<StoredEvent>& events);

  const Ledger& ledger;
  // In any order: what has arrived.
  const std::vector<StoredEvent>& events;
  std::vector<PresenceRecord> presences;
  std::vector<PresenceDay> presence_days;
  std::vector<VisitRecord> visits;
  std::vector<HelpRecord> helps;
  std::vector<PairRecord> pairs;
  std::vector<Discrepancy> open;
  std::vector<Discrepancy> settled;
  std::vector<CaseRecord> cases;
  std::vector<PathRecord> path;
  std::vector<AttendanceRecord> attendance;
  std::vector<HoursDay> hours;
  std::vector<SightingDay> sightings;
  std::vector<SetAsideFact> set_aside;
};

struct NamedRule {
  std::string name;
  std::function<bool(const LedgerView&)> took_effect;
};

// Names are distinct; "section: what".
const std::vector<NamedRule>& AllRules();

// Names of rules of that shape, which follow from an enumeration or a table of the fold.
std::string RuleOfKind(absl::string_view discrepancy);
std::string RuleOfWay(absl::string_view discrepancy, absl::string_view way);

class RuleCoverage {
 public:
  RuleCoverage();

  void Note(const LedgerView& view);
  // Those that took effect in no view.
  std::vector<std::string> Missed() const;

 private:
  std::map<std::string, int> times_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_RULE_COVERAGE_H_
