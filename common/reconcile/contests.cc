#include "common/reconcile/contests.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

// Marks that stood when it was settled: those that nothing but this settlement replaces.
bool StoodBefore(const Mark& mark, const Hash& settlement) {
  return mark.fact->key.hash != settlement &&
         std::all_of(mark.replaced_by.begin(), mark.replaced_by.end(),
                     [&](const Hash& by) { return by == settlement; });
}

}  // namespace

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
    std::vector<Id> participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT);
    if (!std::binary_search(participants.begin(), participants.end(), person)) continue;
    Contest contest{.fact = &fact};
    if (fact.event->attendance_contested().about_case() == v1::AttendanceContested::kDay) {
      contest.day = fact.event->attendance_contested().day();
    } else {
      contest.session = Id::FromBytesOrZero(fact.event->session_id());
      if (contest.session.IsZero()) {
        if (participants.front() == person) {
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
  const std::vector<Mark>& marks = marks_.At(session).marks;
  return std::none_of(
      contest.settlements.begin(), contest.settlements.end(), [&](const Fact* settlement) {
        Id author = AuthorOf(*settlement->event);
        return !author.IsZero() && author != person_ &&
               std::none_of(marks.begin(), marks.end(), [&](const Mark& mark) {
                 return mark.author == author && StoodBefore(mark, settlement->key.hash);
               });
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
