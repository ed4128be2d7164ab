// Which phase of its programme an enrolment enters, as an event says it. A kind of event of its own
// place: everything that the fold must know of its schema stands here. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PHASES_H_
#define WIJKBOEK_COMMON_RECONCILE_PHASES_H_

#include "common/event.h"
#include "common/ids.h"

namespace wijkboek {

bool IsPhaseKind(v1::EventKind kind);
// Of an event of that kind; zero where it does not say.
Id PhaseIn(const v1::Event& event);
Id EnrolmentOfPhase(const v1::Event& event);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PHASES_H_
