#include "common/reconcile/contests.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
Contests::Contests(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                   const Marks& marks, std::vector<SetAsideFact>& set_aside)
    : person_(person), marks_(marks) {
  absl::flat_hash_map<Hash, std::vector<const Fact*>> settlements;
  for (const Fact& fact : facts) {
    if (!standing.Stands(fact)) continue;
    if (fact.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
        fact.event->discrepancy_settled().discrepancy() == "attendance_contested") {
      for (const Hash& seen : SeenBy(*fact.event)) settlements[seen].push_back(&fact);
    }
    if (fact.kind() != v1::EVENT_KIND_ATTENDANCE_CONTESTED) continue;
    if (!IsParticipant(fact, person)) continue;
    Contest contest{.fact = &fact};
    if (fact.event->attendance_contested().about_case() == v1::AttendanceContested::kDay) {
      contest.day = fact.event->attendance_contested().day();
    } else {
      contest.session = Id::FromBytesOrZero(fact.event->session_id());
      if (contest.session.IsZero()) {
        if (ListsFor(fact, person)) {
          set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                       "it does not say which session or day is not right"));
        }
        continue;
      }
    }
    contests_.push_back(std::move(contest));
  }
  for (Contest& contest : contests_) {
    auto found = settlements.find(contest.fact->key.hash);
    if (found != settlements.end()) contest.settlements = found->second;
  }
  std::sort(contests_.begin(), contests_.end(),
            [](const Contest& a, const Contest& b) { return FactBefore(*a.fact, *b.fact); });
}

bool Contests::IsOpen(const Contest& contest, const Id& session) const {
  return std::none_of(
      contest.settlements.begin(), contest.settlements.end(), [&](const Fact* settlement) {
        // Of a day, for the session that it names alone.
        Id of_session = Id::FromBytesOrZero(settlement->event->session_id());
        bool is_elsewhere = contest.session.IsZero() && !session.IsZero() && !of_session.IsZero() &&
                            of_session != session;
        return !is_elsewhere && MaySettle(person_, marks_.At(session), AuthorOf(*settlement->event),
                                          settlement, contest.fact->key.hash);
      });
}

std::vector<Hash> Contests::OpenOn(const Id& session, CivilDay day) const {
  std::vector<Hash> open;
  for (const Contest& contest : contests_) {
    if (contest.IsAbout(session, day) && IsOpen(contest, session)) {
      open.push_back(contest.fact->key.hash);
    }
  }
  SortUnique(open);
  return open;
}

}  // namespace wijkboek
