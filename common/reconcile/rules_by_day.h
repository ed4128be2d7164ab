// The rules that hold for the same people from day to day.
#ifndef WIJKBOEK_COMMON_RECONCILE_RULES_BY_DAY_H_
#define WIJKBOEK_COMMON_RECONCILE_RULES_BY_DAY_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

// Does not own the reference, which stays as it is meanwhile. The rules are valid as long as that.
class RulesByDay {
 public:
  RulesByDay(const Reference& reference, std::vector<Id> persons)
      : reference_(reference), persons_(std::move(persons)) {}

  const Rules& On(CivilDay day) const { return reference_.RulesFor(persons_, day); }
  const Rules& At(std::int64_t t_ms) const { return On(DayOf(t_ms)); }

 private:
  const Reference& reference_;
  std::vector<Id> persons_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_RULES_BY_DAY_H_
