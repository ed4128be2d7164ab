#include "client/situation.h"

#include "common/reconcile/rules.h"

namespace wijkboek {

bool WaitsForItsEnd(const VisitRecord& visit, std::int64_t now_ms) {
  if (visit.open) return true;
  const bool is_by_rule = visit.estimated_end && !visit.to_confirm.empty();
  return is_by_rule && now_ms < visit.span.start_ms + Rules().visit_end_reach_ms;
}

bool ChecksInByItself(const Situation& situation, v1::Method method,
                      std::optional<std::int64_t> now_ms) {
  // Whoever types a number or taps a picture is asked anyway.
  if (method != v1::METHOD_OWN_BADGE && method != v1::METHOD_OWN_QR) return false;
  if (!situation.open_presences.empty() || !situation.open_visits.empty()) return false;
  // It is asked first, or they would be gone before.
  if (situation.forgotten) return false;
  if (!situation.is_current || !situation.sessions || !now_ms) return false;
  return *now_ms >= situation.sessions->start_ms - kComesEarlyMs &&
         *now_ms < situation.sessions->end_ms;
}

}  // namespace wijkboek
