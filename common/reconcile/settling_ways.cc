#include "common/reconcile/settling_ways.h"

#include <algorithm>
#include <string>

namespace wijkboek {
namespace {

const std::vector<SettlingWays>& Ways() {
  constexpr Settler kCoach = Settler::kCoach;
  constexpr Settler kOther = Settler::kOtherCoach;
  static const std::vector<SettlingWays>& ways = *new std::vector<SettlingWays>{
      {"at_centre_during_visit", {"accept"}, kCoach},
      {"attendance_contested", {"status", "accept"}, kOther},
      {"badge_in_two_hands", {"accept"}, kCoach},
      {"case_accounted_unsent", {"accept"}, kCoach},
      {"case_sent_unheard", {"accept"}, kCoach},
      {"case_stands_again", {"accept"}, kCoach},
      {"check_out_without_check_in", {"start", "reject"}, kCoach},
      {"clock_uncertain", {"time"}, kCoach},
      {"concurrent_case_result", {"accept"}, kCoach},
      {"concurrent_correction", {"accept"}, kCoach},
      {"concurrent_detail", {"accept"}, kCoach},
      {"concurrent_goal", {"accept"}, kCoach},
      {"concurrent_grouping", {"accept"}, kCoach},
      {"concurrent_mark", {"status", "accept"}, kOther},
      {"concurrent_session", {"accept"}, kCoach},
      {"correction_contradicted", {"accept"}, kCoach},
      {"evidence_gap", {"accept", "reject"}, kCoach},
      {"forgotten_check_out", {"accept", "end"}, kCoach},
      {"help_both_ways", {"accept"}, kCoach},
      {"help_claim_unanswered", {"accept", "minutes", "reject"}, kCoach},
      {"help_denied", {"accept", "reject"}, kCoach},
      {"help_to_oneself", {"accept", "reject"}, kCoach},
      {"mark_against_presence", {"status", "accept"}, kOther},
      {"possible_duplicate_visit", {"reject"}, kCoach},
      {"seen_without_check_in", {"accept", "status"}, kCoach},
      {"two_places_at_once", {"accept"}, kCoach},
      {"two_visits_at_once", {"accept", "reject"}, kCoach},
      {"unknown_badge", {"person", "reject"}, kCoach},
      {"unowned_check_in", {"person", "reject"}, kCoach},
      {"visit_denied", {"accept", "reject"}, kCoach},
      {"visit_end_not_after_start", {"accept", "end", "reject"}, kCoach},
      {"visit_end_without_start", {"start", "reject"}, kCoach},
      {"visit_in_future", {"accept", "end", "reject"}, kCoach},
      {"visit_never_ended", {"accept", "end", "reject"}, kCoach},
      {"visit_people_differ", {"accept", "reject"}, kCoach},
      {"visit_times_differ", {"start", "end", "accept"}, kCoach},
      {"visit_too_long", {"accept", "end", "reject"}, kCoach},
  };
  return ways;
}

const SettlingWays* Find(absl::string_view kind) {
  const auto found = std::lower_bound(
      Ways().begin(), Ways().end(), kind,
      [](const SettlingWays& each, absl::string_view wanted) { return each.kind < wanted; });
  return found == Ways().end() || found->kind != kind ? nullptr : &*found;
}

}  // namespace

absl::Span<const SettlingWays> AllSettlingWays() { return Ways(); }

absl::Span<const absl::string_view> WaysOf(absl::string_view kind) {
  const SettlingWays* found = Find(kind);
  return found == nullptr ? absl::Span<const absl::string_view>() : found->ways;
}

Settler SettlerOf(absl::string_view kind) {
  const SettlingWays* found = Find(kind);
  return found == nullptr ? Settler::kCoach : found->settler;
}

absl::string_view WayOf(const SettledValue& value) {
  if (value.field != kAcceptedField) return value.field;
  return value.number != 0 ? "accept" : "reject";
}

bool IsWay(absl::string_view kind, const SettledValue& value) {
  const absl::Span<const absl::string_view> ways = WaysOf(kind);
  return std::find(ways.begin(), ways.end(), WayOf(value)) != ways.end();
}

SettledValue AcceptedValue() { return {.field = std::string(kAcceptedField), .number = 1}; }

}  // namespace wijkboek
