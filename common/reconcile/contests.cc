#include "common/reconcile/contests.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlement_word.h"
#include "common/reconcile/testimony.h"

namespace wijkboek {

Contests::Contests(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                   const Marks& marks, std::vector<SetAsideFact>& set_aside)
    : person_(person), marks_(marks) {
  absl::flat_hash_map<Hash, std::vector<const Fact*>> settlements;
  for (const Fact& fact : facts) {
    if (!standing.Stands(fact)) continue;
    if (fact.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
        fact.event->discrepancy_settled().discrepancy() == "attendance_contested" &&
        ReadSettlement(fact).nonsense == nullptr) {
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

std::vector<const Fact*> Contests::WordsOn(const Contest& contest, const Id& session) const {
  std::vector<const Fact*> words;
  for (const Fact* settlement : contest.settlements) {
    // Of a day, for the session that it names alone.
    Id of_session = Id::FromBytesOrZero(settlement->event->session_id());
    bool is_elsewhere = contest.session.IsZero() && !session.IsZero() && !of_session.IsZero() &&
                        of_session != session;
    if (!is_elsewhere && MaySettle(person_, marks_.At(session), AuthorOf(*settlement->event),
                                   settlement, contest.fact->key.hash)) {
      words.push_back(settlement);
    }
  }
  std::sort(words.begin(), words.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  return words;
}

std::vector<Settlement> Contests::On(const Contest& contest, const Id& session) const {
  std::vector<const Fact*> words = WordsOn(contest, session);
  absl::flat_hash_set<Hash> replaced;
  for (const Fact* word : words) {
    for (const Hash& seen : SeenBy(*word->event)) replaced.insert(seen);
  }
  for (const Mark& mark : marks_.At(session).marks) {
    if (mark.is_replaced()) replaced.insert(mark.fact->key.hash);
  }
  std::vector<Settlement> result;
  for (const Fact* word : words) {
    bool is_last_resort = word == words.back() && result.empty();
    if (replaced.contains(word->key.hash) && !is_last_resort) continue;
    result.push_back({.said = TestimonyOf(*word), .value = ReadSettlement(*word).value});
  }
  return result;
}

bool Contests::IsOpen(const Contest& contest, const Id& session) const {
  return Discrepancy{.settlements = On(contest, session)}.IsOpen();
}

std::vector<const Fact*> Contests::ContestedMarks(const Contest& contest, const Id& session) const {
  std::vector<const Fact*> words = WordsOn(contest, session);
  std::vector<const Fact*> contested;
  for (const Mark& mark : marks_.At(session).marks) {
    bool stood = words.empty() ? !mark.is_replaced() : StoodUntil(mark, *words.front());
    if (stood) contested.push_back(mark.fact);
  }
  return contested;
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
