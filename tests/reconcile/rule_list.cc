#include "tests/reconcile/rule_list.h"

namespace wijkboek {
namespace {

std::vector<NamedRule> MakeList() {
  RuleList list;
  AddDoubtRules(list);
  AddPresenceRules(list);
  AddNeighbourhoodRules(list);
  AddSessionRules(list);
  AddPeopleRules(list);
  AddKioskRules(list);
  return list.Take();
}

}  // namespace

const std::vector<NamedRule>& AllRules() {
  static const std::vector<NamedRule>& rules = *new std::vector<NamedRule>(MakeList());
  return rules;
}

}  // namespace wijkboek
