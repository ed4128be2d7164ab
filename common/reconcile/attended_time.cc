#include "common/reconcile/attended_time.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace wijkboek {
namespace {

constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

bool IsEstimated(PresenceEnd end) {
  return end == PresenceEnd::kByRule || end == PresenceEnd::kOpen;
}

bool AreAllIn(const Interval& part, const Intervals& waits) {
  return Subtract({part}, waits).empty();
}

class Attending {
 public:
  Attending(const ExpectedSession& session, const PersonFacts& person, const PersonSpans& spans,
            const absl::flat_hash_set<Hash>& settled, const Rules& rules, Moment& moment)
      : session_(session),
        person_(person),
        spans_(spans),
        settled_(settled),
        rules_(rules),
        moment_(moment) {}

  AttendedTime Run(const SeenThere& seen) {
    result_.waits = true;
    const Interval& expected = session_.expected;
    for (const Attended* each : spans_.attended.Touching(expected)) TakePresence(*each);
    if (rules_.visits_count) {
      for (const VisitRecord* each : spans_.visits.Touching(expected)) TakeVisit(*each);
    }
    if (!result_.any) {
      result_.waits = false;
      return result_;
    }
    result_.late = first_ms_ - expected.start_ms > rules_.late_after_ms && !CameFromVisit() &&
                   !IsInDoubt({StartOfDay(DayOf(expected.start_ms)), first_ms_}) &&
                   !seen.Within(expected.start_ms - rules_.session_margin_ms,
                                expected.start_ms + rules_.late_after_ms);
    result_.left_early = !last_is_doubtful_ &&
                         expected.end_ms - last_ms_ > rules_.left_early_before_ms &&
                         !WentToVisit() && moment_.IsAfter(expected.end_ms) &&
                         !IsInDoubt({last_ms_, StartOfDay(DayOf(expected.end_ms - 1) + 1) - 1}) &&
                         !seen.Within(expected.end_ms - rules_.left_early_before_ms,
                                      expected.end_ms + rules_.session_margin_ms);
    SortUnique(result_.events);
    return result_;
  }

 private:
  void TakePresence(const Attended& each) {
    if (each.centre != session_.session.centre) return;
    Interval part = Overlap(each.span, session_.expected);
    if (part.length_ms() == 0) return;
    // Nothing was seen of them during this session, and somebody said that they were not there.
    if (!each.rejected.empty() && AreAllIn(part, each.rejected)) return;
    bool waits = (each.end == PresenceEnd::kByRule && !each.is_end_accepted) ||
                 AreAllIn(part, each.waits) ||
                 (each.end == PresenceEnd::kOpen && moment_.IsAfter(each.span.end_ms));
    Take(part, waits, IsEstimated(each.end) || each.end == PresenceEnd::kVisit, each.strength,
         each.events);
  }

  void TakeVisit(const VisitRecord& each) {
    Interval part = Overlap(each.reach(), session_.expected);
    if (part.length_ms() == 0) return;
    bool waits = AreAllIn(part, Subtract({part}, person_.visits_settled));
    Take(part, waits, each.estimated_end || each.open, EvidenceStrength::kNone, each.events);
  }

  void Take(const Interval& part, bool waits, bool end_is_doubtful, EvidenceStrength strength,
            absl::Span<const Hash> events) {
    result_.any = true;
    result_.waits &= waits;
    result_.strength = std::max(result_.strength, strength);
    result_.events.insert(result_.events.end(), events.begin(), events.end());
    first_ms_ = std::min(first_ms_, part.start_ms);
    if (part.end_ms > last_ms_) last_is_doubtful_ = false;
    if (part.end_ms >= last_ms_) {
      last_ms_ = part.end_ms;
      last_is_doubtful_ |= end_is_doubtful;
    }
  }

  bool IsInDoubt(const Interval& span) const {
    std::vector<const Doubt*> doubts = spans_.doubts.Touching(span);
    return !std::all_of(doubts.begin(), doubts.end(),
                        [&](const Doubt* each) { return settled_.contains(each->event); });
  }

  // On a visit that ended after the session's doors had opened: the way back is no lateness.
  bool CameFromVisit() const {
    std::vector<const VisitRecord*> visits = spans_.visits.Touching(
        {session_.expected.start_ms - rules_.session_margin_ms, first_ms_ - 1});
    return !visits.empty();
  }

  bool WentToVisit() const {
    std::vector<const Attended*> attended = spans_.attended.Touching(session_.expected);
    bool left_for_visit = std::any_of(attended.begin(), attended.end(), [&](const Attended* each) {
      return each->end == PresenceEnd::kVisit && each->centre == session_.session.centre &&
             Overlap(each->span, session_.expected).length_ms() > 0 && IsLastThere(*each);
    });
    return left_for_visit ||
           !spans_.visits
                .Touching({last_ms_ + 1, session_.expected.end_ms + rules_.session_margin_ms})
                .empty();
  }

  bool IsLastThere(const Attended& presence) const {
    std::vector<const Attended*> later =
        spans_.attended.Touching({presence.span.end_ms, session_.expected.end_ms - 1});
    return std::none_of(later.begin(), later.end(), [&](const Attended* each) {
      return each->centre == presence.centre && each->span.start_ms >= presence.span.end_ms;
    });
  }

  const ExpectedSession& session_;
  const PersonFacts& person_;
  const PersonSpans& spans_;
  const absl::flat_hash_set<Hash>& settled_;
  const Rules& rules_;
  Moment& moment_;
  AttendedTime result_;
  std::int64_t first_ms_ = kNoEnd;
  std::int64_t last_ms_ = std::numeric_limits<std::int64_t>::min();
  bool last_is_doubtful_ = false;
};

}  // namespace

bool SeenThere::Within(std::int64_t from_ms, std::int64_t through_ms) const {
  auto first = std::lower_bound(times_ms.begin(), times_ms.end(), from_ms);
  return first != times_ms.end() && *first <= through_ms;
}

SeenThere SeenDuring(const std::vector<SeenAct>& acts, const std::vector<Sighting>& sightings,
                     const ExpectedSession& session, const Rules& rules) {
  SeenThere seen;
  std::int64_t from_ms = session.expected.start_ms - rules.session_margin_ms;
  std::int64_t through_ms = session.expected.end_ms + rules.session_margin_ms;
  auto take = [&](const auto& each, EvidenceStrength strength) {
    if (each.centre != session.session.centre) return;
    seen.times_ms.push_back(each.t_ms);
    seen.events.push_back(each.event);
    seen.strength = std::max(seen.strength, strength);
  };
  auto is_before = [](const auto& each, std::int64_t t_ms) { return each.t_ms < t_ms; };
  for (auto act = std::lower_bound(acts.begin(), acts.end(), from_ms, is_before);
       act != acts.end() && act->t_ms <= through_ms; ++act) {
    take(*act, act->strength);
  }
  for (auto each = std::lower_bound(sightings.begin(), sightings.end(), from_ms, is_before);
       each != sightings.end() && each->t_ms <= through_ms; ++each) {
    if (!each->by_phone && MaySee(rules, each->duty)) take(*each, EvidenceStrength::kCoach);
  }
  std::sort(seen.times_ms.begin(), seen.times_ms.end());
  SortUnique(seen.events);
  return seen;
}

AttendedTime AttendedDuring(const ExpectedSession& session, const PersonFacts& person,
                            const PersonSpans& spans, const SeenThere& seen,
                            const absl::flat_hash_set<Hash>& settled, const Rules& rules,
                            Moment& moment) {
  return Attending(session, person, spans, settled, rules, moment).Run(seen);
}

std::int64_t AttendedMs(const ExpectedSession& session, const PersonFacts& person,
                        const PersonSpans& spans, const Rules& rules) {
  Intervals parts;
  auto take = [&](const Intervals& set) {
    for (const Interval& part : Within(set, session.expected)) parts.push_back(part);
  };
  for (const PresenceRecord* presence : spans.presences.Touching(session.expected)) {
    if (presence->centre != session.session.centre) continue;
    take(presence->settled);
    take(presence->to_confirm);
  }
  if (rules.visits_count) {
    take(person.visits_settled);
    take(person.visits_waiting);
  }
  return Length(Union(std::move(parts)));
}

}  // namespace wijkboek
