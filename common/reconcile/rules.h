// The thresholds of the rules, with their defaults, and how a programme sets others from a date on.
// docs/rules.md says what each means and in which unit it is written.
#ifndef WIJKBOEK_COMMON_RECONCILE_RULES_H_
#define WIJKBOEK_COMMON_RECONCILE_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "wijkboek/v1/programme.pb.h"

namespace wijkboek {

// What counts towards the target.
enum class HoursFrom : std::uint8_t { kSessions, kPresence };
enum class NoShowUnit : std::uint8_t { kDay, kSession };

// Longer spans make no sense at all and are set aside whole. No programme's to change: a correction
// belongs to many people.
inline constexpr std::int64_t kSpanMaxMs = 31 * 24 * kHourMs;

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
  // An answer about the end so near the planned one confirms the visit.
  std::int64_t visit_answer_ms = 15 * kMinuteMs;
  // A visit that begins so long after the server received it is a slip of two clocks.
  std::int64_t visit_ahead_max_ms = 2 * kMinuteMs;

  // ---- buddy help
  std::uint32_t help_agreement_minutes = 15;
  std::int64_t help_again_ms = 2 * kMinuteMs;
  std::int64_t help_both_ways_ms = 30 * kMinuteMs;
  int help_claim_days = 7;

  // ---- sessions
  std::int64_t late_after_ms = 10 * kMinuteMs;
  std::int64_t left_early_before_ms = 10 * kMinuteMs;
  // So long before the start and after the end an act counts as seen, and kiosks are waited for.
  std::int64_t session_margin_ms = 10 * kMinuteMs;
  // Visits during a session are attendance.
  bool visits_count = true;
  // A carried device that says nothing for so many working days is waited for no more.
  int carried_silent_days = 3;
  HoursFrom hours_from = HoursFrom::kSessions;

  // ---- sightings
  std::int64_t sighting_apart_ms = 45 * kMinuteMs;
  int sighting_goal = 3;
  // Duties whose sightings count, as words: "coach coordinator".
  std::string sighting_by = "coach coordinator";

  // ---- no-show cases
  NoShowUnit no_show_unit = NoShowUnit::kDay;
  int no_show_limit = 2;
  int no_show_window_days = 183;
  // Hundredths of a no-show that a late session weighs.
  int late_weight = 0;

  friend bool operator==(const Rules&, const Rules&) = default;
};

bool IsRule(absl::string_view name);

// Sets one rule by its name in docs/rules.md. INVALID_ARGUMENT for an unknown name, a value of the
// wrong type or out of its bounds, with words for whoever wrote it.
absl::Status SetRule(const v1::ProgrammeRuleSet& setting, Rules& rules);

// From what a file says ("15", "presence") to the value of the right type. INVALID_ARGUMENT as
// SetRule.
absl::Status ParseRuleValue(absl::string_view rule, absl::string_view value,
                            v1::ProgrammeRuleSet& setting);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_RULES_H_
