// When one participant said that they could not come. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_EXCUSES_H_
#define WIJKBOEK_COMMON_RECONCILE_EXCUSES_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct Excuse {
  // The one that gave it, and what ended it; sorted.
  std::vector<Hash> events;
  // When it was said: a phoned one when the call was. nullopt: nobody knows.
  std::optional<std::int64_t> said_ms;
  // These sessions, sorted; or all on these civil days.
  std::vector<Id> sessions;
  CivilDay first_day = 0;
  CivilDay last_day = std::numeric_limits<CivilDay>::min();

  bool IsFor(const Id& session, CivilDay day) const;
};

class Excuses {
 public:
  // Lists what makes no sense, and what has no certain time.
  Excuses(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
          std::vector<SetAsideFact>& set_aside);

  // The first said of those that cover a session which ends then; null when none does.
  const Excuse* Covering(const Id& session, CivilDay day, std::int64_t end_ms) const;
  // Excuses for it of which nobody knows whether they were said in time.
  std::vector<Hash> UncertainFor(const Id& session, CivilDay day) const;

 private:
  // By when they were said, then events; those that nobody knows of last.
  std::vector<Excuse> excuses_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EXCUSES_H_
