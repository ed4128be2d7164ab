// The thresholds that programmes set, day by day. Pure; not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_RULE_BOOK_H_
#define WIJKBOEK_COMMON_RECONCILE_RULE_BOOK_H_

#include <map>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

class RuleBook {
 public:
  // All settings of a programme (zero: those for every programme). Of those that cover a day the
  // one that begins last holds, so that mending an old one leaves the younger ones as they are; of
  // those that begin together the latest edit. What another names as seen, or makes no sense, says
  // nothing.
  void Set(const Id& programme, const Edits& edits);

  // The programme's own settings before those for every programme, before the defaults. Valid until
  // the next Set.
  const Rules& Of(const Id& programme, CivilDay day) const;
  // Whether any programme has settings of its own.
  bool HasAnyOwn() const { return settings_.size() > settings_.count(Id()); }

 private:
  void Lay(const Id& programme);

  // In ascending weight.
  std::map<Id, std::vector<v1::ProgrammeRuleSet>> settings_;
  // By the first day on which they hold; before the first, the defaults.
  std::map<Id, std::map<CivilDay, Rules>> by_day_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_RULE_BOOK_H_
