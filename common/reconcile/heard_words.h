// What a kiosk said to the server about its log: "it ended at that seq at that server time". Kept
// thin: of each epoch the last word of its first day, of each of the last 35 days, and of each week
// before those. Which ones are kept follows from the words alone, not from their order. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_HEARD_WORDS_H_
#define WIJKBOEK_COMMON_RECONCILE_HEARD_WORDS_H_

#include <cstdint>
#include <map>
#include <optional>

#include "common/civil_time.h"
#include "common/ids.h"

namespace wijkboek {

// Days and weeks of server time here are UTC's: they only say what may be forgotten.
inline constexpr std::int64_t kHeardDayMs = 24 * kHourMs;
inline constexpr std::int64_t kHeardWeekDays = 7;
inline constexpr std::int64_t kHeardDaysKept = 35;

struct HeardWord {
  std::int64_t server_ms = 0;
  std::uint64_t seq = 0;

  friend auto operator<=>(const HeardWord&, const HeardWord&) = default;
};

class HeardWords {
 public:
  void Add(Epoch epoch, const HeardWord& word);

  // Of all epochs. All times are the server's; nullopt: never.
  std::optional<std::int64_t> Last() const;
  std::optional<std::int64_t> LastOf(Epoch epoch) const;
  // When its log ended before this seq.
  std::optional<std::int64_t> LastBefore(Epoch epoch, std::uint64_t seq) const;
  // The first word that is kept of those that vouch for this seq.
  std::optional<std::int64_t> FirstFrom(Epoch epoch, std::uint64_t seq) const;

 private:
  using Days = std::map<std::int64_t, HeardWord>;

  static void Thin(Days& days);

  std::map<Epoch, Days> epochs_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_HEARD_WORDS_H_
