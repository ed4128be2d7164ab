#include "server/settle_basis.h"

#include <deque>
#include <limits>
#include <utility>

#include "common/event.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/marks.h"
#include "common/status.h"

namespace wijkboek {
namespace {

bool IsAboutSession(const Discrepancy& discrepancy) {
  return !discrepancy.session.IsZero() && !discrepancy.persons.empty();
}

bool SaysMarks(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_SESSION_MARKED || kind == v1::EVENT_KIND_DISCREPANCY_SETTLED ||
         kind == v1::EVENT_KIND_EVENT_VOIDED;
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
  if (!IsAboutSession(discrepancy)) return settling;
  std::deque<StoredEvent> events;
  std::vector<Fact> facts;
  for (const std::uint64_t position : basis.positions) {
    ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
    absl::StatusOr<StoredEvent> event = ReadEvent(std::move(entry.bytes), entry.previous);
    if (!event.ok() || !SaysMarks(event->event.kind())) continue;
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
  const bool is_contest = discrepancy.kind == "attendance_contested" && !discrepancy.events.empty();
  settling.is_own_mark =
      !MaySettle(person, at, author, nullptr, is_contest ? discrepancy.events.front() : Hash());
  return settling;
}

}  // namespace wijkboek
