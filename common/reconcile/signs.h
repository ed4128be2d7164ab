// Why nobody may say that a participant was absent: what is in doubt on the day of a session.
// docs/rules.md, "Signs". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SIGNS_H_
#define WIJKBOEK_COMMON_RECONCILE_SIGNS_H_

#include <string>
#include <vector>

#include "common/ids.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/loose_facts.h"
#include "common/reconcile/marks.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/seen_acts.h"
#include "common/reconcile/sightings.h"

namespace wijkboek {

// Something of one participant that does not say enough, and the civil days on which it may lie.
struct Doubt {
  const char* sign = "";
  Hash event;
  CivilDay first_day = 0;
  CivilDay last_day = 0;
};

// Of their own facts: unknown_kind, clock_uncertain, check_out_without_check_in, practice. By first
// day.
std::vector<Doubt> GatherDoubts(const PersonFacts& person);

struct Signs {
  // Sorted, each once.
  std::vector<std::string> names;
  std::vector<Hash> events;

  void Add(const char* name, const Hash& event) {
    names.emplace_back(name);
    events.push_back(event);
  }
};

// Those on the session's days, but for contests and uncertain excuses and marks. What a settlement
// of its status had seen is none.
Signs SignsOn(const ExpectedSession& session, const PersonFacts& person,
              const std::vector<Doubt>& doubts, const std::vector<SeenAct>& acts,
              const std::vector<Sighting>& sightings, const LooseFacts& loose,
              const SessionMarks& marks, const Rules& rules);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SIGNS_H_
