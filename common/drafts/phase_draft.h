// The body of the event that says which phase an enrolment enters. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_PHASE_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFTS_PHASE_DRAFT_H_

#include "absl/status/status.h"
#include "common/event.h"
#include "common/ids.h"

namespace wijkboek {

// Sets kind and body.
absl::Status SetPhase(const Id& enrolment, const Id& phase, v1::Event& event);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_PHASE_DRAFT_H_
