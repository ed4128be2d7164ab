#include "common/reconcile/marks.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

bool IsStatus(int status) {
  return status >= v1::MARK_STATUS_PRESENT && status <= v1::MARK_STATUS_ABSENT;
}

// What the fact says of a session; nullopt when it is no word about a status at all.
std::optional<int> StatusIn(const v1::Event& event) {
  if (event.kind() == v1::EVENT_KIND_SESSION_MARKED) return event.session_marked().status();
  if (event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
      event.discrepancy_settled().field() == "status") {
    return event.discrepancy_settled().status().status();
  }
  return std::nullopt;
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

void NoteReplaced(SessionMarks& session) {
  absl::flat_hash_map<Hash, Mark*> by_hash;
  for (Mark& mark : session.marks) by_hash.emplace(mark.fact->key.hash, &mark);
  for (const Mark& mark : session.marks) {
    for (const Hash& seen : SeenBy(*mark.fact->event)) {
      auto target = by_hash.find(seen);
      if (target == by_hash.end() || target->second == &mark) continue;
      target->second->replaced_by.push_back(mark.fact->key.hash);
    }
  }
}

}  // namespace

Marks::Marks(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
             std::vector<SetAsideFact>& set_aside) {
  for (const Fact& fact : facts) {
    std::optional<int> status = StatusIn(*fact.event);
    if (!status || !standing.Stands(fact)) continue;
    std::vector<Id> participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT);
    if (!std::binary_search(participants.begin(), participants.end(), person)) continue;
    bool lists = participants.front() == person;
    Id session = Id::FromBytesOrZero(fact.event->session_id());
    if (session.IsZero() || !IsStatus(*status)) {
      if (lists) {
        set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                     "it does not say at which session, or what was so"));
      }
      continue;
    }
    SessionMarks& at = by_session_[session];
    if (!fact.captured_ms) {
      at.uncertain.push_back(fact.key.hash);
      if (lists) set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
      continue;
    }
    at.marks.push_back({.status = static_cast<v1::MarkStatus>(*status),
                        .author = AuthorOf(*fact.event),
                        .fact = &fact});
    if (fact.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED) {
      for (const Hash& seen : SeenBy(*fact.event)) at.settled.insert(seen);
    }
  }
  for (auto& [id, session] : by_session_) {
    std::sort(session.marks.begin(), session.marks.end(),
              [](const Mark& a, const Mark& b) { return FactBefore(*a.fact, *b.fact); });
    NoteReplaced(session);
    FindHolding(session);
    SortUnique(session.uncertain);
  }
}

const SessionMarks& Marks::At(const Id& session) const {
  auto found = by_session_.find(session);
  return found == by_session_.end() ? none_ : found->second;
}

}  // namespace wijkboek
