#include "common/reconcile/phases.h"

namespace wijkboek {

bool IsPhaseKind(v1::EventKind kind) { return kind == v1::EVENT_KIND_PHASE_ENTERED; }

Id PhaseIn(const v1::Event& event) { return Id::FromBytesOrZero(event.phase_entered().phase_id()); }

Id EnrolmentOfPhase(const v1::Event& event) {
  return Id::FromBytesOrZero(event.phase_entered().enrolment_id());
}

}  // namespace wijkboek
