// What is known of one participant, found by when it was, so that a session looks at its own hours
// alone. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PERSON_SPANS_H_
#define WIJKBOEK_COMMON_RECONCILE_PERSON_SPANS_H_

#include <vector>

#include "common/reconcile/attendance.h"
#include "common/reconcile/doubts.h"
#include "common/reconcile/span_index.h"

namespace wijkboek {

// Does not own; all of it outlives this.
struct PersonSpans {
  PersonSpans(const PersonFacts& person, const std::vector<Doubt>& person_doubts)
      : attended(person.attended, [](const Attended& each) { return each.span; }),
        presences(person.presences, [](const PresenceRecord& each) { return each.span; }),
        visits(person.visits, [](const VisitRecord& each) { return each.reach(); }),
        doubts(person_doubts, [](const Doubt& each) { return each.span; }) {}

  SpanIndex<Attended> attended;
  SpanIndex<PresenceRecord> presences;
  SpanIndex<VisitRecord> visits;
  SpanIndex<Doubt> doubts;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PERSON_SPANS_H_
