// Why nobody may say that a participant was absent: what is in doubt on the day of a session.
// docs/rules.md, "Signs". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SIGNS_H_
#define WIJKBOEK_COMMON_RECONCILE_SIGNS_H_

#include <string>
#include <vector>

#include "common/ids.h"
#include "common/reconcile/loose_facts.h"
#include "common/reconcile/marks.h"
#include "common/reconcile/person_spans.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"
#include "common/reconcile/seen_acts.h"
#include "common/reconcile/sightings.h"

namespace wijkboek {

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
Signs SignsOn(const ExpectedSession& session, const PersonSpans& spans,
              const std::vector<SeenAct>& acts, const std::vector<Sighting>& sightings,
              const LooseFacts& loose, const SessionMarks& marks, const Rules& rules);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SIGNS_H_
