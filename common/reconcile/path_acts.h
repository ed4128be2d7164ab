// The acts that a participant's path is folded from: what each kind of event says, which of them
// stand, and the day and enrolment that each belongs to. docs/rules.md, "The path". Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_PATH_ACTS_H_
#define WIJKBOEK_COMMON_RECONCILE_PATH_ACTS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// What an act does to the path.
enum class PathDoes : std::uint8_t {
  kStep,    // a step of its own
  kOpen,    // begins a goal, a placement or a phase
  kReview,  // looks at a placement
  kClose,   // ends a goal or a placement
};

// How acts of one kind of event are read.
struct PathKind {
  PathType type = PathType::kMilestone;
  PathDoes does = PathDoes::kStep;
  // Of a step of its own.
  absl::string_view state;
  // The goal, placement, assessment or phase it is about; the enrolment it names. Null: none.
  Id (*ref)(const v1::Event& event) = nullptr;
  Id (*enrolment)(const v1::Event& event) = nullptr;
  // Without an enrolment that runs that day it belongs to the last one that ended.
  bool may_come_after = false;
};

// Null for kinds that are no part of a path.
const PathKind* FindPathKind(v1::EventKind kind);

struct PathAct {
  const Fact* fact = nullptr;
  const PathKind* kind = nullptr;
  // Stated, else captured.
  CivilDay day = 0;
  Id ref;
  // Zero: none is named and none ran that day.
  Id enrolment;

  const v1::Event& event() const { return *fact->event; }
  const Hash& hash() const { return fact->key.hash; }
};

// A day that can be meant.
bool IsPathDay(CivilDay day);

// Those of the participant that stand and that none of the same kind names as seen, in fact order.
// The rest is listed in `set_aside`, but for what another one replaced.
std::vector<PathAct> GatherPathActs(const Id& person, absl::Span<const Fact> facts,
                                    const Standing& standing, const Reference& reference,
                                    std::vector<SetAsideFact>& set_aside);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_PATH_ACTS_H_
