// Generated weeks: a seeded neighbourhood of kiosks, participants, residents and coaches doing what
// really happens, including what makes no sense.
#ifndef WIJKBOEK_TESTS_RECONCILE_WEEK_H_
#define WIJKBOEK_TESTS_RECONCILE_WEEK_H_

#include <cstdint>
#include <vector>

#include "common/event.h"

namespace wijkboek {

struct WeekOptions {
  std::uint64_t seed = 1;
  int events = 200;
  int participants = 5;
  int kiosks = 3;
  int days = 7;
};

// In the order of capture. The same options give the same events.
std::vector<StoredEvent> GenerateWeek(const WeekOptions& options);
// Noon of the day after the last one.
std::int64_t WeekNow(const WeekOptions& options);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_WEEK_H_
