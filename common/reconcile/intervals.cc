#include "common/reconcile/intervals.h"

#include <algorithm>

namespace wijkboek {

Intervals Union(Intervals parts) {
  std::sort(parts.begin(), parts.end());
  Intervals merged;
  for (const Interval& part : parts) {
    if (part.length_ms() == 0) continue;
    if (!merged.empty() && part.start_ms <= merged.back().end_ms) {
      merged.back().end_ms = std::max(merged.back().end_ms, part.end_ms);
    } else {
      merged.push_back(part);
    }
  }
  return merged;
}

Intervals Union(const Intervals& a, const Intervals& b) {
  Intervals both = a;
  both.insert(both.end(), b.begin(), b.end());
  return Union(std::move(both));
}

Intervals Subtract(const Intervals& from, const Intervals& cuts) {
  Intervals remaining;
  for (const Interval& part : from) {
    std::int64_t position = part.start_ms;
    auto cut = std::lower_bound(
        cuts.begin(), cuts.end(), part.start_ms,
        [](const Interval& each, std::int64_t start_ms) { return each.end_ms <= start_ms; });
    for (; cut != cuts.end() && cut->start_ms < part.end_ms; ++cut) {
      if (position < cut->start_ms) remaining.push_back({position, cut->start_ms});
      position = std::max(position, cut->end_ms);
    }
    if (position < part.end_ms) remaining.push_back({position, part.end_ms});
  }
  return remaining;
}

Interval Overlap(const Interval& a, const Interval& b) {
  return {std::max(a.start_ms, b.start_ms), std::min(a.end_ms, b.end_ms)};
}

Intervals Within(const Intervals& set, const Interval& span) {
  Intervals parts;
  auto each =
      std::upper_bound(set.begin(), set.end(), span.start_ms,
                       [](std::int64_t t_ms, const Interval& one) { return t_ms < one.end_ms; });
  for (; each != set.end() && each->start_ms < span.end_ms; ++each) {
    parts.push_back(Overlap(*each, span));
  }
  return parts;
}

std::int64_t Length(const Intervals& set) {
  std::int64_t sum = 0;
  for (const Interval& part : set) sum += part.length_ms();
  return sum;
}

void SplitByDay(const Interval& interval,
                absl::FunctionRef<void(CivilDay day, std::int64_t ms)> visit) {
  std::int64_t start_ms = interval.start_ms;
  while (start_ms < interval.end_ms) {
    CivilDay day = DayOf(start_ms);
    std::int64_t end_ms = std::min(interval.end_ms, StartOfDay(day + 1));
    visit(day, end_ms - start_ms);
    start_ms = end_ms;
  }
}

}  // namespace wijkboek
