// What coaches said of one participant at sessions: marks, and settlements that name a status. An
// edit replaces what its author had seen; when several that differ are left, the one most
// favourable to the participant holds. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_MARKS_H_
#define WIJKBOEK_COMMON_RECONCILE_MARKS_H_

#include <map>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct Mark {
  v1::MarkStatus status = v1::MARK_STATUS_UNSPECIFIED;
  Id author;
  // Not owned.
  const Fact* fact = nullptr;
  // The first of the marks of the session that replace it; null: none.
  const Fact* replaced_by = nullptr;
  // A settlement, by somebody who may settle.
  bool settles = false;

  bool is_replaced() const { return replaced_by != nullptr; }
};

// At one session.
struct SessionMarks {
  // In fact order; those without a certain time replace nothing, and are not here.
  std::vector<Mark> marks;
  // The one that holds: most favourable of those not replaced, then the later. Null when there is
  // none.
  const Mark* holds = nullptr;
  // Several that differ are not replaced.
  bool differ = false;
  // What settlements of the status had seen that nobody replaced: a doubt that rests on these alone
  // is settled.
  absl::flat_hash_set<Hash> settled;
  // Marks whose time is not certain.
  std::vector<Mark> uncertain;

  // The settlements of the status that settle and that nobody replaced; in fact order.
  std::vector<const Fact*> Statuses() const;
};

// From the marks and those without a certain time: which replaces which, which holds, what is
// settled.
void Weigh(const Id& person, SessionMarks& session);

// Before that edit in fact order, and replaced by none before it.
bool StoodUntil(const Mark& mark, const Fact& edit);

// Whether this author may settle something at the session: not the participant, nor whoever made a
// mark that stood until that settlement (null: that stands now), unless that mark is itself a
// settlement by somebody who may, and had seen this contest (zero: none is settled).
bool MaySettle(const Id& person, const SessionMarks& session, const Id& author,
               const Fact* settlement, const Hash& contest);

// Does not own the facts.
class Marks {
 public:
  // Lists marks that make no sense, and what has no certain time. Settlements that make no sense
  // are no marks.
  Marks(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
        std::vector<SetAsideFact>& set_aside);
  Marks(const Marks&) = delete;
  Marks& operator=(const Marks&) = delete;

  const SessionMarks& At(const Id& session) const;

 private:
  std::map<Id, SessionMarks> by_session_;
  SessionMarks none_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_MARKS_H_
