// What one author says about one visit, gathered from the facts of a household. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_VISIT_LOG_H_
#define WIJKBOEK_COMMON_RECONCILE_VISIT_LOG_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

// Whose word weighs how much.
enum class VisitRank : std::uint8_t { kParticipant = 1, kCoach = 2, kCorrection = 3 };

struct VisitTime {
  std::int64_t t_ms = 0;
  VisitRank rank = VisitRank::kParticipant;
};

struct VisitLog {
  Id visit_id;
  Id author;
  VisitRank rank = VisitRank::kParticipant;
  std::int64_t start_ms = 0;
  // Every end that somebody said, in fact order; empty: never ended.
  std::vector<VisitTime> ends;
  // Where it closes when nobody said: the planned end, else a fixed time after the start; or what
  // was answered later.
  std::int64_t estimated_end_ms = 0;
  // The end is an answer too far from the plan to confirm it.
  bool is_answered = false;
  std::vector<Id> participants;
  std::vector<Id> residents;
  // Those of its participants on its day.
  const Rules* rules = nullptr;
  // The fact that started or logged it: its place in fact order.
  const Fact* first = nullptr;
  std::vector<Hash> events;

  bool is_correction() const { return rank == VisitRank::kCorrection; }
  // The weightiest end, the first among equals; else the estimated one.
  std::int64_t end_ms() const;
  Interval span() const { return {start_ms, end_ms()}; }
};

struct VisitLogs {
  // In fact order.
  std::vector<VisitLog> logs;
  // Corrections of one thing by several authors: the ones that do not hold for now, and with which
  // they differ.
  std::vector<std::vector<const Fact*>> concurrent_corrections;
  // Ends that belong to no visit.
  std::vector<const Fact*> lone_ends;
  std::vector<const Fact*> senseless;
  std::vector<const Fact*> uncertain;
};

VisitLogs GatherVisitLogs(absl::Span<const Fact> facts, const Standing& standing,
                          const Reference& reference);

// Of several corrections of one thing, in fact order: the most favourable holds for now, among
// equals the later.
const Fact& HoldingCorrection(const std::vector<const Fact*>& group);

// The visit of which only this end was known, begun at `start_ms`.
VisitLog LogBegunAt(std::int64_t start_ms, const Fact& end, const Reference& reference);

VisitRank RankOf(const v1::Event& event);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VISIT_LOG_H_
