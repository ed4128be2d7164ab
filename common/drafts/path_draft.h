// A step on somebody's path: from what a coach or the office typed to the event that says so.
// Checks what the person can still mend; looks nobody up and writes nothing. What describes the
// participant (levels, outcomes, what a goal says) is sealed. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_PATH_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFTS_PATH_DRAFT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

struct KnownEnrolment {
  Enrolment enrolment;
  // Of its programme.
  std::vector<v1::ProgrammePhase> phases;
};

// What is known of the participant where the step is written down.
struct KnownPath {
  Id participant;
  std::vector<PathRecord> path;
  std::vector<KnownEnrolment> enrolments;
  // The one that the step names; zero: none.
  Id session;
  // UTC milliseconds.
  std::int64_t now_ms = 0;
  // For a goal, placement or assessment that begins.
  Id new_id;
};

// With the participant's enrolments and their programmes' phases filled in.
KnownPath KnownPathOf(const Id& participant, const Reference& reference,
                      std::vector<PathRecord> path);

struct PathDraft {
  // Without actor and centre.
  EventDraft draft;
  // Of a goal, placement or assessment; else zero.
  Id ref;
};

// INVALID_ARGUMENT with what to write instead: a type that is none, a day that is none or lies
// ahead, and what is missing or can't be found.
absl::StatusOr<PathDraft> DraftPathStep(const v1::PathStep& step, const KnownPath& known);

// As they are typed: "invitation", "referral" …
std::vector<std::string> PathStepTypes();
// "invitation"; as in PathStep.type, for what began it.
std::string PathTypeWord(PathType type);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_PATH_DRAFT_H_
