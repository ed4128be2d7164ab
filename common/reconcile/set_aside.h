// Facts that are stored and kept out of the figures, and who answers for which kind of fact. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SET_ASIDE_H_
#define WIJKBOEK_COMMON_RECONCILE_SET_ASIDE_H_

#include <string>
#include <vector>

#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// Each kind is set aside by one fold alone, so that a fact that several folds read is listed once.
bool IsPresenceKind(v1::EventKind kind);
bool IsVisitKind(v1::EventKind kind);
bool IsHelpKind(v1::EventKind kind);
// Mentor and mentee, or two who help each other: the fold of the two of them.
bool IsPairKind(v1::EventKind kind);
// Sightings, excuses, marks, sign-offs, contests and their settlements: the fold of the
// participant's attendance.
bool IsAttendanceKind(v1::EventKind kind);

// What becomes of a no-show case: the fold of the participant's cases.
bool IsCaseKind(v1::EventKind kind);
// What is measured, agreed and reached: the fold of the participant's path.
bool IsPathKind(v1::EventKind kind);

SetAsideFact SetAside(SetAsideReason reason, const Fact& fact, std::string detail = "");

// Where a fact names several participants, the first of them lists it.
bool ListsFor(const Fact& fact, const Id& person);

// Lists the fact if it was voided or is practice.
void AddIfOut(const Fact& fact, const Standing& standing, std::vector<SetAsideFact>& out);

// A fact that no participant, household or pair answers for: nobody's check-in, an unknown badge,
// an unknown kind, or nonsense. `edits` are the fact itself and whatever names it. Empty when a
// correction has given it its place.
std::vector<SetAsideFact> FoldLooseFact(const Fact& fact, const Standing& standing);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SET_ASIDE_H_
