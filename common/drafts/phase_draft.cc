#include "common/drafts/phase_draft.h"

namespace wijkboek {

absl::Status SetPhase(const Id& enrolment, const Id& phase, v1::Event& event) {
  event.set_kind(v1::EVENT_KIND_PHASE_ENTERED);
  event.mutable_phase_entered()->set_enrolment_id(enrolment.ToString());
  event.mutable_phase_entered()->set_phase_id(phase.ToString());
  return absl::OkStatus();
}

}  // namespace wijkboek
