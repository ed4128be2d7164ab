#include "common/reconcile/heard_words.h"

#include <algorithm>
#include <iterator>

namespace wijkboek {

void HeardWords::Add(Epoch epoch, const HeardWord& word) {
  Days& days = epochs_[epoch];
  auto [of_day, is_new] = days.emplace(word.server_ms / kHeardDayMs, word);
  of_day->second = std::max(of_day->second, word);
  if (is_new) Thin(days);
}

void HeardWords::Thin(Days& days) {
  std::int64_t old_day = days.rbegin()->first - kHeardDaysKept;
  for (auto it = std::next(days.begin()); it != days.end() && it->first <= old_day;) {
    auto next = std::next(it);
    bool has_later_in_week = next != days.end() && next->first <= old_day &&
                             next->first / kHeardWeekDays == it->first / kHeardWeekDays;
    if (has_later_in_week) days.erase(it);
    it = next;
  }
}

std::optional<std::int64_t> HeardWords::Last() const {
  std::optional<std::int64_t> last_ms;
  for (const auto& [epoch, days] : epochs_) {
    last_ms = std::max(last_ms, std::optional(days.rbegin()->second.server_ms));
  }
  return last_ms;
}

std::optional<std::int64_t> HeardWords::LastOf(Epoch epoch) const {
  auto found = epochs_.find(epoch);
  if (found == epochs_.end()) return std::nullopt;
  return found->second.rbegin()->second.server_ms;
}

std::optional<std::int64_t> HeardWords::LastBefore(Epoch epoch, std::uint64_t seq) const {
  auto found = epochs_.find(epoch);
  if (found == epochs_.end()) return std::nullopt;
  for (auto it = found->second.rbegin(); it != found->second.rend(); ++it) {
    if (it->second.seq < seq) return it->second.server_ms;
  }
  return std::nullopt;
}

std::optional<std::int64_t> HeardWords::FirstFrom(Epoch epoch, std::uint64_t seq) const {
  auto found = epochs_.find(epoch);
  if (found == epochs_.end()) return std::nullopt;
  for (const auto& [day, word] : found->second) {
    if (word.seq >= seq) return word.server_ms;
  }
  return std::nullopt;
}

}  // namespace wijkboek
