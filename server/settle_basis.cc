#include "server/settle_basis.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <utility>

#include "common/event.h"
#include "common/reconcile/contests.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/marks.h"
#include "common/status.h"

namespace wijkboek {
namespace {

bool IsAboutSession(const Discrepancy& discrepancy) {
  return !discrepancy.session.IsZero() && !discrepancy.persons.empty();
}

bool IsOfSessions(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_SESSION_MARKED || kind == v1::EVENT_KIND_ATTENDANCE_CONTESTED ||
         kind == v1::EVENT_KIND_DISCREPANCY_SETTLED || kind == v1::EVENT_KIND_EVENT_VOIDED;
}

}  // namespace

absl::StatusOr<SettleBasis> SettleBasisOf(const Discrepancy& discrepancy, const Ledger& ledger) {
  SettleBasis basis;
  for (const Id& person : discrepancy.persons) {
    const Person* known = ledger.reference().FindPerson(person);
    basis.concerned.push_back(
        {.person = person,
         .role = known == nullptr ? v1::PERSON_ROLE_PARTICIPANT : RoleOf(known->type)});
  }
  if (discrepancy.kind == "clock_uncertain" && !discrepancy.events.empty()) {
    ASSIGN_OR_RETURN(basis.uncertain, ledger.PositionOf(discrepancy.events.front()));
  }
  if (!IsAboutSession(discrepancy)) return basis;
  ASSIGN_OR_RETURN(basis.positions,
                   ledger.PositionsOfPerson(discrepancy.persons.front(), 0,
                                            std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int32_t>::max()));
  return basis;
}

absl::StatusOr<Settling> OfficeSettling(const Discrepancy& discrepancy, const SettleBasis& basis,
                                        const Id& author, const EventLog& log,
                                        std::int64_t now_ms) {
  Settling settling{.author = author,
                    .method = v1::METHOD_OFFICE,
                    .centre = discrepancy.centre,
                    .now_ms = now_ms,
                    .concerned = basis.concerned};
  if (basis.uncertain) {
    ASSIGN_OR_RETURN(const LogEvent entry, log.Read(*basis.uncertain));
    settling.received_ms = entry.received_ms.value_or(0);
  }
  if (!IsAboutSession(discrepancy)) return settling;
  std::deque<StoredEvent> events;
  std::vector<Fact> facts;
  for (const std::uint64_t position : basis.positions) {
    ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
    absl::StatusOr<StoredEvent> event = ReadEvent(std::move(entry.bytes), entry.previous);
    if (!event.ok() || !IsOfSessions(event->event.kind())) continue;
    const StoredEvent& stored = events.emplace_back(*std::move(event));
    // In the order in which their authors said it.
    facts.push_back({.event = &stored.event,
                     .key = stored.key,
                     .captured_ms = stored.event.hybrid().wall_ms()});
  }
  const Standing standing(facts);
  std::vector<SetAsideFact> set_aside;
  const Id& person = discrepancy.persons.front();
  const Marks marks(person, facts, standing, set_aside);
  const SessionMarks& at = marks.At(discrepancy.session);
  for (const Mark& mark : at.marks) {
    if (!mark.is_replaced()) settling.marks.push_back(mark.fact->key.hash);
  }
  // A status says what it had seen: who gave it may settle these contests too.
  const Contests contests(person, facts, standing, marks, set_aside);
  const std::vector<Hash> open = contests.OpenOn(discrepancy.session, discrepancy.day);
  settling.marks.insert(settling.marks.end(), open.begin(), open.end());
  settling.is_own_mark = !MaySettle(person, at, author, nullptr, Hash());
  if (discrepancy.kind != "attendance_contested") return settling;
  for (const Contest& contest : contests.all()) {
    const Hash& hash = contest.fact->key.hash;
    if (!std::binary_search(discrepancy.events.begin(), discrepancy.events.end(), hash)) continue;
    settling.is_own_mark |= !MaySettle(person, at, author, nullptr, hash);
  }
  return settling;
}

}  // namespace wijkboek
