// How each kind of discrepancy can be settled, and by whom. docs/rules.md, "Discrepancies". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SETTLING_WAYS_H_
#define WIJKBOEK_COMMON_RECONCILE_SETTLING_WAYS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Fields of settlements, as DiscrepancySettled and SettledValue name them. "accepted" is both
// "accept" and "reject".
inline constexpr absl::string_view kAcceptedField = "accepted";

struct SettlingWays {
  absl::string_view kind;
  // Of "accept", "reject", "start", "end", "time", "status", "minutes", "person"; the first is what
  // one thinks of first.
  std::vector<absl::string_view> ways;
  Settler settler = Settler::kCoach;
};

// By kind.
absl::Span<const SettlingWays> AllSettlingWays();
// Empty for a kind that nobody can settle.
absl::Span<const absl::string_view> WaysOf(absl::string_view kind);
Settler SettlerOf(absl::string_view kind);

// The way that a value goes: its field, or "accept" or "reject".
absl::string_view WayOf(const SettledValue& value);
bool IsWay(absl::string_view kind, const SettledValue& value);

// "Accept."
SettledValue AcceptedValue();

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SETTLING_WAYS_H_
