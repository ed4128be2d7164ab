// The thresholds of the rules, with their defaults. docs/rules.md says what each means.
#ifndef WIJKBOEK_COMMON_RECONCILE_RULES_H_
#define WIJKBOEK_COMMON_RECONCILE_RULES_H_

#include <cstdint>

#include "common/civil_time.h"

namespace wijkboek {

struct Rules {
  // ---- presence
  std::int64_t presence_max_ms = 14 * kHourMs;
  std::int64_t evidence_gap_max_ms = 6 * kHourMs;
  std::int64_t check_out_again_ms = 2 * kMinuteMs;

  // ---- visits
  std::int64_t visit_agreement_ms = 5 * kMinuteMs;
  std::int64_t visit_starts_apart_max_ms = 30 * kMinuteMs;
  std::int64_t visit_default_ms = 2 * kHourMs;
  std::int64_t visit_max_ms = 8 * kHourMs;
  std::int64_t visits_at_once_max_ms = 5 * kMinuteMs;
  // An end that does not say which visit it ends looks back this far.
  std::int64_t visit_end_reach_ms = 14 * kHourMs;

  // ---- buddy help
  std::uint32_t help_agreement_minutes = 15;
  std::int64_t help_again_ms = 2 * kMinuteMs;
  std::int64_t help_both_ways_ms = 30 * kMinuteMs;
  int help_claim_days = 7;

  // ---- what makes no sense at all: longer spans are set aside whole
  std::int64_t span_max_ms = 31 * 24 * kHourMs;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_RULES_H_
