// "That is not right", said by the participant, until somebody else than who marked them settles
// it. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_CONTESTS_H_
#define WIJKBOEK_COMMON_RECONCILE_CONTESTS_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/marks.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct Contest {
  // Not owned.
  const Fact* fact = nullptr;
  // Zero: of a whole day.
  Id session;
  CivilDay day = 0;
  // What claims to settle it.
  std::vector<const Fact*> settlements;

  bool IsAbout(const Id& of_session, CivilDay of_day) const {
    return session.IsZero() ? day == of_day : session == of_session;
  }
};

class Contests {
 public:
  // Lists what makes no sense. `marks` must outlive this.
  Contests(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
           const Marks& marks, std::vector<SetAsideFact>& set_aside);

  // In fact order.
  const std::vector<Contest>& all() const { return contests_; }
  // What settles it for this session: the words of those who may that nobody replaced, in fact
  // order; of those that were all replaced, the last, because what was settled stays so. It is open
  // when there are none, or several that differ.
  std::vector<Settlement> On(const Contest& contest, const Id& session) const;
  bool IsOpen(const Contest& contest, const Id& session) const;
  // The marks at the session that it is about: those that stood until it was settled.
  std::vector<const Fact*> ContestedMarks(const Contest& contest, const Id& session) const;
  // Contests open on a session of that day; sorted.
  std::vector<Hash> OpenOn(const Id& session, CivilDay day) const;

 private:
  // By those who may, replaced or not.
  std::vector<const Fact*> WordsOn(const Contest& contest, const Id& session) const;

  Id person_;
  const Marks& marks_;
  std::vector<Contest> contests_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_CONTESTS_H_
