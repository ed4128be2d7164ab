// Moves and cancellations of sessions by people who had not seen each other's. docs/rules.md,
// "Sessions". Pure; not for several threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_SESSION_DISPUTES_H_
#define WIJKBOEK_COMMON_RECONCILE_SESSION_DISPUTES_H_

#include <map>
#include <optional>
#include <vector>

#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/timetable.h"

namespace wijkboek {

// Of one session's edits, in their order: the moves and cancellations that nobody replaced, neither
// by an edit that names them nor by a later one of the same device, where they say different
// things. Empty where they agree. `edits` must outlive it.
std::vector<const Edit*> DifferingEdits(const Edits& edits);

// Those that nobody replaced, by session; few at a time.
class SessionDisputes {
 public:
  // Does not own the timetable, which outlives it.
  explicit SessionDisputes(const Timetable& timetable) : timetable_(timetable) {}

  // In place of what was disputed about this session.
  void Set(const Id& session, const Edits& edits);

  // Of the sessions at which this participant is expected; sorted.
  std::vector<Dispute> Of(const Id& stands_for) const;
  // Everybody expected at the session that this edit is about, if it is disputed; sorted.
  std::vector<Id> PeopleOf(const Hash& edit) const;
  // What any dispute rests on.
  std::vector<Hash> Disputed() const;

 private:
  const Timetable& timetable_;
  // About nobody yet: who is expected changes with every enrolment.
  std::map<Id, Dispute> of_session_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SESSION_DISPUTES_H_
