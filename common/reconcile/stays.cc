#include "common/reconcile/stays.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/rules.h"

namespace wijkboek {
namespace {

class StayFold {
 public:
  StayFold(const Id& person, const Reference& reference, const RulesByDay& rules,
           Settlements& settlements, Moment& moment)
      : person_(person),
        reference_(reference),
        rules_(rules),
        settlements_(settlements),
        moment_(moment) {}

  Stays Run(PersonTaps& gathered) {
    leaving_words_ = gathered.leaving_words;
    FoldCentres(gathered);
    AddCorrected(gathered);
    std::sort(result_.stays.begin(), result_.stays.end(), [](const Stay& a, const Stay& b) {
      return std::tie(a.raw.span, a.raw.centre, a.raw.events) <
             std::tie(b.raw.span, b.raw.centre, b.raw.events);
    });
    return std::move(result_);
  }

 private:
  using Fits = absl::FunctionRef<bool(const SettledValue&)>;

  // The words that settle it; empty while it is open.
  struct Settled {
    SettledValue value;
    std::vector<Hash> events;

    explicit operator bool() const { return !events.empty(); }
  };
  Settled Settle(Discrepancy doubt, Fits fits) {
    Settled settled;
    if (std::optional<SettledValue> value = settlements_.Of(doubt, fits)) {
      settled.value = *std::move(value);
      for (const Settlement& each : settlements_.On(doubt)) {
        settled.events.push_back(each.said.event);
      }
    }
    result_.discrepancies.push_back(std::move(doubt));
    return settled;
  }

  static bool IsSpan(std::int64_t start_ms, std::int64_t end_ms) {
    return start_ms <= end_ms && end_ms - start_ms <= kSpanMaxMs;
  }

  // forgotten_check_out
  std::optional<SettledEnd> SettleEnd(const RawPresence& by_rule) {
    const Interval& span = by_rule.span;
    std::string detail = absl::StrCat("in at ", FormatTime(span.start_ms), "; by rule until ",
                                      FormatTimeOfDay(span.end_ms));
    std::vector<Hash> events = by_rule.events;
    SettledValue suggestion{.field = "end", .number = span.end_ms};
    // Of several words the last one.
    const std::int64_t presence_max_ms = rules_.On(DayOf(span.start_ms)).presence_max_ms;
    for (const LeavingWord& word : leaving_words_) {
      const std::int64_t after_ms = word.t_ms - span.start_ms;
      if (word.centre != by_rule.centre || after_ms <= 0 || after_ms > presence_max_ms) continue;
      absl::StrAppend(&detail, "; by their own word until ", FormatTimeOfDay(word.t_ms));
      events.push_back(word.event);
      suggestion.number = word.t_ms;
    }
    Settled settled =
        Settle(MakeDoubt("forgotten_check_out", person_, by_rule.centre, span.start_ms,
                         std::move(detail), std::move(events), std::move(suggestion)),
               [&](const SettledValue& value) {
                 return value.field != "end" || IsSpan(span.start_ms, value.number);
               });
    if (!settled) return std::nullopt;
    SettledEnd end{.events = std::move(settled.events)};
    if (settled.value.field == "end") end.end_ms = settled.value.number;
    return end;
  }

  // The start of the last session there that ran, or had just ended, when they left.
  SettledValue SuggestStart(const Tap& out) const {
    CivilDay day = DayOf(out.t_ms);
    SettledValue start;
    for (const Session& session : reference_.SessionsOf(person_, out.centre, day)) {
      bool is_on = session.span.start_ms < out.t_ms &&
                   out.t_ms <= session.span.end_ms + rules_.On(day).session_margin_ms;
      if (!is_on || session.span.start_ms < start.number) continue;
      start = {.field = "start", .number = session.span.start_ms};
    }
    return start;
  }

  // check_out_without_check_in
  void TakeLoneCheckOut(const Tap& out) {
    Settled settled = Settle(
        MakeDoubt("check_out_without_check_in", person_, out.centre, out.t_ms,
                  absl::StrCat("out at ", FormatTime(out.t_ms)), {out.event}, SuggestStart(out)),
        [&](const SettledValue& value) {
          return value.field != "start" || IsSpan(value.number, out.t_ms);
        });
    if (!settled) {
      result_.lone_check_outs.push_back(out);
    } else if (settled.value.field == "start") {
      Stay stay;
      stay.raw = {.centre = out.centre,
                  .span = {settled.value.number, out.t_ms},
                  .end = PresenceEnd::kCorrected,
                  .strength = std::max(out.strength, EvidenceStrength::kCoach),
                  .events = std::move(settled.events)};
      stay.raw.events.push_back(out.event);
      stay.settled = stay.attended = Union({stay.raw.span});
      result_.stays.push_back(std::move(stay));
    }
  }

  // evidence_gap
  void SettleGaps(Stay& stay) {
    RawPresence& raw = stay.raw;
    Settled settled = Settle(MakeDoubt("evidence_gap", person_, raw.centre, raw.span.start_ms,
                                       absl::StrCat("in at ", FormatTime(raw.span.start_ms),
                                                    "; nothing was seen for long from ",
                                                    FormatTimeOfDay(raw.waits.front().start_ms)),
                                       raw.events),
                             [](const SettledValue&) { return true; });
    if (!settled) return;
    if (settled.value == AcceptedValue()) {
      stay.settled = Union({raw.span});
    } else {
      stay.rejected = stay.waits;
    }
    stay.waits.clear();
    raw.events.insert(raw.events.end(), settled.events.begin(), settled.events.end());
  }

  // The earliest of: the next check-in elsewhere that day; the end of the last session there that
  // day that ends after the check-in, else the centre's closing time; never before the check-in.
  std::int64_t RuleEnd(const Tap& opening, const std::vector<const Tap*>& check_ins) const {
    CivilDay day = DayOf(opening.t_ms);
    std::optional<std::int64_t> end_ms;
    for (const Session& session : reference_.SessionsOf(person_, opening.centre, day)) {
      if (session.span.end_ms <= opening.t_ms) continue;
      end_ms = std::max(end_ms.value_or(session.span.end_ms), session.span.end_ms);
    }
    if (!end_ms) end_ms = reference_.ClosingTime(opening.centre, day).value_or(opening.t_ms);
    auto next =
        std::upper_bound(check_ins.begin(), check_ins.end(), opening.t_ms,
                         [](std::int64_t t_ms, const Tap* tap) { return t_ms < tap->t_ms; });
    for (; next != check_ins.end() && (*next)->t_ms < *end_ms; ++next) {
      if ((*next)->centre != opening.centre) {
        // Sessions and closing times may reach over midnight; the next check-in counts on that day
        // alone.
        if (DayOf((*next)->t_ms) == day) end_ms = (*next)->t_ms;
        break;
      }
    }
    return std::max(*end_ms, opening.t_ms);
  }

  void FoldCentres(PersonTaps& gathered) {
    const std::vector<Tap>& taps = gathered.taps;
    std::map<Id, std::vector<Tap>> by_centre;
    std::vector<const Tap*> check_ins;
    // Where the last tap was a check-in: only there a visit can close anything.
    std::set<Id> perhaps_present;
    for (const Tap& tap : taps) {
      if (tap.type == Tap::Type::kLeaveForVisit) {
        for (const Id& centre : perhaps_present) by_centre[centre].push_back(tap);
        perhaps_present.clear();
        continue;
      }
      by_centre[tap.centre].push_back(tap);
      if (tap.type == Tap::Type::kIn) {
        if (!tap.aftercare) check_ins.push_back(&tap);
        perhaps_present.insert(tap.centre);
      } else {
        perhaps_present.erase(tap.centre);
      }
    }
    auto rule_end_ms = [&](const Tap& opening) { return RuleEnd(opening, check_ins); };
    auto settled_end = [&](const RawPresence& by_rule) { return SettleEnd(by_rule); };
    for (auto& [centre, own] : by_centre) {
      GiveToCorrections(centre, rules_, own, gathered.corrected);
      CentrePresences folded = FoldPresences(own, rules_, rule_end_ms, settled_end, moment_);
      for (const Tap& tap : folded.lone_check_outs) TakeLoneCheckOut(tap);
      for (RawPresence& raw : folded.presences) {
        Intervals attended = Union({raw.span});
        if (raw.end == PresenceEnd::kOpen) attended = CloseByRule(raw, own, rule_end_ms);
        AddStay(std::move(raw), std::move(attended));
      }
    }
  }

  // As an open presence would close if nobody came any more: the first check-in after the rule's
  // end begins anew.
  static Intervals CloseByRule(const RawPresence& open, const std::vector<Tap>& taps,
                               absl::FunctionRef<std::int64_t(const Tap&)> rule_end_ms) {
    Intervals closed;
    auto tap = std::find_if(taps.begin(), taps.end(), [&](const Tap& each) {
      return each.type == Tap::Type::kIn && each.event == open.events.front();
    });
    for (; tap != taps.end(); ++tap) {
      if (tap->type != Tap::Type::kIn) continue;
      if (!closed.empty() && (tap->aftercare || tap->t_ms <= closed.back().end_ms)) continue;
      closed.push_back({tap->t_ms, rule_end_ms(*tap)});
    }
    return Union(std::move(closed));
  }

  void AddStay(RawPresence raw, Intervals attended) {
    Stay stay{.raw = std::move(raw), .attended = std::move(attended)};
    if (stay.raw.end != PresenceEnd::kOpen) {
      stay.waits = Union(stay.raw.waits);
      stay.settled = Subtract(Union({stay.raw.span}), stay.waits);
      if (stay.raw.end != PresenceEnd::kByRule && !stay.waits.empty()) SettleGaps(stay);
    }
    result_.stays.push_back(std::move(stay));
  }

  // A correction holds for its centre: what was captured there and it had not seen gives way, and
  // is shown.
  void AddCorrected(const PersonTaps& gathered) {
    struct Cuts {
      Intervals corrected;
      Intervals all;
      std::vector<const CorrectedPresence*> corrections;
    };
    absl::flat_hash_map<Id, Cuts> by_centre;
    for (const CorrectedPresence& each : gathered.corrected) {
      by_centre[each.centre].corrected.push_back(each.span);
      by_centre[each.centre].corrections.push_back(&each);
    }
    for (const CorrectedPresence& each : gathered.denied) {
      by_centre[each.centre].all.push_back(each.span);
      by_centre[each.centre].corrections.push_back(&each);
    }
    for (auto& [centre, cuts] : by_centre) {
      cuts.corrected = Union(std::move(cuts.corrected));
      cuts.all = Union(cuts.corrected, cuts.all);
    }
    for (Stay& stay : result_.stays) {
      auto found = by_centre.find(stay.raw.centre);
      if (found == by_centre.end()) continue;
      const Cuts& cuts = found->second;
      std::int64_t before_ms = Length(stay.settled) + Length(stay.waits);
      stay.settled = Subtract(stay.settled, cuts.all);
      stay.waits = Subtract(stay.waits, cuts.all);
      // What a denial had not seen makes nobody late.
      stay.attended = Subtract(stay.attended, cuts.corrected);
      if (Length(stay.settled) + Length(stay.waits) == before_ms) continue;
      std::vector<Hash> events = stay.raw.events;
      for (const CorrectedPresence* each : cuts.corrections) {
        if (Overlap(each->span, stay.raw.span).length_ms() > 0) {
          events.push_back(each->correction);
        }
      }
      result_.discrepancies.push_back(
          MakeDoubt("correction_contradicted", person_, stay.raw.centre, stay.raw.span.start_ms,
                    absl::StrCat("captured from ", FormatTime(stay.raw.span.start_ms), " to ",
                                 FormatTimeOfDay(stay.raw.span.end_ms)),
                    std::move(events)));
    }
    for (const CorrectedPresence& each : gathered.corrected) {
      Stay stay;
      stay.raw = {.centre = each.centre,
                  .span = each.span,
                  .end = PresenceEnd::kCorrected,
                  .strength = each.strength,
                  .events = each.events};
      stay.settled = Union({each.span});
      stay.attended = stay.settled;
      result_.stays.push_back(std::move(stay));
    }
  }

  Id person_;
  const Reference& reference_;
  const RulesByDay& rules_;
  Settlements& settlements_;
  Moment& moment_;
  std::vector<LeavingWord> leaving_words_;
  Stays result_;
};

}  // namespace

Stays FoldStays(const Id& person, PersonTaps& gathered, const Reference& reference,
                const RulesByDay& rules, Settlements& settlements, Moment& moment) {
  return StayFold(person, reference, rules, settlements, moment).Run(gathered);
}

std::vector<Attended> ListAttended(const std::vector<Stay>& stays) {
  std::vector<Attended> attended;
  for (const Stay& stay : stays) {
    for (const Interval& span : stay.attended) {
      attended.push_back({.centre = stay.raw.centre,
                          .span = span,
                          .waits = stay.waits,
                          .rejected = stay.rejected,
                          .end = stay.raw.end,
                          .is_end_accepted = stay.raw.is_end_accepted,
                          .strength = stay.raw.strength,
                          .events = stay.raw.events});
    }
  }
  std::stable_sort(attended.begin(), attended.end(),
                   [](const Attended& a, const Attended& b) { return a.span < b.span; });
  return attended;
}

Discrepancy MakeDoubt(std::string kind, const Id& person, const Id& centre, std::int64_t t_ms,
                      std::string detail, std::vector<Hash> events, SettledValue suggestion) {
  SortUnique(events);
  return {.kind = std::move(kind),
          .persons = {person},
          .centre = centre,
          .day = DayOf(t_ms),
          .detail = std::move(detail),
          .events = std::move(events),
          .suggestion = std::move(suggestion)};
}

}  // namespace wijkboek
