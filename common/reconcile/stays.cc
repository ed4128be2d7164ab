#include "common/reconcile/stays.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

class StayFold {
 public:
  StayFold(const Id& person, const Reference& reference, const RulesByDay& rules, Moment& moment)
      : person_(person), reference_(reference), rules_(rules), moment_(moment) {}

  Stays Run(PersonTaps& gathered) {
    FoldCentres(gathered);
    AddCorrected(gathered);
    std::sort(result_.stays.begin(), result_.stays.end(), [](const Stay& a, const Stay& b) {
      return std::tie(a.raw.span, a.raw.centre, a.raw.events) <
             std::tie(b.raw.span, b.raw.centre, b.raw.events);
    });
    return std::move(result_);
  }

 private:
  void Note(std::string kind, const Id& centre, std::int64_t t_ms, std::string detail,
            std::vector<Hash> events) {
    result_.discrepancies.push_back(
        MakeDoubt(std::move(kind), person_, centre, t_ms, std::move(detail), std::move(events)));
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
    for (auto& [centre, own] : by_centre) {
      GiveToCorrections(centre, rules_, own, gathered.corrected);
      CentrePresences folded = FoldPresences(own, rules_, rule_end_ms, moment_);
      for (const Tap& tap : folded.lone_check_outs) {
        Note("check_out_without_check_in", tap.centre, tap.t_ms,
             absl::StrCat("out at ", FormatTime(tap.t_ms)), {tap.event});
        result_.lone_check_outs.push_back(tap);
      }
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
    Stay stay{.attended = std::move(attended)};
    if (raw.end == PresenceEnd::kByRule) {
      Note("forgotten_check_out", raw.centre, raw.span.start_ms,
           absl::StrCat("in at ", FormatTime(raw.span.start_ms), "; by rule until ",
                        FormatTimeOfDay(raw.span.end_ms)),
           raw.events);
    } else if (!raw.waits.empty() && raw.end != PresenceEnd::kOpen) {
      Note(
          "evidence_gap", raw.centre, raw.span.start_ms,
          absl::StrCat("in at ", FormatTime(raw.span.start_ms), "; nothing was seen for long from ",
                       FormatTimeOfDay(raw.waits.front().start_ms)),
          raw.events);
    }
    if (raw.end != PresenceEnd::kOpen) {
      stay.waits = Union(raw.waits);
      stay.settled = Subtract(Union({raw.span}), stay.waits);
    }
    stay.raw = std::move(raw);
    result_.stays.push_back(std::move(stay));
  }

  // A correction holds for its centre: what was captured there and it had not seen gives way, and
  // is shown.
  void AddCorrected(const PersonTaps& gathered) {
    struct Cuts {
      Intervals corrected;
      Intervals all;
    };
    absl::flat_hash_map<Id, Cuts> by_centre;
    for (const CorrectedPresence& each : gathered.corrected) {
      by_centre[each.centre].corrected.push_back(each.span);
    }
    for (const CorrectedPresence& each : gathered.denied) {
      by_centre[each.centre].all.push_back(each.span);
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
      Note("correction_contradicted", stay.raw.centre, stay.raw.span.start_ms,
           absl::StrCat("captured from ", FormatTime(stay.raw.span.start_ms), " to ",
                        FormatTimeOfDay(stay.raw.span.end_ms)),
           stay.raw.events);
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
  Moment& moment_;
  Stays result_;
};

}  // namespace

Stays FoldStays(const Id& person, PersonTaps& gathered, const Reference& reference,
                const RulesByDay& rules, Moment& moment) {
  return StayFold(person, reference, rules, moment).Run(gathered);
}

std::vector<Attended> ListAttended(const std::vector<Stay>& stays) {
  std::vector<Attended> attended;
  for (const Stay& stay : stays) {
    for (const Interval& span : stay.attended) {
      attended.push_back({.centre = stay.raw.centre,
                          .span = span,
                          .waits = stay.waits,
                          .end = stay.raw.end,
                          .strength = stay.raw.strength,
                          .events = stay.raw.events});
    }
  }
  std::stable_sort(attended.begin(), attended.end(),
                   [](const Attended& a, const Attended& b) { return a.span < b.span; });
  return attended;
}

Discrepancy MakeDoubt(std::string kind, const Id& person, const Id& centre, std::int64_t t_ms,
                      std::string detail, std::vector<Hash> events) {
  SortUnique(events);
  return {.kind = std::move(kind),
          .persons = {person},
          .centre = centre,
          .day = DayOf(t_ms),
          .detail = std::move(detail),
          .events = std::move(events)};
}

}  // namespace wijkboek
