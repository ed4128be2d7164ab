#include "server/badge_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

class Planner {
 public:
  explicit Planner(OfficeBadge& badge) : badge_(badge) {}

  absl::Status Plan(const BadgeSpan& wanted) {
    std::vector<BadgeSpan> overlapping;
    for (const BadgeSpan& span : badge_.spans) {
      if (span == wanted) return absl::OkStatus();
      if (span.Overlaps(wanted)) overlapping.push_back(span);
    }
    for (const BadgeSpan& span : overlapping) {
      if (span.from_ms < wanted.from_ms) {
        // An earlier owner keeps it until then; of the same owner it is the beginning that changes.
        Withdraw(span, span.person == wanted.person ? span.from_ms : wanted.from_ms);
        continue;
      }
      if (span.person != wanted.person) return SomebodyElses(span);
      if (overlapping.size() > 1) return TooLate();
      return Extend(span, wanted);
    }
    return Assign(wanted);
  }

  std::vector<BadgeStep> TakeSteps() { return std::move(steps_); }

 private:
  static absl::Status TooLate() {
    return absl::InvalidArgumentError(
        "is on record as given or withdrawn after that: an earlier date can't take it back; use "
        "another badge");
  }

  static absl::Status SomebodyElses(const BadgeSpan& held) {
    const bool always = held.from_ms == 0;
    return absl::InvalidArgumentError(
        absl::StrCat("is on record as another person's",
                     always ? "" : absl::StrCat(" from ", FormatDay(DayOf(held.from_ms))),
                     ": give a valid_from", always ? "" : " after that", ", or use another badge"));
  }

  // The same owner, from an earlier date or to another end.
  absl::Status Extend(const BadgeSpan& held, const BadgeSpan& wanted) {
    if (wanted.from_ms < held.from_ms) {
      RETURN_IF_ERROR(
          Assign({.person = held.person, .from_ms = wanted.from_ms, .until_ms = held.from_ms}));
    }
    if (wanted.until_ms == held.until_ms) return absl::OkStatus();
    if (held.until_ms && (!wanted.until_ms || *wanted.until_ms > *held.until_ms)) {
      return Assign(
          {.person = held.person, .from_ms = *held.until_ms, .until_ms = wanted.until_ms});
    }
    Withdraw(held, *wanted.until_ms);
    return absl::OkStatus();
  }

  absl::Status Assign(const BadgeSpan& span) {
    for (const std::int64_t withdrawn_ms : badge_.withdrawn_ms) {
      if (withdrawn_ms > span.from_ms && (!span.until_ms || withdrawn_ms < *span.until_ms)) {
        return TooLate();
      }
    }
    steps_.push_back({.span = span});
    badge_.spans.push_back(span);
    return absl::OkStatus();
  }

  void Withdraw(const BadgeSpan& held, std::int64_t from_ms) {
    steps_.push_back({.withdrawn = true, .span = {.person = held.person, .from_ms = from_ms}});
    badge_.withdrawn_ms.push_back(from_ms);
    const auto found = std::find(badge_.spans.begin(), badge_.spans.end(), held);
    if (found == badge_.spans.end()) return;
    if (from_ms <= found->from_ms) {
      badge_.spans.erase(found);
    } else {
      found->until_ms = from_ms;
    }
  }

  OfficeBadge& badge_;
  std::vector<BadgeStep> steps_;
};

}  // namespace

absl::StatusOr<std::vector<BadgeStep>> PlanBadgeSpan(const BadgeSpan& wanted, OfficeBadge& badge) {
  Planner planner(badge);
  RETURN_IF_ERROR(planner.Plan(wanted));
  return planner.TakeSteps();
}

}  // namespace wijkboek
