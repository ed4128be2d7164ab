#include "common/reconcile/signs.h"

#include <utility>

#include "absl/algorithm/container.h"

namespace wijkboek {
namespace {

const char* SignOf(const LooseFact& fact) {
  if (fact.kind == LooseFact::Kind::kUnknownKind) return "unknown_kind";
  if (fact.is_uncertain) return "clock_uncertain";
  return fact.kind == LooseFact::Kind::kUnowned ? "unowned_check_in" : "unknown_badge";
}

class SignsOfSession {
 public:
  SignsOfSession(const ExpectedSession& session, const SessionMarks& marks)
      : session_(session),
        marks_(marks),
        first_day_(DayOf(session.expected.start_ms)),
        last_day_(DayOf(session.expected.end_ms - 1)) {}

  void TakeOwn(const SpanIndex<Doubt>& doubts) {
    Interval days{StartOfDay(first_day_), StartOfDay(last_day_ + 1) - 1};
    for (const Doubt* doubt : doubts.Touching(days)) Take(doubt->sign, doubt->event);
  }

  void TakeElsewhere(const PersonSpans& spans, bool visits_count) {
    for (const Attended* each : spans.attended.Touching(session_.expected)) {
      if (each->centre != session_.session.centre &&
          Overlap(each->span, session_.expected).length_ms() > 0) {
        TakeAll("elsewhere", each->events);
      }
    }
    if (visits_count) return;
    for (const VisitRecord* visit : spans.visits.Touching(session_.expected)) {
      if (Overlap(visit->reach(), session_.expected).length_ms() > 0) {
        TakeAll("elsewhere", visit->events);
      }
    }
  }

  template <typename Seen>
  void TakeSeenElsewhere(const std::vector<Seen>& seen) {
    auto each =
        absl::c_upper_bound(seen, session_.expected.start_ms,
                            [](std::int64_t t_ms, const Seen& one) { return t_ms < one.t_ms; });
    for (; each != seen.end() && each->t_ms < session_.expected.end_ms; ++each) {
      if (each->centre != session_.session.centre) Take("elsewhere", each->event);
    }
  }

  void TakeLoose(const LooseFacts& loose) {
    for (CivilDay day = first_day_; day <= last_day_; ++day) {
      for (const LooseFact& fact : loose.At(session_.session.centre, day)) {
        Take(SignOf(fact), fact.event);
      }
    }
  }

  Signs Finish() {
    SortUnique(signs_.names);
    SortUnique(signs_.events);
    return std::move(signs_);
  }

 private:
  void Take(const char* sign, const Hash& event) {
    if (!marks_.settled.contains(event)) signs_.Add(sign, event);
  }

  // Settled only when all that it rests on was seen.
  void TakeAll(const char* sign, absl::Span<const Hash> events) {
    if (absl::c_all_of(events, [&](const Hash& each) { return marks_.settled.contains(each); })) {
      return;
    }
    for (const Hash& event : events) signs_.Add(sign, event);
  }

  const ExpectedSession& session_;
  const SessionMarks& marks_;
  CivilDay first_day_;
  CivilDay last_day_;
  Signs signs_;
};

}  // namespace

Signs SignsOn(const ExpectedSession& session, const PersonSpans& spans,
              const std::vector<SeenAct>& acts, const std::vector<Sighting>& sightings,
              const LooseFacts& loose, const SessionMarks& marks, const Rules& rules) {
  SignsOfSession signs(session, marks);
  signs.TakeOwn(spans.doubts);
  signs.TakeElsewhere(spans, rules.visits_count);
  signs.TakeSeenElsewhere(acts);
  signs.TakeSeenElsewhere(sightings);
  signs.TakeLoose(loose);
  return signs.Finish();
}

}  // namespace wijkboek
