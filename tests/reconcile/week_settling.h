// Coaches who settle what a generated week leaves in doubt, in every way that there is, and not
// always well.
#ifndef WIJKBOEK_TESTS_RECONCILE_WEEK_SETTLING_H_
#define WIJKBOEK_TESTS_RECONCILE_WEEK_SETTLING_H_

#include <cstdint>
#include <random>

#include "tests/reconcile/scene.h"

namespace wijkboek {

// From `t_ms` on, a minute apart, J and L settle what `seen` shows, each at a desk of their own.
// The facts are added to `scene`.
void SettleWhatIsSeen(const Ledger& seen, std::int64_t t_ms, std::mt19937_64& random, Scene& scene);

// Some of what is settled is settled otherwise, taken back, or given back.
void UnsettleSome(const Ledger& seen, std::int64_t t_ms, std::mt19937_64& random, Scene& scene);

// Some fact of the week is taken out, whatever it is, and now and then given back.
void TakeBackSome(std::int64_t t_ms, std::mt19937_64& random, Scene& scene);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_WEEK_SETTLING_H_
