// A set of events as one number: the sum of their hashes, as 256-bit little-endian numbers, modulo
// 2^256. Whatever the order in which they came, equal sets have equal sums; and adding one costs
// what one costs. It shows what was lost, not who lied: that is what chain and signatures are for.
#ifndef WIJKBOEK_COMMON_LEDGER_EVENT_SUM_H_
#define WIJKBOEK_COMMON_LEDGER_EVENT_SUM_H_

#include "common/ids.h"

namespace wijkboek {

// The empty set's is zero. Adding the same event twice makes another set of it.
void AddToSum(const Hash& event, Hash& sum);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_EVENT_SUM_H_
