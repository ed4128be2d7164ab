// Which days of an enrolment are no-shows, and when they come to a case. docs/rules.md, "No-show
// cases". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_NO_SHOWS_H_
#define WIJKBOEK_COMMON_RECONCILE_NO_SHOWS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/moment.h"
#include "common/reconcile/records.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/world.h"

namespace wijkboek {

// A day that counts towards a case.
struct NoShowDay {
  CivilDay day = 0;
  // Hundredths of a no-show.
  int weight = 0;
  // When the last of its sessions that count was over (UTC milliseconds).
  std::int64_t over_ms = 0;
  // Those that count; sorted.
  std::vector<Id> sessions;
  // What they rest on; sorted.
  std::vector<Hash> events;
};

inline constexpr int kOneNoShow = 100;

struct NoShows {
  // By enrolment; days ascending.
  std::map<Id, std::vector<NoShowDay>> of;
  // Kiosks whose word may say that somebody was not late after all, and what they must be heard
  // beyond.
  std::vector<std::pair<Id, std::int64_t>> waits;
};

// `attendance`: of every session that has begun. Only what is finally absent and not contested is a
// no-show: nothing in doubt ever counts. Where lateness counts it must be just as certain.
NoShows FindNoShows(const Id& person, const std::vector<AttendanceRecord>& attendance,
                    const World& world, Moment& moment);

// Days on the way to a case.
struct Forming {
  // Within the window, or all that an open case took.
  std::vector<const NoShowDay*> days;
  int weight = 0;
  // Set once the limit was reached: when the no-show that reached it was over.
  std::optional<std::int64_t> formed_ms;
};

// `days` ascending. A day before `opens_from` forms no case by itself, but adds to one.
Forming FormCase(absl::Span<const NoShowDay* const> days,
                 const std::function<const Rules&(CivilDay)>& rules_of, CivilDay opens_from);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_NO_SHOWS_H_
