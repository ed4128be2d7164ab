// Which logs of one household are one visit. Pure. docs/rules.md, "Visits".
#ifndef WIJKBOEK_COMMON_RECONCILE_VISIT_JOIN_H_
#define WIJKBOEK_COMMON_RECONCILE_VISIT_JOIN_H_

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/visit_log.h"

namespace wijkboek {

// Logs as indices.
struct JoinedLogs {
  using Pair = std::pair<std::size_t, std::size_t>;

  // Logs that are one visit, each group ascending.
  std::vector<std::vector<std::size_t>> visits;
  // Pairs, the lower first, of which somebody said that they are two visits.
  std::set<Pair> said_apart;
};

// `facts` holds what people said about joining and splitting.
JoinedLogs JoinLogs(const std::vector<VisitLog>& logs, absl::Span<const Fact> facts,
                    const Standing& standing);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_VISIT_JOIN_H_
