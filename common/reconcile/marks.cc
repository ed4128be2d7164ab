#include "common/reconcile/marks.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settlement_word.h"

namespace wijkboek {
namespace {

bool IsStatus(int status) {
  return status >= v1::MARK_STATUS_PRESENT && status <= v1::MARK_STATUS_ABSENT;
}

// What the fact says of a session; nullopt when it is no word about a status at all.
std::optional<int> StatusIn(const Fact& fact) {
  if (fact.kind() == v1::EVENT_KIND_SESSION_MARKED) return fact.event->session_marked().status();
  if (fact.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED) return std::nullopt;
  SettlementWord word = ReadSettlement(fact);
  if (word.nonsense != nullptr || word.value.field != "status") return std::nullopt;
  return static_cast<int>(word.value.number);
}

void FindHolding(SessionMarks& session) {
  for (const Mark& mark : session.marks) {
    if (mark.is_replaced()) continue;
    const Mark* before = session.holds;
    session.differ |= before != nullptr && before->status != mark.status;
    // The values go from present to absent; marks are in order, so the later wins among equals.
    if (before == nullptr || mark.status <= before->status) session.holds = &mark;
  }
}

// Whose marks a settlement had to judge.
absl::flat_hash_set<Id> AuthorsUntil(const Fact& settlement, const std::vector<Mark>& marks) {
  absl::flat_hash_set<Id> authors;
  for (const Mark& mark : marks) {
    if (StoodUntil(mark, settlement)) authors.insert(mark.author);
  }
  return authors;
}

bool IsSettlement(const Mark& mark) {
  return mark.fact->kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED;
}

void NoteReplaced(const Id& person, SessionMarks& session) {
  std::vector<Mark>& marks = session.marks;
  absl::flat_hash_map<Hash, Mark*> by_hash;
  for (Mark& mark : marks) by_hash.emplace(mark.fact->key.hash, &mark);
  auto note = [&](auto may_replace) {
    for (Mark& mark : marks) mark.replaced_by = nullptr;
    for (const Mark& mark : marks) {
      for (const Hash& seen : SeenBy(*mark.fact->event)) {
        auto target = by_hash.find(seen);
        if (target == by_hash.end() || target->second == &mark) continue;
        Mark& replaced = *target->second;
        if (!replaced.is_replaced() && may_replace(mark, replaced))
          replaced.replaced_by = mark.fact;
      }
    }
  };
  note([](const Mark&, const Mark&) { return true; });
  absl::flat_hash_map<const Mark*, absl::flat_hash_set<Id>> judged;
  absl::flat_hash_set<const Mark*> own_judges;
  for (Mark& mark : marks) {
    if (!IsSettlement(mark)) continue;
    judged.emplace(&mark, AuthorsUntil(*mark.fact, marks));
    mark.settles = MaySettle(person, session, mark.author, mark.fact, Hash());
    if (!mark.settles) own_judges.insert(&mark);
  }
  // Whoever made a mark does not overrule others by a settlement of their own, nor who settled it.
  note([&](const Mark& mark, const Mark& replaced) {
    if (mark.author == replaced.author) return true;
    auto found = judged.find(&replaced);
    bool was_judged = found != judged.end() && found->second.contains(mark.author);
    return !was_judged && !own_judges.contains(&mark);
  });
}

bool HadSeen(const Mark& mark, const Hash& hash) {
  std::vector<Hash> seen = SeenBy(*mark.fact->event);
  return std::binary_search(seen.begin(), seen.end(), hash);
}

}  // namespace

bool StoodUntil(const Mark& mark, const Fact& edit) {
  return FactBefore(*mark.fact, edit) &&
         (!mark.is_replaced() || !FactBefore(*mark.replaced_by, edit));
}

bool MaySettle(const Id& person, const SessionMarks& session, const Id& author,
               const Fact* settlement, const Hash& contest) {
  if (author.IsZero() || author == person) return false;
  auto is_judge_of_own = [&](const Mark& mark) {
    if (mark.author != author) return false;
    if (settlement != nullptr && mark.fact->key.hash == settlement->key.hash) return false;
    return !mark.settles || (!contest.IsZero() && !HadSeen(mark, contest));
  };
  return std::none_of(session.uncertain.begin(), session.uncertain.end(), is_judge_of_own) &&
         std::none_of(session.marks.begin(), session.marks.end(), [&](const Mark& mark) {
           bool stood = settlement == nullptr ? !mark.is_replaced() : StoodUntil(mark, *settlement);
           return stood && is_judge_of_own(mark);
         });
}

void Weigh(const Id& person, SessionMarks& session) {
  std::sort(session.marks.begin(), session.marks.end(),
            [](const Mark& a, const Mark& b) { return FactBefore(*a.fact, *b.fact); });
  NoteReplaced(person, session);
  FindHolding(session);
  for (Mark& mark : session.marks) {
    if (!IsSettlement(mark)) continue;
    mark.settles = MaySettle(person, session, mark.author, mark.fact, Hash());
    if (!mark.settles || mark.is_replaced()) continue;
    for (const Hash& seen : SeenBy(*mark.fact->event)) session.settled.insert(seen);
  }
}

Marks::Marks(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
             std::vector<SetAsideFact>& set_aside) {
  for (const Fact& fact : facts) {
    if (!standing.Stands(fact)) continue;
    std::optional<int> status = StatusIn(fact);
    if (!status) continue;
    // Nobody settles their own attendance.
    bool settles = fact.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED;
    if (settles && AuthorOf(*fact.event) == person) continue;
    if (!IsParticipant(fact, person)) continue;
    bool lists = ListsFor(fact, person);
    Id session = Id::FromBytesOrZero(fact.event->session_id());
    if (session.IsZero() || !IsStatus(*status)) {
      if (lists) {
        set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                     "it does not say at which session, or what was so"));
      }
      continue;
    }
    SessionMarks& at = by_session_[session];
    Mark mark{.status = static_cast<v1::MarkStatus>(*status),
              .author = AuthorOf(*fact.event),
              .fact = &fact};
    (fact.captured_ms ? at.marks : at.uncertain).push_back(mark);
    if (!fact.captured_ms && lists) {
      set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
    }
  }
  for (auto& [id, session] : by_session_) Weigh(person, session);
}

std::vector<const Fact*> SessionMarks::Statuses() const {
  std::vector<const Fact*> statuses;
  for (const Mark& mark : marks) {
    if (mark.settles && !mark.is_replaced()) statuses.push_back(mark.fact);
  }
  return statuses;
}

const SessionMarks& Marks::At(const Id& session) const {
  auto found = by_session_.find(session);
  return found == by_session_.end() ? none_ : found->second;
}

}  // namespace wijkboek
