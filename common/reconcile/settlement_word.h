// One settlement as somebody said it, and whether it makes sense by itself. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SETTLEMENT_WORD_H_
#define WIJKBOEK_COMMON_RECONCILE_SETTLEMENT_WORD_H_

#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct SettlementWord {
  SettledValue value;
  // In words, why it settles nothing; null: it makes sense.
  const char* nonsense = nullptr;
};

// `fact` is a DISCREPANCY_SETTLED. Whether its value fits the discrepancy that it is about
// ("before it began"), only that can tell.
SettlementWord ReadSettlement(const Fact& fact);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SETTLEMENT_WORD_H_
