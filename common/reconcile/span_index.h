// Things that were from one moment to another, found by when they were. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SPAN_INDEX_H_
#define WIJKBOEK_COMMON_RECONCILE_SPAN_INDEX_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "common/reconcile/records.h"

namespace wijkboek {

// Does not own the things. By start, with how far those until there reach: a search passes over
// what had ended before.
template <typename T>
class SpanIndex {
 public:
  template <typename SpanOf>
  SpanIndex(const std::vector<T>& things, SpanOf span_of) {
    entries_.reserve(things.size());
    for (const T& thing : things) entries_.push_back({.thing = &thing, .span = span_of(thing)});
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return a.span.start_ms < b.span.start_ms;
    });
    std::int64_t reach_ms = std::numeric_limits<std::int64_t>::min();
    for (Entry& entry : entries_) entry.reach_ms = reach_ms = std::max(reach_ms, entry.span.end_ms);
  }

  // Those that touch the span, both ends included; by start, then as they were given.
  std::vector<const T*> Touching(const Interval& span) const {
    std::vector<const T*> result;
    auto entry =
        std::lower_bound(entries_.begin(), entries_.end(), span.start_ms,
                         [](const Entry& each, std::int64_t t_ms) { return each.reach_ms < t_ms; });
    for (; entry != entries_.end() && entry->span.start_ms <= span.end_ms; ++entry) {
      if (entry->span.end_ms >= span.start_ms) result.push_back(entry->thing);
    }
    return result;
  }

 private:
  struct Entry {
    const T* thing = nullptr;
    Interval span;
    std::int64_t reach_ms = 0;
  };
  std::vector<Entry> entries_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SPAN_INDEX_H_
