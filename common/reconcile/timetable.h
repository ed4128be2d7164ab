// Sessions, and who is expected at them. Pure; not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_TIMETABLE_H_
#define WIJKBOEK_COMMON_RECONCILE_TIMETABLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/enrolment_book.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

class Timetable {
 public:
  // Does not own the enrolments, which outlive it.
  explicit Timetable(const EnrolmentBook& enrolments) : enrolments_(enrolments) {}

  void SetSession(const Id& id, const Edits& edits);

  const Session* Find(const Id& session) const;
  std::vector<Session> Beginning(absl::string_view hex) const;
  // By start, then id.
  std::vector<ExpectedSession> ExpectedOf(const Id& participant) const;
  // With the participant's own times.
  std::vector<Session> SessionsOf(const Id& participant, const Id& centre, CivilDay day) const;
  std::vector<Session> SessionsAt(const Id& centre, CivilDay day) const;
  std::vector<Session> CancelledAt(const Id& centre, CivilDay day) const;
  // Sorted.
  std::vector<Id> ExpectedAt(const Session& session) const;
  // Cohorts with a session at this centre that was not cancelled; sorted.
  std::vector<Id> CohortsAt(const Id& centre) const;

 private:
  struct Planned {
    Session session;
    // Since when, by the clocks of the authors, it has had this centre and these times, and each
    // cohort has been on it.
    std::int64_t timed_ms = 0;
    std::map<Id, std::int64_t> cohort_ms;
  };
  // By start.
  using Starts = std::set<std::pair<std::int64_t, Id>>;

  static std::optional<Planned> Fold(const Id& id, const Edits& edits);
  void Remove(const Id& session);
  std::vector<Session> At(const Id& centre, CivilDay day, bool cancelled) const;
  std::vector<Session> Ordered(const std::set<Id>& sessions) const;
  // Calls `visit` with every session of the enrolment's cohort on these days; no last day: all from
  // the first on.
  template <typename Visit>
  void EachOf(const Enrolment& enrolment, CivilDay first_day, std::optional<CivilDay> last_day,
              Visit visit) const;

  const EnrolmentBook& enrolments_;
  std::map<Id, Planned> sessions_;
  std::map<std::pair<Id, CivilDay>, std::set<Id>> at_centre_;
  absl::flat_hash_map<Id, Starts> of_cohort_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_TIMETABLE_H_
